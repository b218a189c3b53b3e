"""What is known: counts by status, and which occurrences count for which commitments.

Everything here asks the database a fixed number of times, however many rows it is asked about.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from tracker.domain.spans import Span
from tracker.models import Commitment, KeyDate, Kind, Occurrence, Plan, Status, StatusUpdate
from tracker.models.occurrence import begun_before, counts
from tracker.models.status_update import StatusUpdateQuerySet
from tracker.models.translated import stored
from tracker.models.vocabulary import WITH_REPORT
from tracker.services.promises import ForPromise, PlanOfPromise, promises

REPORTED = WITH_REPORT | {Status.QUIET}
"""Statuses that rest on a report, however old it is."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Commitments by status; `tracked` is the denominator, `untracked` are positions."""

    tracked: int = 0
    reported: int = 0
    untracked: int = 0
    by_status: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Counted:
    """A commitment for which an occurrence counts, and what is known of it on that occurrence."""

    commitment: ForPromise
    status: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class DateRow:
    """An occurrence with the commitments for which it counts; often none."""

    occurrence: Occurrence
    counted: list[Counted]
    is_past: bool

    @property
    def open_plans(self) -> list[Plan | PlanOfPromise]:
        """Plans for which it counts only as long as their end is not confirmed."""
        if self.is_past:
            return []
        plans = {one.commitment.item.plan_id: one.commitment.item.plan for one in self.counted}
        return [plan for plan in plans.values() if plan.end is None]


def counts_of(plans: Iterable[Plan], *, on: date) -> dict[int, Counts]:
    """Counts per primary key of each plan, as known at the end of `on`."""
    rows = (
        Commitment.objects.filter(item__plan__in=list(plans))
        .with_status(on=on)
        .order_by()
        .values_list("item__plan_id", "kind", "status")
    )
    tracked: dict[int, Counter[str]] = defaultdict(Counter)
    untracked: Counter[int] = Counter()
    for plan, kind, status in rows:
        if kind == Kind.POSITION:
            untracked[plan] += 1
        else:
            tracked[plan][status] += 1
    return {
        plan.pk: Counts(
            tracked=tracked[plan.pk].total(),
            reported=sum(tracked[plan.pk][status] for status in REPORTED),
            untracked=untracked[plan.pk],
            by_status=[
                (status, number) for status in Status.values if (number := tracked[plan.pk][status])
            ],
        )
        for plan in plans
    }


def without_date(*, on: date, within: Span) -> QuerySet[Commitment]:
    """Commitments that should have a date and for which no occurrence is known, with status.

    Of the plans that are in force on some day of `within`. Their dates are looked for one by one:
    as a condition of its own PostgreSQL would compare all commitments with all occurrences.
    """
    return (
        Commitment.objects.filter(kind__in=[Kind.DATED, Kind.UNDATED, Kind.RECURRING])
        .filter(item__plan__in=Plan.objects.in_force(within).order_by().values("pk"))
        .with_status(on=on)
        .alias(dated=Case(When(has_past=True, then=1), When(has_ahead=True, then=1), default=0))
        .filter(dated=0)
        .select_related("item__plan")
    )


def counting(occurrences: Iterable[Occurrence]) -> dict[int, set[int]]:
    """Per primary key of an occurrence, the primary keys of the commitments it counts for."""
    return counting_pairs([one.pk for one in occurrences])


def counting_pairs(occurrences: Collection[int]) -> dict[int, set[int]]:
    """The same for primary keys."""
    of = Occurrence.objects.filter(counts("", "key_date__links__"), pk__among=occurrences)
    pairs = stored(of.order_by(), "pk", "key_date__links__commitment_id")
    found: dict[int, set[int]] = defaultdict(set)
    for occurrence, commitment in pairs:
        found[occurrence].add(commitment)
    return found


def date_rows(occurrences: QuerySet[Occurrence], *, on: date) -> list[DateRow]:
    """`occurrences` in their order, each with what it counts for and what is known: 3 queries."""
    return rows_of(list(occurrences.select_related("key_date")), on=on)


def rows_of(rows: list[Occurrence], *, on: date) -> list[DateRow]:
    """The same for occurrences that were read with their key dates: 2 queries."""
    promised = promises([row.pk for row in rows], on=on)
    updates = _statements(rows, on=on)
    return [
        DateRow(
            occurrence=row,
            counted=[
                Counted(
                    one,
                    occurrence_status(row, one, updates.get((row.pk, one.pk)), on=on),
                    disputed=any(told.disputed for told in updates.get((row.pk, one.pk), [])),
                )
                for one in promised.get(row.pk, ())
            ],
            is_past=row.is_past(on),
        )
        for row in rows
    ]


class Statement(NamedTuple):
    """As much of a `StatusUpdate` as decides what a row says."""

    status: str
    disputed: bool


def _statements(
    occurrences: Iterable[Occurrence], *, on: date
) -> dict[tuple[int, int], list[Statement]]:
    """The same as `updates_by_occurrence`, without the records."""
    found: dict[tuple[int, int], list[Statement]] = defaultdict(list)
    for occurrence, commitment, status, disputed in _updates(occurrences, on).values_list(
        "occurrence_id", "commitment_id", "status", "disputed"
    ):
        found[occurrence, commitment].append(Statement(status, disputed))
    return found


def _updates(occurrences: Iterable[Occurrence], on: date) -> StatusUpdateQuerySet:
    return StatusUpdate.objects.standing().filter(
        occurrence__in=[one.pk for one in occurrences], as_of__lte=on
    )


def updates_by_occurrence(
    occurrences: Iterable[Occurrence], *, on: date
) -> dict[tuple[int, int], list[StatusUpdate]]:
    """Standing updates, newest first, per (occurrence, commitment)."""
    found: dict[tuple[int, int], list[StatusUpdate]] = defaultdict(list)
    for update in _updates(occurrences, on):
        if update.occurrence_id is not None:
            found[update.occurrence_id, update.commitment_id].append(update)
    return found


def occurrence_status(
    occurrence: Occurrence,
    commitment: ForPromise,
    updates: Sequence[StatusUpdate | Statement] | None,
    *,
    on: date,
) -> str:
    """What is known of `commitment` on this one occurrence, at the end of `on`.

    `commitment` comes from `with_record`, `updates` are those on this occurrence, newest first.
    Of a promise that is kept once, a statement on the whole speaks of its occurrence as well.
    """
    if updates:
        return updates[0].status
    if occurrence.state == Occurrence.State.CANCELLED:
        return Status.CANCELLED
    is_once = commitment.kind in (Kind.DATED, Kind.UNDATED)
    recorded = commitment.recorded if is_once else None
    if recorded is not None and recorded != Status.AWAITING:
        return recorded
    if recorded is None and not occurrence.is_past(on):
        return Status.NOT_DUE
    plan_end = commitment.plan_known_end
    if plan_end and plan_end < on - timedelta(days=settings.TRACKER_GRACE_DAYS):
        return Status.LAPSED
    return Status.AWAITING


def next_ahead(base: QuerySet[Occurrence], *, on: date, most: int) -> QuerySet[Occurrence]:
    """The first `most` of `base` that are not over on `on`, by their first day: 2 queries.

    Those that go on and those to come are each the beginning of an index; asked for together they
    would be sorted as a whole.
    """
    going_on = base.filter(begun_before(on)).order_by("end", "start", "pk")
    to_come = base.filter(start__gte=on).order_by("start", "pk")
    found = [pk for half in (going_on, to_come) for pk in half.values_list("pk", flat=True)[:most]]
    return Occurrence.objects.filter(pk__in=found[:most]).order_by("start", "pk")


def next_counting(link: str, *, on: date) -> Subquery:
    """Primary key of the next occurrence that counts for the outer object.

    `link` is the path from a commitment's date to that object: "commitment__item".
    """
    return Subquery(
        Occurrence.objects.standing()
        .filter(
            counts("", "key_date__links__"),
            end__gte=on,
            **{f"key_date__links__{link}": OuterRef("pk")},
        )
        .order_by("start", "pk")
        .values("pk")[:1]
    )


def next_of_key_date(*, on: date) -> Subquery:
    """Primary key of the next occurrence of the outer key date, whether it counts or not."""
    return Subquery(
        Occurrence.objects.standing()
        .filter(key_date=OuterRef("pk"), end__gte=on)
        .order_by("start", "pk")
        .values("pk")[:1]
    )


def with_next(key_dates: QuerySet[KeyDate], *, on: date) -> list[tuple[KeyDate, Occurrence | None]]:
    """Each key date with its next occurrence; 2 queries beside the prefetches of `key_dates`."""
    found = list(key_dates.annotate(next_pk=next_of_key_date(on=on)))
    occurrences = Occurrence.objects.select_related("key_date").in_bulk(
        [one.next_pk for one in found if one.next_pk]
    )
    return [(one, occurrences.get(one.next_pk)) for one in found]
