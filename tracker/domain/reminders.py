"""When a reminder is due: mornings in the subscriber's zone, and which lead time to tell.

The rule is "due and not yet told", never "exactly N days before": a planner that slept for two
days tells what it missed, and of several missed lead times only the nearest.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MORNING = time(9)
"""Local time at which mail goes out; no zone switches its clocks at this hour."""

SLOTS_AHEAD = 2
"""Slots are planned for today and this many following days: the next 48 hours."""


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """Tell the occurrence in the mail of the morning of `slot`, for the lead time `days_before`."""

    slot: date
    days_before: int


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The time zone called `name`; UTC where this machine does not know it.

    A zone that was renamed or dropped must not keep everybody else's reminders from going out.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local_day(now: datetime, zone: str) -> date:
    """The calendar day that `now` (aware) falls on in `zone`."""
    return now.astimezone(zone_of(zone)).date()


def morning(day: date, zone: str) -> datetime:
    """09:00 of `day` in `zone`, as UTC."""
    return datetime.combine(day, MORNING, tzinfo=zone_of(zone)).astimezone(UTC)


def day_start(day: date, zone: str) -> datetime:
    """The first moment of `day` in `zone`, as UTC.

    Where clocks skip midnight (Beirut, Havana) it is the moment of the switch.
    """
    return datetime.combine(day, time.min, tzinfo=zone_of(zone)).astimezone(UTC)


def last_moment(start: date, slot: date, days_before: int, zone: str) -> datetime:
    """When telling it makes no sense any more, as UTC.

    A reminder ahead of time ends as the first day begins; one on the day itself, or a correction
    on or after it, with the day on which it goes out.
    """
    if days_before and slot < start:
        return day_start(start, zone)
    return day_start(max(start, slot) + timedelta(days=1), zone)


def due(
    start: date,
    lead_times: Iterable[int],
    *,
    today: date,
    told: Collection[int] = (),
    weekly: bool = False,
    paused_until: date | None = None,
) -> list[Due]:
    """What is to be told of an occurrence that begins on `start`, in the slots from `today` on.

    `lead_times` are days before the first day; `told` are those for which a reminder exists.
    A lead time counts as told when it or a smaller one was. Weekly readers are told on the Monday
    on or before the day on which it is due, as long as that lies ahead.

    The planner applies this rule to all subscribers at once, in the database
    (`tracker.services.planning_statements`); here it is in words that one can read.

    >>> due(date(2026, 11, 29), [7, 1], today=date(2026, 11, 25))
    [Due(slot=datetime.date(2026, 11, 25), days_before=7)]
    """
    nearest: dict[date, int] = {}
    for days in lead_times:
        slot = _slot(start, days, today=today, weekly=weekly)
        if slot is not None and slot <= today + timedelta(days=SLOTS_AHEAD):
            nearest[slot] = min(days, nearest.get(slot, days))
    return [
        Due(slot, days)
        for slot, days in sorted(nearest.items())
        if days < min(told, default=days + 1) and (paused_until is None or slot >= paused_until)
    ]


def _slot(start: date, days: int, *, today: date, weekly: bool) -> date | None:
    """The morning on which the lead time `days` is told; None where it makes no sense any more."""
    morning_due = start - timedelta(days=days)
    monday = morning_due - timedelta(days=morning_due.weekday())
    if weekly and monday >= today:
        return monday
    if morning_due >= today:
        return morning_due
    # Missed: on the day itself only the lead time 0 will do.
    return today if start > today else None
