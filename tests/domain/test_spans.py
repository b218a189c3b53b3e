import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.spans import Month, Span, Year, last_weekend, nth_weekday

months = st.builds(Month, st.integers(1, 9998), st.integers(1, 12))
days = st.dates(max_value=date(9998, 12, 31))


@given(months)
def test_month_has_the_days_of_the_calendar(month):
    length = calendar.monthrange(month.year, month.month)[1]

    assert (month.first_day, month.last_day) == (
        date(month.year, month.month, 1),
        date(month.year, month.month, length),
    )


@given(months)
def test_month_next_begins_the_day_after_it_ends(month):
    if month < Month(9998, 12):
        assert month.next() == Month.of(month.last_day + timedelta(days=1))
        assert month.next().previous() == month


@given(months, months)
def test_month_order_is_that_of_its_days(one, other):
    assert (one < other) == (one.first_day < other.first_day)


@pytest.mark.parametrize("year", [-1, 0, 9999, 10**12])
def test_month_and_year_refuse_absurd_years(year):
    with pytest.raises(ValueError, match="outside 1 to 9998"):
        Month(year, 1)
    with pytest.raises(ValueError, match="outside 1 to 9998"):
        Year(year)


@pytest.mark.parametrize("month", [0, 13, -1])
def test_month_refuses_numbers_that_are_no_month(month):
    with pytest.raises(ValueError, match=f"no month {month}"):
        Month(2024, month)


def test_month_stops_at_the_first_and_last_it_knows():
    with pytest.raises(ValueError, match="outside"):
        Month(1, 1).previous()
    with pytest.raises(ValueError, match="outside"):
        Month(9998, 12).next()


def test_month_and_year_are_written_like_iso_dates():
    assert [str(Month(2024, 5)), str(Year(2024)), str(Month(33, 12))] == [
        "2024-05",
        "2024",
        "0033-12",
    ]


def test_year_knows_its_ends_neighbours_and_months():
    year = Year.of(date(2024, 5, 9))

    assert (year.first_day, year.last_day) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (year.previous(), year.next()) == (Year(2023), Year(2025))
    assert year.months() == [Month(2024, number) for number in range(1, 13)]


def test_span_refuses_to_end_before_it_starts():
    with pytest.raises(ValueError, match="before the first"):
        Span(date(2024, 5, 5), date(2024, 5, 4))


def test_span_refuses_the_last_day_of_all_since_no_day_follows():
    with pytest.raises(ValueError, match="no day comes after"):
        Span(date(2024, 5, 5), date.max)


def test_span_of_two_days_counts_both():
    seminar = Span(date(2024, 5, 4), date(2024, 5, 5))

    assert seminar.days == 2
    assert seminar.exclusive_end == date(2024, 5, 6)
    assert list(seminar) == [date(2024, 5, 4), date(2024, 5, 5)]


def test_span_of_a_month_is_the_whole_month():
    assert Span.of(Month(2024, 2)) == Span(date(2024, 2, 1), date(2024, 2, 29))


short_spans = st.builds(
    lambda start, length: Span(start, start + timedelta(days=length)),
    st.dates(date(2024, 1, 1), date(2024, 3, 1)),
    st.integers(0, 20),
)


@given(short_spans, short_spans)
def test_span_overlaps_exactly_when_a_day_is_in_both(one, other):
    assert one.overlaps(other) == any(day in other for day in one)
    assert one.overlaps(other) == other.overlaps(one)


@given(months)
def test_last_weekend_is_the_last_saturday_whose_sunday_is_in_the_month(month):
    pairs = [
        (week[calendar.SATURDAY], week[calendar.SUNDAY])
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]
    inside = [pair for pair in pairs if {day.month for day in pair} == {month.month}]

    assert last_weekend(month) == Span(*inside[-1])


@pytest.mark.parametrize(
    ("month", "saturday"),
    [
        (Month(2023, 10), 28),
        (Month(2023, 12), 30),
        (Month(2024, 3), 30),
        (Month(2024, 6), 29),
        (Month(2024, 8), 24),
        (Month(2024, 11), 23),
    ],
)
def test_last_weekend_is_full_even_when_the_month_ends_on_a_saturday(month, saturday):
    first = date(month.year, month.month, saturday)

    assert last_weekend(month) == Span(first, first + timedelta(days=1))


@given(months, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, 5, -1, -2, -3, -4, -5]))
def test_nth_weekday_is_found_by_going_through_the_calendar(month, weekday, n):
    found = [
        day
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
        for day in week
        if day.month == month.month and day.weekday() == weekday
    ]

    if abs(n) > len(found):
        with pytest.raises(ValueError, match="has no weekday"):
            nth_weekday(month, weekday, n)
    else:
        assert nth_weekday(month, weekday, n) == found[n - 1 if n > 0 else n]


@pytest.mark.parametrize(("weekday", "n"), [(7, 1), (-1, 1), (0, 0)])
def test_nth_weekday_refuses_what_no_week_has(weekday, n):
    with pytest.raises(ValueError, match="There is no weekday"):
        nth_weekday(Month(2024, 5), weekday, n)
