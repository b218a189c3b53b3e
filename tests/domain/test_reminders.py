from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.reminders import (
    Due,
    day_start,
    due,
    last_moment,
    local_day,
    morning,
    zone_of,
)

START = date(2026, 11, 29)
ZONES = sorted(available_timezones() - {"Factory", "localtime"})


def slots(found: list[Due]) -> list[tuple[int, int]]:
    """Days left on the slot and the lead time told."""
    return [((START - one.slot).days, one.days_before) for one in found]


@pytest.mark.parametrize(
    ("days_left", "lead_times", "told", "expected"),
    [
        (10, [7], [], []),
        (9, [7], [], [(7, 7)]),
        (8, [7], [], [(7, 7)]),
        (7, [7], [], [(7, 7)]),
        (5, [7], [], [(5, 7)]),
        (5, [7], [7], []),
        (1, [7], [], [(1, 7)]),
        (0, [7], [], []),
        (0, [7, 0], [7], [(0, 0)]),
        (1, [7, 1], [7], [(1, 1)]),
        (1, [7, 3, 1], [], [(1, 1)]),
        (2, [7, 3, 1], [], [(2, 3), (1, 1)]),
        (2, [3, 2, 1, 0], [], [(2, 2), (1, 1), (0, 0)]),
        (5, [14, 7], [3], []),
        (-1, [7, 0], [], []),
        (5, [], [], []),
    ],
)
def test_due_tells_only_the_nearest_of_missed_lead_times(days_left, lead_times, told, expected):
    today = START - timedelta(days=days_left)

    assert slots(due(START, lead_times, today=today, told=told)) == expected


@given(
    lead_times=st.sets(st.integers(0, 60), max_size=5),
    gaps=st.lists(st.integers(0, 9), max_size=40),
)
def test_due_never_tells_a_lead_time_twice_nor_loses_the_last(lead_times, gaps):
    today = START - timedelta(days=70)
    told: list[int] = []
    seen = set()
    for gap in [*gaps, 0]:
        today += timedelta(days=gap)
        seen.add((START - today).days)
        found = due(START, lead_times, today=today, told=told)
        assert all(one.slot >= today and one.slot <= START for one in found)
        told += [one.days_before for one in found]

    assert len(told) == len(set(told))
    assert told == sorted(told, reverse=True)
    missed = [days for days in lead_times if any(days >= left > 0 for left in seen)]
    assert not missed or min(told) <= min(missed)


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(min_value=date(2024, 1, 1), max_value=date(2040, 12, 31)),
)
def test_morning_is_nine_o_clock_of_that_day_in_every_zone(zone, day):
    there = morning(day, zone).astimezone(ZoneInfo(zone))

    assert (there.date(), there.hour, there.minute) == (day, 9, 0)


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(min_value=date(2024, 1, 1), max_value=date(2040, 12, 31)),
)
def test_day_start_is_the_first_moment_of_the_day(zone, day):
    moment = day_start(day, zone)

    assert local_day(moment, zone) == day
    assert local_day(moment - timedelta(seconds=1), zone) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 27, 8, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 7, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ],
)
def test_morning_follows_the_clock_change(day, expected):
    assert morning(day, "Europe/Madrid") == expected


@pytest.mark.parametrize(
    ("slot", "days_before", "expected"),
    [
        (date(2026, 11, 22), 7, datetime(2026, 11, 28, 21, tzinfo=UTC)),
        (date(2026, 11, 29), 0, datetime(2026, 11, 29, 21, tzinfo=UTC)),
        (date(2026, 11, 30), 0, datetime(2026, 11, 30, 21, tzinfo=UTC)),
    ],
)
def test_last_moment_is_the_local_start_of_the_day_or_the_end_of_the_slot(
    slot, days_before, expected
):
    assert last_moment(START, slot, days_before, "Europe/Istanbul") == expected


def test_zone_that_is_not_known_here_is_utc():
    assert zone_of("Atlantis/Capital") == ZoneInfo("UTC")


TWENTY_ZONES = [
    "UTC",
    "Europe/Istanbul",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Moscow",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/Asuncion",
    "America/Santiago",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
]


@pytest.mark.parametrize("zone", TWENTY_ZONES)
def test_each_of_400_mornings_is_told_once_at_nine_whatever_the_clocks_do(zone):
    """Both switches of the year lie in these days, in both halves of the world."""
    for number in range(400):
        start = date(2026, 9, 1) + timedelta(days=number)
        midnight = datetime.combine(start, time.min, tzinfo=zone_of(zone)).astimezone(UTC)
        told: list[Due] = []
        for hours in (-50, -26, -2, 0, 1, 9, 14):
            today = local_day(midnight + timedelta(hours=hours), zone)
            told += due(start, [0], today=today, told=[one.days_before for one in told])
        assert [one.slot for one in told] == [start]
        local = morning(start, zone).astimezone(zone_of(zone))
        assert (local.date(), local.time()) == (start, time(9))
        assert (
            day_start(start, zone)
            < morning(start, zone)
            < day_start(start + timedelta(days=1), zone)
        )
