"""A plan as somebody describes it before its document is imported, and making it.

The description is plain JSON, so that a draft can hold it:

    {"slug": "…", "titles": {"en": "…"}, "adopted": "2024-05", "valid_from": "2024-06-01",
     "valid_until": "", "meeting": 3, "ends_with": null}

Days are ISO 8601, `adopted` is EDTF, meetings are primary keys, languages those of the content.
`slug`, one title and `valid_from` have to be there.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils import translation

from tracker.domain.documents import Document, Finding
from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.models import Basis, Meeting, Plan, Source

LONGEST_SLUG = 50
LONGEST_TITLE = 250


def plan_findings(new_plan: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What stands against making this plan: codes `plan_slug`, `plan_slug_taken`, `plan_title`,
    `plan_start`, `plan_end`, `plan_adopted`, `plan_meeting`. One query and one per meeting."""
    found = []
    slug = new_plan.get("slug")
    if not _is_slug(slug):
        found.append(Finding("plan_slug"))
    elif Plan.objects.filter(slug=slug).exists():
        found.append(Finding("plan_slug_taken", None, {"slug": str(slug)}))
    if not _titles(new_plan):
        found.append(Finding("plan_title", None, {"limit": LONGEST_TITLE}))
    start, end = _day(new_plan, "valid_from"), _day(new_plan, "valid_until")
    if start is None:
        found.append(Finding("plan_start"))
    if new_plan.get("valid_until") and (end is None or (start is not None and end <= start)):
        found.append(Finding("plan_end"))
    if not _is_edtf(new_plan.get("adopted") or ""):
        found.append(Finding("plan_adopted"))
    for name in ("meeting", "ends_with"):
        key = new_plan.get(name)
        if key and not (isinstance(key, int) and Meeting.objects.filter(pk=key).exists()):
            found.append(Finding("plan_meeting"))
    return tuple(found)


def unsaved_plan(new_plan: Mapping[str, Any]) -> Plan:
    """The plan as far as it is described, not stored; what is wrong in it is left out.

    Without a first day today stands in for it, so that a document can be looked at.
    """
    title = {f"title_{language}": text for language, text in _titles(new_plan).items()}
    slug, adopted = new_plan.get("slug"), new_plan.get("adopted") or ""
    with translation.override(settings.MODELTRANSLATION_DEFAULT_LANGUAGE):
        return Plan(
            slug=slug if _is_slug(slug) else "",
            valid_from=_day(new_plan, "valid_from") or date.today(),  # noqa: DTZ011
            valid_until=_day(new_plan, "valid_until"),
            adopted=adopted if _is_edtf(adopted) else "",
            adopted_basis=Basis.TEXT if adopted and _is_edtf(adopted) else "",
            meeting_id=new_plan.get("meeting") or None,
            ends_with_id=new_plan.get("ends_with") or None,
            **title,
        )


def create_plan(new_plan: Mapping[str, Any], document: Document) -> Plan:
    """Store the plan, whose description has no findings, and the document as its source.

    Part of the surrounding transaction.
    """
    plan = unsaved_plan(new_plan)
    titles = {f"title_{one}": getattr(plan, f"title_{one}") for one in _titles(new_plan)}
    with translation.override(settings.MODELTRANSLATION_DEFAULT_LANGUAGE):
        plan.source = Source.objects.create(
            slug=_free_source_slug(plan.slug),
            kind=Source.Kind.PRIMARY,
            languages=list(document.present_languages),
            announced_languages=list(document.announced_languages),
            published=document.posted.iso[:10] if document.posted else "",
            posted_raw=document.posted.raw[:100] if document.posted else "",
            sha256=document.sha256,
            meeting=plan.meeting,
            **titles,
        )
        plan.save()
    return plan


def _titles(new_plan: Mapping[str, Any]) -> dict[str, str]:
    """The titles in content languages that are neither empty nor too long."""
    given = new_plan.get("titles")
    texts = given if isinstance(given, Mapping) else {}
    found = {one: str(texts.get(one) or "").strip() for one in settings.MODELTRANSLATION_LANGUAGES}
    return {one: text for one, text in found.items() if 0 < len(text) <= LONGEST_TITLE}


def _free_source_slug(slug: str) -> str:
    taken = set(Source.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    wanted, number = slug, 2
    while wanted in taken:
        wanted, number = f"{slug}-{number}", number + 1
    return wanted


def _is_slug(slug: Any) -> bool:
    return isinstance(slug, str) and len(slug) <= LONGEST_SLUG and _passes(validate_slug, slug)


def _passes(check: Callable[[str], None], value: str) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True


def _day(new_plan: Mapping[str, Any], name: str) -> date | None:
    """The day at `name`; None where there is none, or none within what calendars can hold."""
    try:
        day = date.fromisoformat(str(new_plan.get(name) or ""))
    except ValueError:
        return None
    return day if 1 < day.year < date.max.year else None


def _is_edtf(text: Any) -> bool:
    try:
        FuzzyDate.parse(text)
    except (InvalidEdtf, TypeError, AttributeError):
        return False
    return True
