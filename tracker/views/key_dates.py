from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.models import CommitmentDate, KeyDate, Occurrence
from tracker.models.occurrence import begun_before
from tracker.services import cards
from tracker.services.follow_up import DateRow, date_rows, with_next
from tracker.services.structured_data import event
from tracker.views.paging import page_of

PER_PAGE = 40
AT_ONCE = 500
"""Occurrences read to find the key dates that they belong to; four times more, if need be."""
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
    page = page_of(request, KeyDatesByNext(today), size=PER_PAGE)
    return render(request, "tracker/key_dates.html", {"key_dates": page.object_list, "page": page})


class KeyDatesByNext:
    """All key dates with their next occurrence, the soonest first; then those that are over, the
    latest first; then those of which no day is known.

    A list for the paginator: only as many occurrences are read as lie before the page.
    """

    def __init__(self, today: date) -> None:
        self.today = today

    def __len__(self) -> int:
        return KeyDate.objects.count()

    def __getitem__(self, wanted: slice) -> list[tuple[KeyDate, Occurrence | None]]:
        first, last = wanted.start or 0, wanted.stop
        soonest = self._soonest(last)
        pks = soonest[first:last]
        if len(soonest) < last:
            last_day = Occurrence.objects.filter(key_date=OuterRef("pk")).order_by("-start")
            others = (
                KeyDate.objects.exclude(pk__in=soonest)
                .annotate(last_day=Subquery(last_day.values("start")[:1]))
                .order_by(F("last_day").desc(nulls_last=True), "slug")
            )
            skipped = max(0, first - len(soonest))
            missing = last - first - len(pks)
            pks += others.values_list("pk", flat=True)[skipped : skipped + missing]
        chosen = KeyDate.objects.filter(pk__in=pks).prefetch_related("statements")
        rows = {row[0].pk: row for row in with_next(chosen, on=self.today)}
        return [rows[pk] for pk in pks]

    def _soonest(self, most: int) -> list[int]:
        """Primary keys of the first `most` key dates that have an occurrence to come."""
        found: dict[int, None] = {}
        standing = Occurrence.objects.standing()
        going_on = standing.filter(begun_before(self.today)).order_by("end", "start")
        to_come = standing.filter(start__gte=self.today).order_by("start", "key_date__slug")
        for half in (going_on, to_come):
            # With a limit PostgreSQL reads the beginning of an index; without, it sorts them all.
            first, size = 0, AT_ONCE
            while len(found) < most:
                read = list(half.values_list("key_date_id", flat=True)[first : first + size])
                found |= dict.fromkeys(read)
                if len(read) < size:
                    break
                first, size = first + size, size * 4
        return list(found)[:most]


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
        "card": cards.of_key_date(found, rows),
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
