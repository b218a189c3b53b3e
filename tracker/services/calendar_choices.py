"""What the calendar's filter offers to choose from: plans, themes and organisations, one query.

The query is the same for every reader, so it is composed once: that takes ten times as long as to
ask it. Its rows are the same until something public changes, and kept as long.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast

from tracker.models import Item, Organisation, Plan, Theme
from tracker.models.translated import LocalText, local_text
from tracker.services.kept import until_change

MOST = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing that can be filtered by.

    Of a plan `since` is the day after which it is in force, as 2024-05-01; of others it is empty.
    """

    slug: str
    name: LocalText
    since: str


def has_items(relation: str) -> Exists:
    """Condition: some item is linked by its field `relation`."""
    return Exists(Item.objects.filter(**{relation: OuterRef("pk")}))


def choices(
    plan: Plan | None, theme: Theme | None, organisation: Organisation | None
) -> dict[str, list[Choice]]:
    """Under "plan", "theme" and "organisation" the first `MOST` of each and what is chosen."""
    found: dict[str, list[Choice]] = {"plan": [], "theme": [], "organisation": []}
    for row in _offered():
        in_language = {code: row[f"in_{code}"] for code in settings.MODELTRANSLATION_LANGUAGES}
        name = local_text(in_language.__getitem__)
        found[row["word"]].append(Choice(row["slug"], name, row["since"]))
    chosen = {
        "plan": plan and Choice(plan.slug, plan.local("title"), plan.valid_from.isoformat()),
        "theme": theme and Choice(theme.slug, theme.local("name"), ""),
        "organisation": organisation and Choice(organisation.slug, organisation.local("name"), ""),
    }
    for word, one in chosen.items():
        if one and one.slug not in [known.slug for known in found[word]]:
            found[word].append(one)
    for listed in found.values():
        listed.sort(key=lambda one: one.slug)
        listed.sort(key=lambda one: one.since, reverse=True)
    return found


@until_change
def _offered() -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(*_query())
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]


@cache
def _query() -> tuple[str, tuple[Any, ...]]:
    """The query for a word of the address, a slug, a day and the names in all languages."""

    def rows(word: str, wanted: QuerySet[Any], field: str, since: Any) -> QuerySet[Any, Any]:
        codes = settings.MODELTRANSLATION_LANGUAGES
        columns = {f"in_{code}": F(f"{field}_{code}") for code in codes}
        return (
            wanted.model.objects.filter(pk__in=wanted.values("pk")[:MOST])
            .order_by()
            .annotate(word=Value(word), since=since, **columns)
            .values_list("word", "slug", "since", *columns)
        )

    themes = Theme.objects.filter(has_items("themes")).order_by("slug")
    organisations = Organisation.objects.filter(has_items("organisations")).order_by("slug")
    plans = Plan.objects.order_by("-valid_from", "pk")
    whole = rows("plan", plans, "title", Cast("valid_from", CharField())).union(
        rows("theme", themes, "name", Value("")),
        rows("organisation", organisations, "name", Value("")),
        all=True,
    )
    sql, params = whole.query.sql_with_params()
    return sql, tuple(params)
