"""Letters: what is handed to the mail server for a message.

What a reminder says is rendered once for all who are told the same in the same language, and kept
for as long as nothing public changes; only what is personal is filled in for each.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from tracker.models import Message, SiteRevision
from tracker.services import editor_mail, mail_content
from tracker.services.checking import Checked
from tracker.services.mail_content import Content
from tracker.services.mail_drafts import Draft, Mail, Personal, envelope_sender
from tracker.services.mail_server import MailServer

KEPT = 500
KEPT_FOR = 300.0
"""Drafts that a process keeps, and for how many seconds at most."""

State = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: as bytes where they are known and can go out as they are, else Django's object."""

    sender: str
    recipient: str
    written: bytes = b""
    mail: EmailMessage | None = None

    def hand_over(self, server: MailServer) -> str:
        """The server's reply; raises what it or the network raises."""
        if self.mail is None:
            return server.send_bytes(self.sender, self.recipient, self.written)
        return server.send(self.mail)


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

    def _reminder(self, checked: Checked, *, now: datetime) -> Letter:
        message = checked.message
        told = [(one.occurrence_id, one.kind) for one in checked.reminders]
        updates = [one.update_id for one in checked.notices]
        content = mail_content.content_of(message, told, updates, now=now)
        draft = self._drafts.get(content)
        if draft is None:
            draft = self._drafts[content] = mail_content.draft_of(content)
        personal = Personal.of(message, now=now)
        if self._as_bytes and personal.to.isascii():
            sender = envelope_sender(personal.message_id)
            return Letter(sender, personal.to, draft.written(personal))
        return Letter("", personal.to, mail=draft.fill(personal))

    def _of(self, mail: EmailMessage) -> Letter:
        (recipient,) = mail.to
        if self._as_bytes and isinstance(mail, Mail) and recipient.isascii():
            return Letter(mail.from_email, recipient, mail.as_bytes())
        return Letter(mail.from_email, recipient, mail=mail)


_kept: dict[State, dict[Content, Draft]] = {}
