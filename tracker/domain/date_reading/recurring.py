"""Rules in words: "last weekend of each month", "every Monday"; and parts of a year."""

from tracker.domain.recurrence import (
    UnsupportedRule,
    last_weekends,
    monthly_day,
    monthly_weekday,
    yearly_weekday,
)
from tracker.domain.spans import Month, Precision, last_weekend, nth_weekday

from .calendar_facts import Meaning, between, checked_year, meaning_of
from .grammar import Match
from .tokens import DAY
from .words import Words

_DAYS = {"e": 2, "w": 7}
_PARTS = {"q": 4, "h": 2}


def read(match: Match) -> Meaning | None:
    """The rule of a match, with no RRULE where none of ours says it; None for no rule."""
    try:
        match match.shape:
            case "monthly":
                return _monthly(match)
            case "monthly_day":
                return of_each_month(match)
            case "yearly":
                return _yearly(match)
            case "weekly":
                return Meaning(Precision.RULE)
    except UnsupportedRule:
        return None
    return None


def of_each_month(match: Match) -> Meaning | None:
    """The rule of a day of every month; None for a day that few months have."""
    try:
        return Meaning(Precision.RULE, rule=monthly_day(match.value("d1") or 0))
    except UnsupportedRule:
        return None


def quarter(match: Match, words: Words) -> Meaning | None:
    """A quarter or half of a year as its months: 2024-01/2024-03."""
    part, number, year = match.token("q"), match.value("L"), match.value("y1")
    code = match.token("G")
    if code is not None:
        parts, number = 4, int(code.text[-1])
    elif part is not None:
        parts = _PARTS[part.kind]
    else:
        return None
    if not number or not year:
        return None
    if number == -1:
        number = parts
    if not 1 <= number <= parts:
        return None
    length = 12 // parts
    checked_year(year)
    return between(Month(year, (number - 1) * length + 1), Month(year, number * length))


def read_two(match: Match) -> tuple[Meaning, Meaning] | None:
    """The rules of "the first and third Monday of each month", "1 and 15 of each month"."""
    found = []
    for group in ("L", "L2"):
        token = match.token(group)
        if token is None:
            return None
        try:
            if token.kind == DAY:
                meaning: Meaning | None = Meaning(Precision.RULE, rule=monthly_day(token.value))
            else:
                meaning = _monthly(match, group)
        except UnsupportedRule:
            return None
        if meaning is None:
            return None
        found.append(meaning)
    return found[0], found[1]


def _monthly(match: Match, group: str = "L") -> Meaning | None:
    number, unit = match.value(group), match.token("u")
    weekday = match.token("W") if "W" in match.groups.re.groupindex else None
    if number is None:
        return None
    if weekday is not None:
        return Meaning(Precision.RULE, rule=monthly_weekday(weekday.value, number))
    kind = unit.kind if unit else ""
    if kind == "d":
        return Meaning(Precision.RULE, rule=monthly_day(number)) if number else None
    if kind == "e" and number == -1:
        return Meaning(Precision.RULE, rule=last_weekends(), days=2)
    return Meaning(Precision.RULE, days=_DAYS[kind])


def _yearly(match: Match) -> Meaning | None:
    """A numbered weekday of a named month; with a year it is a day that a calendar knows."""
    number, month = match.value("L"), match.value("m1")
    unit, weekday = match.token("u"), match.token("W")
    year = match.value("y1") or match.value("y3")
    if number is None or not month:
        return None
    if year:
        whole = Month(checked_year(year), month)
        if weekday is not None:
            try:
                return meaning_of(nth_weekday(whole, weekday.value, number))
            except ValueError:
                return None
        if unit and unit.kind == "e" and number == -1:
            return meaning_of(last_weekend(whole))
        return None
    if weekday is not None:
        return Meaning(Precision.RULE, rule=yearly_weekday(month, weekday.value, number))
    if unit and unit.kind == "d":
        return None
    return Meaning(Precision.RULE, days=_DAYS[unit.kind] if unit else 1)
