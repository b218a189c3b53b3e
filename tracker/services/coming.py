"""What a subscriber was sent, and what comes next: for the page of one's subscriptions."""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.domain.reminders import local_day
from tracker.models import Message, Occurrence, Reminder, Subscriber
from tracker.services.wishes import occurrences_of, targets_of, wishes_of

SENT_SHOWN = 10
MORNINGS_SHOWN = 5
LOOKED_AT = 60
"""So many of the next occurrences are looked at: more than fill the mornings shown."""


@dataclass(frozen=True, slots=True)
class ToldThen:
    """What a mail said of an occurrence, on the days of that time. `change` is "", "moved" or
    "cancelled".
    """

    occurrence: Occurrence
    change: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that has left, or could not be delivered; `day` is the reader's own."""

    message: Message
    day: date
    told: list[ToldThen]


@dataclass(frozen=True, slots=True)
class Morning:
    """What one mail will tell, if nothing changes until then."""

    day: date
    occurrences: list[Occurrence]


def sent_to(subscriber: Subscriber) -> list[Sent]:
    """The last mails, newest first, with what each told: 4 queries."""
    messages = (
        subscriber.messages.filter(state__in=[Message.State.SENT, Message.State.FAILED])
        .prefetch_related(
            "reminders__occurrence__key_date", "status_notices__update__commitment__item"
        )
        .order_by("-slot", "-pk")[:SENT_SHOWN]
    )
    zone = subscriber.time_zone
    return [
        Sent(
            one,
            local_day(one.sent_at, zone) if one.sent_at else one.slot,
            [_told_then(reminder) for reminder in one.reminders.all()],
        )
        for one in messages
    ]


def _told_then(reminder: Reminder) -> ToldThen:
    occurrence = copy(reminder.occurrence)
    if reminder.start and reminder.end:
        occurrence.start, occurrence.end = reminder.start, reminder.end
    change = ""
    if reminder.kind == Reminder.Kind.CORRECTION:
        change = "cancelled" if reminder.cancelled else "moved"
    return ToldThen(occurrence, change)


def coming_to(subscriber: Subscriber, *, now: datetime) -> list[Morning]:
    """The next mornings on which reminders go out: 4 queries."""
    today = local_day(now, subscriber.time_zone)
    wish = wishes_of(subscriber.subscriptions.active()).get(subscriber.pk)
    if wish is None:
        return []
    ahead = list(
        occurrences_of(wish)
        .filter(start__gte=today)
        .select_related("key_date")
        .order_by("start", "pk")[:LOOKED_AT]
    )
    targets = targets_of((one.pk, one.key_date_id) for one in ahead)
    told = _told(subscriber, ahead)
    mornings: dict[date, list[Occurrence]] = {}
    for occurrence in ahead:
        days_told = told.get((occurrence.pk, occurrence.revision))
        lead_times = wish.days_for(targets[occurrence.pk])
        for day in mornings_of(occurrence.start, lead_times, days_told, subscriber, today=today):
            mornings.setdefault(day, []).append(occurrence)
    return [Morning(day, mornings[day]) for day in sorted(mornings)[:MORNINGS_SHOWN]]


def _told(subscriber: Subscriber, occurrences: list[Occurrence]) -> dict[tuple[int, int], int]:
    """The nearest lead time already told of each (occurrence, revision)."""
    rows = Reminder.objects.filter(
        subscriber=subscriber, occurrence__in=occurrences, message__state=Message.State.SENT
    ).values_list("occurrence_id", "occurrence_revision", "days_before")
    nearest: dict[tuple[int, int], int] = {}
    for occurrence, revision, days in rows:
        key = (occurrence, revision)
        nearest[key] = min(days, nearest.get(key, days))
    return nearest


def mornings_of(
    start: date,
    lead_times: set[int],
    days_told: int | None,
    subscriber: Subscriber,
    *,
    today: date,
) -> list[date]:
    """The mornings on which an occurrence that begins on `start` is told, each once.

    Of lead times whose day has passed only the nearest is told, as soon as mail may go out.
    """
    earliest = max(today, subscriber.paused_until or today)
    found: set[date] = set()
    for days in sorted(lead_times):
        if days_told is not None and days_told <= days:
            break
        due = start - timedelta(days=days)
        day = max(_in_rhythm(due, subscriber.rhythm, today=today), earliest)
        if day < start or day == due:
            found.add(day)
        if due <= earliest:
            break
    return sorted(found)


def _in_rhythm(due: date, rhythm: str, *, today: date) -> date:
    """The Monday on or before `due` for who reads once a week, unless it has passed."""
    if rhythm != Subscriber.Rhythm.WEEKLY:
        return due
    monday = due - timedelta(days=due.weekday())
    return monday if monday >= today else due
