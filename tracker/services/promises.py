"""Which commitments occurrences count for, and as much of these as the row of a date shows.

Pages show dates by the dozen, each with its commitments. One query reads the few columns that a
row needs; reading the records with their items and plans took longer than the rest of a page.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from tracker.models import Commitment, CommitmentDate
from tracker.models.commitment import last_statement
from tracker.models.occurrence import counts
from tracker.models.plan import plan_end
from tracker.models.translated import LocalText, local_text, stored


@dataclass(frozen=True, slots=True)
class PlanOfPromise:
    """`end` as `Plan.end`: None while it is not confirmed."""

    pk: int
    slug: str
    valid_from: date
    end: date | None


@dataclass(frozen=True, slots=True)
class ItemOfPromise:
    pk: int
    position: int
    plan: PlanOfPromise

    @property
    def plan_id(self) -> int:
        return self.plan.pk


@dataclass(frozen=True, slots=True)
class Promise:
    """A `Commitment` as far as a row needs it; what is said of that holds of this as well."""

    pk: int
    key: str
    kind: str
    item: ItemOfPromise
    recorded: str | None
    titles: tuple[str | None, ...]

    @property
    def code(self) -> str:
        return f"{self.item.position}{self.key}"

    @property
    def plan_known_end(self) -> date | None:
        return self.item.plan.end

    def local(self, field: str, language: str | None = None) -> LocalText:
        """The title for a reader of `language`, as `Translated.local` gives it."""
        if field != "title":
            raise AttributeError(field)
        in_language = dict(zip(settings.MODELTRANSLATION_LANGUAGES, self.titles, strict=True))
        return local_text(in_language.__getitem__, language)


ForPromise = Commitment | Promise
"""A commitment from `with_record`, or what a row has of one."""


def promises(occurrences: Collection[int], *, on: date) -> dict[int, list[Promise]]:
    """Per primary key of an occurrence what it counts for, in the order of commitments: 1 query."""
    found: dict[int, list[Promise]] = defaultdict(list)
    known: dict[int, Promise] = {}
    for occurrence, pk, *values in _rows(occurrences, on):
        if pk not in known:
            key, kind, recorded, item, position, plan, slug, valid_from, end, *titles = values
            of = ItemOfPromise(item, position, PlanOfPromise(plan, slug, valid_from, end))
            known[pk] = Promise(pk, key, kind, of, recorded, tuple(titles))
        found[occurrence].append(known[pk])
    for counted in found.values():
        counted.sort(key=_place)
    return found


def _rows(occurrences: Collection[int], on: date) -> QuerySet[Any, tuple[Any, ...]]:
    return _of_all(on).filter(counting__in=occurrences)


@lru_cache(maxsize=16)
def _of_all(on: date) -> QuerySet[Any, tuple[Any, ...]]:
    """Composed once a day, for that takes longer than to ask it for the dates of a page."""
    found = (
        CommitmentDate.objects.filter(counts("key_date__occurrences__", ""))
        .order_by()
        .annotate(
            counting=F("key_date__occurrences"),
            plan_known_end=plan_end("commitment__item__plan__"),
            recorded=last_statement(on, "status", of="commitment_id"),
        )
    )
    return stored(
        found,
        "counting",
        "commitment_id",
        "commitment__key",
        "commitment__kind",
        "recorded",
        "commitment__item_id",
        "commitment__item__position",
        "commitment__item__plan_id",
        "commitment__item__plan__slug",
        "commitment__item__plan__valid_from",
        "plan_known_end",
        *(f"commitment__title_{code}" for code in settings.MODELTRANSLATION_LANGUAGES),
    )


def _place(promise: Promise) -> tuple[int, int, int, str]:
    plan = promise.item.plan
    return -plan.valid_from.toordinal(), plan.pk, promise.item.position, promise.key
