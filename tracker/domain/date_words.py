"""Dates in the words of a language, by CLDR's data (Babel): days before months in English.

English follows British usage ("9 May 2024"), the order of the other languages offered; every
other language follows CLDR's default for it. Digits are Latin in all of them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, parse_pattern

from .edtf import FuzzyDate
from .spans import Month, Precision, Span

_BRITISH = {"en": "en_GB"}
_BARE_DAY = re.compile(r"d\.?\s*–\s*")
_PLAIN_SPACES = str.maketrans({"\u2009": " ", "\u202f": "\u00a0"})


@lru_cache(maxsize=64)
def babel_locale(language: str) -> Locale:
    """The Babel locale of a language code as Django writes it: `en`, `pt-br`, `zh-hans`.

    `en` is British English. Raises `babel.UnknownLocaleError` or ValueError for no language.
    """
    name = language.replace("-", "_")
    return Locale.parse(_BRITISH.get(name, name))


def format_day(day: date, locale: str) -> str:
    """One day in full: "9 May 2024", "9 de mayo de 2024", "9 мая 2024 г."."""
    return _tidy(format_date(day, "long", locale=babel_locale(locale)))


def format_day_of_year(month: int, day: int, locale: str) -> str:
    """A day without a year, in the case its language uses in a date: "9 May", "9 мая"."""
    leap = date(2024, month, day)
    return _tidy(format_skeleton("MMMMd", leap, locale=babel_locale(locale)))


def format_span(span: Span, locale: str) -> str:
    """All days of a span: "4–5 May 2024", "31 May – 1 June 2024", one day as a day."""
    if span.days == 1:
        return format_day(span.start, locale)
    return _format_interval(span, ("yMMMMd", "yMMMd"), locale, lambda day: format_day(day, locale))


def format_span_of_year(span: Span, locale: str) -> str:
    """A span without its year: "4–5 May", "30 December – 2 January"."""
    if span.days == 1:
        return format_day_of_year(span.start.month, span.start.day, locale)
    return _format_interval(
        span,
        ("MMMMd", "MMMd"),
        locale,
        lambda day: format_day_of_year(day.month, day.day, locale),
    )


def format_fuzzy(fuzzy: FuzzyDate, *, locale: str) -> str:
    """A date with no more than is known: "July 2024", "2024"; "" for the unknown date."""
    span = fuzzy.span
    if span is None:
        return ""
    if fuzzy.unit is Precision.DAY:
        return format_span(span, locale)
    if fuzzy.precision is Precision.MONTH:
        return _format_month(Month.of(span.start), locale)
    if fuzzy.precision is Precision.YEAR:
        return str(span.start.year)
    if fuzzy.unit is Precision.MONTH:
        return _format_interval(
            span, ("yMMMM",), locale, lambda day: _format_month(Month.of(day), locale)
        )
    return _format_interval(span, ("y",), locale, lambda day: str(day.year))


def month_title(month: Month, locale: str) -> str:
    """A month as the heading of a calendar: "May 2024", "Май 2024 г.", "Mayo de 2024"."""
    title = _format_month(month, locale)
    return title[:1].upper() + title[1:]


def month_of_date(month: int, locale: str) -> str:
    """A month's name in the case that follows a day: "May", "мая" (not "май")."""
    return babel_locale(locale).months["format"]["wide"][month]


def month_heading(month: int, locale: str) -> str:
    """A month's name by itself, as a heading writes it: "May", "Май" (not "мая")."""
    name = babel_locale(locale).months["stand-alone"]["wide"][month]
    return name[:1].upper() + name[1:]


def _format_month(month: Month, locale: str) -> str:
    return _tidy(format_skeleton("yMMMM", month.first_day, locale=babel_locale(locale)))


def _format_interval(
    span: Span, skeletons: tuple[str, ...], locale: str, one: Callable[[date], str]
) -> str:
    """Both ends of a span by the first skeleton the language has, month names in full.

    `one` words each end where no skeleton serves.

    Babel's own `format_interval` leaves them shortened where CLDR has no long pattern ("31 May –
    1 Jun") and zero-padded in Italian; both are widths of the same field, so they are changed in
    the pattern (UTS 35, "Matching Skeletons").
    """
    babel = babel_locale(locale)
    formats = babel.interval_formats
    patterns: Mapping[str, list[str]] = next(
        (formats[name] for name in skeletons if name in formats), {}
    )
    for field, differs in _differences(span):
        # CLDR's pattern for Persian months is one that Babel cannot part in two.
        if differs and len(patterns.get(field, ())) == 2:
            start, end = (_widen(pattern) for pattern in patterns[field])
            if _BARE_DAY.fullmatch(start):
                start = re.sub(r"\s", "", start)
            return _tidy(
                parse_pattern(start).apply(span.start, babel)
                + parse_pattern(end).apply(span.end, babel)
            )
    joined = formats[None].replace("{0}", one(span.start)).replace("{1}", one(span.end))
    return _tidy(joined)


def _differences(span: Span) -> tuple[tuple[str, bool], ...]:
    """CLDR's pattern letters, largest field first, and whether the span crosses it."""
    start, end = span.start, span.end
    return (
        ("y", start.year != end.year),
        ("M", start.month != end.month or start.year != end.year),
        ("d", start != end),
    )


def _widen(pattern: str) -> str:
    for letter in "ML":
        if letter * 4 not in pattern:
            pattern = pattern.replace(letter * 3, letter * 4)
    return pattern.replace("dd", "d")


def _tidy(text: str) -> str:
    """CLDR's thin spaces round a dash become plain ones, its narrow no-break space a usual one.

    They break searching for a date, and some mail readers show them as boxes.
    """
    return text.translate(_PLAIN_SPACES)
