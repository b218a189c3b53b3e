"""A plan as somebody describes it before its document is imported, and making it.

The description is plain JSON, so that a draft can hold it:

    {"slug": "…", "titles": {"en": "…"}, "adopted": "2024-05", "valid_from": "2024-06-01",
     "valid_until": "", "meeting": 3, "ends_with": null}

Days are ISO 8601, `adopted` is EDTF, meetings are primary keys, languages those of the content.
`slug`, one title and `valid_from` have to be there.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from tracker.domain.documents import Document, DocumentRefused, Finding
from tracker.domain.documents.decisions import Decisions
from tracker.domain.documents.reading import SourceFile
from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.models import Basis, Meeting, Plan, Source
from tracker.services import importing
from tracker.services.importing import Imported

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
        if new_plan.get(name) and _meeting(new_plan, name) is None:
            found.append(Finding("plan_meeting"))
    return tuple(found)


def unsaved_plan(new_plan: Mapping[str, Any]) -> Plan:
    """The plan as far as it is described, not stored; what is wrong in it is left out.

    Without a first day today stands in for it, so that a document can be looked at.
    """
    title = {f"title_{language}": text for language, text in _titles(new_plan).items()}
    slug, adopted = str(new_plan.get("slug") or ""), new_plan.get("adopted") or ""
    with translation.override(settings.MODELTRANSLATION_DEFAULT_LANGUAGE):
        return Plan(
            slug=slug if _is_slug(slug) else "",
            valid_from=_day(new_plan, "valid_from") or timezone.localdate(),
            valid_until=_day(new_plan, "valid_until"),
            adopted=adopted if _is_edtf(adopted) else "",
            adopted_basis=Basis.TEXT if adopted and _is_edtf(adopted) else "",
            meeting=_meeting(new_plan, "meeting"),
            ends_with=_meeting(new_plan, "ends_with"),
            **title,
        )


def import_new_plan(
    new_plan: Mapping[str, Any],
    files: Sequence[SourceFile],
    *,
    decisions: Decisions | None = None,
    by: User | None = None,
    dry_run: bool = False,
) -> Imported:
    """Make the plan and import its document, in one transaction, as `importing.import_files` does.

    A plan without titles has the document's. Raises `DocumentRefused`, with nothing stored, where
    the description has findings or the document cannot be imported.
    """
    decided = decisions or Decisions()
    plan = unsaved_plan(new_plan)
    document = importing.applied_to(importing.read(plan, files), decided)
    described = with_title(new_plan, document)
    found = importing.examine(unsaved_plan(described), document, files, decided)
    against = [*plan_findings(described), *found.hindrances]
    if against:
        raise DocumentRefused(against)
    if dry_run:
        return found.imported
    with transaction.atomic():
        try:
            with transaction.atomic():
                plan = create_plan(described, document)
        except IntegrityError as error:  # somebody made it since we looked
            slug = {"slug": str(described["slug"])}
            raise DocumentRefused([Finding("plan_slug_taken", None, slug)]) from error
        return importing.store(plan, document, files, decided, by=by)


def with_title(new_plan: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """The description with the document's title, where it has none of its own."""
    return {**new_plan, "titles": _titles(new_plan) or _titles_of(document)}


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


def _titles_of(document: Document) -> dict[str, str]:
    """The document's title in the language of its first section, where that is kept."""
    first = document.present_languages[0] if document.present_languages else ""
    content = settings.MODELTRANSLATION_LANGUAGES
    column = first if first in content else settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    return {column: document.title} if document.title else {}


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


def _meeting(new_plan: Mapping[str, Any], name: str) -> Meeting | None:
    key = new_plan.get(name)
    return Meeting.objects.filter(pk=key).first() if isinstance(key, int) else None


def _is_edtf(text: Any) -> bool:
    try:
        FuzzyDate.parse(text)
    except (InvalidEdtf, TypeError, AttributeError):
        return False
    return True
