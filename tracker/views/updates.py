from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.models import StatusUpdate
from tracker.services.calendar_filter import CalendarFilter
from tracker.views.paging import page_of

PER_PAGE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    asked = CalendarFilter.of(request.GET)
    page = page_of(request, asked.updates(standing_updates()), size=PER_PAGE)
    return render(request, "tracker/updates.html", {"page": page, "filter": asked})


def standing_updates() -> QuerySet[StatusUpdate]:
    """Standing statements with all that a row of them shows, newest first: 2 queries."""
    return (
        StatusUpdate.objects.standing()
        .select_related("commitment__item__plan", "occurrence__key_date")
        .prefetch_related("evidence")
    )
