from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.models import Commitment, Item, Kind, Occurrence, Organisation, Plan, Status, Theme
from tracker.services import cards, search
from tracker.services import charts as charts_of
from tracker.services.follow_up import counts_of, next_counting
from tracker.services.structured_data import dataset
from tracker.services.unknown_words import Unknown, UnknownWords
from tracker.views.paging import page_of

LONGEST_QUERY = 200
PER_PAGE = 8
COMPARED = 30
"""How many of the other plans, the latest first, a plan can be compared with from its page."""


@dataclass(slots=True)
class ItemFilter:
    """What the reader asked for; a value that the plan does not have is left out and said."""

    plan: Plan
    status: str = ""
    kind: str = ""
    theme: str = ""
    organisation: str = ""
    q: str = ""
    unknown: list[Unknown] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)

    @classmethod
    def of(cls, plan: Plan, query: QueryDict) -> "ItemFilter":
        asked = cls(
            plan,
            themes=list(Theme.objects.filter(items__plan=plan).distinct()),
            organisations=list(Organisation.objects.filter(items__plan=plan).distinct()),
        )
        choices: dict[str, list[str]] = {
            "status": Status.values,
            "kind": Kind.values,
            "theme": [theme.slug for theme in asked.themes],
            "organisation": [organisation.slug for organisation in asked.organisations],
        }
        for name, known in choices.items():
            value = query.get(name, "")
            if value in known:
                setattr(asked, name, value)
            elif value:
                asked.unknown.append(Unknown.of(name, value, known))
        asked.q = query.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
        return asked

    @classmethod
    def exactly(cls, plan: Plan, query: QueryDict) -> "ItemFilter":
        """As `of`, for answers that cannot say what was left out. Raises `UnknownWords`."""
        asked = cls.of(plan, query)
        if asked.unknown:
            raise UnknownWords(asked.unknown)
        return asked

    @property
    def ignored(self) -> list[str]:
        return [one.value for one in self.unknown]

    @property
    def is_active(self) -> bool:
        return bool(self.status or self.kind or self.theme or self.organisation or self.q)

    @property
    def query(self) -> str:
        """The filter as the query of an address, "" without one."""
        names = ("status", "kind", "theme", "organisation", "q")
        words = {name: getattr(self, name) for name in names if getattr(self, name)}
        return f"?{urlencode(words)}" if words else ""

    @property
    def statuses(self) -> list[tuple[str, Any]]:
        return list(Status.choices)

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        return list(Kind.choices)

    def commitments(self, *, on: date) -> QuerySet[Commitment]:
        found = Commitment.objects.with_status(on=on)
        if self.status:
            found = found.filter(status=self.status)
        if self.kind:
            found = found.filter(kind=self.kind)
        return found

    def items(self, *, on: date) -> QuerySet[Item]:
        found = self.plan.items.all()
        if self.status or self.kind:
            matching = self.commitments(on=on).filter(item__plan=self.plan)
            found = found.filter(pk__in=matching.order_by().values("item_id"))
        if self.theme:
            found = found.filter(themes__slug=self.theme)
        if self.organisation:
            found = found.filter(organisations__slug=self.organisation)
        if self.q and (ids := search.item_ids(self.q, among=found)) is not None:
            found = found.filter(pk__in=ids)
        return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = page_of(request, Plan.objects.select_related("ends_with", "meeting"), size=PER_PAGE)
    counts = counts_of(page.object_list, on=timezone.localdate())
    context = {"plans": [(plan, counts[plan.pk]) for plan in page], "page": page}
    return render(request, "tracker/plans.html", context)


@require_safe
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    today = timezone.localdate()
    found: Plan = get_object_or_404(
        Plan.objects.select_related("ends_with", "meeting", "source", "successor"), slug=plan
    )
    asked = ItemFilter.of(found, request.GET)
    items = list(
        asked.items(on=today)
        .annotate(next_pk=next_counting("commitment__item", on=today))
        .prefetch_related(
            Prefetch("commitments", asked.commitments(on=today), to_attr="shown"), "themes"
        )
    )
    ahead = Occurrence.objects.select_related("key_date").in_bulk(
        [item.next_pk for item in items if item.next_pk]
    )
    counts = counts_of([found], on=today)[found.pk]
    context = {
        "plan": found,
        "today": today,
        "counts": counts,
        "card": cards.of_plan(found, counts),
        "versions": found.language_versions.all(),
        "divergences": found.divergences.exclude(scope="items").exclude(state="dismissed"),
        "filter": asked,
        "items": [(item, ahead.get(item.next_pk)) for item in items],
        "total": found.items.count(),
        "structured": dataset(found),
        "others": Plan.objects.exclude(pk=found.pk)[:COMPARED],
    }
    return render(request, "tracker/plan.html", context)


@require_safe
def charts(request: HttpRequest, plan: str) -> HttpResponse:
    """Status by theme, statements over time, coverage of languages."""
    today = timezone.localdate()
    found: Plan = get_object_or_404(Plan.objects.select_related("ends_with"), slug=plan)
    context = {
        "plan": found,
        "themes": charts_of.status_by_theme(found, on=today),
        "months": charts_of.reports_by_month(found, on=today),
        "languages": charts_of.languages(found),
        "items": found.items.count(),
    }
    return render(request, "tracker/charts.html", context)
