"""Letters: what is handed to the mail server for a message.

What a reminder says is rendered once for all who are told the same in the same language, and kept
for as long as nothing public changes; only what is personal is filled in for each.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from tracker.models import Message, Reminder, SiteRevision
from tracker.services import editor_mail, mail_content
from tracker.services.checking import Checked
from tracker.services.mail_content import Content
from tracker.services.mail_drafts import Draft, Mail, Personal, envelope_sender
from tracker.services.mail_server import MailServer
from tracker.services.smtp_conversation import Envelope

KEPT = 500
KEPT_FOR = 300.0
"""Drafts that a process keeps, and for how many seconds at most."""

State = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: as bytes in an envelope where it can go out as it is, else Django's object."""

    envelope: Envelope | None
    content: Any

    def hand_over(self, server: MailServer, following: Envelope | None = None) -> str:
        """The server's reply; raises what it or the network raises."""
        if self.envelope:
            return server.send_bytes(self.envelope, self.content, following)
        return server.send(self.content)


class Letters:
    """What one run of sending writes, with the drafts that this process has kept."""

    def __init__(self, *, as_bytes: bool) -> None:
        self._as_bytes = as_bytes
        self._drafts: dict[Content, Draft] = {}

    def refresh(self) -> None:
        """Forget the drafts if something public has changed since, or they are old."""
        revision = SiteRevision.current()
        state = (
            revision.number,
            revision.changed_at,
            time.monotonic() // KEPT_FOR,
            settings.SITE_URL,
            settings.DEFAULT_FROM_EMAIL,
        )
        if _kept.keys() != {state}:
            _kept.clear()
        self._drafts = _kept.setdefault(state, {})
        if len(self._drafts) > KEPT:
            self._drafts.clear()

    def envelope_of(self, checked: Checked) -> Envelope | None:
        """In what the reminder of `checked` goes out over SMTP, where that is known beforehand."""
        message = checked.message
        subscriber = message.subscriber
        is_ready = self._as_bytes and message.purpose == Message.Purpose.REMINDER
        if not is_ready or subscriber is None or not subscriber.email.isascii():
            return None
        return Envelope(envelope_sender(message.message_id), subscriber.email)

    def write(self, checked: Checked, *, now: datetime) -> Letter:
        """The letter of `checked`; raises whatever a mistake in a template or text raises."""
        message = checked.message
        if message.purpose == Message.Purpose.REMINDER:
            return self._reminder(checked, now=now)
        if message.purpose == Message.Purpose.CONFIRMATION:
            return self._of(mail_content.confirmation_mail(message, now=now))
        if message.purpose == Message.Purpose.LINK:
            return self._of(mail_content.link_mail(message, now=now))
        return self._of(editor_mail.tasks_mail(message, now=now))

    def kept(self, checked: Checked, *, now: datetime) -> Letter | None:
        """The letter of `checked` where its draft is kept; asks the database nothing."""
        is_reminder = checked.message.purpose == Message.Purpose.REMINDER
        if not is_reminder or any(
            one.kind == Reminder.Kind.CORRECTION for one in checked.reminders
        ):
            return None
        draft = self._drafts.get(_content(checked, now))
        return self._addressed(draft, checked, now) if draft else None

    def _reminder(self, checked: Checked, *, now: datetime) -> Letter:
        content = _content(checked, now)
        draft = self._drafts.get(content)
        if draft is None:
            draft = self._drafts[content] = mail_content.draft_of(content)
        return self._addressed(draft, checked, now)

    def _addressed(self, draft: Draft, checked: Checked, now: datetime) -> Letter:
        personal = Personal.of(checked.message, now=now)
        envelope = self.envelope_of(checked)
        if envelope:
            return Letter(envelope, draft.written(personal))
        return Letter(None, draft.fill(personal))

    def _of(self, mail: EmailMessage) -> Letter:
        (recipient,) = mail.to
        if self._as_bytes and isinstance(mail, Mail) and recipient.isascii():
            return Letter(Envelope(mail.from_email, recipient), mail.as_bytes())
        return Letter(None, mail)


def _content(checked: Checked, now: datetime) -> Content:
    told = [(one.occurrence_id, one.kind) for one in checked.reminders]
    updates = [one.update_id for one in checked.notices]
    return mail_content.content_of(checked.message, told, updates, now=now)


_kept: dict[State, dict[Content, Draft]] = {}
