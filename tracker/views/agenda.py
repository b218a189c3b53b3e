"""The agenda: six months as a list, and what has no date at all."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.domain.spans import Month, Span
from tracker.models import Occurrence
from tracker.models.translated import stored
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.follow_up import DateRow, date_rows, without_date
from tracker.views.calendar import FIRST_MONTH, LAST_MONTH, parse_month
from tracker.views.paging import page_of

AGENDA_MONTHS = 6
PER_PAGE = 100
UNDATED = 50
ORDER = ("start", "end", "pk")
"""As in the month. To order by names, their table would be read."""


class AgendaRows:
    """The rows of a span for the paginator, which reads no more of them than it shows."""

    def __init__(self, asked: CalendarFilter, span: Span, today: date) -> None:
        self.today = today
        # A status is known of the rows alone (`CalendarFilter.rows`).
        self.rows = asked.within(span, on=today) if asked.status else None
        self.first: list[int] = []
        self.others = Occurrence.objects.none()
        if self.rows is None and asked.words:
            self.first = list(_keys(asked.occurrences(asked.around(span))))
        elif self.rows is None:
            # Few began before the span. In this order SQLite finds them by their own index.
            self.others, before = Occurrence.objects.halves(span)
            days = before.order_by("end", "start", "pk").values_list("start", "end", "pk")
            self.first = [pk for _start, _end, pk in sorted(days)]

    def __len__(self) -> int:
        return len(self.first) + self.others.count() if self.rows is None else len(self.rows)

    def __getitem__(self, wanted: slice) -> list[DateRow]:
        if self.rows is not None:
            return self.rows[wanted]
        # What is sorted is narrow; only what is shown is read with its texts.
        start, stop = (max(0, place - len(self.first)) for place in (wanted.start, wanted.stop))
        pks = [*self.first[wanted], *_keys(self.others)[start:stop]]
        shown = Occurrence.objects.filter(pk__among=pks).order_by(*ORDER)
        return date_rows(shown, on=self.today)


def _keys(occurrences: QuerySet[Occurrence]) -> QuerySet[Occurrence, int]:
    return stored(occurrences.order_by(*ORDER), "pk", flat=True)


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """From the month `?from=` or this one; a month is its own heading."""
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
    page = page_of(request, AgendaRows(asked, span, now), size=PER_PAGE)
    rows = page.object_list
    by_month: dict[Month, list[DateRow]] = defaultdict(list)
    whole_years = [row for row in rows if row.occurrence.precision == "year"]
    for row in rows:
        if row.occurrence.precision != "year":
            by_month[max(Month.of(row.occurrence.start), first)].append(row)
    context = {
        "months": [(one, by_month[one]) for one in months if one in by_month],
        "whole_years": whole_years,
        "undated": asked.commitments(without_date(on=now, within=span))[:UNDATED],
        "page": page,
        "first": first,
        "last": months[-1],
        "span": span,
        "filter": asked,
        "previous": _months_before(first),
        "next": months[-1].next() if months[-1] < LAST_MONTH else None,
    }
    return render(request, "tracker/calendar/agenda.html", context)


def _months_before(first: Month) -> Month | None:
    if first <= FIRST_MONTH:
        return None
    before = first
    for _step in range(AGENDA_MONTHS):
        if before > FIRST_MONTH:
            before = before.previous()
    return before
