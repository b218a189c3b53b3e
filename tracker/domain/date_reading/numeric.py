"""Dates in figures alone: ISO 8601, "09.05.2024", "9/5/2024" where only one reading is possible."""

import re
from datetime import date

from .calendar_facts import Meaning, NotADate, between, day_of, meaning_of
from .grammar import Match
from .words import Words

_FIGURES = re.compile(r"\d+")


def read(match: Match, words: Words) -> Meaning | None:
    """The date of a `numeric` match; None where figures could be read in two ways.

    Raises NotADate. "9/5/2024" has two readings in English alone, where 9 May and 5 September
    are both written so.
    """
    first = match.token("x1")
    second = match.token("x2")
    if first is None:
        return None
    if second is not None:
        begin, end = _day(first.text, words), _day(second.text, words)
        return between(begin, end) if begin and end else None
    text = first.text
    if "-" in text and not re.fullmatch(r"\d{4}-\d+-\d+|\d{1,2}-\d{1,2}-\d{4}", text):
        return _range(text)
    day = _day(text, words)
    return meaning_of(day) if day else None


def read_ending(match: Match, words: Words) -> Meaning | None:
    """ "20 đến 22/10/2023", "30/10 đến 1/11/2024": month and year stand with the last day."""
    last, day = match.token("x2"), match.value("d1")
    end = _day(last.text, words) if last else None
    if end is None or not day:
        return None
    month = match.value("n1") or end.month
    if month > 12:
        return None
    return between(day_of(end.year - (month > end.month), month, day), end)


def _day(text: str, words: Words) -> date | None:
    numbers = [int(figures) for figures in _FIGURES.findall(text)]
    if len(numbers) != 3:
        return None
    if len(_FIGURES.findall(text)[0]) == 4:
        return _whole(numbers[0], numbers[1], numbers[2], sure="-" in text)
    day, month, year = numbers
    if month > 12 >= day:
        return _whole(year, day, month, sure="/" in text)
    if words.code == "en" and day <= 12 and day != month:
        return None
    if words.code == "zh" and day <= 12 and day != month:
        return None
    return _whole(year, month, day, sure="/" in text)


def _whole(year: int, month: int, day: int, *, sure: bool) -> date | None:
    """None for figures that are some other number (a version, a clause), not a bad date."""
    if not sure and (month > 12 or day > 31):
        return None
    if month > 12 or day > 31 or not month or not day:
        raise NotADate("impossible_date" if 0 < year < 9999 else "year_out_of_range")
    return day_of(year, month, day)


def _range(text: str) -> Meaning | None:
    """ "20-22/10/2023", "20.-22.10.2023", "28.4.-2.5.2024"."""
    numbers = [int(figures) for figures in _FIGURES.findall(text)]
    year, last_month = numbers[-1], numbers[-2]
    if len(numbers) == 4:
        first_day, last_day = numbers[0], numbers[1]
        first_month = last_month
    elif len(numbers) == 5:
        first_day, first_month, last_day = numbers[:3]
    else:
        return None
    if not (1 <= first_month <= 12 and 1 <= last_month <= 12):
        return None
    last = day_of(year, last_month, last_day)
    first = day_of(year - (first_month > last_month), first_month, first_day)
    return between(first, last)
