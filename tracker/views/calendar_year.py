"""A year as twelve small months; a day with dates carries their number."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tracker.domain.grid import MonthGrid, weekday_names
from tracker.domain.spans import Month, Span, Year
from tracker.models import KeyDate, Occurrence
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.follow_up import DateRow
from tracker.views.calendar import FIRST_MONTH, LAST_MONTH


@dataclass(frozen=True, slots=True)
class SmallMonth:
    """Weeks of days; each a number with how many dates it has, None where the month has no day."""

    month: Month
    weeks: list[list[tuple[int, int] | None]]
    dates: int


@dataclass(frozen=True, slots=True)
class YearPage:
    """`inexact` holds what is known only to the month or the year."""

    months: list[SmallMonth]
    inexact: list[DateRow]
    today: date

    @classmethod
    def of(cls, year: Year, asked: CalendarFilter, *, today: date, language: str) -> "YearPage":
        span = Span.of(year)
        marks: Counter[date] = Counter()
        starts: Counter[Month] = Counter()
        for start, end, dates in _spans(asked, span, today):
            first = max(start, span.start)
            starts[Month.of(first)] += dates
            for day in Span(first, min(end, span.end)):
                marks[day] += dates
        inexact = asked.rows(
            Occurrence.objects.overlapping(span, precision=("month", "year")), on=today
        )
        months = [
            SmallMonth(
                month,
                [
                    [(day.day, marks[day]) if Month.of(day) == month else None for day in week]
                    for week in MonthGrid.of(month, language).weeks
                ],
                starts[month],
            )
            for month in year.months()
        ]
        return cls(months, inexact, today)


def _spans(asked: CalendarFilter, span: Span, today: date) -> list[tuple[date, date, int]]:
    """First and last days of what is asked for, and how many dates have them.

    The dates themselves are not needed to count days, and a year has thousands. Of all dates,
    what is needed stands in their index; those that last are few, and have one of their own as
    long as nothing else is asked of them.
    """
    if asked.words:
        found = asked.narrowed(Occurrence.objects.overlapping(span), on=today)
        parts = [Occurrence.objects.filter(pk__in=found.order_by().values("pk"))]
    else:
        parts = list(Occurrence.objects.halves(span))
    columns = "start", "end", "precision"
    counted = parts[0].order_by().values_list(*columns).annotate(dates=Count("pk"))
    if len(parts) > 1:
        going_on = parts[1].order_by().values_list(*columns).annotate(dates=Value(1))
        counted = counted.union(going_on, all=True)
    days = (KeyDate.Precision.DAY, KeyDate.Precision.RANGE)
    return [(start, end, dates) for start, end, precision, dates in counted if precision in days]


@require_safe
def this_year(request: HttpRequest) -> HttpResponse:
    target = reverse("tracker:year", args=[timezone.localdate().year])
    return redirect(target + CalendarFilter.of(request.GET).query)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    asked = CalendarFilter.of(request.GET)
    language = get_language() or "en"
    now = timezone.localdate()
    context = {
        "page": YearPage.of(Year(year), asked, today=now, language=language),
        "year": year,
        "weekdays": weekday_names(language),
        "filter": asked,
        "previous": year - 1 if year > FIRST_MONTH.year else None,
        "next": year + 1 if year < LAST_MONTH.year else None,
        "this_year": now.year,
    }
    return render(request, "tracker/calendar/year.html", context)
