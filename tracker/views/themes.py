from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.models import Commitment, Item, Occurrence, Theme
from tracker.models.occurrence import counts
from tracker.services.follow_up import date_rows

DATES_AHEAD = 5


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    themes = Theme.objects.filter(items__isnull=False).distinct().prefetch_related("items__plan")
    return render(request, "tracker/themes.html", {"themes": themes})


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The items of a theme in every plan, what is known of them and what is next."""
    found: Theme = get_object_or_404(Theme, slug=slug)
    today = timezone.localdate()
    items = list(Item.objects.filter(themes=found).select_related("plan"))
    commitments = Commitment.objects.filter(item__in=items).with_status(on=today)
    by_item: dict[int, list[Commitment]] = {}
    for commitment in commitments.select_related("item"):
        by_item.setdefault(commitment.item_id, []).append(commitment)
    ahead = (
        Occurrence.objects.standing()
        .filter(
            counts("", "key_date__links__"),
            key_date__links__commitment__item__themes=found,
            end__gte=today,
        )
        .distinct()
        .order_by("start", "pk")[:DATES_AHEAD]
    )
    context = {
        "theme": found,
        "items": [(item, by_item.get(item.pk, [])) for item in items],
        "dates": date_rows(ahead, on=today),
    }
    return render(request, "tracker/theme.html", context)
