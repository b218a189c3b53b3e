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
    start: date, lead_times: Iterable[int], *, today: date, told: Collection[int] = ()
) -> list[Due]:
    """What is to be told of an occurrence that begins on `start`, in the slots from `today` on.

    `lead_times` are days before the first day; `told` are those for which a reminder exists.
    A lead time counts as told when it or a smaller one was.

    >>> due(date(2026, 11, 29), [7, 1], today=date(2026, 11, 25))
    [Due(slot=datetime.date(2026, 11, 25), days_before=7)]
    """
    wanted = sorted(set(lead_times))
    nearest_told = min(told, default=None)
    result = []
    for slot in (today + timedelta(days=number) for number in range(SLOTS_AHEAD + 1)):
        days_left = (start - slot).days
        if days_left < 0:
            break
        if slot == today:
            days_before = _nearest_missed(days_left, wanted)
        else:
            days_before = days_left if days_left in wanted else None
        if days_before is None or (nearest_told is not None and nearest_told <= days_before):
            continue
        result.append(Due(slot, days_before))
        nearest_told = days_before
    return result


def _nearest_missed(days_left: int, wanted: list[int]) -> int | None:
    """The smallest lead time whose day has come; on the day itself only 0 will do."""
    if days_left == 0:
        return 0 if 0 in wanted else None
    return next((days for days in wanted if days >= days_left), None)
