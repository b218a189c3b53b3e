"""The month as a table of days: a window on the stored occurrences."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tracker.domain.grid import MonthGrid, lanes, weekday_names
from tracker.domain.spans import Month, Span
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.follow_up import DateRow

FIRST_MONTH = Month(1900, 1)
LAST_MONTH = Month(2199, 12)
LANES = 3
"""How many dates a day of the grid shows one above the other; the others are "2 more"."""

_MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0?[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Bar:
    """One lane of a day. A row starts here and covers `days` of this week, or goes on here."""

    row: DateRow | None = None
    days: int = 0

    @property
    def starts(self) -> bool:
        return self.days > 0


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of the month. Days of the neighbouring months carry no occurrences."""

    date: date
    is_inside: bool
    is_today: bool
    rows: list[DateRow]
    bars: list[Bar]
    hidden: int = 0
    """How many of `rows` found no lane."""

    @property
    def number(self) -> int:
        return self.date.day

    @property
    def titles(self) -> list[str]:
        return [str(row.occurrence.key_date.local("name")) for row in self.rows]


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month as weeks of days; `inexact` holds what is only known to the month or the year."""

    month: Month
    weeks: list[list[Day]]
    exact: list[DateRow]
    inexact: list[DateRow]

    @classmethod
    def of(cls, month: Month, asked: CalendarFilter, *, today: date, language: str) -> Self:
        span = Span.of(month)
        rows = asked.within(span, on=today)
        exact = [row for row in rows if row.occurrence.is_on_days]
        on_day: dict[date, list[DateRow]] = defaultdict(list)
        for row in exact:
            first, last = max(row.occurrence.start, span.start), min(row.occurrence.end, span.end)
            for day in Span(first, last):
                on_day[day].append(row)
        weeks = [_week(week, month, on_day, today) for week in MonthGrid.of(month, language).weeks]
        return cls(month, weeks, exact, [row for row in rows if not row.occurrence.is_on_days])

    @property
    def days(self) -> list[Day]:
        """The days of the month itself, first to last."""
        return [day for week in self.weeks for day in week if day.is_inside]


def _week(
    week: list[date], month: Month, on_day: dict[date, list[DateRow]], today: date
) -> list[Day]:
    inside = [day for day in week if Month.of(day) == month]
    rows = list({row.occurrence.pk: row for day in inside for row in on_day.get(day, [])}.values())
    # What lasts longest comes first, so that its bar is not broken by the days' own dates.
    rows.sort(key=lambda row: (row.occurrence.start, -row.occurrence.span.days))
    spans = [row.occurrence.span for row in rows]
    days = []
    for day, taken in zip(inside, lanes(spans, inside), strict=True):
        bars = []
        for lane in taken[:LANES]:
            if lane is None:
                bars.append(Bar())
            elif day == max(spans[lane].start, inside[0]):
                last = min(spans[lane].end, inside[-1])
                bars.append(Bar(rows[lane], (last - day).days + 1))
            else:
                bars.append(Bar(rows[lane]))
        hidden = sum(1 for lane in taken[LANES:] if lane is not None)
        days.append(Day(day, True, day == today, on_day.get(day, []), bars, hidden))
    before = [Day(day, False, day == today, [], []) for day in week if day < inside[0]]
    after = [Day(day, False, day == today, [], []) for day in week if day > inside[-1]]
    return [*before, *days, *after]


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """To the month asked for by `?month=`, or else to this one; the filter is kept."""
    asked = request.GET.get("month", "").strip()
    month = parse_month(asked) if asked else Month.of(timezone.localdate())
    if month is None:
        raise Http404
    target = reverse("tracker:month", args=[month.year, month.month])
    return redirect(target + CalendarFilter.of(request.GET).query)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    asked = CalendarFilter.of(request.GET)
    language = get_language() or "en"
    now = timezone.localdate()
    shown = Month(year, month)
    context = {
        "page": MonthPage.of(shown, asked, today=now, language=language),
        "month": shown,
        "weekdays": weekday_names(language),
        "filter": asked,
        "previous": shown.previous() if shown > FIRST_MONTH else None,
        "next": shown.next() if shown < LAST_MONTH else None,
        "this_month": Month.of(now),
    }
    return render(request, "tracker/calendar/month.html", context)


def parse_month(text: str) -> Month | None:
    """The month written as 2024-05 or 2024-5; None for anything else and years out of range."""
    found = _MONTH.fullmatch(text)
    return Month(int(found[1]), int(found[2])) if found else None
