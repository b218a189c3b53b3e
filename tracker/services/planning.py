"""The planner: which reminders should exist in the outbox for the next 48 hours.

Stateless and repeatable: it computes what ought to be there from subscriptions, occurrences and
lead times and inserts it with conflicts ignored. Two planners at once, or none for two days, are
harmless. Whether a row is still called for is asked again when it is sent (`delivery`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from django.db.models import F, QuerySet

from tracker.domain.reminders import SLOTS_AHEAD, due, last_moment, local_day, zone_of
from tracker.models import Message, Occurrence, Reminder, Subscription
from tracker.models.subscriber import MAX_DAYS_BEFORE
from tracker.services import outbox
from tracker.services.outbox import Planned, Slots, Wanted
from tracker.services.wishes import Target, Wish, relations_of, targets_of, wishes_of

CHUNK = 300
"""Subscribers per transaction: short enough that SQLite's one writer is not held for long."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occurrence with the targets through which it can be asked for."""

    pk: int
    start: date
    revision: int
    targets: frozenset[Target]


def plan(*, now: datetime, zones: Collection[str] | None = None) -> Planned:
    """Add the messages and reminders that are missing for the slots of the next 48 hours.

    `zones` restricts it to subscribers of these time zones.
    """
    subscriptions = Subscription.objects.active()
    if zones is not None:
        subscriptions = subscriptions.filter(subscriber__time_zone__in=zones)
    wishes = wishes_of(subscriptions)
    if not wishes:
        return Planned()
    today = now.astimezone(UTC).date()
    candidates = _candidates(today)
    changed, related = _changed(today)
    told = _told([candidate.pk for candidate in candidates])
    corrected = _told(list(changed))
    slots: Slots = defaultdict(list)
    for wish in wishes.values():
        _remind(slots, wish, candidates, told.get(wish.pk, {}), now=now)
    _correct(slots, wishes, changed, related, corrected, now=now)
    keys = {wish.pk: wish.key for wish in wishes.values()}
    zone_by_subscriber = {wish.pk: wish.zone for wish in wishes.values()}
    messages = reminders = 0
    for chunk in _chunks(slots):
        added = outbox.add(chunk, keys=keys, zones=zone_by_subscriber)
        messages += added.messages
        reminders += added.reminders
    return Planned(messages, reminders)


def noons(day: date) -> list[tuple[datetime, list[str]]]:
    """When it is noon on `day` in the subscribers' time zones, with those zones, in order."""
    found: dict[datetime, list[str]] = defaultdict(list)
    zones = Subscription.objects.active().order_by().values_list("subscriber__time_zone", flat=True)
    for zone in sorted(set(zones.distinct())):
        noon = datetime.combine(day, time(12), tzinfo=zone_of(zone)).astimezone(UTC)
        found[noon].append(zone)
    return sorted(found.items())


def _candidates(today: date) -> list[Candidate]:
    """Occurrences whose reminders can fall into the slots of any zone's next days."""
    rows = list(
        Occurrence.objects.standing()
        .on_days()
        .filter(
            start__gte=today - timedelta(days=1),
            start__lte=today + timedelta(days=MAX_DAYS_BEFORE + SLOTS_AHEAD + 1),
        )
        .order_by("start", "pk")
        .values_list("pk", "key_date_id", "start", "revision")
    )
    targets = targets_of((pk, key_date) for pk, key_date, _start, _revision in rows)
    return [Candidate(pk, start, revision, targets[pk]) for pk, _key_date, start, revision in rows]


def _told(occurrences: list[int]) -> dict[int, dict[tuple[int, int], list[int]]]:
    """Per subscriber and (occurrence, revision): the lead times for which a row exists."""
    told: dict[int, dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = (
        Reminder.objects.filter(
            occurrence__in=occurrences, occurrence_revision=F("occurrence__revision")
        )
        .order_by()
        .values_list("subscriber_id", "occurrence_id", "occurrence_revision", "days_before")
    )
    for subscriber, occurrence, revision, days in rows:
        told[subscriber][occurrence, revision].append(days)
    return told


def _remind(
    slots: Slots,
    wish: Wish,
    candidates: list[Candidate],
    told: dict[tuple[int, int], list[int]],
    *,
    now: datetime,
) -> None:
    today = local_day(now, wish.zone)
    for candidate in candidates:
        lead_times = wish.days_for(candidate.targets)
        if not lead_times:
            continue
        known = told.get((candidate.pk, candidate.revision), [])
        for one in due(candidate.start, lead_times, today=today, told=known):
            slots[wish.pk, one.slot].append(
                Wanted(
                    candidate.pk,
                    candidate.revision,
                    Reminder.Kind.REMINDER,
                    one.days_before,
                    last_moment(candidate.start, one.slot, one.days_before, wish.zone),
                )
            )


def _changed(today: date) -> tuple[dict[int, tuple[date, date, int]], dict[int, frozenset[Target]]]:
    """Occurrences that were changed after somebody was told, with all they are related to.

    Whoever was told is corrected even where the occurrence counts for nothing any more, so the
    relation here is the link itself.
    """
    rows = list(
        _outdated()
        .filter(occurrence__end__gte=today - timedelta(days=1))
        .order_by()
        .values_list(
            "occurrence_id",
            "occurrence__key_date_id",
            "occurrence__start",
            "occurrence__end",
            "occurrence__revision",
        )
        .distinct()
    )
    by_key_date = relations_of(key_date for _pk, key_date, *_rest in rows)
    changed = {pk: (start, end, revision) for pk, _key_date, start, end, revision in rows}
    related = {pk: by_key_date[key_date] for pk, key_date, *_rest in rows}
    return changed, related


def _outdated() -> QuerySet[Reminder]:
    """What was told of an occurrence that has changed since."""
    return Reminder.objects.filter(
        message__state=Message.State.SENT, occurrence_revision__lt=F("occurrence__revision")
    )


def _correct(
    slots: Slots,
    wishes: dict[int, Wish],
    changed: dict[int, tuple[date, date, int]],
    related: dict[int, frozenset[Target]],
    corrected: dict[int, dict[tuple[int, int], list[int]]],
    *,
    now: datetime,
) -> None:
    if not changed:
        return
    rows = (
        _outdated()
        .filter(occurrence__in=list(changed))
        .order_by()
        .values_list("subscriber_id", "occurrence_id")
        .distinct()
    )
    for subscriber, occurrence in rows:
        wish = wishes.get(subscriber)
        start, end, revision = changed[occurrence]
        if wish is None or not wish.days_for(related[occurrence]):
            continue
        if corrected.get(subscriber, {}).get((occurrence, revision)):
            continue
        today = local_day(now, wish.zone)
        if end < today:
            continue
        days_left = max((start - today).days, 0)
        key = (subscriber, today)
        slots[key] = [one for one in slots[key] if one.occurrence_id != occurrence]
        slots[key].append(
            Wanted(
                occurrence,
                revision,
                Reminder.Kind.CORRECTION,
                days_left,
                last_moment(start, today, 0, wish.zone),
            )
        )


def _chunks(slots: Slots) -> Iterator[Slots]:
    """The slots of `CHUNK` subscribers at a time."""
    by_subscriber: dict[int, Slots] = defaultdict(dict)
    for (subscriber, slot), wanted in slots.items():
        if wanted:
            by_subscriber[subscriber][subscriber, slot] = wanted
    pending = iter(sorted(by_subscriber))
    while batch := list(islice(pending, CHUNK)):
        yield {key: wanted for pk in batch for key, wanted in by_subscriber[pk].items()}
