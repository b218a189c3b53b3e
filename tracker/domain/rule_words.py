"""A recurring date written out in words, in any language that has translations.

The gettext functions are arguments, so that this layer knows no framework. They keep the names
`gettext` and `ngettext`, by which the messages here are found for translation.

Messages that hold a whole day ("9 May", "the second Sunday") take it in the nominative or in
the form that CLDR gives for dates, so that no language has to bend it: Turkish can say "ikinci
Pazar günü", Russian "второе воскресенье", and both stand unchanged in every sentence.
"""

from collections.abc import Callable
from datetime import date, timedelta

from .date_words import format_day, format_day_of_year, format_span_of_year, month_of_date
from .recurrence import Pattern, Rule, Shape
from .spans import Span

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


def in_words(rule: Rule, *, locale: str, gettext: Gettext, ngettext: Ngettext) -> str:
    """The rule as one phrase: "the last weekend of each month", "every year on 9 May".

    It begins in lower case where the language allows it. `gettext` and `ngettext` must answer
    in the language of `locale`, whose month names are put into what they return.
    """
    days = _range_of_year(rule)
    if days:
        words = _each_range(rule.pattern.interval, days, locale, gettext, ngettext)
    else:
        words = _pattern_in_words(rule.pattern, locale, gettext, ngettext)
        if rule.duration_days > 1 and rule.pattern.shape is not Shape.LAST_WEEKEND:
            # Translators: a rule and how long it lasts: "every year on 27 February (3 days)"
            words = ngettext(
                "%(rule)s (%(count)d day)", "%(rule)s (%(count)d days)", rule.duration_days
            ) % {"rule": words, "count": rule.duration_days}
    if rule.until is not None:
        # Translators: "the last weekend of each month, until 24 October 2024"
        words = gettext("%(rule)s, until %(day)s") % {
            "rule": words,
            "day": format_day(rule.until, locale),
        }
    return words


def _range_of_year(rule: Rule) -> Span | None:
    """The days of a yearly range, when they are the same in leap years and others."""
    pattern = rule.pattern
    if pattern.shape is not Shape.YEARLY_DAY or rule.duration_days == 1:
        return None
    if pattern.month is None or pattern.day is None or (pattern.month, pattern.day) == (2, 29):
        return None
    lasting = timedelta(days=rule.duration_days - 1)
    leap, common = (
        Span(first, first + lasting)
        for first in (date(year, pattern.month, pattern.day) for year in (2024, 2023))
    )
    # From March on the leap day of the following year counts: 2023 begins such a range.
    same = (leap.end.month, leap.end.day) == (common.end.month, common.end.day)
    return leap if same else None


def _each_range(
    interval: int, days: Span, locale: str, gettext: Gettext, ngettext: Ngettext
) -> str:
    named = {"days": format_span_of_year(days, locale), "count": interval}
    if interval == 1:
        # Translators: days is a range such as "4–5 May"
        return gettext("every year, %(days)s") % named
    # Translators: days is a range such as "4–5 May"
    return (
        ngettext("every %(count)d year, %(days)s", "every %(count)d years, %(days)s", interval)
        % named
    )


def _pattern_in_words(pattern: Pattern, locale: str, gettext: Gettext, ngettext: Ngettext) -> str:
    match pattern.shape:
        case Shape.YEARLY_DAY:
            return _yearly_day(pattern, locale, gettext, ngettext)
        case Shape.YEARLY_WEEKDAY:
            return _yearly_weekday(pattern, locale, gettext, ngettext)
        case Shape.MONTHLY_DAY:
            return _monthly_day(pattern, gettext, ngettext)
        case Shape.MONTHLY_WEEKDAY:
            return _monthly_weekday(pattern, gettext, ngettext)
    return _last_weekend(pattern, gettext, ngettext)


def _yearly_day(pattern: Pattern, locale: str, gettext: Gettext, ngettext: Ngettext) -> str:
    named = {
        "day": format_day_of_year(pattern.month or 1, pattern.day or 1, locale),
        "count": pattern.interval,
    }
    if (pattern.month, pattern.day) == (2, 29):
        # Translators: day is 29 February
        return gettext("every leap year on %(day)s") % named
    if pattern.interval == 1:
        # Translators: day is a day and a month, "9 May"
        return gettext("every year on %(day)s") % named
    # Translators: day is a day and a month, "9 May"
    return (
        ngettext(
            "every %(count)d year on %(day)s", "every %(count)d years on %(day)s", pattern.interval
        )
        % named
    )


def _yearly_weekday(pattern: Pattern, locale: str, gettext: Gettext, ngettext: Ngettext) -> str:
    named = {
        "day": _nth_weekday(pattern, gettext),
        "month": month_of_date(pattern.month or 1, locale),
        "count": pattern.interval,
    }
    if pattern.interval == 1:
        # Translators: "the second Sunday of May, every year"; month is in the genitive
        return gettext("%(day)s of %(month)s, every year") % named
    # Translators: "the second Sunday of May, every 2 years"; month is in the genitive
    return (
        ngettext(
            "%(day)s of %(month)s, every %(count)d year",
            "%(day)s of %(month)s, every %(count)d years",
            pattern.interval,
        )
        % named
    )


def _monthly_day(pattern: Pattern, gettext: Gettext, ngettext: Ngettext) -> str:
    named = {"day": pattern.day or 1, "count": pattern.interval}
    if pattern.day == -1 and pattern.interval == 1:
        return gettext("the last day of each month")
    if pattern.day == -1:
        return (
            ngettext(
                "the last day of the month, every %(count)d month",
                "the last day of the month, every %(count)d months",
                pattern.interval,
            )
            % named
        )
    if pattern.interval == 1 and named["day"] > 28:
        # Translators: for the days 29, 30 and 31
        return gettext("day %(day)d of each month that has one") % named
    if pattern.interval == 1:
        return gettext("day %(day)d of each month") % named
    return (
        ngettext(
            "day %(day)d of the month, every %(count)d month",
            "day %(day)d of the month, every %(count)d months",
            pattern.interval,
        )
        % named
    )


def _monthly_weekday(pattern: Pattern, gettext: Gettext, ngettext: Ngettext) -> str:
    named = {"day": _nth_weekday(pattern, gettext), "count": pattern.interval}
    if pattern.interval == 1:
        # Translators: day is a message of its own, "the second Sunday"
        return gettext("%(day)s of each month") % named
    # Translators: day is a message of its own, "the second Sunday"
    return (
        ngettext(
            "%(day)s of the month, every %(count)d month",
            "%(day)s of the month, every %(count)d months",
            pattern.interval,
        )
        % named
    )


def _last_weekend(pattern: Pattern, gettext: Gettext, ngettext: Ngettext) -> str:
    if pattern.interval == 1:
        return gettext("the last weekend of each month")
    return ngettext(
        "the last weekend of the month, every %(count)d month",
        "the last weekend of the month, every %(count)d months",
        pattern.interval,
    ) % {"count": pattern.interval}


def _nth_weekday(pattern: Pattern, gettext: Gettext) -> str:
    """One message each, since ordinals agree with the weekday in gender and can follow it."""
    weekdays = {
        1: (
            gettext("the first Monday"),
            gettext("the first Tuesday"),
            gettext("the first Wednesday"),
            gettext("the first Thursday"),
            gettext("the first Friday"),
            gettext("the first Saturday"),
            gettext("the first Sunday"),
        ),
        2: (
            gettext("the second Monday"),
            gettext("the second Tuesday"),
            gettext("the second Wednesday"),
            gettext("the second Thursday"),
            gettext("the second Friday"),
            gettext("the second Saturday"),
            gettext("the second Sunday"),
        ),
        3: (
            gettext("the third Monday"),
            gettext("the third Tuesday"),
            gettext("the third Wednesday"),
            gettext("the third Thursday"),
            gettext("the third Friday"),
            gettext("the third Saturday"),
            gettext("the third Sunday"),
        ),
        4: (
            gettext("the fourth Monday"),
            gettext("the fourth Tuesday"),
            gettext("the fourth Wednesday"),
            gettext("the fourth Thursday"),
            gettext("the fourth Friday"),
            gettext("the fourth Saturday"),
            gettext("the fourth Sunday"),
        ),
        -1: (
            gettext("the last Monday"),
            gettext("the last Tuesday"),
            gettext("the last Wednesday"),
            gettext("the last Thursday"),
            gettext("the last Friday"),
            gettext("the last Saturday"),
            gettext("the last Sunday"),
        ),
    }
    return weekdays[pattern.n or 1][pattern.weekday or 0]
