"""Pictures of pages for where they are shared; each says what its page says at that moment."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.models import Commitment, Item, KeyDate, Plan
from tracker.services import cards
from tracker.services.card_drawing import png_of
from tracker.services.follow_up import counts_of, date_rows

WEEK = 7 * 24 * 3600


@require_safe
def site(request: HttpRequest) -> HttpResponse:
    return _picture(request, cards.of_site())


@require_safe
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    found = get_object_or_404(Plan, slug=plan)
    counts = counts_of([found], on=timezone.localdate())
    return _picture(request, cards.of_plan(found, counts[found.pk]))


@require_safe
def item(request: HttpRequest, plan: str, position: int) -> HttpResponse:
    found: Item = get_object_or_404(
        Item.objects.select_related("plan"), plan__slug=plan, position=position
    )
    commitments = Commitment.objects.filter(item=found).with_status(on=timezone.localdate())
    return _picture(request, cards.of_item(found, commitments))


@require_safe
def key_date(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(KeyDate, slug=slug)
    rows = date_rows(found.occurrences.all(), on=timezone.localdate())
    return _picture(request, cards.of_key_date(found, rows))


def _picture(request: HttpRequest, card: cards.Card) -> HttpResponse:
    """Drawn once; the address that names this very card may be kept for ever."""
    version = card.version
    content = cache.get_or_set(f"card-{version}", lambda: png_of(card), timeout=WEEK)
    response = HttpResponse(content, content_type="image/png")
    if request.GET.get("v") == version:
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
