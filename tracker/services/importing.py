"""Importing an adopted text: the wordings of a document are attached to a plan's items.

The items' titles are the editors' own and are never touched. What is stored is never changed: a
corrected document adds versions. A document either comes in whole or not at all.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from tracker.domain.documents import (
    Document,
    DocumentRefused,
    Finding,
    Params,
    ParsedItem,
    Section,
    as_json,
    read_document,
)
from tracker.models import ImportRun, Item, LanguageVersion, Plan, Wording

PROPOSED_TITLE_LENGTH = 60
FILENAME_LENGTH = 250

# What a document may have and still be looked at, but not be stored.
_HINDRANCES = frozenset({"no_items", "unknown_language", "duplicate_section"})


@dataclass(frozen=True, slots=True)
class Change:
    """A text that an import adds: `before` is the current one, None where there is none yet."""

    position: int
    language: str
    before: str | None
    parsed: ParsedItem

    @property
    def after(self) -> str:
        return self.parsed.full_text


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did or, with `dry_run`, would do.

    `language_versions` are pairs of language and new state. `known` says that these very bytes had
    been imported before; `run` is None where nothing was stored.
    """

    document: Document
    changes: tuple[Change, ...]
    unchanged: int
    new_items: int
    language_versions: tuple[tuple[str, str], ...]
    known: bool
    dry_run: bool
    run: ImportRun | None = None

    @property
    def added(self) -> int:
        return sum(1 for change in self.changes if change.before is None)

    @property
    def replaced(self) -> int:
        return len(self.changes) - self.added

    @property
    def is_change(self) -> bool:
        """Whether readers see another site than before."""
        return bool(self.changes or self.new_items or self.language_versions)

    def as_json(self) -> dict[str, Any]:
        return {
            "dry_run": self.dry_run,
            "changed": self.is_change,
            "items_created": self.new_items,
            "wordings": {
                "added": self.added,
                "replaced": self.replaced,
                "unchanged": self.unchanged,
            },
            "language_versions": dict(self.language_versions),
        }


@transaction.atomic
def import_document(
    plan: Plan,
    data: bytes,
    *,
    filename: str,
    by: User | None = None,
    dry_run: bool = False,
) -> Imported:
    """Attach the wordings of the document `data` to the items of `plan`, in one transaction.

    Items are matched by position; a plan without any gets them from the document, with proposed
    titles. The same document again stores nothing. The revision of the site rises, by the models'
    signals, only with a change that readers see.

    Raises `DocumentRefused`, with nothing stored, where the bytes cannot be read, the languages
    differ in their number of items, or the items are not those of the plan.
    """
    document = read_document(data)
    sections = [section for section in document.sections if section.items]
    Plan.objects.select_for_update().get(pk=plan.pk)
    items = {item.position: item for item in plan.items.all()}
    errors = [*document.errors, *_hindrances(document), *_unplaced(sections, items)]
    if errors:
        raise DocumentRefused(errors)
    changes, unchanged = _changes(plan, sections)
    versions = _language_versions(plan, document, sections)
    known = plan.imports.filter(sha256=document.sha256).exists()
    done = Imported(
        document=document,
        changes=tuple(changes),
        unchanged=unchanged,
        new_items=0 if items else len(sections[0].items),
        language_versions=tuple((version.language, version.state) for version in versions),
        known=known,
        dry_run=dry_run,
    )
    if dry_run or (known and not done.is_change):
        return done
    run = ImportRun.objects.create(
        plan=plan,
        source=plan.source,
        filename=filename[-FILENAME_LENGTH:],
        sha256=document.sha256,
        original=data,
        report={**as_json(document), "import": done.as_json()},
        created_by=by,
    )
    for version in versions:
        version.save()
    _store(changes, items or _create_items(plan, sections), run)
    return Imported(
        document=document,
        changes=done.changes,
        unchanged=unchanged,
        new_items=done.new_items,
        language_versions=done.language_versions,
        known=known,
        dry_run=False,
        run=run,
    )


def _hindrances(document: Document) -> Iterable[Finding]:
    return (finding for finding in document.warnings if finding.code in _HINDRANCES)


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
                yield Finding("unknown_item", parsed.first_line, unknown)
    # Fewer items than the plan has: which of them is missing cannot be told by position.
    if sections and len(sections[0].items) < len(items):
        counts: Params = {"found": len(sections[0].items), "expected": len(items)}
        yield Finding("items_missing", None, counts)


def _changes(plan: Plan, sections: list[Section]) -> tuple[list[Change], int]:
    """The texts that differ from the current wordings, and the number of those that do not."""
    current = {
        (position, language): text
        for position, language, text in Wording.objects.current()
        .filter(item__plan=plan)
        .values_list("item__position", "language", "text")
    }
    found = [
        Change(
            parsed.position,
            section.language,
            current.get((parsed.position, section.language)),
            parsed,
        )
        for section in sections
        for parsed in section.items
    ]
    changes = [change for change in found if change.before != change.after]
    return changes, len(found) - len(changes)


def _language_versions(
    plan: Plan, document: Document, sections: list[Section]
) -> list[LanguageVersion]:
    """The language versions that the document makes new or different, not yet saved."""
    existing = {version.language: version for version in plan.language_versions.all()}
    wanted: dict[str, dict[str, Any]] = {
        section.language: {
            "state": LanguageVersion.State.COMPLETE,
            "heading": section.heading,
            "preamble": section.preamble,
            "first_line": section.first_line,
            "source_id": plan.source_id,
        }
        for section in sections
    }
    present = {LanguageVersion.State.COMPLETE, LanguageVersion.State.PARTIAL}
    for language in document.missing_languages:
        # Another document may have brought the language that this one lacks.
        if language not in existing or existing[language].state not in present:
            wanted[language] = {"state": LanguageVersion.State.ABSENT}
    different = []
    for language, values in wanted.items():
        version = existing.get(language) or LanguageVersion(plan=plan, language=language)
        if version.pk and all(getattr(version, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(version, name, value)
        different.append(version)
    return different


def _create_items(plan: Plan, sections: list[Section]) -> dict[int, Item]:
    items = {}
    for index, first in enumerate(sections[0].items):
        titles = {
            f"title_{section.language}": _proposed_title(section.items[index].text)
            for section in sections
            if section.language in settings.MODELTRANSLATION_LANGUAGES
        }
        source = f"title_{settings.MODELTRANSLATION_DEFAULT_LANGUAGE}"
        items[first.position] = Item.objects.create(
            plan=plan,
            position=first.position,
            stale_translations=sorted(set(titles) - {source}),
            **titles,
        )
    return items


def _proposed_title(text: str) -> str:
    """The first words of `text`, cut between words to fit."""
    line = text.split("\n", 1)[0]
    if len(line) <= PROPOSED_TITLE_LENGTH:
        return line.rstrip(" .,;:")
    cut = line[:PROPOSED_TITLE_LENGTH]
    words = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return words.rstrip(" .,;:") + "…"


def _store(changes: Iterable[Change], items: dict[int, Item], run: ImportRun) -> None:
    for change in changes:
        item = items[change.position]
        versions = Wording.objects.filter(item=item, language=change.language)
        latest = versions.order_by("-version").values_list("version", flat=True).first()
        versions.current().update(is_current=False)
        Wording.objects.create(
            item=item,
            language=change.language,
            version=(latest or 0) + 1,
            text=change.after,
            printed=change.parsed.printed,
            line=change.parsed.first_line,
            sha256=hashlib.sha256(change.after.encode()).hexdigest(),
            source=run.source,
            run=run,
        )
