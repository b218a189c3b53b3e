"""A plan from the first item to the last on one page, made to be printed or kept as a PDF."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.models import Commitment, Item, Plan, Wording
from tracker.services.follow_up import counts_of
from tracker.views.items import CommitmentBlock, commitment_blocks, nearest_first


@dataclass(frozen=True, slots=True)
class WholeItem:
    """An item with everything known of it, and its text in the language nearest to the reader's."""

    item: Item
    blocks: list[CommitmentBlock]
    wording: Wording | None


@require_safe
def whole_plan(request: HttpRequest, plan: str) -> HttpResponse:
    today = timezone.localdate()
    found: Plan = get_object_or_404(
        Plan.objects.select_related("ends_with", "meeting", "source"), slug=plan
    )
    commitments = Commitment.objects.filter(item__plan=found).order_by("item__position", "key")
    blocks: dict[int, list[CommitmentBlock]] = defaultdict(list)
    for block in commitment_blocks(commitments, on=today):
        blocks[block.commitment.item_id].append(block)
    wordings = _nearest_wordings(found)
    context = {
        "plan": found,
        "today": today,
        "counts": counts_of([found], on=today)[found.pk],
        "items": [
            WholeItem(one, blocks[one.pk], wordings.get(one.pk)) for one in found.items.all()
        ],
    }
    return render(request, "tracker/whole_plan.html", context)


def _nearest_wordings(plan: Plan) -> dict[int, Wording]:
    """One current wording per primary key of an item."""
    current = Wording.objects.current().filter(item__plan=plan).select_related("source")
    farthest_first = sorted(current, key=nearest_first(), reverse=True)
    return {wording.item_id: wording for wording in farthest_first}
