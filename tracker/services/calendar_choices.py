"""What the calendar's filter offers to choose from: plans, themes and organisations, one query.

The query is the same for every reader and is made once: to make it takes longer than to ask it.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Value

from tracker.models import Item, Organisation, Plan, Theme
from tracker.models.translated import LocalText, local_text

MOST = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing that can be filtered by; of a plan also the day after which it is in force."""

    slug: str
    name: LocalText
    since: date | None


def has_items(relation: str) -> Exists:
    """Condition: some item is linked by its field `relation`."""
    return Exists(Item.objects.filter(**{relation: OuterRef("pk")}))


def choices(
    plan: Plan | None, theme: Theme | None, organisation: Organisation | None
) -> dict[str, list[Choice]]:
    """Under "plan", "theme" and "organisation" the first `MOST` of each and what is chosen."""
    found: dict[str, list[Choice]] = {"plan": [], "theme": [], "organisation": []}
    for word, slug, since, *texts in _offered().all():
        by_code = dict(zip(settings.MODELTRANSLATION_LANGUAGES, texts, strict=True))
        found[word].append(Choice(slug, local_text(by_code.__getitem__), since))
    chosen = {
        "plan": plan and Choice(plan.slug, plan.local("title"), plan.valid_from),
        "theme": theme and Choice(theme.slug, theme.local("name"), None),
        "organisation": organisation
        and Choice(organisation.slug, organisation.local("name"), None),
    }
    for word, one in chosen.items():
        if one and one.slug not in [known.slug for known in found[word]]:
            found[word].append(one)
    for listed in found.values():
        listed.sort(key=lambda one: one.slug)
        listed.sort(key=lambda one: one.since or date.min, reverse=True)
    return found


@cache
def _offered() -> QuerySet[Any, tuple[Any, ...]]:
    """Rows of a word of the address, a slug, a day and the names in all languages."""

    def rows(word: str, wanted: QuerySet[Any], field: str, since: Any) -> QuerySet[Any, Any]:
        columns = {
            f"in_{code}": F(f"{field}_{code}") for code in settings.MODELTRANSLATION_LANGUAGES
        }
        return (
            wanted.model.objects.filter(pk__in=wanted.values("pk")[:MOST])
            .order_by()
            .annotate(word=Value(word), since=since, **columns)
            .values_list("word", "slug", "since", *columns)
        )

    never = Value(None, output_field=DateField())
    themes = Theme.objects.filter(has_items("themes")).order_by("slug")
    organisations = Organisation.objects.filter(has_items("organisations")).order_by("slug")
    return rows("plan", Plan.objects.order_by("-valid_from", "pk"), "title", F("valid_from")).union(
        rows("theme", themes, "name", never),
        rows("organisation", organisations, "name", never),
        all=True,
    )
