from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tracker.domain.folding import fold
from tracker.models import Occurrence, Organisation
from tracker.models.occurrence import counts
from tracker.views.paging import page_by_keys, page_of_items

PER_PAGE = 10
LISTED = 60


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every organisation with how many items name it; those of a page by their names."""
    rows = Organisation.objects.annotate(named_by=Count("items"))
    page = page_by_keys(request, Organisation.objects.order_by("slug"), rows, size=LISTED)
    named = sorted(page.object_list, key=lambda one: fold(str(one.local("name"))))
    context = {"organisations": named, "page": page}
    return render(request, "tracker/organisations.html", context)


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    found: Organisation = get_object_or_404(Organisation, slug=slug)
    page = page_of_items(request, found, size=PER_PAGE)
    context = {
        "organisation": found,
        "aliases": found.aliases.select_related("source"),
        "items": page.object_list,
        "page": page,
        "has_events": Occurrence.objects.on_days()
        .filter(
            counts("", "key_date__links__"),
            key_date__links__commitment__item__organisations=found,
        )
        .exists(),
        "participations": found.participations.select_related("meeting", "source").order_by(
            "-meeting__start", "role"
        ),
    }
    return render(request, "tracker/organisation.html", context)
