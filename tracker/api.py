"""The read-only JSON API, version 1. Texts come with the language that they are really in.

An error is JSON too: `detail` is a sentence, or a list of what is wrong with which parameter.
"""

from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, override
from ninja import NinjaAPI, Query, Router, Schema
from ninja.errors import HttpError
from ninja.pagination import LimitOffsetPagination, paginate
from pydantic import Field

from tracker.api_docs import Documentation
from tracker.models import (
    Commitment,
    Item,
    KeyDate,
    Kind,
    Occurrence,
    Plan,
    Status,
    StatusUpdate,
)
from tracker.models.place import Position
from tracker.models.translated import LocalText
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.unknown_words import Unknown, UnknownWords

MOST_AT_ONCE = 1000
FURTHEST = 10_000_000
"""Rows that a reader may skip: as far as a database counts without harm."""


class Pages(LimitOffsetPagination):
    """`limit` rows (100 unless told, at most 1000) from row `offset` on."""

    class Input(Schema):
        limit: int = Field(100, ge=1, le=MOST_AT_ONCE, description="Rows in the answer.")
        offset: int = Field(0, ge=0, le=FURTHEST, description="Rows to leave out before them.")

    def paginate_queryset(
        self, queryset: Any, pagination: Any, request: HttpRequest, **params: Any
    ) -> Any:
        first = pagination.offset
        return {
            "items": queryset[first : first + pagination.limit],
            "count": queryset.count(),
        }


LINKS = {
    "responses": {
        200: {
            "headers": {
                "Link": {
                    "description": "The first, previous, next and last pages (RFC 8288).",
                    "schema": {"type": "string"},
                }
            }
        }
    }
}
"""What the documentation says of an answer that is `_page` of a list."""


class Problem(Schema):
    """What an answer that is an error says in a sentence."""

    detail: str


class WrongParameter(Schema):
    """`loc` leads to the parameter, `msg` says what is wrong with it."""

    type: str
    loc: list[str | int]
    msg: str
    ctx: dict[str, Any] | None = None


class Wrong(Schema):
    detail: str | list[WrongParameter]


WRONG: dict[int, Any] = {422: Wrong}
NOT_FOUND: dict[int, Any] = {404: Problem, 422: Wrong}

api = NinjaAPI(
    title="Commitment tracker",
    version="1",
    description="Plans, their commitments with status, key dates, occurrences and updates.",
    urls_namespace="api-1",
    docs=Documentation(),
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
SLUG = "^[-a-zA-Z0-9_]{1,50}$"
Slug = Annotated[str | None, Query(None, pattern=SLUG)]


class Asked(Schema):
    """The words of the calendar's filter, as they stand in the addresses of its pages."""

    plan: str | None = Field(None, pattern=SLUG, description="Short name of a plan.")
    item: int | None = Field(None, ge=1, le=99999, description="Position within the plan.")
    theme: str | None = Field(None, pattern=SLUG, description="Short name of a theme.")
    organisation: str | None = Field(
        None, pattern=SLUG, description="Short name of an organisation."
    )
    kind: Kind | None = Field(None, description="Kind of commitment.")
    status: Status | None = Field(None, description="Status, as of today.")


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


class Place(Schema):
    """Where it is: in words, on the globe, or both. Degrees are those of WGS 84."""

    name: Text | None
    latitude: float | None = Field(description="South negative; with the longitude or not at all.")
    longitude: float | None = Field(description="West negative.")


class KeyDateOut(Schema):
    slug: str
    name: Text
    description: Text
    precision: str
    date: str
    rule: str
    duration_days: int
    basis: str
    place: Place | None


class OccurrenceOut(Schema):
    uid: str
    key_date: str
    name: Text
    start: date
    end: date
    precision: str
    state: str
    revision: int
    place: Place | None = Field(description="The key date's, unless it is held elsewhere.")


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


@router.get(
    "/plans/",
    response={200: list[PlanOut], **WRONG},
    summary="All plans",
    openapi_extra=LINKS,
)
def plans(
    request: HttpRequest,
    response: HttpResponse,
    pages: Annotated[Pages.Input, Query(...)],
    language: Language = "en",
) -> Any:
    """A page of them, the newest first; the header `Link` leads to the others."""
    rows = Plan.objects.select_related("meeting", "ends_with").order_by("-valid_from", "pk")
    return [_plan(plan, language) for plan in _page(rows, pages, request, response)]


@router.get("/plans/{slug:slug}/", response={200: PlanOut, **NOT_FOUND}, summary="One plan")
def plan(request: HttpRequest, slug: str, language: Language = "en") -> Any:
    rows = Plan.objects.select_related("meeting", "ends_with")
    return _plan(get_object_or_404(rows, slug=slug), language)


@router.get(
    "/plans/{slug:slug}/items/",
    response={200: list[ItemOut], **NOT_FOUND},
    summary="Items with commitments",
)
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


@router.get(
    "/key-dates/",
    response={200: list[KeyDateOut], **WRONG},
    summary="All key dates",
    openapi_extra=LINKS,
)
def key_dates(
    request: HttpRequest,
    response: HttpResponse,
    pages: Annotated[Pages.Input, Query(...)],
    language: Language = "en",
) -> Any:
    """A page of them; the header `Link` leads to the others."""
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
            place=_place(row.local("place", language), row.own_position),
        )
        for row in _page(KeyDate.objects.all(), pages, request, response)
    ]


@router.get(
    "/occurrences/",
    response={200: list[OccurrenceOut], **NOT_FOUND},
    summary="Occurrences in a period",
)
@paginate(Pages)
def occurrences(
    request: HttpRequest,
    since: Annotated[date | None, Query(None, alias="from")] = None,
    until: Annotated[date | None, Query(None, alias="to")] = None,
    key_date: Slug = None,
    asked: Annotated[Asked, Query(...)] = None,  # type: ignore[assignment]
    language: Language = "en",
) -> Any:
    """From `from` (default: a year ago) to `to` (default: the horizon), both inclusive.

    The other words are those of the calendar's address: with them, the occurrences that count for
    a commitment asked for.
    """
    today = timezone.localdate()
    first = since or today - timedelta(days=365)
    if until and until < first:
        with override(language):
            raise HttpError(404, gettext("The last day is before the first."))
    rows = Occurrence.objects.filter(end__gte=first).select_related("key_date")
    if until:
        rows = rows.filter(start__lte=until)
    if key_date:
        of = KeyDate.objects.called(key_date)
        if of is None:
            known = KeyDate.objects.values_list("slug", flat=True)
            raise UnknownWords([Unknown.of("key_date", key_date, known)])
        rows = rows.filter(key_date=of)
    found = _filter(asked).narrowed(rows, on=today)
    return _Mapped(found, lambda row: _occurrence(row, language))


@router.get(
    "/updates/",
    response={200: list[UpdateOut], **NOT_FOUND},
    summary="Status updates, newest first",
)
@paginate(Pages)
def updates(
    request: HttpRequest,
    asked: Annotated[Asked, Query(...)] = None,  # type: ignore[assignment]
    language: Language = "en",
) -> Any:
    """Those that stand, on the commitments asked for; `status` is the one that they state."""
    rows = (
        StatusUpdate.objects.standing()
        .select_related("commitment__item__plan", "occurrence__key_date")
        .prefetch_related("evidence__source")
    )
    return _Mapped(_filter(asked).updates(rows), lambda row: _update(row, language))


def _filter(asked: Asked) -> CalendarFilter:
    """The site's filter with the words of `asked`. Raises `UnknownWords`."""
    words = {name: str(value) for name, value in asked.dict(exclude_none=True).items() if value}
    return CalendarFilter.exactly(words)


def _page(
    rows: QuerySet[Any], pages: Pages.Input, request: HttpRequest, response: HttpResponse
) -> QuerySet[Any]:
    """The rows asked for of a plain list, which says in a header where the others are."""
    limit, offset = pages.limit, pages.offset
    last = max(rows.count() - 1, 0) // limit * limit
    found = {"first": 0}
    if offset:
        found["prev"] = max(offset - limit, 0)
    if offset < last:
        found["next"] = offset + limit
    found["last"] = last
    address, words = settings.SITE_URL + request.path, request.GET.dict()
    response["Link"] = ", ".join(
        f'<{address}?{urlencode(words | {"limit": limit, "offset": start})}>; rel="{relation}"'
        for relation, start in found.items()
    )
    return rows[offset : offset + limit]


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
        place=_place(row.where(language), row.position),
    )


def _place(name: LocalText, position: Position | None) -> Place | None:
    if not (name or position):
        return None
    latitude, longitude = position or (None, None)
    return Place(name=Text.of(name) if name else None, latitude=latitude, longitude=longitude)


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


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404 | type[Http404]) -> HttpResponse:
    """Also the answer at addresses under the API's that lead nowhere."""
    text = "There is nothing at this address. What there is: /api/v1/openapi.json."
    return JsonResponse({"detail": text}, status=404)


@api.exception_handler(UnknownWords)
def unknown_words(request: HttpRequest, error: UnknownWords | type[UnknownWords]) -> HttpResponse:
    """A plan or theme that is asked for and not there, in the language of the texts."""
    with override(request.GET.get("lang", "en")):
        return JsonResponse({"detail": str(error)}, status=404)


def nothing(request: HttpRequest) -> HttpResponse:
    return not_found(request, Http404())
