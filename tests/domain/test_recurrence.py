import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.recurrence import (
    LONGEST_INTERVAL_MONTHS,
    Pattern,
    Rule,
    UnsupportedRule,
    last_weekends,
    monthly_day,
    monthly_weekday,
    yearly_day,
    yearly_weekday,
)
from tracker.domain.spans import Month, Span, last_weekend, nth_weekday

GOLD = Path(__file__).resolve().parents[3] / "shared" / "domain" / "gold.json"
PLAN = Span(date(2023, 10, 22), date(2024, 10, 23))
ADOPTED = date(2023, 10, 22)

ns = st.sampled_from([1, 2, 3, 4, -1])
weekdays = st.integers(0, 6)
some_months = st.integers(1, LONGEST_INTERVAL_MONTHS)
some_years = st.integers(1, 20)
texts = st.one_of(
    st.builds(
        lambda day, interval: yearly_day(day.month, day.day, interval=interval),
        st.dates(date(2023, 1, 1), date(2023, 12, 31)),
        some_years,
    ),
    st.just(yearly_day(2, 29)),
    st.builds(
        lambda month, weekday, n, interval: yearly_weekday(month, weekday, n, interval=interval),
        st.integers(1, 12),
        weekdays,
        ns,
        some_years,
    ),
    st.builds(
        lambda day, interval: monthly_day(day, interval=interval),
        st.sampled_from([*range(1, 32), -1]),
        some_months,
    ),
    st.builds(
        lambda weekday, n, interval: monthly_weekday(weekday, n, interval=interval),
        weekdays,
        ns,
        some_months,
    ),
)
starts = st.dates(date(1945, 1, 1), date(2030, 12, 31))
windows = st.builds(
    lambda first, length: Span(first, first + timedelta(days=length)),
    st.dates(date(1940, 1, 1), date(2060, 12, 31)),
    st.integers(0, 1500),
)


def spans(rule, window=PLAN):
    return list(rule.spans(window))


def single_days(*isoformats):
    return [Span(day, day) for day in map(date.fromisoformat, isoformats)]


@given(texts, st.integers(1, 40), starts, windows)
def test_rule_spans_are_those_dateutil_finds_from_the_start(text, duration, start, window):
    lasting = timedelta(days=duration - 1)
    expected = []
    for moment in rrulestr(text, dtstart=datetime(start.year, start.month, start.day)):
        span = Span(moment.date(), moment.date() + lasting)
        if span.start > window.end:
            break
        if span.overlaps(window):
            expected.append(span)

    assert spans(Rule.parse(text, duration, start=start), window) == expected


@given(st.integers(1, LONGEST_INTERVAL_MONTHS), starts, windows)
def test_rule_of_last_weekends_is_the_calendars_last_full_weekend(interval, start, window):
    rule = Rule.parse(last_weekends(interval=interval), 2, start=start)
    expected, month = [], Month.of(start)
    while month.first_day <= window.end:
        weekend = last_weekend(month)
        if weekend.start >= start and weekend.overlaps(window):
            expected.append(weekend)
        for _ in range(interval):
            month = month.next()

    assert spans(rule, window) == expected


@given(weekdays, ns, windows)
def test_rule_of_numbered_weekdays_is_what_the_calendar_says(weekday, n, window):
    rule = Rule.parse(monthly_weekday(weekday, n), start=window.start)
    expected, month = [], Month.of(window.start)
    while month.first_day <= window.end:
        day = nth_weekday(month, weekday, n)
        if day in window:
            expected.append(Span(day, day))
        month = month.next()

    assert spans(rule, window) == expected


@given(texts, st.integers(1, 10), starts, windows, st.integers(0, 1000))
def test_rule_spans_do_not_depend_on_where_the_window_is_cut(text, duration, start, window, cut):
    rule = Rule.parse(text, duration, start=start)
    middle = min(window.start + timedelta(days=cut), window.end)
    halves = {
        *rule.spans(Span(window.start, middle)),
        *rule.spans(Span(middle, window.end)),
    }

    assert sorted(halves) == spans(rule, window)


@given(texts)
def test_rule_text_is_given_back_as_read(text):
    assert str(Pattern.parse(text)) == text


def test_rule_text_is_brought_into_one_form():
    assert [
        Rule.parse(text, days, start=ADOPTED).rrule
        for text, days in (
            ("RRULE:BYMONTHDAY=+9;BYMONTH=05;FREQ=YEARLY;INTERVAL=1", 1),
            ("freq=monthly;byday=+2su", 1),
            ("FREQ=MONTHLY;BYMONTHDAY=-2,-3,-4,-5,-6,-7,-8;BYDAY=SA;", 2),
        )
    ] == [
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9",
        "FREQ=MONTHLY;BYDAY=2SU",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2",
    ]


def test_rule_of_last_weekends_gives_the_twelve_of_the_plan():
    rule = Rule.parse(last_weekends(), 2, start=ADOPTED)

    assert [f"{span.start} {span.end.day}" for span in spans(rule)] == [
        "2023-10-28 29",
        "2023-11-25 26",
        "2023-12-30 31",
        "2024-01-27 28",
        "2024-02-24 25",
        "2024-03-30 31",
        "2024-04-27 28",
        "2024-05-25 26",
        "2024-06-29 30",
        "2024-07-27 28",
        "2024-08-24 25",
        "2024-09-28 29",
    ]


@pytest.mark.parametrize(
    ("month", "day", "in_the_plan"),
    [(9, 21, "2024-09-21"), (3, 8, "2024-03-08"), (11, 29, "2023-11-29"), (5, 9, "2024-05-09")],
)
def test_rule_of_a_yearly_day_falls_once_in_the_plan(month, day, in_the_plan):
    rule = Rule.parse(yearly_day(month, day), start=ADOPTED)

    assert spans(rule) == single_days(in_the_plan)


def test_rule_of_29_february_falls_in_leap_years_only():
    rule = Rule.parse(yearly_day(2, 29), start=date(1890, 1, 1))

    assert spans(rule, Span(date(1895, 1, 1), date(1910, 1, 1))) == single_days(
        "1896-02-29", "1904-02-29", "1908-02-29"
    )


def test_rule_lasting_days_is_found_from_its_last_day():
    rule = Rule.parse(yearly_day(12, 30), 4, start=date(2020, 1, 1))
    turn_of_year = Span(date(2023, 12, 30), date(2024, 1, 2))

    assert spans(rule, Span(date(2024, 1, 2), date(2024, 1, 2))) == [turn_of_year]
    assert spans(rule, Span(date(2024, 1, 3), date(2024, 12, 29))) == []


def test_rule_counts_its_interval_from_its_start():
    rule = Rule.parse(yearly_day(5, 9, interval=5), start=date(1945, 5, 9))

    assert spans(rule, Span(date(2019, 1, 1), date(2026, 1, 1))) == single_days(
        "2020-05-09", "2025-05-09"
    )


def test_rule_has_nothing_before_its_start_or_begun_after_its_end():
    rule = Rule.parse(monthly_day(17), 3, start=date(2024, 2, 18), until=date(2024, 4, 17))

    assert spans(rule) == [
        Span(date(2024, 3, 17), date(2024, 3, 19)),
        Span(date(2024, 4, 17), date(2024, 4, 19)),
    ]


def test_rule_goes_to_the_edges_of_the_calendar():
    rule = Rule.parse(monthly_day(-1), 2, start=date.min)

    assert spans(rule, Span(date.min, date(1, 2, 1))) == [
        Span(date(1, 1, 31), date(1, 2, 1)),
    ]
    assert spans(rule, Span(date(9999, 11, 30), date(9999, 12, 30))) == [
        Span(date(9999, 11, 30), date(9999, 12, 1))
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "format"),
        ("every year", "format"),
        ("FREQ=YEARLY;BYMONTH", "format"),
        ("FREQ=YEARLY;FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9", "format"),
        ("DTSTART:20240509\nRRULE:FREQ=YEARLY", "part"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9;COUNT=3", "part"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9;UNTIL=20300101", "part"),
        ("FREQ=YEARLY;BYEASTER=1", "part"),
        ("BYMONTH=5;BYMONTHDAY=9", "shape"),
        ("FREQ=WEEKLY;BYDAY=SA", "shape"),
        ("FREQ=YEARLY", "shape"),
        ("FREQ=YEARLY;BYDAY=2SU", "shape"),
        ("FREQ=MONTHLY;BYMONTH=5;BYMONTHDAY=9", "shape"),
        ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1", "shape"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "shape"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9,10", "number"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "number"),
        ("FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1", "number"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=-1", "number"),
        ("FREQ=YEARLY;INTERVAL=0;BYMONTH=5;BYMONTHDAY=9", "number"),
        ("FREQ=YEARLY;INTERVAL=101;BYMONTH=5;BYMONTHDAY=9", "number"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", "number"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", "number"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "number"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "number"),
        ("FREQ=MONTHLY;BYDAY=SU", "number"),
        ("FREQ=MONTHLY;BYDAY=5SU", "number"),
        ("FREQ=MONTHLY;BYDAY=2XX", "number"),
    ],
)
def test_rule_refuses_what_it_could_not_keep_and_says_why(text, code):
    with pytest.raises(UnsupportedRule) as refusal:
        Rule.parse(text, start=ADOPTED)

    assert refusal.value.code == code


@given(st.text(max_size=60) | st.from_regex(r"FREQ=(YEARLY|MONTHLY);BY[A-Z0-9=;,+-]{0,40}"))
def test_rule_raises_nothing_but_its_own_refusal(text):
    try:
        again = Pattern.parse(str(Pattern.parse(text)))
    except UnsupportedRule:
        return

    assert again == Pattern.parse(text)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_rule_refuses_durations_that_are_none(days):
    with pytest.raises(UnsupportedRule, match="1 to 366 days") as refusal:
        Rule.parse(yearly_day(5, 9), days, start=ADOPTED)

    assert refusal.value.code == "duration"


def test_rule_of_last_weekends_lasts_two_days_and_no_other_number():
    with pytest.raises(UnsupportedRule, match="two days"):
        Rule.parse(last_weekends(), start=ADOPTED)


def test_rule_refuses_an_end_before_its_start():
    with pytest.raises(UnsupportedRule) as refusal:
        Rule.parse(yearly_day(5, 9), start=ADOPTED, until=date(2023, 10, 21))

    assert refusal.value.code == "end"


def test_rules_of_the_real_plan_fall_where_its_analysis_says():
    if not GOLD.exists():
        pytest.skip("the analysis of the real plan (../shared/domain/gold.json) is not here")
    anchors = json.loads(GOLD.read_text())["anchors"]
    recurring = [anchor for anchor in anchors if anchor["type"] == "recurring"]

    for anchor in recurring:
        rule = Rule.parse(anchor["rrule"], anchor.get("duration_days", 1), start=ADOPTED)
        found = spans(rule)
        assert rule.rrule == anchor["rrule"]
        assert len(found) == anchor.get("occurrences_in_window", 1)
        if "in_window" in anchor:
            assert found == single_days(*anchor["in_window"])
    assert [anchor["part"] for anchor in recurring] == ["1e", "7a", "8c", "9d"]
