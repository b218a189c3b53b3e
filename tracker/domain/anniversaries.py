"""Anniversaries: the same date, as exactly known as it was, n years on."""

from datetime import date

from .edtf import FuzzyDate
from .spans import Month, Precision, Span, Year


def anniversary(base: FuzzyDate | date, n: int) -> FuzzyDate:
    """`base` moved on by `n` years in the same precision: 1974-07 and 50 give 2024-07.

    29 February is kept on 28 February in years without one, and again on the 29th in leap
    years. An unknown base stays unknown. Raises ValueError when `n` is negative or the result
    is outside the years 1 to 9998.
    """
    if n < 0:
        raise ValueError(f"An anniversary lies {n} years ahead; it cannot be negative.")
    if isinstance(base, date):
        base = FuzzyDate.of(base)
    if base.start is None or base.end is None:
        return base
    last_year = Year(base.end.year + n).year
    first_year = base.start.year + n
    if base.unit is Precision.YEAR:
        start, end = Year(first_year).first_day, Year(last_year).last_day
    elif base.unit is Precision.MONTH:
        start = Month(first_year, base.start.month).first_day
        end = Month(last_year, base.end.month).last_day
    else:
        return FuzzyDate.of(Span(_on(base.start, first_year), _on(base.end, last_year)))
    return FuzzyDate(base.precision, start, end, base.unit)


def years_between(base: FuzzyDate | date, occurrence: FuzzyDate | date) -> int:
    """Which anniversary of `base` is kept at `occurrence`: 50 for 1974-07 and 2024.

    The difference of the calendar years, so that a commemoration moved by some days keeps its
    number. Raises ValueError when either is unknown or `occurrence` is in an earlier year.
    """
    years = _first_year(occurrence) - _first_year(base)
    if years < 0:
        raise ValueError(f"{occurrence} is before {base}.")
    return years


def _on(day: date, year: int) -> date:
    if (day.month, day.day) == (2, 29):
        return Month(year, 2).last_day
    return day.replace(year=year)


def _first_year(when: FuzzyDate | date) -> int:
    start = when if isinstance(when, date) else when.start
    if start is None:
        raise ValueError("An unknown date has no anniversary.")
    return start.year
