"""The outbox: the only place where messages are put into the queue, or taken out unsent."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils.crypto import salted_hmac

from tracker.models import Message, Reminder, StatusNotice, Subscriber, Subscription

CONFIRMATIONS_A_DAY = 5
"""More than these are not sent to one address on one day, whoever asks for them."""

CONFIRMATION_LIFETIME = timedelta(days=7)
LINKS_A_DAY = 3
LINK_LIFETIME = timedelta(days=1)
"""How long the mail with the link is tried; the link in it does not run out."""

TASKS_LIFETIME = timedelta(days=5)
"""After that what waits has changed, and the next week's mail is near."""


@dataclass(frozen=True, slots=True)
class Planned:
    """How many rows were added."""

    messages: int = 0
    reminders: int = 0


def message_id(key: str, purpose: str, slot: date, number: int) -> str:
    """The Message-ID of a message: the same on every attempt, and nothing to be guessed from."""
    name = f"{key}/{purpose}/{slot.isoformat()}/{number}"
    digest = hashlib.sha256(name.encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def add_confirmation(subscription: Subscription, *, now: datetime) -> Message | None:
    """Queue the mail that asks to confirm it; None where the address had enough of them today."""
    return _add_at_once(
        subscription.subscriber,
        Message.Purpose.CONFIRMATION,
        most=CONFIRMATIONS_A_DAY,
        lives=CONFIRMATION_LIFETIME,
        now=now,
        subscription=subscription,
    )


def add_link_mail(subscriber: Subscriber, *, now: datetime) -> Message | None:
    """Queue the mail that brings the manage link; None where the address had enough today."""
    return _add_at_once(
        subscriber, Message.Purpose.LINK, most=LINKS_A_DAY, lives=LINK_LIFETIME, now=now
    )


def _add_at_once(
    subscriber: Subscriber,
    purpose: str,
    *,
    most: int,
    lives: timedelta,
    now: datetime,
    subscription: Subscription | None = None,
) -> Message | None:
    """A mail that somebody waits for, at most so many of a kind to one address on one day."""
    slot = now.astimezone(UTC).date()
    same_day = Message.objects.filter(subscriber=subscriber, purpose=purpose, slot=slot)
    number = (same_day.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > most:
        return None
    return Message.objects.create(
        subscriber=subscriber,
        purpose=purpose,
        subscription=subscription,
        slot=slot,
        number=number,
        send_at=now,
        expires_at=now + lives,
        message_id=message_id(str(subscriber.key), purpose, slot, number),
    )


@transaction.atomic
def withdraw(subscriber: Subscriber, *, state: str) -> int:
    """Take every reminder message that waits for `subscriber` out of the queue; how many.

    `state` is SUPERSEDED where the planner shall make them anew, CANCELLED where nothing follows.
    One that is being sent at this moment is left to the check before sending.
    """
    waiting = Message.objects.filter(
        subscriber=subscriber,
        purpose=Message.Purpose.REMINDER,
        state=Message.State.QUEUED,
        claim=None,
    ).select_for_update()
    ids = [message.pk for message in waiting]
    Reminder.objects.filter(message__in=ids).delete()
    StatusNotice.objects.filter(message__in=ids).delete()
    return Message.objects.filter(pk__in=ids).update(state=state)


def fail_waiting(subscriber: Subscriber, *, outcome: str) -> int:
    """End every message that waits for `subscriber`, visibly failed; how many.

    The reminders stay with them, so that the planner does not make them anew. One that is being
    sent at this moment is left to the check before sending.
    """
    waiting = Message.objects.filter(
        subscriber=subscriber, state=Message.State.QUEUED, claim=None
    ).order_by()
    return waiting.update(state=Message.State.FAILED, outcome=outcome)


def add_tasks_mail(editor: User, *, slot: date, send_at: datetime, now: datetime) -> Message | None:
    """Queue the weekly mail of what waits for an editor; None where it was queued before."""
    # A Message-ID proves that a bounce is about our mail, so nobody may guess it from the account.
    key = salted_hmac("tracker.editors", str(editor.pk)).hexdigest()
    message, is_new = Message.objects.get_or_create(
        editor=editor,
        purpose=Message.Purpose.TASKS,
        slot=slot,
        number=1,
        defaults={
            "send_at": max(send_at, now),
            "expires_at": send_at + TASKS_LIFETIME,
            "message_id": message_id(key, Message.Purpose.TASKS, slot, 1),
        },
    )
    return message if is_new else None
