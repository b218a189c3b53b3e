from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.models import StatusUpdate
from tracker.services.calendar_filter import CalendarFilter

PER_PAGE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    asked = CalendarFilter.of(request.GET)
    pages = Paginator(asked.updates(standing_updates()), PER_PAGE)
    try:
        page = pages.page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error
    return render(request, "tracker/updates.html", {"page": page, "filter": asked})


def standing_updates() -> QuerySet[StatusUpdate]:
    """Standing statements with all that a row of them shows, newest first: 2 queries."""
    return (
        StatusUpdate.objects.standing()
        .select_related("commitment__item__plan", "occurrence__key_date")
        .prefetch_related("evidence")
    )
