"""Every mail as it would be written now, for an editor to look at.

What a sample needs (a reader, a subscription) is written, used by the real code, and taken back
with the transaction: nothing of it stays, and its links lead nowhere.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.models import (
    LeadTime,
    Message,
    Occurrence,
    Reminder,
    StatusNotice,
    StatusUpdate,
    Subscriber,
    Subscription,
)
from tracker.models.occurrence import counts
from tracker.services import editor_mail, mail_content
from tracker.services.mail_drafts import Mail, Personal

EARLIER = timedelta(days=7)
"""By how much a date of a sample is said to have moved."""


class MailKind(StrEnum):
    """What can be looked at; `LABELS` has its names."""

    REMINDER = "reminder"
    MOVED = "moved"
    CANCELLED = "cancelled"
    STATUS = "status"
    CONFIRMATION = "confirmation"
    LINK = "link"
    TASKS = "tasks"


LABELS: dict[MailKind, Promise] = {
    MailKind.REMINDER: _("Reminder"),
    MailKind.MOVED: _("Correction: the date has moved"),
    MailKind.CANCELLED: _("Correction: cancelled"),
    MailKind.STATUS: _("Notice of a status"),
    MailKind.CONFIRMATION: _("Confirmation of a subscription"),
    MailKind.LINK: _("Link to one's subscriptions"),
    MailKind.TASKS: _("What waits for an editor"),
}
ABOUT_A_DATE = frozenset(
    {MailKind.REMINDER, MailKind.MOVED, MailKind.CANCELLED, MailKind.STATUS, MailKind.CONFIRMATION}
)


class NothingToShow(Exception):
    """There is nothing in the database that such a mail could tell."""


def sample(
    kind: MailKind, language: str, occurrence: Occurrence | None, *, to: User, now: datetime
) -> Mail:
    """The mail to `to` in `language`; about `occurrence`, where it is about a date at all.

    Raises `NothingToShow` without an occurrence, or without a status to tell.
    """
    if kind == MailKind.TASKS:
        personal = Personal(to.email or _nobody(), _message_id(), now)
        return editor_mail.preview(to, language, now=now).fill(personal)
    if kind in ABOUT_A_DATE and occurrence is None:
        raise NothingToShow
    with transaction.atomic():
        try:
            return _WRITERS[kind](_message(kind, language, occurrence, to, now), occurrence, now)
        finally:
            transaction.set_rollback(True)


def _message(
    kind: MailKind, language: str, occurrence: Occurrence | None, to: User, now: datetime
) -> Message:
    """A message to a reader who is subscribed, for as long as the transaction lasts."""
    email = to.email or _nobody()
    # The editor may be a reader as well, and no address stands twice.
    Subscriber.objects.filter(email__iexact=email).update(email=_nobody())
    reader = Subscriber.objects.create(email=email, language=language)
    is_asked = kind == MailKind.CONFIRMATION
    subscription = Subscription.objects.create(
        subscriber=reader,
        language=language,
        key_date=occurrence.key_date if occurrence else None,
        state=Subscription.State.PENDING if is_asked else Subscription.State.ACTIVE,
        confirmed_at=None if is_asked else now,
    )
    LeadTime.objects.bulk_create(LeadTime(subscription=subscription, days=days) for days in (7, 1))
    return Message.objects.create(
        subscriber=reader,
        purpose=_PURPOSES.get(kind, Message.Purpose.REMINDER),
        subscription=subscription if is_asked else None,
        slot=now.date(),
        send_at=now,
        expires_at=now + timedelta(days=1),
        message_id=_message_id(),
    )


def _reminder(message: Message, occurrence: Occurrence | None, now: datetime) -> Mail:
    return mail_content.reminder_mail(message, [_told(message, occurrence)], now=now)


def _moved(message: Message, occurrence: Occurrence | None, now: datetime) -> Mail:
    """As to a reader to whom another week was told."""
    told = _told(message, occurrence)
    Occurrence.objects.filter(pk=told.occurrence_id).update(state=Occurrence.State.MOVED)
    before = Message.objects.create(
        subscriber=told.subscriber,
        slot=message.slot,
        number=2,
        state=Message.State.SENT,
        send_at=now,
        sent_at=now,
        expires_at=now,
        message_id=_message_id(),
    )
    told.occurrence.refresh_from_db()
    span = told.occurrence.span
    Reminder.objects.create(
        subscriber=told.subscriber,
        message=before,
        occurrence=told.occurrence,
        occurrence_revision=told.occurrence_revision,
        days_before=7,
        start=span.start - EARLIER,
        end=span.end - EARLIER,
    )
    told.kind = Reminder.Kind.CORRECTION
    return mail_content.reminder_mail(message, [told], now=now)


def _cancelled(message: Message, occurrence: Occurrence | None, now: datetime) -> Mail:
    told = _told(message, occurrence)
    Occurrence.objects.filter(pk=told.occurrence_id).update(state=Occurrence.State.CANCELLED)
    told.kind = Reminder.Kind.CORRECTION
    return mail_content.reminder_mail(message, [told], now=now)


def _status(message: Message, occurrence: Occurrence | None, now: datetime) -> Mail:
    update = _latest_status(occurrence)
    if update is None:
        raise NothingToShow
    notice = StatusNotice(subscriber=message.subscriber, message=message, update=update)
    return mail_content.reminder_mail(message, [], [notice], now=now)


def _confirmation(message: Message, _occurrence: Occurrence | None, now: datetime) -> Mail:
    return mail_content.confirmation_mail(message, now=now)


def _link(message: Message, _occurrence: Occurrence | None, now: datetime) -> Mail:
    return mail_content.link_mail(message, now=now)


_WRITERS: dict[MailKind, Callable[[Message, Occurrence | None, datetime], Mail]] = {
    MailKind.REMINDER: _reminder,
    MailKind.MOVED: _moved,
    MailKind.CANCELLED: _cancelled,
    MailKind.STATUS: _status,
    MailKind.CONFIRMATION: _confirmation,
    MailKind.LINK: _link,
}
_PURPOSES = {
    MailKind.CONFIRMATION: Message.Purpose.CONFIRMATION,
    MailKind.LINK: Message.Purpose.LINK,
}


def _told(message: Message, occurrence: Occurrence | None) -> Reminder:
    if occurrence is None:
        raise NothingToShow
    return Reminder(
        subscriber=message.subscriber,
        message=message,
        occurrence=occurrence,
        occurrence_revision=occurrence.revision,
        days_before=7,
    )


def _latest_status(occurrence: Occurrence | None) -> StatusUpdate | None:
    """One of a commitment for which the date counts, or any."""
    standing = StatusUpdate.objects.standing().order_by("-as_of", "-pk")
    path = "commitment__date_links__key_date__occurrences"
    near = counts(f"{path}__", "commitment__date_links__")
    if occurrence is not None:
        found = standing.filter(near, **{path: occurrence.pk}).first()
        if found is not None:
            return found
    return standing.first()


def _message_id() -> str:
    return f"<sample-{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"


def _nobody() -> str:
    return f"nobody-{uuid.uuid4().hex[:12]}@example.org"
