"""The read-only JSON API, version 1. Texts come with the language that they are really in."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import NinjaAPI, Query, Router, Schema
from ninja.errors import HttpError
from ninja.pagination import LimitOffsetPagination, paginate

from tracker.models import Commitment, Item, KeyDate, Occurrence, Plan, StatusUpdate
from tracker.models.occurrence import counts
from tracker.models.translated import LocalText

api = NinjaAPI(
    title="Commitment tracker",
    version="1",
    description="Plans, their commitments with status, key dates, occurrences and updates.",
    urls_namespace="api-1",
)
router = Router()

Language = Annotated[
    str,
    Query(
        "en",
        alias="lang",
        pattern="^(" + "|".join(code for code, _name in settings.LANGUAGES) + ")$",
        description="Language of the texts; where one is missing, another is given and named.",
    ),
]
Slug = Annotated[str | None, Query(None, pattern="^[-a-zA-Z0-9_]{1,50}$")]
LAST_DAY = date(2199, 12, 31)


class Text(Schema):
    text: str
    language: str
    is_fallback: bool

    @classmethod
    def of(cls, text: LocalText) -> "Text":
        return cls(text=text.text, language=text.language, is_fallback=text.is_fallback)


class PlanOut(Schema):
    slug: str
    title: Text
    summary: Text
    adopted: str
    valid_from: date
    end: date | None
    end_is_confirmed: bool
    meeting: str | None
    ends_with: str | None


class CommitmentOut(Schema):
    code: str
    kind: str
    title: Text
    status: str
    status_as_of: date | None
    disputed: bool
    key_dates: list[str]


class ItemOut(Schema):
    plan: str
    position: int
    title: Text
    summary: Text
    themes: list[str]
    organisations: list[str]
    commitments: list[CommitmentOut]


class KeyDateOut(Schema):
    slug: str
    name: Text
    description: Text
    precision: str
    date: str
    rule: str
    duration_days: int
    basis: str


class OccurrenceOut(Schema):
    uid: str
    key_date: str
    name: Text
    start: date
    end: date
    precision: str
    state: str
    revision: int


class EvidenceOut(Schema):
    source: str
    publisher: str
    url: str
    independent: bool
    stance: str
    review: str


class UpdateOut(Schema):
    plan: str
    commitment: str
    occurrence: str | None
    status: str
    disputed: bool
    as_of: date
    note: Text
    evidence: list[EvidenceOut]


@router.get("/plans/", response=list[PlanOut], summary="All plans")
def plans(request: HttpRequest, language: Language = "en") -> Any:
    rows = Plan.objects.select_related("meeting", "ends_with")
    return [_plan(plan, language) for plan in rows]


@router.get("/plans/{slug:slug}/", response=PlanOut, summary="One plan")
def plan(request: HttpRequest, slug: str, language: Language = "en") -> Any:
    rows = Plan.objects.select_related("meeting", "ends_with")
    return _plan(get_object_or_404(rows, slug=slug), language)


@router.get("/plans/{slug:slug}/items/", response=list[ItemOut], summary="Items with commitments")
def items(request: HttpRequest, slug: str, language: Language = "en") -> Any:
    found = get_object_or_404(Plan, slug=slug)
    commitments: dict[int, list[CommitmentOut]] = {}
    rows = (
        Commitment.objects.filter(item__plan=found)
        .with_status(on=timezone.localdate())
        .select_related("item")
        .prefetch_related("key_dates")
    )
    for row in rows:
        commitments.setdefault(row.item_id, []).append(_commitment(row, language))
    return [
        ItemOut(
            plan=found.slug,
            position=item.position,
            title=Text.of(item.local("title", language)),
            summary=Text.of(item.local("summary", language)),
            themes=[theme.slug for theme in item.themes.all()],
            organisations=[organisation.slug for organisation in item.organisations.all()],
            commitments=commitments.get(item.pk, []),
        )
        for item in Item.objects.filter(plan=found).prefetch_related("themes", "organisations")
    ]


@router.get("/key-dates/", response=list[KeyDateOut], summary="All key dates")
def key_dates(request: HttpRequest, language: Language = "en") -> Any:
    return [
        KeyDateOut(
            slug=row.slug,
            name=Text.of(row.local("name", language)),
            description=Text.of(row.local("description", language)),
            precision=row.precision,
            date=row.date,
            rule=row.rule,
            duration_days=row.duration_days,
            basis=row.basis,
        )
        for row in KeyDate.objects.all()
    ]


@router.get("/occurrences/", response=list[OccurrenceOut], summary="Occurrences in a period")
@paginate(LimitOffsetPagination)
def occurrences(
    request: HttpRequest,
    since: Annotated[date | None, Query(None, alias="from", le=LAST_DAY)] = None,
    until: Annotated[date | None, Query(None, alias="to", le=LAST_DAY)] = None,
    plan: Slug = None,
    key_date: Slug = None,
    language: Language = "en",
) -> Any:
    """From `from` (default: a year ago) to `to` (default: the horizon), both inclusive.

    With `plan`, those that count for one of its commitments.
    """
    first = since or timezone.localdate() - timedelta(days=365)
    if until and until < first:
        raise HttpError(422, "The last day is before the first.")
    rows = Occurrence.objects.filter(end__gte=first).select_related("key_date")
    if until:
        rows = rows.filter(start__lte=until)
    if key_date:
        rows = rows.filter(key_date__slug=key_date)
    if plan:
        rows = rows.filter(
            counts("", "key_date__links__"), key_date__links__commitment__item__plan__slug=plan
        ).distinct()
    return _Mapped(rows, lambda row: _occurrence(row, language))


@router.get("/updates/", response=list[UpdateOut], summary="Status updates, newest first")
@paginate(LimitOffsetPagination)
def updates(request: HttpRequest, plan: Slug = None, language: Language = "en") -> Any:
    rows = (
        StatusUpdate.objects.standing()
        .select_related("commitment__item__plan", "occurrence__key_date")
        .prefetch_related("evidence__source")
    )
    if plan:
        rows = rows.filter(commitment__item__plan__slug=plan)
    return _Mapped(rows, lambda row: _update(row, language))


class _Mapped:
    """A queryset whose rows are turned into schemas only when its slice is read."""

    def __init__(self, rows: Any, convert: Any) -> None:
        self.rows, self.convert = rows, convert

    def count(self) -> int:
        return self.rows.count()

    def all(self) -> "_Mapped":
        return self

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, key: slice) -> list[Any]:
        return [self.convert(row) for row in self.rows[key]]


def _plan(plan: Plan, language: str) -> PlanOut:
    return PlanOut(
        slug=plan.slug,
        title=Text.of(plan.local("title", language)),
        summary=Text.of(plan.local("summary", language)),
        adopted=plan.adopted,
        valid_from=plan.valid_from,
        end=plan.end,
        end_is_confirmed=plan.end is not None,
        meeting=plan.meeting.slug if plan.meeting else None,
        ends_with=plan.ends_with.slug if plan.ends_with else None,
    )


def _commitment(row: Any, language: str) -> CommitmentOut:
    return CommitmentOut(
        code=row.code,
        kind=row.kind,
        title=Text.of(row.local("title", language)),
        status=row.status,
        status_as_of=row.recorded_on,
        disputed=row.disputed,
        key_dates=[key_date.slug for key_date in row.key_dates.all()],
    )


def _occurrence(row: Occurrence, language: str) -> OccurrenceOut:
    return OccurrenceOut(
        uid=row.uid,
        key_date=row.key_date.slug,
        name=Text.of(row.key_date.local("name", language)),
        start=row.start,
        end=row.end,
        precision=row.precision,
        state=row.state,
        revision=row.revision,
    )


def _update(row: StatusUpdate, language: str) -> UpdateOut:
    return UpdateOut(
        plan=row.commitment.item.plan.slug,
        commitment=row.commitment.code,
        occurrence=row.occurrence.uid if row.occurrence else None,
        status=row.status,
        disputed=row.disputed,
        as_of=row.as_of,
        note=Text.of(row.local("note", language)),
        evidence=[
            EvidenceOut(
                source=str(evidence.source.local("title", language)),
                publisher=evidence.source.publisher,
                url=evidence.source.url,
                independent=evidence.independent,
                stance=evidence.stance,
                review=evidence.review,
            )
            for evidence in row.evidence.all()
        ],
    )


api.add_router("", router)
