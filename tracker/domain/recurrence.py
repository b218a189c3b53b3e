"""Recurring dates: the part of RFC 5545's RRULE that plans need, read strictly.

A rule is an RRULE text, how many days each time lasts, and the day from which it counts.
What the text can say is a `Pattern`; anything else is refused with a reason instead of being
half understood.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from dateutil.rrule import rrulestr

from .spans import Span

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_DAYS = 366
LONGEST_INTERVAL_YEARS = 100
LONGEST_INTERVAL_MONTHS = 11
_LAST_WEEKEND_SATURDAYS = tuple(range(-8, -1))
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NTH_WEEKDAY = re.compile(r"([+-]?[0-9])([A-Z]{2})")
_KNOWN_PARTS = frozenset({"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY"})


class UnsupportedRule(ValueError):
    """The rule cannot be kept.

    `code` is what a form translates: `format` (no RRULE), `part` (one the subset lacks), `shape`
    (a combination the subset lacks), `number` (an interval, month or day that does not exist),
    `duration`, `end` (it ends before it starts).
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class Shape(StrEnum):
    YEARLY_DAY = "yearly_day"
    YEARLY_WEEKDAY = "yearly_weekday"
    MONTHLY_DAY = "monthly_day"
    MONTHLY_WEEKDAY = "monthly_weekday"
    LAST_WEEKEND = "last_weekend"

    @property
    def yearly(self) -> bool:
        return self in (Shape.YEARLY_DAY, Shape.YEARLY_WEEKDAY)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What an RRULE of the subset says; fields that its shape does not use are None.

    `day` is 1 to 31 or, monthly, -1 for the last; `weekday` is 0 (Monday) to 6; `n` is 1 to 4,
    or -1 for the last. `str()` is the RRULE, always with its parts in the same order.
    """

    shape: Shape
    interval: int = 1
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    n: int | None = None

    def __post_init__(self) -> None:
        def require(fine: bool, what: str) -> None:
            if not fine:
                raise UnsupportedRule(what, code="number")

        longest_interval = LONGEST_INTERVAL_YEARS if self.shape.yearly else LONGEST_INTERVAL_MONTHS
        require(
            1 <= self.interval <= longest_interval,
            f"The interval must be 1 to {longest_interval}, not {self.interval}.",
        )
        # Every second year from an odd one has no 29 February at all, ever.
        require(
            (self.month, self.day) != (2, 29) or self.interval == 1,
            "29 February already skips years: it takes no interval.",
        )
        if self.month is not None:
            require(1 <= self.month <= 12, f"There is no month {self.month}.")
        if self.day is not None:
            longest = 31 if self.month is None else _LONGEST_MONTH[self.month - 1]
            last = self.shape is Shape.MONTHLY_DAY and self.day == -1
            require(
                last or 1 <= self.day <= longest,
                f"No month has a day {self.day}."
                if self.month is None
                else f"Month {self.month} never has a day {self.day}.",
            )
        if self.weekday is not None:
            require(0 <= self.weekday <= 6, f"There is no weekday {self.weekday}.")
        if self.n is not None:
            require(
                self.n in (1, 2, 3, 4, -1),
                f"Weekdays are counted 1 to 4, or -1 for the last, not {self.n}.",
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an RRULE value, with or without the leading `RRULE:`. Raises UnsupportedRule."""
        parts = _parts(text)
        interval = _number(parts.pop("INTERVAL", "1"))
        shape = (parts.pop("FREQ"), *sorted(parts))
        by_day = parts.get("BYDAY", "")
        match shape:
            case ("YEARLY", "BYMONTH", "BYMONTHDAY"):
                month, day = _number(parts["BYMONTH"]), _number(parts["BYMONTHDAY"])
                return cls(Shape.YEARLY_DAY, interval, month=month, day=day)
            case ("YEARLY", "BYDAY", "BYMONTH"):
                n, weekday = _nth_weekday(by_day)
                month = _number(parts["BYMONTH"])
                return cls(Shape.YEARLY_WEEKDAY, interval, month=month, weekday=weekday, n=n)
            case ("MONTHLY", "BYMONTHDAY"):
                return cls(Shape.MONTHLY_DAY, interval, day=_number(parts["BYMONTHDAY"]))
            case ("MONTHLY", "BYDAY"):
                n, weekday = _nth_weekday(by_day)
                return cls(Shape.MONTHLY_WEEKDAY, interval, weekday=weekday, n=n)
            case ("MONTHLY", "BYDAY", "BYMONTHDAY") if by_day == "SA":
                days = sorted(_number(day) for day in parts["BYMONTHDAY"].split(","))
                if tuple(days) == _LAST_WEEKEND_SATURDAYS:
                    return cls(Shape.LAST_WEEKEND, interval)
        raise UnsupportedRule(
            f"“{text[:100]}” is none of the rules that can be kept: a day each year, a day or a "
            "numbered weekday each month, a numbered weekday of a month each year, the last "
            "full weekend of each month.",
            code="shape",
        )

    def __str__(self) -> str:
        parts = ["FREQ=YEARLY" if self.shape.yearly else "FREQ=MONTHLY"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.month is not None:
            parts.append(f"BYMONTH={self.month}")
        if self.shape is Shape.LAST_WEEKEND:
            parts.append("BYDAY=SA")
            parts.append("BYMONTHDAY=" + ",".join(map(str, _LAST_WEEKEND_SATURDAYS)))
        if self.day is not None:
            parts.append(f"BYMONTHDAY={self.day}")
        if self.weekday is not None:
            parts.append(f"BYDAY={self.n}{WEEKDAYS[self.weekday]}")
        return ";".join(parts)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that counts from `start`, each time lasting `duration_days`.

    A time belongs to the rule when it begins on or after `start` and on or before `until`.
    """

    pattern: Pattern
    duration_days: int
    start: date
    until: date | None = None

    def __post_init__(self) -> None:
        weekend = self.pattern.shape is Shape.LAST_WEEKEND
        if weekend and self.duration_days != 2:
            raise UnsupportedRule("The last full weekend lasts two days.", code="duration")
        if not 1 <= self.duration_days <= LONGEST_DAYS:
            raise UnsupportedRule(
                f"It must last 1 to {LONGEST_DAYS} days, not {self.duration_days}.",
                code="duration",
            )
        if self.until is not None and self.until < self.start:
            raise UnsupportedRule("The rule ends before it starts.", code="end")

    @classmethod
    def parse(
        cls, rrule: str, duration_days: int = 1, *, start: date, until: date | None = None
    ) -> Self:
        """Read an RRULE of the subset (see `Pattern`). Raises UnsupportedRule.

        The end is `until`, never UNTIL or COUNT in the text: a plan's end is data of its own.
        """
        return cls(Pattern.parse(rrule), duration_days, start, until)

    @property
    def rrule(self) -> str:
        return str(self.pattern)

    def spans(self, window: Span) -> Iterator[Span]:
        """Every span of the rule that shares a day with `window`, earliest first.

        Steps from the rule's start in whole intervals, so the answer does not depend on where
        the window begins. The work grows with the window, not with its distance from the start.
        """
        lasting = timedelta(days=self.duration_days - 1)
        earliest = self.start
        if window.start - date.min > lasting:
            earliest = max(earliest, window.start - lasting)
        latest = min(window.end, self.until or window.end)
        for day in self._starting_from(earliest):
            if day > latest or date.max - day <= lasting:
                return
            yield Span(day, day + lasting)

    def _starting_from(self, earliest: date) -> Iterator[date]:
        aligned = self._aligned(earliest)
        moments = rrulestr(self.rrule, dtstart=datetime.combine(aligned, time.min))
        begin = datetime.combine(earliest, time.min)
        return (moment.date() for moment in moments.xafter(begin, inc=True))

    def _aligned(self, day: date) -> date:
        """The first day of the last period before or around `day` in which the rule counts.

        Only the period of an RRULE's DTSTART matters when BY parts name the day, so the
        expansion may begin there instead of at the start.
        """
        interval = self.pattern.interval
        if self.pattern.shape.yearly:
            year = day.year - (day.year - self.start.year) % interval
            return date(year, 1, 1)
        months = day.year * 12 + day.month - 1
        months -= (months - (self.start.year * 12 + self.start.month - 1)) % interval
        return date(months // 12, months % 12 + 1, 1)


def yearly_day(month: int, day: int, *, interval: int = 1) -> str:
    """The RRULE of a day each year; 29 February falls in leap years only."""
    return str(Pattern(Shape.YEARLY_DAY, interval, month=month, day=day))


def yearly_weekday(month: int, weekday: int, n: int, *, interval: int = 1) -> str:
    """The RRULE of the `n`-th (1 to 4, -1 the last) weekday (0 Monday) of a month each year."""
    return str(Pattern(Shape.YEARLY_WEEKDAY, interval, month=month, weekday=weekday, n=n))


def monthly_day(day: int, *, interval: int = 1) -> str:
    """The RRULE of a day each month, -1 the last; months without it are left out."""
    return str(Pattern(Shape.MONTHLY_DAY, interval, day=day))


def monthly_weekday(weekday: int, n: int, *, interval: int = 1) -> str:
    """The RRULE of the `n`-th (1 to 4, -1 the last) weekday (0 Monday) of each month."""
    return str(Pattern(Shape.MONTHLY_WEEKDAY, interval, weekday=weekday, n=n))


def last_weekends(*, interval: int = 1) -> str:
    """The RRULE of the last full weekend of each month: the rule lasts two days."""
    return str(Pattern(Shape.LAST_WEEKEND, interval))


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, equals, value = piece.partition("=")
        if not (name and equals and value) or name in parts:
            raise UnsupportedRule(
                f"“{text[:100]}” is not an RRULE such as FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9.",
                code="format",
            )
        if name not in _KNOWN_PARTS:
            raise UnsupportedRule(f"The part {name[:20]} is not supported.", code="part")
        parts[name] = value
    if parts.get("FREQ") not in ("YEARLY", "MONTHLY"):
        raise UnsupportedRule("The rule must be yearly or monthly (FREQ).", code="shape")
    return parts


def _number(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,4}", text):
        raise UnsupportedRule(f"“{text[:20]}” is not one number.", code="number")
    return int(text)


def _nth_weekday(text: str) -> tuple[int, int]:
    found = _NTH_WEEKDAY.fullmatch(text)
    if not found or found[2] not in WEEKDAYS:
        raise UnsupportedRule(
            f"“{text[:20]}” is not a numbered weekday such as 2SU or -1FR.", code="number"
        )
    return int(found[1]), WEEKDAYS.index(found[2])
