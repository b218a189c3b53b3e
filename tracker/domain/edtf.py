"""Dates that know how exactly they are known, as text in the manner of EDTF level 0.

The grammar is ISO 8601-2's (https://www.loc.gov/standards/datetime/) reduced to what plans and
reports state: a day, a month, a year, a range of two of the same kind, or nothing.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from .spans import FIRST_YEAR, LAST_YEAR, Month, Precision, Span, Year

_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_UNKNOWN = ("", "XXXX")


class InvalidEdtf(ValueError):
    """The text is no date of the grammar.

    `code` is what a form translates: `format`, `year` (outside 1 to 9998), `month`, `day`
    (not in that month), `order` (the range ends before it starts), `same` (both ends are the
    same), `mixed` (the ends differ in precision).
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A day, range, month, year, or unknown, with the real days it covers.

    `start` and `end` are inclusive, and both None exactly when the date is unknown. `unit` says
    in what a range is stated, so that "October 2023 to September 2024" is not turned into a
    claim about the 1st and the 30th; outside ranges it equals `precision`.

    `str()` gives the text that `parse` read. Raises ValueError when the fields contradict each
    other.
    """

    precision: Precision
    start: date | None
    end: date | None
    unit: Precision | None = None

    def __post_init__(self) -> None:
        if self.unit is None:
            ranged = self.precision is Precision.RANGE
            object.__setattr__(self, "unit", Precision.DAY if ranged else self.precision)
        if not self._agrees():
            raise ValueError(
                f"{self.start} to {self.end} in units of {self.unit} is not "
                f"a date of precision {self.precision}."
            )

    def _agrees(self) -> bool:
        if self.precision is Precision.UNKNOWN:
            return self.start is None and self.end is None and self.unit is Precision.UNKNOWN
        if self.precision is Precision.RULE or self.start is None or self.end is None:
            return False
        if self.end.year > LAST_YEAR or self.end < self.start:
            return False
        whole = (_whole(self.unit, self.start), _whole(self.unit, self.end))
        if (self.start, self.end) != (whole[0].start, whole[1].end):
            return False
        if self.precision is Precision.RANGE:
            return self.unit in (Precision.DAY, Precision.MONTH, Precision.YEAR) and (
                whole[0] != whole[1]
            )
        return self.unit is self.precision and whole[0] == whole[1]

    @classmethod
    def unknown(cls) -> Self:
        return cls(Precision.UNKNOWN, None, None)

    @classmethod
    def of(cls, when: date | Span | Month | Year) -> Self:
        """The fuzzy date of a day, month or year, or of a span of days (one day is a day)."""
        match when:
            case Month():
                return cls(Precision.MONTH, when.first_day, when.last_day)
            case Year():
                return cls(Precision.YEAR, when.first_day, when.last_day)
            case Span() if when.days > 1:
                return cls(Precision.RANGE, when.start, when.end)
            case Span():
                return cls(Precision.DAY, when.start, when.end)
        return cls(Precision.DAY, when, when)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2024`, `2024-07`, `2024-05-04`, `2024-05-04/2024-05-05`, `2023-10/2024-09`.

        Empty text and `XXXX` are the unknown date. Raises InvalidEdtf.
        """
        text = text.strip()
        if text in _UNKNOWN:
            return cls.unknown()
        if "/" not in text:
            unit, whole = _read(text)
            return cls(unit, whole.start, whole.end)
        first, _, last = text.partition("/")
        unit, begin = _read(first)
        last_unit, finish = _read(last)
        if unit is not last_unit:
            raise InvalidEdtf(
                f"Both ends of “{text}” must be days, or both months, or both years.",
                code="mixed",
            )
        if finish == begin:
            raise InvalidEdtf(f"Both ends of “{text}” are the same: write it once.", code="same")
        if finish < begin:
            raise InvalidEdtf(f"“{text}” ends before it starts.", code="order")
        return cls(Precision.RANGE, begin.start, finish.end, unit)

    @property
    def span(self) -> Span | None:
        """The days that the date covers, or None when it is unknown."""
        return Span(self.start, self.end) if self.start and self.end else None

    @property
    def on_a_day(self) -> bool:
        """Whether it belongs on days of a calendar: a month or a year does not."""
        return self.precision is not Precision.UNKNOWN and self.unit is Precision.DAY

    def __str__(self) -> str:
        if self.start is None or self.end is None:
            return ""
        first = _write(self.unit, self.start)
        return f"{first}/{_write(self.unit, self.end)}" if self._is_range else first

    @property
    def _is_range(self) -> bool:
        return self.precision is Precision.RANGE


def _read(text: str) -> tuple[Precision, Span]:
    """One part of a range, or a text that is no range."""
    found = _PART.fullmatch(text)
    if not found:
        raise InvalidEdtf(
            f"“{text[:40]}” is not a date: write 2024, 2024-07, 2024-05-04 "
            "or 2024-05-04/2024-05-05.",
            code="format",
        )
    year = int(found[1])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidEdtf(
            f"The year {found[1]} is outside {FIRST_YEAR} to {LAST_YEAR}.", code="year"
        )
    if found[2] is None:
        return Precision.YEAR, Span.of(Year(year))
    month = int(found[2])
    if not 1 <= month <= 12:
        raise InvalidEdtf(f"There is no month {found[2]}.", code="month")
    if found[3] is None:
        return Precision.MONTH, Span.of(Month(year, month))
    try:
        day = date(year, month, int(found[3]))
    except ValueError:
        raise InvalidEdtf(f"There is no day {text}.", code="day") from None
    return Precision.DAY, Span(day, day)


def _whole(unit: Precision | None, day: date) -> Span:
    """The whole day, month or year that `day` is in."""
    if unit is Precision.MONTH:
        return Span.of(Month.of(day))
    if unit is Precision.YEAR:
        return Span.of(Year.of(day))
    return Span(day, day)


def _write(unit: Precision | None, day: date) -> str:
    if unit is Precision.MONTH:
        return str(Month.of(day))
    if unit is Precision.YEAR:
        return str(Year.of(day))
    return day.isoformat()
