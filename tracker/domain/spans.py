"""Days, months and years as values: the ground that everything about dates stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

FIRST_YEAR = 1
LAST_YEAR = 9998
"""The year before Python's last, so that "the day after" exists for every month and year."""


class Precision(StrEnum):
    """How exactly a date is known. It is data: a year is never stored as its 1 January."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"
    RULE = "rule"
    UNKNOWN = "unknown"


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"The year {year} is outside {FIRST_YEAR} to {LAST_YEAR}.")


@dataclass(frozen=True, slots=True, order=True)
class Year:
    """A calendar year from 1 to 9998; raises ValueError for any other."""

    year: int

    def __post_init__(self) -> None:
        _check_year(self.year)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year)

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    def next(self) -> "Year":
        """Raises ValueError after 9998."""
        return Year(self.year + 1)

    def previous(self) -> "Year":
        """Raises ValueError before 1."""
        return Year(self.year - 1)

    def months(self) -> list["Month"]:
        """The twelve months, January first."""
        return [Month(self.year, number) for number in range(1, 13)]

    def __str__(self) -> str:
        return f"{self.year:04d}"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month of the years 1 to 9998; raises ValueError for any other."""

    year: int
    month: int

    def __post_init__(self) -> None:
        _check_year(self.year)
        if not 1 <= self.month <= 12:
            raise ValueError(f"There is no month {self.month}.")

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return following - timedelta(days=1)

    def next(self) -> "Month":
        """Raises ValueError after December 9998."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> "Month":
        """Raises ValueError before January of year 1."""
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """All days from `start` to `end`, both included.

    Raises ValueError when `end` is before `start`, or is the last day that Python knows (the
    exclusive end that calendars want would not exist).
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"The last day ({self.end}) is before the first ({self.start}).")
        if self.end == date.max:
            raise ValueError(f"A span cannot end on {date.max}: no day comes after it.")

    @classmethod
    def of(cls, whole: Month | Year) -> Self:
        return cls(whole.first_day, whole.last_day)

    @property
    def exclusive_end(self) -> date:
        """The day after the last one, as in iCalendar's DTEND (RFC 5545, section 3.6.1)."""
        return self.end + timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def overlaps(self, other: "Span") -> bool:
        return self.start <= other.end and other.start <= self.end

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=number) for number in range(self.days))


def last_weekend(month: Month) -> Span:
    """Saturday and Sunday of the last full weekend inside `month`.

    August 2024 ends on a Saturday, so its last full weekend is the 24th and 25th.
    """
    last_sunday = month.last_day - timedelta(days=(month.last_day.weekday() + 1) % 7)
    return Span(last_sunday - timedelta(days=1), last_sunday)


def nth_weekday(month: Month, weekday: int, n: int) -> date:
    """The `n`-th Monday (`weekday` 0) … Sunday (6) of `month`; -1 is the last one.

    Raises ValueError when the month has no such day, as with the fifth Sunday of May 2024.
    """
    if not 0 <= weekday <= 6 or n == 0:
        raise ValueError(f"There is no weekday {weekday} number {n}.")
    if n > 0:
        ahead = (weekday - month.first_day.weekday()) % 7
        offset = ahead + 7 * (n - 1)
        day = 1 + offset
    else:
        behind = (month.last_day.weekday() - weekday) % 7
        day = month.last_day.day - behind + 7 * (n + 1)
    if not 1 <= day <= month.last_day.day:
        raise ValueError(f"{month} has no weekday {weekday} number {n}.")
    return date(month.year, month.month, day)
