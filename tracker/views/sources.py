from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tracker.models import Evidence, Source
from tracker.views.updates import standing_updates


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every source with how many standing statements rest on it."""
    rests = Q(evidence__update__retracted_at=None) & ~Q(evidence__review=Evidence.Review.REJECTED)
    sources = Source.objects.select_related("derived_from", "meeting").annotate(
        statements=Count("evidence", filter=rests)
    )
    kinds = [
        (kind.label, rows)
        for kind in Source.Kind
        if (rows := [source for source in sources if source.kind == kind])
    ]
    return render(request, "tracker/sources.html", {"kinds": kinds})


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    found: Source = get_object_or_404(
        Source.objects.select_related("derived_from", "meeting"), slug=slug
    )
    updates = standing_updates().filter(evidence__source=found).distinct()
    context = {
        "source": found,
        "derivatives": found.derivatives.all(),
        "notes": found.notes.all(),
        "figures": found.figures.select_related("meeting"),
        "updates": updates,
    }
    return render(request, "tracker/source.html", context)
