"""The last look before a mail leaves: is it still called for, and by what?

Subscriptions and occurrences may have changed since the planner wrote the row; what no longer
holds is dropped here, in one short transaction.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from tracker.domain.reminders import last_moment, local_day
from tracker.models import Message, Occurrence, Reminder, Subscription
from tracker.services.wishes import Target, Wish, relations_of, targets_of, wishes_of

State = Message.State


@dataclass(slots=True)
class Checked:
    """A claimed message with the reminders that still hold, or the `outcome` it has met."""

    message: Message
    reminders: list[Reminder] = field(default_factory=list)
    outcome: str = ""


def check(pk: int, token: UUID, *, now: datetime, lease: timedelta, limit: int) -> Checked | None:
    """Renew the lease and look at the message again; None where the lease is not ours any more.

    Counts a claim without an outcome; one that has `limit` of them is held for an operator.
    """
    with transaction.atomic():
        if not Message.objects.filter(pk=pk, claim=token).update(
            claims=F("claims") + 1, claimed_until=now + lease
        ):
            return None
        message = Message.objects.select_related("subscriber").get(pk=pk)
        if message.claims > limit:
            reason = f"{limit} claims ended without an outcome."
            return _end(message, State.QUARANTINED, reason)
        if now >= message.expires_at:
            return _end(message, State.EXPIRED)
        if message.purpose == Message.Purpose.CONFIRMATION:
            return _check_confirmation(message)
        return _check_reminders(message, now=now)


def _end(message: Message, state: str, outcome: str = "") -> Checked:
    Message.objects.filter(pk=message.pk).update(
        state=state, claim=None, claimed_until=None, outcome=outcome or message.outcome
    )
    return Checked(message, outcome=state)


def _check_confirmation(message: Message) -> Checked:
    subscription = message.subscription
    if subscription is None or subscription.state == Subscription.State.ENDED:
        return _end(message, State.CANCELLED)
    return Checked(message)


def _check_reminders(message: Message, *, now: datetime) -> Checked:
    subscriber = message.subscriber
    if subscriber is None:
        return Checked(message)
    active = Subscription.objects.active().filter(subscriber=subscriber)
    wish = wishes_of(active).get(subscriber.pk)
    reminders = list(message.reminders.select_related("occurrence"))
    if wish is None:
        message.reminders.all().delete()
        return _end(message, State.CANCELLED)
    today = local_day(now, subscriber.time_zone)
    targets = targets_of((one.occurrence_id, one.occurrence.key_date_id) for one in reminders)
    kept, dropped, late = [], [], []
    for one in reminders:
        if not _holds(one, wish, targets[one.occurrence_id]) or _is_overtaken(one, today=today):
            dropped.append(one.pk)
        elif now >= _last_moment(one, message.slot, wish.zone):
            late.append(one.pk)
        else:
            kept.append(one)
    if kept:
        dropped += late
    Reminder.objects.filter(pk__in=dropped).delete()
    if not kept:
        return _end(message, State.EXPIRED if late else State.SUPERSEDED)
    return Checked(message, kept)


def _holds(reminder: Reminder, wish: Wish, targets: frozenset[Target]) -> bool:
    """The occurrence is as it was when this was planned, and the subscriber still asks for it."""
    occurrence = reminder.occurrence
    if occurrence.revision != reminder.occurrence_revision:
        return False
    if reminder.kind == Reminder.Kind.CORRECTION:
        related = relations_of([occurrence.key_date_id])
        return bool(wish.days_for(related[occurrence.key_date_id]))
    if occurrence.state == Occurrence.State.CANCELLED:
        return False
    return reminder.days_before in wish.days_for(targets)


def _is_overtaken(reminder: Reminder, *, today: date) -> bool:
    """A nearer reminder of the same has been sent, or waits for this very morning."""
    nearer = Q(days_before__lt=reminder.days_before) | Q(
        days_before=reminder.days_before, pk__lt=reminder.pk
    )
    return (
        Reminder.objects.filter(
            nearer,
            Q(message__state=State.SENT) | Q(message__state=State.QUEUED, message__slot__lte=today),
            subscriber=reminder.subscriber_id,
            occurrence=reminder.occurrence_id,
            occurrence_revision=reminder.occurrence_revision,
        )
        .exclude(pk=reminder.pk)
        .exists()
    )


def _last_moment(reminder: Reminder, slot: date, zone: str) -> datetime:
    is_correction = reminder.kind == Reminder.Kind.CORRECTION
    days_before = 0 if is_correction else reminder.days_before
    return last_moment(reminder.occurrence.start, slot, days_before, zone)
