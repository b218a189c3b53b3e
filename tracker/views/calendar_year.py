"""A year as twelve small months; a day with dates carries their number."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tracker.domain.grid import MonthGrid, weekday_letters
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

    span: Span
    months: list[SmallMonth]
    inexact: list[DateRow]
    today: date

    @classmethod
    def of(cls, year: Year, asked: CalendarFilter, *, today: date, language: str) -> "YearPage":
        span = Span.of(year)
        marks: Counter[date] = Counter()
        starts: Counter[int] = Counter()
        for start, end, dates in _spans(asked, span, today):
            first, last = max(start, span.start), min(end, span.end)
            starts[first.month] += dates
            for day in [first] if first == last else Span(first, last):
                marks[day] += dates
        inexact = asked.rows(
            Occurrence.objects.overlapping(span, precision=("month", "year")), on=today
        )
        months = []
        for grid in [MonthGrid.of(month, language) for month in year.months()]:
            weeks = [
                [(day.day, marks[day]) if day in grid else None for day in week]
                for week in grid.weeks
            ]
            months.append(SmallMonth(grid.month, weeks, starts[grid.month.month]))
        return cls(span, months, inexact, today)


def _spans(asked: CalendarFilter, span: Span, today: date) -> list[tuple[date, date, int]]:
    """First and last days of what is asked for, and how many dates have them.

    The dates themselves are not needed to count days, and a year has thousands: what is needed of
    those that begin in it stands in their index.
    """
    if asked.words:
        found = asked.narrowed(asked.around(span), on=today)
        return _counted(Occurrence.objects.filter(pk__in=found.order_by().values("pk")))
    beginning, going_on = Occurrence.objects.halves(span)
    # The others are few, and read whole: for their days alone, a database would go through the
    # index of all dates instead of that of the long ones.
    long = [(one.start, one.end, 1) for one in going_on.order_by() if one.is_on_days]
    return [*_counted(beginning), *long]


def _counted(occurrences: QuerySet[Occurrence]) -> list[tuple[date, date, int]]:
    days = occurrences.filter(precision__in=(KeyDate.Precision.DAY, KeyDate.Precision.RANGE))
    return list(days.order_by().values_list("start", "end").annotate(dates=Count("pk")))


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
        "weekdays": weekday_letters(language),
        "filter": asked,
        "previous": year - 1 if year > FIRST_MONTH.year else None,
        "next": year + 1 if year < LAST_MONTH.year else None,
        "this_year": now.year,
    }
    return render(request, "tracker/calendar/year.html", context)
