"""The month as a table of days: a window on the stored occurrences."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tracker.domain.grid import MonthGrid, lanes, weekday_names
from tracker.domain.spans import Month, Span
from tracker.models import KeyDate, Occurrence
from tracker.models.translated import stored
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.follow_up import DateRow, rows_of

FIRST_MONTH = Month(1900, 1)
LAST_MONTH = Month(2199, 12)
LANES = 3
"""How many dates a day of the grid shows one above the other; the others are "2 more"."""
LISTED = 24
"""How many dates the list below the grid shows."""
FEW = 31
"""A month of so many dates is read whole; of a fuller one the list shows most of these."""

_MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0?[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Bar:
    """One lane of a day. A row starts here and covers `days` of this week, or goes on here.

    `began` and `goes_on` tell of a row that starts here whether it has days before and after these:
    in another week or month. Below the `lowest` there is no other on its days: it may be high.
    """

    row: DateRow | None = None
    days: int = 0
    began: bool = False
    goes_on: bool = False
    lowest: bool = False

    @property
    def starts(self) -> bool:
        return self.days > 0


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of the month. Days of the neighbouring months carry no occurrences.

    `rows` are those shown on the day.
    """

    date: date
    is_inside: bool
    is_today: bool
    rows: list[DateRow]
    bars: list[Bar]
    hidden: int = 0
    """How many more there are, which found no lane."""

    @property
    def number(self) -> int:
        return self.date.day

    @property
    def titles(self) -> list[str]:
        return [str(row.occurrence.key_date.local("name")) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Placed:
    """An occurrence as far as the grid needs it."""

    pk: int
    span: Span
    is_on_days: bool


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month as weeks of days; `inexact` holds what is only known to the month or the year.

    However much a month holds, the page stays short: a day shows `LANES` dates, the lists below
    the first `LISTED`; the others are counted and stand in the agenda.
    """

    month: Month
    weeks: list[list[Day]]
    exact: list[DateRow]
    inexact: list[DateRow]
    unlisted: int
    """How many dates of the month are in neither list."""

    @classmethod
    def of(cls, month: Month, asked: CalendarFilter, *, today: date, language: str) -> Self:
        span = Span.of(month)
        found, read = _placed(asked, span, today)
        exact = [one for one in found if one.is_on_days]
        inexact = [one for one in found if not one.is_on_days]
        drawn = [_drawn(week, month, exact) for week in MonthGrid.of(month, language).weeks]
        listed = [*exact[:LISTED], *inexact[:LISTED]]
        shown = {one.pk for one in listed} | {
            week.placed[lane].pk
            for week in drawn
            for taken in week.lanes
            for lane in taken
            if lane is not None
        }
        rows = {row.occurrence.pk: row for row in read(shown)}
        return cls(
            month,
            [_week(week, rows, today) for week in drawn],
            [rows[one.pk] for one in exact[:LISTED]],
            [rows[one.pk] for one in inexact[:LISTED]],
            len(found) - len(listed),
        )

    @property
    def span(self) -> Span:
        return Span.of(self.month)

    @property
    def days(self) -> list[Day]:
        """The days of the month itself, first to last."""
        return [day for week in self.weeks for day in week if day.is_inside]


_SHOWN = (
    "start",
    "end",
    "precision",
    "state",
    *(f"note_{code}" for code in settings.MODELTRANSLATION_LANGUAGES),
    "key_date__slug",
    *(f"key_date__name_{code}" for code in settings.MODELTRANSLATION_LANGUAGES),
)
"""What a month says of a date."""

Read = Callable[[set[int]], list[DateRow]]


def _placed(asked: CalendarFilter, span: Span, today: date) -> tuple[list[Placed], Read]:
    """All that `asked` finds in `span`, by day, and what reads the rows of those that are shown.

    A month of few dates is read at once; of a crowded one only the days, and then what is shown.
    """
    if asked.status:
        rows = asked.within(span, on=today)
        whole = [row.occurrence for row in rows]
        return [_place(one) for one in whole], lambda _shown: rows
    found = asked.occurrences(Occurrence.objects.overlapping(span)).order_by("start", "end", "pk")
    # PostgreSQL takes what lasts for many, and reads all key dates unless told how few are wanted.
    few = Occurrence.objects.filter(pk__in=found.values("pk")[: FEW + 1])
    whole = list(_shown(few.order_by("start", "end", "pk")))
    if len(whole) <= FEW:
        return [_place(one) for one in whole], lambda _shown: rows_of(whole, on=today)
    days = (KeyDate.Precision.DAY, KeyDate.Precision.RANGE)
    placed = [
        Placed(pk, Span(start, end), precision in days)
        for pk, start, end, precision in stored(found, "pk", "start", "end", "precision")
    ]
    known = {one.pk: one for one in whole}

    def read(pks: set[int]) -> list[DateRow]:
        others = _shown(Occurrence.objects.filter(pk__among=pks - known.keys()))
        return rows_of([*(known[pk] for pk in pks & known.keys()), *others], on=today)

    return placed, read


def _shown(occurrences: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    return occurrences.select_related("key_date").only(*_SHOWN)


def _place(occurrence: Occurrence) -> Placed:
    return Placed(occurrence.pk, occurrence.span, occurrence.is_on_days)


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """A week whose dates have their lanes, before what they say is known."""

    week: list[date]
    inside: list[date]
    placed: list[Placed]
    lanes: list[list[int | None]]
    numbers: list[int]
    """How many dates each day of `inside` has."""


def _drawn(week: list[date], month: Month, exact: list[Placed]) -> DrawnWeek:
    inside = [day for day in week if Month.of(day) == month]
    placed = [one for one in exact if one.span.start <= inside[-1] and one.span.end >= inside[0]]
    # What lasts longest comes first, so that its bar is not broken by the days' own dates.
    placed.sort(key=lambda one: (one.span.start, -one.span.days))
    numbers = [0] * len(inside)
    for one in placed:
        first = max((one.span.start - inside[0]).days, 0)
        for day in range(first, min((one.span.end - inside[0]).days, len(inside) - 1) + 1):
            numbers[day] += 1
    taken = lanes([one.span for one in placed], inside, most=LANES)
    return DrawnWeek(week, inside, placed, taken, numbers)


def _week(drawn: DrawnWeek, rows: dict[int, DateRow], today: date) -> list[Day]:
    inside = drawn.inside
    days = []
    for at, (day, taken, number) in enumerate(zip(inside, drawn.lanes, drawn.numbers, strict=True)):
        bars = []
        for height, lane in enumerate(taken, start=1):
            if lane is None:
                bars.append(Bar())
                continue
            span = drawn.placed[lane].span
            row = rows[drawn.placed[lane].pk]
            if day == max(span.start, inside[0]):
                days_here = (min(span.end, inside[-1]) - day).days + 1
                lowest = all(len(other) == height for other in drawn.lanes[at : at + days_here])
                bars.append(Bar(row, days_here, span.start < day, span.end > inside[-1], lowest))
            else:
                bars.append(Bar(row))
        shown = [bar.row for bar in bars if bar.row is not None]
        days.append(Day(day, True, day == today, shown, bars, number - len(shown)))
    before = [Day(day, False, day == today, [], []) for day in drawn.week if day < inside[0]]
    after = [Day(day, False, day == today, [], []) for day in drawn.week if day > inside[-1]]
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
