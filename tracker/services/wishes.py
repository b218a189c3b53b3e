"""What subscribers asked for, and through which targets an occurrence can be asked for.

The planner and the last check before sending ask the same questions here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from tracker.models import Occurrence, Subscription
from tracker.models.occurrence import counts

Target = tuple[str, int]
"""Kind of target and primary key: ("item", 8)."""

EVERYTHING: Target = ("everything", 0)


@dataclass(slots=True)
class Wish:
    """What one subscriber asked for: lead times by target."""

    pk: int
    key: str
    zone: str
    lead_times: dict[Target, set[int]] = field(default_factory=dict)

    def days_for(self, targets: Iterable[Target]) -> set[int]:
        """The lead times of every subscription to one of `targets`, together."""
        return set().union(*(self.lead_times.get(target, ()) for target in targets))


def wishes_of(subscriptions: QuerySet[Subscription]) -> dict[int, Wish]:
    """The wishes behind a queryset of subscriptions, by primary key of the subscriber."""
    wishes: dict[int, Wish] = {}
    rows = subscriptions.order_by().values_list(
        "subscriber_id",
        "subscriber__key",
        "subscriber__time_zone",
        "plan_id",
        "item_id",
        "commitment_id",
        "key_date_id",
        "lead_times__days",
    )
    for pk, key, zone, plan_id, item_id, commitment_id, key_date_id, days in rows:
        wish = wishes.setdefault(pk, Wish(pk, str(key), zone))
        if days is None:
            continue
        ids = {
            "plan": plan_id,
            "item": item_id,
            "commitment": commitment_id,
            "key_date": key_date_id,
        }
        target = next(((name, found) for name, found in ids.items() if found), EVERYTHING)
        wish.lead_times.setdefault(target, set()).add(days)
    return wishes


def targets_of(occurrences: Iterable[tuple[int, int]]) -> dict[int, frozenset[Target]]:
    """For (occurrence, key date) pairs: everything, the key date, and all that it counts for."""
    targets: dict[int, set[Target]] = {
        pk: {EVERYTHING, ("key_date", key_date)} for pk, key_date in occurrences
    }
    rows = (
        Occurrence.objects.filter(counts("", "key_date__links__"), pk__in=list(targets))
        .order_by()
        .values_list(
            "pk",
            "key_date__links__commitment_id",
            "key_date__links__commitment__item_id",
            "key_date__links__commitment__item__plan_id",
        )
    )
    for pk, commitment, item, plan_id in rows:
        targets[pk] |= {("commitment", commitment), ("item", item), ("plan", plan_id)}
    return {pk: frozenset(found) for pk, found in targets.items()}
