"""What subscribers asked for, and through which targets an occurrence can be asked for.

Who follows a commitment follows the one that continues it too, however it was recorded: carried
over, replaced or merged. The subscription stays as it was asked for, and a reader of both is told
once, as of everything that can be asked for in two ways.

The planner and the last check before sending ask the same questions here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from tracker.models import Commitment, CommitmentDate, Occurrence, StatusUpdate, Subscription
from tracker.models.occurrence import counts
from tracker.models.subscriber import TARGETS

Target = tuple[str, int]
"""Kind of target and primary key: ("item", 8)."""

EVERYTHING: Target = ("everything", 0)

_PATHS = {
    "commitment": "commitment_id",
    "item": "commitment__item_id",
    "plan": "commitment__item__plan_id",
    "theme": "commitment__item__themes",
}
"""From the link of a commitment to a key date: what else a date can be asked for by."""


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
        "lead_times__days",
        *[f"{name}_id" for name in TARGETS],
    )
    for pk, key, zone, days, *ids in rows:
        wish = wishes.setdefault(pk, Wish(pk, str(key), zone))
        if days is None:
            continue
        named = zip(TARGETS, ids, strict=True)
        target = next(((name, found) for name, found in named if found), EVERYTHING)
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
        .values_list("pk", *[f"key_date__links__{path}" for path in _PATHS.values()])
    )
    for pk, *ids in rows:
        targets[pk] |= _named(ids)
    return _with_earlier(targets)


def occurrences_of(wish: Wish) -> QuerySet[Occurrence]:
    """The occurrences on days that one subscriber's subscriptions are about, whenever they are."""
    standing = Occurrence.objects.standing().on_days()
    if EVERYTHING in wish.lead_times:
        return standing
    about = Q()
    for name, path in _PATHS.items():
        asked = {pk for kind, pk in wish.lead_times if kind == name}
        if name == "commitment":
            asked |= _later(asked)
        if asked:
            about |= Q(**{f"key_date__links__{path.removesuffix('_id')}__in": asked})
    named = Q(key_date__in=[pk for kind, pk in wish.lead_times if kind == "key_date"])
    if about:
        counting = Occurrence.objects.filter(counts("", "key_date__links__"), about)
        named |= Q(pk__in=counting.order_by().values("pk"))
    return standing.filter(named)


def relations_of(key_dates: Iterable[int]) -> dict[int, frozenset[Target]]:
    """For key dates: everything, the key date, and all that it is linked to, counting or not.

    Whoever was told is corrected even where the occurrence counts for nothing any more.
    """
    related: dict[int, set[Target]] = {pk: {EVERYTHING, ("key_date", pk)} for pk in key_dates}
    links = CommitmentDate.objects.filter(key_date__in=list(related)).order_by()
    for pk, *ids in links.values_list("key_date_id", *_PATHS.values()):
        related[pk] |= _named(ids)
    return _with_earlier(related)


def targets_of_updates(updates: Iterable[int]) -> dict[int, frozenset[Target]]:
    """For status updates: everything, their commitment and what it belongs to, and the key date
    of their occurrence, or all of the commitment's where they are about no single one.
    """
    targets: dict[int, set[Target]] = {pk: {EVERYTHING} for pk in updates}
    rows = StatusUpdate.objects.filter(pk__in=list(targets)).order_by()
    paths = [path.removesuffix("_id") for path in _PATHS.values()]
    for pk, *ids in rows.values_list("pk", *paths):
        targets[pk] |= _named(ids)
    about = {"occurrence__key_date": False, "commitment__key_dates": True}
    for path, is_whole in about.items():
        found = rows.filter(occurrence__isnull=is_whole, **{f"{path}__isnull": False})
        for pk, key_date in found.values_list("pk", path):
            targets[pk].add(("key_date", key_date))
    return _with_earlier(targets)


def _named(ids: Iterable[int | None]) -> set[Target]:
    return {(name, found) for name, found in zip(_PATHS, ids, strict=True) if found}


def _later(commitments: set[int]) -> set[int]:
    """Those that continue `commitments`, and those that continue them in turn."""
    found: set[int] = set()
    asked = commitments
    while asked:
        rows = Commitment.objects.filter(pk__among=asked).values_list("continued_by", flat=True)
        asked = {later for later in rows if later} - commitments - found
        found |= asked
    return found


def _with_earlier(targets: dict[int, set[Target]]) -> dict[int, frozenset[Target]]:
    """With the commitments that are continued by one of the targets, and those before them.

    One query where there is none, and one more for each step back.
    """
    before: dict[int, set[int]] = defaultdict(set)
    asked = {pk for found in targets.values() for kind, pk in found if kind == "commitment"}
    while asked:
        rows = Commitment.objects.filter(continued_by__among=asked).order_by()
        asked = set()
        for later, earlier in rows.values_list("continued_by", "pk"):
            if later:
                before[later].add(earlier)
                asked.add(earlier)
        asked -= set(before)
    for found in targets.values():
        new = {pk for kind, pk in found if kind == "commitment"} if before else set()
        while new:
            new = {one for pk in new for one in before.get(pk, ())}
            new = {one for one in new if ("commitment", one) not in found}
            found |= {("commitment", one) for one in new}
    return {pk: frozenset(found) for pk, found in targets.items()}
