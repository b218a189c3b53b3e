from django.db.models import Case, Count, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tracker.models import Evidence, Source
from tracker.views.paging import page_by_keys, page_of
from tracker.views.updates import standing_updates

PER_PAGE = 60
UPDATES = 20


def _by_kind() -> Case:
    """The place of a source's kind among all kinds: a page goes on where the last one ended."""
    return Case(*[When(kind=kind, then=Value(place)) for place, kind in enumerate(Source.Kind)])


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every source with how many standing statements rest on it."""
    rests = Q(evidence__update__retracted_at=None) & ~Q(evidence__review=Evidence.Review.REJECTED)
    page = page_by_keys(
        request,
        Source.objects.order_by(_by_kind(), *Source._meta.ordering or ["slug"], "pk"),
        Source.objects.select_related("derived_from", "meeting").annotate(
            statements=Count("evidence", filter=rests)
        ),
        size=PER_PAGE,
    )
    kinds = [
        (kind.label, rows)
        for kind in Source.Kind
        if (rows := [source for source in page if source.kind == kind])
    ]
    return render(request, "tracker/sources.html", {"kinds": kinds, "page": page})


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    found: Source = get_object_or_404(
        Source.objects.select_related("derived_from", "meeting"), slug=slug
    )
    updates = standing_updates().filter(evidence__source=found).distinct()
    page = page_of(request, updates, size=UPDATES)
    context = {
        "source": found,
        "derivatives": found.derivatives.all(),
        "notes": found.notes.all(),
        "figures": found.figures.select_related("meeting"),
        "updates": page.object_list,
        "page": page,
    }
    return render(request, "tracker/source.html", context)
