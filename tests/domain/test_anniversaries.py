import calendar
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.anniversaries import anniversary, years_between
from tracker.domain.edtf import FuzzyDate

parse = FuzzyDate.parse


@pytest.mark.parametrize(
    ("base", "n", "kept"),
    [
        ("1974-07", 50, "2024-07"),
        ("1924-01-21", 100, "2024-01-21"),
        ("2013-12-05", 10, "2023-12-05"),
        ("1945", 79, "2024"),
        ("1976-02", 49, "2025-02"),
        ("1974-07-20/1974-08-16", 50, "2024-07-20/2024-08-16"),
        ("1973-12/1974-02", 2, "1975-12/1976-02"),
        ("1914/1918", 100, "2014/2018"),
        ("1848-02-29", 175, "2023-02-28"),
        ("1848-02-29", 176, "2024-02-29"),
        ("2024-02-28/2024-02-29", 1, "2025-02-28"),
        ("", 50, ""),
        ("1974-07", 0, "1974-07"),
    ],
)
def test_anniversary_keeps_the_precision_of_its_base(base, n, kept):
    assert anniversary(parse(base), n) == parse(kept)


@given(st.dates(max_value=date(5000, 1, 1)), st.integers(0, 4000))
def test_anniversary_of_a_day_is_what_dateutil_makes_of_it(day, n):
    assert anniversary(day, n) == FuzzyDate.of(day + relativedelta(years=n))


@given(st.dates(max_value=date(5000, 1, 1)), st.integers(0, 4000))
def test_years_between_undoes_anniversary(day, n):
    assert years_between(day, anniversary(day, n)) == n


@given(st.integers(1, 5000), st.integers(0, 4000))
def test_anniversary_of_a_february_is_a_whole_february(year, n):
    kept = anniversary(parse(f"{year:04d}-02"), n)

    assert kept.end is not None
    assert kept.end.day == 28 + calendar.isleap(year + n)


def test_anniversary_refuses_years_that_no_calendar_has():
    with pytest.raises(ValueError, match="outside"):
        anniversary(parse("1974-07"), 9000)
    with pytest.raises(ValueError, match="negative"):
        anniversary(parse("1974-07"), -1)


def test_years_between_counts_calendar_years_across_precisions():
    assert years_between(parse("1974-07"), parse("2024")) == 50
    assert years_between(date(1974, 7, 20), date(2024, 7, 19)) == 50


def test_years_between_refuses_unknown_and_earlier_dates():
    with pytest.raises(ValueError, match="unknown"):
        years_between(FuzzyDate.unknown(), date(2024, 7, 20))
    with pytest.raises(ValueError, match="before"):
        years_between(date(1974, 7, 20), date(1973, 7, 20))
