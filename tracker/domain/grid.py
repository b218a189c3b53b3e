"""The month as a table of weeks, starting on the day on which the reader's week starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self

from babel import Locale
from babel.core import get_global, parse_locale

from .date_words import babel_locale
from .spans import Month, Span


@lru_cache(maxsize=64)
def first_weekday(locale: str) -> int:
    """The day on which weeks start, 0 for Monday to 6 for Sunday.

    CLDR knows this by territory, so a bare language stands for its likely territory (CLDR's
    "likely subtags"): ar for Egypt (Saturday), es for Spain, ru for Russia, tr for Turkey (all
    Monday). en is Great Britain here (Monday), as in `date_words`.
    """
    babel = babel_locale(locale)
    if babel.territory is None:
        # Scripts are no keys of their own ("zh_Hans"); the language then speaks for them.
        likely = get_global("likely_subtags")
        full = likely.get(str(babel)) or likely.get(babel.language) or str(babel)
        territory = parse_locale(full)[1]
        # Babel does not know every full name ("no_Latn_NO"), but every territory by itself.
        babel = Locale.parse(f"und_{territory}") if territory else babel
    return babel.first_week_day


def weekday_names(locale: str) -> list[tuple[str, str]]:
    """Short and full name of the seven weekdays, in the order of the reader's week."""
    babel = babel_locale(locale)
    names = babel.days["stand-alone"]
    full = names["wide"]
    short = names["abbreviated"]
    if short == full:
        # Arabic has no shortened names; CLDR's "short" ones at least leave out the article.
        short = names["short"]
    return _in_order(locale, short, full)


def weekday_letters(locale: str) -> list[tuple[str, str]]:
    """As `weekday_names` for the narrowest columns: CLDR's two letters, or its one where the
    language has no two.
    """
    names = babel_locale(locale).days["stand-alone"]
    two = {weekday: name.rstrip(".") for weekday, name in names["short"].items()}
    fits = all(len(name) <= 2 for name in two.values())
    return _in_order(locale, two if fits else names["narrow"], names["wide"])


def _in_order(
    locale: str, short: Mapping[int, str], full: Mapping[int, str]
) -> list[tuple[str, str]]:
    first = first_weekday(locale)
    order = [(first + offset) % 7 for offset in range(7)]
    return [(short[weekday], full[weekday]) for weekday in order]


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The weeks that touch a month, with the days of its neighbours that fill them.

    Every week has seven days. The one exception is January of year 1 in a language whose week
    does not start on Monday: there is no day before it, so its first week is shorter.
    """

    month: Month
    weeks: list[list[date]]

    @classmethod
    def of(cls, month: Month, locale: str) -> Self:
        first = first_weekday(locale)
        lead = (month.first_day.weekday() - first) % 7
        length = month.last_day.day
        trail = -(lead + length) % 7
        weeks = [
            [
                month.first_day + timedelta(days=offset)
                for offset in range(start, start + 7)
                if month.first_day.toordinal() + offset >= date.min.toordinal()
            ]
            for start in range(-lead, length + trail, 7)
        ]
        return cls(month, weeks)

    @property
    def span(self) -> Span:
        """All the days shown, neighbours included: the window to ask occurrences for."""
        return Span(self.weeks[0][0], self.weeks[-1][-1])

    def __contains__(self, day: date) -> bool:
        """Whether `day` is of the month itself and does not only fill a week."""
        return (day.year, day.month) == (self.month.year, self.month.month)


def lanes(
    spans: Sequence[Span], week: Sequence[date], *, most: int | None = None
) -> list[list[int | None]]:
    """For each day of `week` the spans on it, one above the other, as indexes into `spans`.

    `week` are days that follow each other. A span keeps its lane over all its days, so that it can
    be drawn as one bar; None is a lane that is free on that day. Spans that come first get the
    upper lanes; one that finds none among the first `most` is left out.
    """
    days: list[list[int | None]] = [[] for _day in week]
    taken: list[int] = []  # of each lane the days, as bits: a crowded week has hundreds of spans
    for index, span in enumerate(spans):
        first = max((span.start - week[0]).days, 0)
        after = min((span.end - week[0]).days + 1, len(week))
        if after <= first:
            continue
        covered = (1 << after) - (1 << first)
        lane = next((n for n, busy in enumerate(taken) if not busy & covered), len(taken))
        if lane == most:
            continue
        if lane == len(taken):
            taken.append(0)
        taken[lane] |= covered
        for day in days[first:after]:
            day.extend([None] * (lane + 1 - len(day)))
            day[lane] = index
    return days
