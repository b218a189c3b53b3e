"""The planner: which messages should exist in the outbox for the next 48 hours.

Stateless and repeatable: it computes what ought to be there from subscriptions, occurrences, lead
times and status updates, and inserts it with conflicts ignored. Two planners at once wait for each
other, a planner that slept for two days tells what it missed. Whether a row is still called for is
asked again when it is sent (`checking`).

The rules are those of `tracker.domain.reminders`; the statements that apply them to all subscribers
at once are in `planning_statements`.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from tracker.domain.reminders import SLOTS_AHEAD, day_start, local_day, morning, zone_of
from tracker.models import Message, Occurrence, Reminder, StatusUpdate, Subscription
from tracker.models.subscriber import MAX_DAYS_BEFORE
from tracker.services import planning_statements as statements
from tracker.services.outbox import Planned
from tracker.services.wishes import Target, relations_of, targets_of, targets_of_updates

SETTLING = timedelta(minutes=15)
"""A change is told when nobody has changed it again for so long."""

NEWS_AGE = timedelta(days=14)
"""A status update older than this is no news any more."""

NEWS_LIFETIME = timedelta(days=7)
"""How long after its slot a mail with status updates alone still makes sense."""


def plan(*, now: datetime, zones: Collection[str] | None = None) -> Planned:
    """Add the messages, reminders and notices that are missing for the slots of the next 48 hours.

    `zones` restricts it to subscribers of these time zones.
    """
    present = _zones(zones)
    if not present:
        return Planned()
    today = now.astimezone(UTC).date()
    candidates, changed, news = _candidates(today, now), _changed(today, now), _news(now)
    if not (candidates or changed or news):
        return Planned()
    with transaction.atomic(), connection.cursor() as cursor:
        tables = statements.Tables(cursor)
        tables.fill_zones(_slots(present, now), _days(present, candidates + changed, now))
        tables.fill_occurrences(
            candidates, targets_of((one.pk, one.key_date_id) for one in candidates)
        )
        tables.fill_changed(changed, _related(changed))
        tables.fill_news(news, targets_of_updates(one.pk for one in news))
        return tables.insert()


def noons(day: date) -> list[tuple[datetime, list[str]]]:
    """When it is noon on `day` in the subscribers' time zones, with those zones, in order."""
    found: dict[datetime, list[str]] = defaultdict(list)
    for zone in _zones():
        noon = datetime.combine(day, time(12), tzinfo=zone_of(zone)).astimezone(UTC)
        found[noon].append(zone)
    return sorted(found.items())


def _zones(wanted: Collection[str] | None = None) -> list[str]:
    """The time zones of those who have an active subscription."""
    zones = Subscription.objects.active().order_by().values_list("subscriber__time_zone", flat=True)
    found = set(zones.distinct())
    return sorted(found if wanted is None else found.intersection(wanted))


def _slots(zones: list[str], now: datetime) -> list[statements.Slot]:
    """The three mornings of each zone that are planned now."""
    slots = []
    for zone in zones:
        today = local_day(now, zone)
        days = [today + timedelta(days=number) for number in range(SLOTS_AHEAD + 1)]
        ahead = [day for day in days if morning(day, zone) >= now]
        monday = next((day for day in ahead if day.weekday() == 0), None)
        slots += [
            statements.Slot(
                zone=zone,
                today=today,
                day=day,
                send_at=morning(day, zone),
                news_end=morning(day, zone) + NEWS_LIFETIME,
                is_next=day == ahead[0],
                is_next_monday=day == monday,
            )
            for day in days
        ]
    return slots


def _days(zones: list[str], dates: list[Occurrence], now: datetime) -> list[statements.Day]:
    """The first moment of each day on which something that is planned now can end."""
    today = now.astimezone(UTC).date()
    first_days = {one.start for one in dates} | {today + timedelta(days=n) for n in range(-1, 2)}
    days = sorted(first_days | {day + timedelta(days=1) for day in first_days})
    return [(zone, day, day_start(day, zone)) for zone in zones for day in days]


def _candidates(today: date, now: datetime) -> list[Occurrence]:
    """Occurrences whose reminders can fall into the slots of any zone's next days."""
    is_settling = Q(revision__gt=0, changed_at__gt=now - SETTLING)
    return list(
        Occurrence.objects.standing()
        .on_days()
        .filter(
            start__gte=today - timedelta(days=1),
            start__lte=today + timedelta(days=MAX_DAYS_BEFORE + SLOTS_AHEAD + 1),
            mail_hold=None,
        )
        .exclude(is_settling)
        .only("pk", "key_date_id", "revision", "start", "end", "state")
    )


def _changed(today: date, now: datetime) -> list[Occurrence]:
    """Occurrences that were changed, and left alone since, after somebody was told of them."""
    told = Reminder.objects.filter(
        message__state=Message.State.SENT, occurrence_revision__lt=F("occurrence__revision")
    )
    return list(
        Occurrence.objects.filter(
            pk__in=told.order_by().values("occurrence_id"),
            revision__gt=0,
            end__gte=today - timedelta(days=1),
            changed_at__lte=now - SETTLING,
            mail_hold=None,
        ).only("pk", "key_date_id", "revision", "start", "end", "state")
    )


def _related(changed: list[Occurrence]) -> dict[int, frozenset[Target]]:
    """Whoever was told is corrected, even where the occurrence counts for nothing any more."""
    by_key_date = relations_of({one.key_date_id for one in changed})
    return {one.pk: by_key_date[one.key_date_id] for one in changed}


def _news(now: datetime) -> list[StatusUpdate]:
    """Status updates that stand, are recent, and were not retracted at once."""
    return list(
        StatusUpdate.objects.standing()
        .filter(created_at__gt=now - NEWS_AGE, created_at__lte=now - SETTLING)
        .only("pk", "created_at")
    )
