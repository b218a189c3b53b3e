"""Downloads of exactly what a page shows, and the page that says what the columns mean."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.domain.spans import LAST_YEAR, Span, Year
from tracker.models import Occurrence, Plan, StatusUpdate
from tracker.services import open_data
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.open_data import FORMATS, TABLES, Table
from tracker.services.unknown_words import Unknown, UnknownWords
from tracker.views.paging import page_of
from tracker.views.plans import ItemFilter

PLANS = 8


@require_safe
def commitments(request: HttpRequest, plan: str, extension: str) -> HttpResponse:
    """The commitments of the items that the plan's page shows for the same query."""
    found = get_object_or_404(Plan, slug=plan)
    today = timezone.localdate()
    asked = ItemFilter.exactly(found, request.GET)
    rows = (
        asked.commitments(on=today)
        .filter(item__in=asked.items(on=today))
        .select_related("item__plan")
        .prefetch_related("item__themes", "item__organisations", "key_dates")
        .order_by("item__position", "key")
    )
    return _file(open_data.commitments(rows), extension, found.slug)


@require_safe
def dates(request: HttpRequest, extension: str) -> HttpResponse:
    """Every occurrence that the calendar's filter asks for, with `from` and `until` those that
    share a day with what lies between the two.
    """
    asked, period = CalendarFilter.exactly(request.GET), _period(request.GET)
    found = Occurrence.objects.overlapping(period) if period else Occurrence.objects.all()
    rows = asked.rows(found.order_by("start", "pk"), on=timezone.localdate())
    return _file(open_data.dates(rows), extension, "dates")


def _period(query: Mapping[str, str]) -> Span | None:
    """From the day `from` to the day `until`, either of which may be missing."""
    last = Year(LAST_YEAR).last_day
    days = {"from": date.min, "until": last}
    asked = {name: query[name] for name in days if query.get(name)}
    for name, text in asked.items():
        try:
            days[name] = min(date.fromisoformat(text), last)
        except ValueError:
            raise UnknownWords([Unknown.of(name, text, ["YYYY-MM-DD"])]) from None
    if days["from"] > days["until"]:
        raise UnknownWords([Unknown.of("until", asked["until"], [f"≥ {days['from']}"])])
    return Span(days["from"], days["until"]) if asked else None


@require_safe
def updates(request: HttpRequest, extension: str) -> HttpResponse:
    """The standing status updates that the filter asks for, newest first."""
    asked = CalendarFilter.exactly(request.GET)
    rows = (
        asked.updates(StatusUpdate.objects.standing())
        .select_related("commitment__item__plan", "occurrence")
        .prefetch_related("evidence__source")
        .order_by("-as_of", "-pk")
    )
    return _file(open_data.updates(rows), extension, "updates")


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, what the columns mean, under which licence."""
    page = page_of(request, Plan.objects.all(), size=PLANS)
    context = {
        "tables": TABLES,
        "formats": list(FORMATS),
        "plans": page.object_list,
        "page": page,
        "licence": settings.TRACKER_DATA_LICENCE,
        "licence_url": settings.TRACKER_DATA_LICENCE_URL,
    }
    return render(request, "tracker/data.html", context)


def _file(table: Table, extension: str, name: str) -> HttpResponse:
    if extension not in FORMATS:
        raise Http404
    content = open_data.rendered(table, extension)
    response = HttpResponse(content, content_type=FORMATS[extension])
    disposition = "inline" if extension == "json" else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{name}.{extension}"'
    return response
