from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.models import CommitmentDate, KeyDate
from tracker.services.follow_up import DateRow, date_rows, with_next
from tracker.services.structured_data import event

EVENTS = 12
"""How many occurrences ahead a page tells programs of."""


@dataclass(frozen=True, slots=True)
class YearOfRows:
    year: int
    rows: list[DateRow]
    anniversary: int | None
    """How many years after the one commemorated."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = with_next(KeyDate.objects.prefetch_related("statements"), on=today)
    rows.sort(key=lambda row: (row[1] is None, row[1].start if row[1] else today, row[0].slug))
    return render(request, "tracker/key_dates.html", {"key_dates": rows})


@require_safe
def key_date(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    found: KeyDate = get_object_or_404(
        KeyDate.objects.prefetch_related("statements__source"), slug=slug
    )
    rows = date_rows(found.occurrences.all(), on=today)
    for row in rows:
        row.occurrence.key_date = found  # with what language versions state of it
    links = (
        CommitmentDate.objects.filter(key_date=found)
        .select_related("commitment__item__plan__ends_with")
        .order_by("commitment__item__plan", "commitment__item__position", "commitment__key")
    )
    ahead = [row for row in rows if not row.is_past]
    past = [row for row in reversed(rows) if row.is_past]
    context = {
        "key_date": found,
        "links": links,
        "ahead": by_year(found, ahead),
        "past": by_year(found, past),
        # A calendar file without an event is none, and only a day ahead (or unknown) brings mail.
        "has_events": any(row.occurrence.is_on_days for row in rows),
        "has_days_to_come": found.precision == KeyDate.Precision.UNKNOWN
        or any(row.occurrence.is_on_days for row in ahead),
        "has_open_plan": any(row.open_plans for row in ahead),
        "structured": [
            event(found, row.occurrence) for row in ahead[:EVENTS] if row.occurrence.is_on_days
        ],
    }
    return render(request, "tracker/key_date.html", context)


def by_year(key_date: KeyDate, rows: list[DateRow]) -> list[YearOfRows]:
    """`rows` grouped by the year in which they start, in the order given."""
    base = key_date.base_year
    return [
        YearOfRows(year, list(group), year - base if base and year > base else None)
        for year, group in groupby(rows, key=lambda row: row.occurrence.start.year)
    ]
