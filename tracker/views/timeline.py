"""A plan's window as a drawing: one line a key date, its days as shapes, longer dates as bars.

Positions are percentages of the window's days, so that the drawing fits every width; the same
dates stand as text in a table below it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from dateutil.relativedelta import relativedelta
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from tracker.domain.spans import Month, Span
from tracker.models import KeyDate, Plan, Status
from tracker.models.vocabulary import WITH_REPORT
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.follow_up import DateRow, without_date

MONTHS_AHEAD = 12
"""How far the window of a plan reaches whose end is not known."""
MONTHS_OF_TICKS = 30
SMALLEST_BAR = 2.0
"""In percent; what would be narrower is drawn as a shape."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One occurrence: a shape in the middle of its days, or a bar from `at` with `width`."""

    row: DateRow
    status: str
    at: str
    width: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    key_date: KeyDate
    marks: list[Mark]

    @property
    def rows(self) -> list[DateRow]:
        return [mark.row for mark in self.marks]


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month or of a year; `month` is None for a year."""

    at: str
    year: int
    month: Month | None


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to percentages from the reader's start of the line: the right in Arabic."""

    span: Span
    from_right: bool

    def place(self, first: date, last: date) -> tuple[float, float]:
        """Where a span of days begins and how wide it is, cut to the window."""
        begin = max(first, self.span.start) - self.span.start
        end = min(last, self.span.end) - self.span.start
        at = begin.days * 100 / self.span.days
        width = (end.days - begin.days + 1) * 100 / self.span.days
        return (100 - at - width if self.from_right else at), width

    def middle(self, day: date) -> str:
        at, width = self.place(day, day)
        return _percent(at + width / 2)


@dataclass(frozen=True, slots=True)
class TimelinePage:
    plan: Plan
    span: Span
    is_open: bool
    lines: list[Line]
    ticks: list[Tick]
    now: str
    """Where today is; empty outside the window."""

    @classmethod
    def of(
        cls, plan: Plan, asked: CalendarFilter, *, today: date, from_right: bool
    ) -> "TimelinePage":
        span = window(plan, today=today)
        scale = Scale(span, from_right)
        rows = [row for row in asked.within(span, on=today) if row.counted]
        rows.sort(key=lambda row: (row.occurrence.key_date_id, row.occurrence.start))
        lines = [
            Line(group[0].occurrence.key_date, [_mark(row, plan, scale) for row in group])
            for _key, each in groupby(rows, key=lambda row: row.occurrence.key_date_id)
            if (group := list(each))
        ]
        lines.sort(key=lambda line: (line.rows[0].occurrence.start, line.key_date.slug))
        now = scale.middle(today) if today in span else ""
        return cls(plan, span, plan.end is None, lines, _ticks(scale), now)


def window(plan: Plan, *, today: date) -> Span:
    """From the plan's first day to its last; where that is not known, a year beyond today."""
    first = plan.valid_from
    last = plan.end - timedelta(days=1) if plan.end else today + relativedelta(months=MONTHS_AHEAD)
    return Span(first, max(first, last))


def _mark(row: DateRow, plan: Plan, scale: Scale) -> Mark:
    mine = [one.status for one in row.counted if one.commitment.item.plan_id == plan.pk]
    known = [status for status in mine if status in WITH_REPORT]
    status = (known or mine or [Status.NOT_DUE])[0]
    at, width = scale.place(row.occurrence.start, row.occurrence.end)
    if width >= SMALLEST_BAR or not row.occurrence.is_on_days:
        return Mark(row, status, _percent(at), _percent(max(width, SMALLEST_BAR)))
    return Mark(row, status, _percent(at + width / 2))


def _ticks(scale: Scale) -> list[Tick]:
    span = scale.span
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
    ticks = []
    month = Month.of(span.start).next()
    while month.first_day <= span.end:
        at = _percent(_edge(scale, month.first_day))
        if month.month == 1:
            ticks.append(Tick(at, month.year, None))
        elif months <= MONTHS_OF_TICKS and month.month in (4, 7, 10):
            ticks.append(Tick(at, month.year, month))
        month = month.next()
    return ticks


def _edge(scale: Scale, day: date) -> float:
    at, width = scale.place(day, day)
    return at + width if scale.from_right else at


def _percent(value: float) -> str:
    return f"{value:.2f}%"


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Of the plan asked for by `?plan=`, or of the latest one."""
    now = timezone.localdate()
    asked = CalendarFilter.of(request.GET)
    chosen = asked.plan or Plan.objects.select_related("ends_with").first()
    page = None
    undated = []
    if chosen is not None:
        asked.plan = chosen
        page = TimelinePage.of(chosen, asked, today=now, from_right=get_language_bidi())
        undated = list(asked.commitments(without_date(on=now, within=page.span)))
    shown = {mark.status for line in page.lines for mark in line.marks} if page else set()
    context = {
        "page": page,
        "filter": asked,
        "undated": undated,
        "legend": [status for status in Status.values if status in shown],
    }
    return render(request, "tracker/calendar/timeline.html", context)
