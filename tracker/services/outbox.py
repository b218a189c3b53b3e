"""The outbox: the only place where messages are put into the queue, or taken out unsent."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q
from django.utils.crypto import salted_hmac

from tracker.domain.reminders import morning
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reminder that ought to exist."""

    occurrence_id: int
    revision: int
    kind: str
    days_before: int
    expires_at: datetime


Slots = dict[tuple[int, date], list[Wanted]]
"""Reminders by subscriber and local day."""


def message_id(key: str, purpose: str, slot: date, number: int) -> str:
    """The Message-ID of a message: the same on every attempt, and nothing to be guessed from."""
    name = f"{key}/{purpose}/{slot.isoformat()}/{number}"
    digest = hashlib.sha256(name.encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


@transaction.atomic
def add(slots: Slots, *, keys: dict[int, str], zones: dict[int, str]) -> Planned:
    """Attach each slot's reminders to its open message, or to a new one where none is open.

    The rows of open messages are locked (PostgreSQL) or the database is (SQLite): nobody can
    claim a message between our look at it and our commit, so no reminder is added to a mail that
    has already left.
    """
    # Erasing a subscriber waits for this lock: no row of ours can lose its owner before the commit.
    subscribers = Subscriber.objects.filter(pk__in={pk for pk, _slot in slots})
    alive = {one.pk for one in subscribers.select_for_update(no_key=True).order_by("pk")}
    before = _open_messages(slots)
    numbers = _last_numbers(slots)
    new = [
        Message(
            subscriber_id=subscriber,
            slot=slot,
            number=number,
            send_at=morning(slot, zones[subscriber]),
            expires_at=max(one.expires_at for one in wanted),
            message_id=message_id(keys[subscriber], Message.Purpose.REMINDER, slot, number),
        )
        for (subscriber, slot), wanted in slots.items()
        if subscriber in alive and (subscriber, slot) not in before
        for number in [numbers.get((subscriber, slot), 0) + 1]
    ]
    Message.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    messages = _open_messages(slots)
    ids = [message.pk for message in messages.values()]
    count_before = Reminder.objects.filter(message__in=ids).count()
    Reminder.objects.bulk_create(
        [
            Reminder(
                subscriber_id=key[0],
                message=messages[key],
                occurrence_id=one.occurrence_id,
                occurrence_revision=one.revision,
                kind=one.kind,
                days_before=one.days_before,
            )
            for key, wanted in slots.items()
            if key in messages
            for one in wanted
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    # Another planner may have told everything in the meantime: an empty message of ours goes.
    Message.objects.filter(pk__in=ids, reminders=None).delete()
    added = Reminder.objects.filter(message__in=ids).count() - count_before
    _extend_expiry(messages, slots)
    created = {message.message_id for message in new}
    stored = Message.objects.filter(pk__in=ids).values_list("message_id", flat=True)
    return Planned(len(created.intersection(stored)), added)


def _open_messages(slots: Slots) -> dict[tuple[int, date], Message]:
    """The queued, unclaimed reminder message of each slot, locked until the commit."""
    rows = (
        Message.objects.filter(_slot_rows(slots), state=Message.State.QUEUED, claim=None)
        .select_for_update()
        .order_by("pk")
    )
    return {
        (row.subscriber_id, row.slot): row
        for row in rows
        if row.subscriber_id is not None and (row.subscriber_id, row.slot) in slots
    }


def _last_numbers(slots: Slots) -> dict[tuple[int, date], int]:
    rows = Message.objects.filter(_slot_rows(slots)).order_by()
    last: dict[tuple[int, date], int] = {}
    for subscriber, slot, number in rows.values_list("subscriber_id", "slot", "number"):
        last[subscriber, slot] = max(number, last.get((subscriber, slot), 0))
    return last


def _slot_rows(slots: Slots) -> Q:
    return Q(
        purpose=Message.Purpose.REMINDER,
        subscriber__in={subscriber for subscriber, _slot in slots},
        slot__in={slot for _subscriber, slot in slots},
    )


def _extend_expiry(messages: dict[tuple[int, date], Message], slots: Slots) -> None:
    """A message lives as long as its last reminder makes sense."""
    longer = []
    for key, message in messages.items():
        last = max(one.expires_at for one in slots[key])
        if last > message.expires_at:
            message.expires_at = last
            longer.append(message)
    Message.objects.bulk_update(longer, ["expires_at"], batch_size=500)


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
