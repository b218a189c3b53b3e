from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tracker.models import Divergence, Item, Wording
from tracker.services.side_by_side import compared


@require_safe
def compare(request: HttpRequest, plan: str, position: int) -> HttpResponse:
    """Two languages of an item's adopted text: `?a=` and `?b=`, or the reader's and the next."""
    item: Item = get_object_or_404(
        Item.objects.select_related("plan"), plan__slug=plan, position=position
    )
    wordings = {one.language: one for one in item.wordings.current().select_related("source")}
    if len(wordings) < 2:
        raise Http404
    left = _chosen(request.GET.get("a", ""), wordings, [get_language() or "en"])
    rest = {code: one for code, one in wordings.items() if code != left.language}
    right = _chosen(request.GET.get("b", ""), rest, [])
    marked = compared((left.text, left.language), (right.text, right.language))
    divergences = Divergence.objects.filter(items=item).exclude(state="dismissed")
    context = {
        "item": item,
        "plan": item.plan,
        "languages": list(wordings),
        "sides": list(zip((left, right), marked, strict=True)),
        "left": left.language,
        "right": right.language,
        "divergences": [
            one for one in divergences if {left.language, right.language} & set(one.languages)
        ],
    }
    return render(request, "tracker/compare.html", context)


def _chosen(asked: str, wordings: dict[str, Wording], preferred: list[str]) -> Wording:
    for code in (asked, *preferred):
        if code in wordings:
            return wordings[code]
    return next(iter(wordings.values()))
