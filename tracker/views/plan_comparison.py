"""Two plans beside each other: what was carried over, and what each says under the same theme."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.models import Commitment, Item, Plan, Theme
from tracker.services.follow_up import counts_of
from tracker.views.plans import COMPARED


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """The items of both plans under one theme; `theme` is None for those without any."""

    theme: Theme | None
    left: list[Item]
    right: list[Item]


@require_safe
def compare(request: HttpRequest, plan: str, other: str) -> HttpResponse:
    asked = Plan.objects.select_related("ends_with").filter(slug__in=[plan, other])
    found = {one.slug: one for one in asked}
    if plan not in found or other not in found or plan == other:
        raise Http404
    left, right = found[plan], found[other]
    counts = counts_of([left, right], on=timezone.localdate())
    carried = (
        Commitment.objects.filter(
            item__plan__in=[left, right], continued_by__item__plan__in=[left, right]
        )
        .exclude(continued_by__item__plan=F("item__plan"))
        .select_related("item__plan", "continued_by__item__plan")
        .order_by("item__position", "key")
    )
    context = {
        "left": left,
        "right": right,
        "sides": [(left, counts[left.pk]), (right, counts[right.pk])],
        "carried": carried,
        "rows": theme_rows(left, right),
        "others": Plan.objects.exclude(slug=plan)[:COMPARED],
    }
    return render(request, "tracker/plan_comparison.html", context)


@require_safe
def choose(request: HttpRequest, plan: str) -> HttpResponse:
    """From the form on a plan's page (`?with=`) to the comparison."""
    other = request.GET.get("with", "")
    if other == plan or Plan.objects.filter(slug__in=[plan, other]).count() != 2:
        raise Http404
    return redirect(reverse("tracker:plan-comparison", args=[plan, other]))


def theme_rows(left: Plan, right: Plan) -> list[ThemeRow]:
    """Themes that both have first, then those of one; items without a theme last."""
    sides: dict[int, dict[int | None, list[Item]]] = {
        left.pk: defaultdict(list),
        right.pk: defaultdict(list),
    }
    themes: dict[int | None, Theme] = {}
    for item in Item.objects.filter(plan__in=[left, right]).prefetch_related("themes"):
        of_item = list(item.themes.all())
        themes |= {theme.pk: theme for theme in of_item}
        keys: list[int | None] = [theme.pk for theme in of_item]
        for key in keys or [None]:
            sides[item.plan_id][key].append(item)
    both = list(dict.fromkeys([*sides[left.pk], *sides[right.pk]]))
    rows = [
        ThemeRow(themes.get(key), sides[left.pk].get(key, []), sides[right.pk].get(key, []))
        for key in both
    ]
    return sorted(
        rows, key=lambda row: (row.theme is None, not (row.left and row.right), str(row.theme))
    )
