"""Printed figures to dates: what they mean, and why some cannot be a date."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.edtf import FuzzyDate
from tracker.domain.recurrence import UnsupportedRule, yearly_day
from tracker.domain.spans import FIRST_YEAR, LAST_YEAR, Month, Precision, Span, Year


class NotADate(ValueError):
    """`code` is "year_out_of_range" or "impossible_date"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a find means: `edtf`, or a `rule` whose occurrences last `days`."""

    precision: Precision
    edtf: str = ""
    rule: str = ""
    days: int = 1


def checked_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADate("year_out_of_range")
    return year


def day_of(year: int, month: int, day: int) -> date:
    """Raises NotADate."""
    checked_year(year)
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate("impossible_date") from None


def meaning_of(when: date | Span | Month | Year) -> Meaning:
    fuzzy = FuzzyDate.of(when)
    return Meaning(fuzzy.precision, str(fuzzy))


def between(first: date | Month | Year, last: date | Month | Year) -> Meaning | None:
    """A range in the unit of its ends; None where it would end before it starts."""
    if isinstance(first, date) and isinstance(last, date):
        return None if last < first else meaning_of(Span(first, last))
    if type(first) is not type(last) or str(last) < str(first):
        return None
    text = str(first) if first == last else f"{first}/{last}"
    return Meaning(FuzzyDate.parse(text).precision, text)


def each_year(month: int, day: int) -> Meaning:
    """A day without a year: the rule of every year. Raises NotADate for 31 February."""
    try:
        return Meaning(Precision.RULE, rule=yearly_day(month, day))
    except UnsupportedRule:
        raise NotADate("impossible_date") from None


def each_year_from(month: int, day: int, last_month: int, last_day: int) -> Meaning:
    """A range without a year, which may go over the year's end. Raises NotADate."""
    begin = each_year(month, day)
    each_year(last_month, last_day)
    # A year in which February has 28 days, as most have: "25 February to 3 March" lasts 7 days.
    first = day_of(2023, month, min(day, 28) if month == 2 else day)
    over = (last_month, last_day) < (month, day)
    last = day_of(
        2024 if over else 2023, last_month, min(last_day, 28) if last_month == 2 else last_day
    )
    return Meaning(Precision.RULE, rule=begin.rule, days=(last - first + timedelta(days=1)).days)
