"""Where the items of a document belong in a plan, and what stands against storing them."""

from collections.abc import Iterable
from typing import Any

from tracker.domain.documents import Document, Finding, Params, Section
from tracker.models import Item, LanguageVersion, Plan, Wording

from .changes import Change

LONGEST_HEADING = 500

# What a document may have and still be looked at, but not be stored.
_HINDRANCES = frozenset({"no_items", "unknown_language", "duplicate_section"})


def items_of(plan: Plan) -> dict[int, Item]:
    """The items of `plan`, none for a plan that is not stored yet, by position."""
    return {item.position: item for item in plan.items.all()} if plan.pk else {}


def sections_of(document: Document) -> list[Section]:
    """The sections that have items, which are those that an import stores."""
    return [section for section in document.sections if section.items]


def hindrances(document: Document, items: dict[int, Item]) -> list[Finding]:
    """Why the document cannot be stored in a plan with these items."""
    found = list(document.errors)
    found += [one for one in document.warnings if one.code in _HINDRANCES]
    return [*found, *_unplaced(sections_of(document), items)]


def last_position(section: Section) -> int:
    """The last position of the section, gaps that a person put in it included."""
    return max([0, *section.gaps, *(item.position for item in section.items)])


def wording_changes(plan: Plan, sections: Iterable[Section]) -> tuple[list[Change], int]:
    """The texts that differ from the current wordings, and the number of those that do not."""
    current = {
        (position, language): text
        for position, language, text in Wording.objects.current()
        .filter(item__plan=plan.pk)
        .values_list("item__position", "language", "text")
    }
    found = [
        Change(
            parsed.position,
            section.language,
            current.get((parsed.position, section.language)),
            parsed.full_text,
            parsed,
            section.file,
        )
        for section in sections
        for parsed in section.items
    ]
    changes = [change for change in found if change.before != change.after]
    return changes, len(found) - len(changes)


def language_versions(plan: Plan, document: Document) -> tuple[list[LanguageVersion], list[Change]]:
    """The language versions that the document makes new or different, not saved, and their
    preambles where those replace others."""
    stored = plan.language_versions.all() if plan.pk else []
    existing = {version.language: version for version in stored}
    present = {LanguageVersion.State.COMPLETE, LanguageVersion.State.PARTIAL}
    wanted: dict[str, dict[str, Any]] = {
        section.language: {
            "state": LanguageVersion.State.PARTIAL
            if section.gaps
            else LanguageVersion.State.COMPLETE,
            "heading": section.heading[:LONGEST_HEADING],
            "preamble": section.preamble,
            "first_line": section.first_line,
            "source_id": plan.source_id,
        }
        for section in sections_of(document)
    }
    for language in document.missing_languages:
        # Another document may have brought the language that this one lacks.
        if language not in existing or existing[language].state not in present:
            wanted[language] = {"state": LanguageVersion.State.ABSENT}
    different, preambles = [], []
    for language, values in wanted.items():
        version = existing.get(language) or LanguageVersion(plan=plan, language=language)
        if version.pk and all(getattr(version, name) == value for name, value in values.items()):
            continue
        before, after = version.preamble, values.get("preamble", version.preamble)
        if version.pk and version.state in present and before != after:
            preambles.append(Change(0, language, before, after))
        for name, value in values.items():
            setattr(version, name, value)
        different.append(version)
    return different, preambles


def _unplaced(sections: list[Section], items: dict[int, Item]) -> Iterable[Finding]:
    """Items of the document without a counterpart in the plan, or the other way round."""
    if not items:
        return
    for section in sections:
        for parsed in section.items:
            if parsed.position not in items:
                unknown: Params = {
                    "position": parsed.position,
                    "language": section.language,
                    "last": max(items),
                }
                yield Finding("unknown_item", parsed.first_line, unknown, section.file)
    # Fewer items than the plan has: which of them is missing cannot be told by position.
    found = max((last_position(section) for section in sections), default=0)
    if sections and found < len(items):
        counts: Params = {"found": found, "expected": len(items)}
        yield Finding("items_missing", None, counts)
