from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tracker.models import (
    Commitment,
    CommitmentDate,
    Divergence,
    Evidence,
    Item,
    KeyDate,
    Kind,
    Occurrence,
    StatusUpdate,
    Wording,
)
from tracker.models.commitment import CommitmentQuerySet
from tracker.models.translated import content_languages
from tracker.models.vocabulary import WITH_REPORT
from tracker.services import cards
from tracker.services.follow_up import counting, occurrence_status, updates_by_occurrence

MOST_OCCURRENCES = 12


@dataclass(frozen=True, slots=True)
class OccurrenceLine:
    occurrence: Occurrence
    status: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class DateBlock:
    """A key date of a commitment, with the occurrences that count for it and those that do not.

    `lines` are the ones worth a line: for a recurring promise those with a report and the next
    one. `past` and `reported` count all that fell due; `ahead` those still to come.
    """

    link: CommitmentDate
    lines: list[OccurrenceLine]
    past: int
    reported: int
    ahead: int
    uncounted: Occurrence | None
    """The next occurrence of the key date where it does not count any more."""

    @property
    def key_date(self) -> KeyDate:
        return self.link.key_date

    @property
    def is_on_days(self) -> bool:
        precision = KeyDate.Precision
        return self.key_date.precision in (precision.DAY, precision.RANGE, precision.RULE)

    @property
    def says_it_all(self) -> bool:
        """Whether the key date itself already says what its only line would say again."""
        return (
            self.key_date.precision != KeyDate.Precision.RULE
            and len(self.lines) == 1
            and self.lines[0].occurrence.state == Occurrence.State.SCHEDULED
            and not self.lines[0].occurrence.local("note")
        )


@dataclass(frozen=True, slots=True)
class CommitmentBlock:
    commitment: Commitment
    dates: list[DateBlock]
    history: list[StatusUpdate]

    @property
    def has_days_to_come(self) -> bool:
        """Whether a subscription to it can lead to a mail: a day ahead, or one not known yet."""
        unknown = KeyDate.Precision.UNKNOWN
        return any(
            one.key_date.precision == unknown or (one.ahead and one.is_on_days)
            for one in self.dates
        )

    @property
    def has_events(self) -> bool:
        """Whether its calendar file holds anything."""
        return any(one.is_on_days and (one.past or one.ahead) for one in self.dates)


@require_safe
def item(request: HttpRequest, plan: str, position: int) -> HttpResponse:
    found: Item = get_object_or_404(
        Item.objects.select_related("plan__ends_with", "plan__source"),
        plan__slug=plan,
        position=position,
    )
    today = timezone.localdate()
    versions = list(found.plan.language_versions.all())
    wordings = _wordings(found)
    have = {wording.language for wording in wordings}
    commitments = commitment_blocks(Commitment.objects.filter(item=found), on=today)
    context = {
        "item": found,
        "plan": found.plan,
        "commitments": commitments,
        "card": cards.of_item(found, [block.commitment for block in commitments]),
        "has_days_to_come": any(block.has_days_to_come for block in commitments),
        "has_events": any(block.has_events for block in commitments),
        "wordings": wordings,
        "missing": [version for version in versions if version.language not in have],
        "divergences": Divergence.objects.filter(items=found).exclude(state="dismissed"),
        "themes": found.themes.all(),
        "organisations": found.organisations.all(),
        "previous": found.plan.items.filter(position__lt=position).last(),
        "next": found.plan.items.filter(position__gt=position).first(),
    }
    return render(request, "tracker/item.html", context)


def commitment_blocks(wanted: CommitmentQuerySet, *, on: date) -> list[CommitmentBlock]:
    """Commitments with their dates and their history, in a fixed number of queries."""
    commitments = list(
        wanted.with_status(on=on)
        .select_related("item", "continued_by__item__plan")
        .prefetch_related(
            Prefetch(
                "date_links",
                CommitmentDate.objects.select_related("key_date").prefetch_related(
                    "key_date__statements"
                ),
            ),
            Prefetch("updates", _history()),
        )
    )
    key_dates = {link.key_date_id for one in commitments for link in one.date_links.all()}
    occurrences = list(Occurrence.objects.filter(key_date__in=key_dates).select_related("key_date"))
    by_key_date: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        by_key_date[occurrence.key_date_id].append(occurrence)
    pairs = counting(occurrences)
    updates = updates_by_occurrence(occurrences, on=on)

    def block(one: Commitment, link: CommitmentDate) -> DateBlock:
        every = by_key_date[link.key_date_id]
        lines = [
            OccurrenceLine(
                occurrence,
                occurrence_status(occurrence, one, updates.get((occurrence.pk, one.pk)), on=on),
                occurrence.is_past(on),
            )
            for occurrence in every
            if one.pk in pairs.get(occurrence.pk, ())
        ]
        return _date_block(one, link, lines, every, on=on)

    return [
        CommitmentBlock(
            one, [block(one, link) for link in one.date_links.all()], list(one.updates.all())
        )
        for one in commitments
    ]


def _date_block(
    commitment: Commitment,
    link: CommitmentDate,
    lines: list[OccurrenceLine],
    every: list[Occurrence],
    *,
    on: date,
) -> DateBlock:
    past = [line for line in lines if line.is_past]
    ahead = [line for line in lines if not line.is_past]
    reported = [line for line in past if line.status in WITH_REPORT]
    if commitment.kind == Kind.RECURRING:
        told = [line for line in past if line.status not in ("awaiting", "lapsed")]
        shown = [*told[-MOST_OCCURRENCES:], *ahead[:1]]
    else:
        shown = lines[:MOST_OCCURRENCES]
    cancelled = Occurrence.State.CANCELLED
    following = next((one for one in every if not one.is_past(on) and one.state != cancelled), None)
    return DateBlock(
        link=link,
        lines=shown,
        past=len(past),
        reported=len(reported),
        ahead=len(ahead),
        uncounted=following if following and not ahead else None,
    )


def _history() -> QuerySet[StatusUpdate]:
    """Every statement, retracted ones too: nothing that was said here disappears."""
    return StatusUpdate.objects.select_related("occurrence__key_date").prefetch_related(
        Prefetch(
            "evidence",
            Evidence.objects.exclude(review=Evidence.Review.REJECTED).select_related(
                "source__derived_from"
            ),
        )
    )


def _wordings(found: Item) -> list[Wording]:
    """Current wordings, the reader's language first, then the site's order, then the others."""
    return sorted(found.wordings.current().select_related("source"), key=nearest_first())


def nearest_first() -> Callable[[Wording], tuple[int, str]]:
    """A key that sorts wordings: the reader's language, the site's order, then the others."""
    order = content_languages(get_language() or "en")

    def place(wording: Wording) -> tuple[int, str]:
        known = wording.language in order
        return (order.index(wording.language) if known else len(order), wording.language)

    return place
