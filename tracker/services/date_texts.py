"""Dates and their provenance in the words of a language, for pages, mail, feeds and the API."""

from collections.abc import Iterable
from datetime import date, timedelta

from babel import UnknownLocaleError
from babel.dates import format_timedelta
from babel.lists import format_list
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tracker.domain.date_words import (
    babel_locale,
    format_day,
    format_day_of_year,
    format_fuzzy,
    format_span,
    format_span_of_year,
    month_heading,
    month_title,
)
from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.domain.recurrence import Rule, Shape, UnsupportedRule
from tracker.domain.rule_words import in_words
from tracker.domain.spans import Month, Span, Year
from tracker.models import Basis, DateStatement, KeyDate, Occurrence

Stated = DateStatement.Stated
Precision = KeyDate.Precision

_STATING: dict[str, frozenset[str]] = {
    Precision.YEAR: frozenset({Stated.DAY, Stated.DATE, Stated.YEAR}),
    Precision.MONTH: frozenset({Stated.DAY, Stated.DATE}),
}
_ANY_DAY = date(2000, 1, 1)  # the words of a rule do not say when it begins
_STATING_A_DAY = frozenset({Stated.DAY, Stated.DATE})


def span_text(occurrence: Occurrence, language: str) -> str:
    """When an occurrence is, no more exactly than known: "28–29 November 2026", "July 2024"."""
    span = occurrence.span
    if occurrence.precision == Precision.MONTH and span == Span.of(Month.of(span.start)):
        return format_fuzzy(FuzzyDate.of(Month.of(span.start)), locale=language)
    if occurrence.precision == Precision.YEAR and span == Span.of(Year.of(span.start)):
        return format_fuzzy(FuzzyDate.of(Year.of(span.start)), locale=language)
    if occurrence.precision == Precision.RANGE and occurrence.key_date.date:
        fuzzy = occurrence.key_date.fuzzy
        if fuzzy.span == span:
            return format_fuzzy(fuzzy, locale=language)
    return format_span(span, language)


def day_text(day: date, language: str) -> str:
    """One day in full: "9 May 2024"."""
    return format_day(day, language)


def month_text(month: Month, language: str) -> str:
    """A month as a heading: "May 2024"."""
    return month_title(month, language)


def month_name(month: Month, language: str) -> str:
    """The month without its year, as a heading: "May", "Май"."""
    return month_heading(month.month, language)


def edtf_text(text: str, language: str) -> str:
    """A stored EDTF text in words; "" for the unknown date, the text itself if it is no date."""
    try:
        return format_fuzzy(FuzzyDate.parse(text), locale=language)
    except InvalidEdtf:
        return text


def stated_text(text: str, language: str) -> str:
    """A date in words that is given as EDTF or as an RRULE; the text itself if it is neither."""
    for days in (1, 2):  # a weekend lasts two, whoever asks
        try:
            rule = Rule.parse(text, days, start=_ANY_DAY)
        except UnsupportedRule:
            continue
        with translation.override(language):
            return in_words(rule, locale=language, gettext=gettext, ngettext=ngettext)
    return edtf_text(text, language)


def key_date_text(key_date: KeyDate, language: str) -> str:
    """The fixed date, or the rule in words, or "date not known"."""
    with translation.override(language):
        rule = _rule(key_date)
        if rule is not None:
            return in_words(rule, locale=language, gettext=gettext, ngettext=ngettext)
        return edtf_text(key_date.date, language) or key_date.rule or gettext("date not known")


def provenance(
    key_date: KeyDate, language: str, statements: list[DateStatement] | None = None
) -> str:
    """Which texts state the date, or who added it: "9 May (Russian and Turkish texts)".

    Reads `key_date.statements.all()` where `statements` are not given: prefetch it for lists.
    """
    with translation.override(language):
        if statements is None:
            statements = list(key_date.statements.all())
        return _provenance(key_date, language, statements)


def language_name(code: str, language: str) -> str:
    """The name of language `code` in `language`; the code itself where no name is known."""
    try:
        return babel_locale(language).languages.get(code.replace("-", "_"), code)
    except (UnknownLocaleError, ValueError):
        return code


def language_list(codes: Iterable[str], language: str) -> str:
    """ "Russian and Turkish", in the order given."""
    return text_list([language_name(code, language) for code in codes], language)


def age_text(since: date, day: date, language: str) -> str:
    """The whole years and months from one day to another: "3 years and 1 month".

    Less than a month is said in days or weeks.
    """
    months = 12 * (day.year - since.year) + day.month - since.month - (day.day < since.day)
    # Babel counts a year as 365 days and a month as 30.
    parts = [365 * (months // 12), 30 * (months % 12)] if months > 0 else [(day - since).days]
    words = [
        format_timedelta(timedelta(days), "day", threshold=1, locale=babel_locale(language))
        for days in parts
        if days or len(parts) == 1
    ]
    return text_list(words, language)


def text_list(texts: list[str], language: str) -> str:
    """ "A, B and C" as the language joins them."""
    return format_list(texts, locale=babel_locale(language)) if texts else ""


def _rule(key_date: KeyDate) -> Rule | None:
    try:
        return key_date.recurrence
    except UnsupportedRule:
        return None


def _provenance(key_date: KeyDate, language: str, statements: list[DateStatement]) -> str:
    if key_date.precision == Precision.UNKNOWN:
        return gettext("No date is stated in the text.")
    stating = _languages(statements, _STATING.get(key_date.precision, _STATING_A_DAY))
    naming = _languages(statements, {Stated.NAMED_DAY})
    full = any(statement.stated == Stated.DATE for statement in statements)
    named = {
        "date": _stated_date(key_date, language, with_year=full),
        "languages": language_list(stating, language),
        "count": len(stating),
    }
    if key_date.basis == Basis.GENERAL_KNOWLEDGE:
        return gettext("%(date)s (added by editors; not in the text)") % named
    if key_date.basis == Basis.OUTSIDE_REPORT:
        named["date"] = _stated_date(key_date, language, with_year=True)
        if naming:
            return (
                gettext("%(date)s (the text names the day; the date is from outside reports)")
                % named
            )
        return gettext("%(date)s (from outside reports; not in the text)") % named
    everywhere = len(stating) == len({statement.language for statement in statements})
    if key_date.basis == Basis.WINDOW:
        return _from_window(named, len(stating), everywhere=everywhere)
    if not stating and naming:
        named |= {"languages": language_list(naming, language), "count": len(naming)}
        return (
            ngettext(
                "%(date)s (date of the day named in the %(languages)s text)",
                "%(date)s (date of the day named in the %(languages)s texts)",
                len(naming),
            )
            % named
        )
    if not stating:
        return gettext("%(date)s (stated in the text)") % named
    if everywhere and len(stating) > 1:
        return (
            ngettext(
                "%(date)s (all %(count)d language version)",
                "%(date)s (all %(count)d language versions)",
                len(stating),
            )
            % named
        )
    # Translators: "9 May (Russian and Turkish texts)"
    return (
        ngettext(
            "%(date)s (%(languages)s text)",
            "%(date)s (%(languages)s texts)",
            len(stating),
        )
        % named
    )


def _from_window(named: dict[str, object], stating: int, *, everywhere: bool) -> str:
    if not stating:
        return gettext("%(date)s (follows from the plan's period)") % named
    if everywhere and stating > 1:
        return (
            ngettext(
                "%(date)s (all %(count)d language version; "
                "the year follows from the plan's period)",
                "%(date)s (all %(count)d language versions; "
                "the year follows from the plan's period)",
                stating,
            )
            % named
        )
    return (
        ngettext(
            "%(date)s (%(languages)s text; the year follows from the plan's period)",
            "%(date)s (%(languages)s texts; the year follows from the plan's period)",
            stating,
        )
        % named
    )


def _stated_date(key_date: KeyDate, language: str, *, with_year: bool) -> str:
    """The date as far as the statements speak of it: a yearly day has no year in them."""
    rule = _rule(key_date)
    if rule is not None:
        pattern = rule.pattern
        if pattern.shape is Shape.YEARLY_DAY and rule.duration_days == 1:
            return format_day_of_year(pattern.month or 1, pattern.day or 1, language)
        return key_date_text(key_date, language)
    fuzzy = key_date.fuzzy
    if not with_year and fuzzy.span is not None and fuzzy.on_a_day:
        return format_span_of_year(fuzzy.span, language)
    return key_date_text(key_date, language)


def _languages(statements: list[DateStatement], stated: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one.language for one in statements if one.stated in stated))
