from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.domain.folding import fold
from tracker.models import Commitment, Item, Occurrence, Theme
from tracker.services.follow_up import date_rows, next_ahead
from tracker.services.kept import until_change
from tracker.views.paging import page_of_items

DATES_AHEAD = 5
PER_PAGE = 10


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Themes by name, each with how many items it has."""
    numbers = _numbers()
    themes = Theme.objects.filter(pk__in=numbers)
    named = sorted(themes, key=lambda theme: fold(str(theme.local("name"))))
    context = {"themes": [(theme, numbers[theme.pk]) for theme in named]}
    return render(request, "tracker/themes.html", context)


@until_change
def _numbers() -> dict[int, int]:
    """Items by the primary key of their theme."""
    links = Item.themes.through.objects.order_by().values_list("theme_id")
    return dict(links.annotate(Count("pk")))


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The items of a theme in every plan, what is known of them and what is next."""
    found: Theme = get_object_or_404(Theme, slug=slug)
    today = timezone.localdate()
    page = page_of_items(request, found, size=PER_PAGE)
    items = list(page)
    commitments = Commitment.objects.filter(item__in=items).with_status(on=today)
    by_item: dict[int, list[Commitment]] = {}
    for commitment in commitments.select_related("item"):
        by_item.setdefault(commitment.item_id, []).append(commitment)
    of_theme = Occurrence.objects.standing().counting(
        key_date__links__commitment__item__themes=found
    )
    context = {
        "theme": found,
        "page": page,
        "items": [(item, by_item.get(item.pk, [])) for item in items],
        "dates": date_rows(next_ahead(of_theme, on=today, most=DATES_AHEAD), on=today),
    }
    return render(request, "tracker/theme.html", context)
