"""The month as a table of days, and the agenda: both windows on the stored occurrences."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tracker.domain.grid import MonthGrid, weekday_names
from tracker.domain.spans import Month, Span
from tracker.models import Occurrence, Plan
from tracker.models.occurrence import counts
from tracker.services.follow_up import DateRow, date_rows

AGENDA_MONTHS = 6
FIRST_MONTH = Month(1900, 1)
LAST_MONTH = Month(2199, 12)
_MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0?[1-9]|1[0-2])")


@dataclass(slots=True)
class CalendarFilter:
    """The plan asked for, if there is a choice; an unknown one is left out and said."""

    plans: list[Plan]
    plan: Plan | None = None
    ignored: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        asked = cls(list(Plan.objects.all()))
        slug = query.get("plan", "")
        asked.plan = next((plan for plan in asked.plans if plan.slug == slug), None)
        if slug and asked.plan is None:
            asked.ignored.append(slug[:60].replace("\x00", ""))
        return asked

    @property
    def query(self) -> str:
        return f"?plan={self.plan.slug}" if self.plan else ""

    def occurrences(self, span: Span) -> QuerySet[Occurrence]:
        found = Occurrence.objects.overlapping(span)
        if self.plan is not None:
            found = found.filter(
                counts("", "key_date__links__"),
                key_date__links__commitment__item__plan=self.plan,
            ).distinct()
        return found


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of the month. Days of the neighbouring months carry no occurrences."""

    date: date
    is_inside: bool
    is_today: bool
    rows: list[DateRow]

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
        rows = date_rows(asked.occurrences(span), on=today)
        exact = [row for row in rows if row.occurrence.precision in ("day", "range")]
        on_day: dict[date, list[DateRow]] = defaultdict(list)
        for row in exact:
            first, last = max(row.occurrence.start, span.start), min(row.occurrence.end, span.end)
            for day in Span(first, last):
                on_day[day].append(row)
        weeks = [
            [Day(day, Month.of(day) == month, day == today, on_day.get(day, [])) for day in week]
            for week in MonthGrid.of(month, language).weeks
        ]
        return cls(month, weeks, exact, [row for row in rows if row not in exact])

    @property
    def days(self) -> list[Day]:
        """The days of the month itself, first to last."""
        return [day for week in self.weeks for day in week if day.is_inside]


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """To the month asked for by `?month=`, or else to this one; the plan is kept."""
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


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Six months as a list, from the month `?from=` or this one; a month is its own heading."""
    now = timezone.localdate()
    asked_for = request.GET.get("from", "").strip()
    first = parse_month(asked_for) if asked_for else Month.of(now)
    if first is None:
        raise Http404
    months = [first]
    while len(months) < AGENDA_MONTHS and months[-1] < LAST_MONTH:
        months.append(months[-1].next())
    asked = CalendarFilter.of(request.GET)
    span = Span(months[0].first_day, months[-1].last_day)
    rows = date_rows(asked.occurrences(span), on=now)
    by_month: dict[Month, list[DateRow]] = defaultdict(list)
    whole_years = [row for row in rows if row.occurrence.precision == "year"]
    for row in rows:
        if row.occurrence.precision != "year":
            by_month[max(Month.of(row.occurrence.start), first)].append(row)
    context = {
        "months": [(one, by_month[one]) for one in months if one in by_month],
        "whole_years": whole_years,
        "first": first,
        "last": months[-1],
        "filter": asked,
        "previous": _months_before(first),
        "next": months[-1].next() if months[-1] < LAST_MONTH else None,
    }
    return render(request, "tracker/calendar/agenda.html", context)


def parse_month(text: str) -> Month | None:
    """The month written as 2024-05 or 2024-5; None for anything else and years out of range."""
    found = _MONTH.fullmatch(text)
    return Month(int(found[1]), int(found[2])) if found else None


def _months_before(first: Month) -> Month | None:
    if first <= FIRST_MONTH:
        return None
    before = first
    for _step in range(AGENDA_MONTHS):
        if before > FIRST_MONTH:
            before = before.previous()
    return before
