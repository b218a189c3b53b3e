"""The import itself: read, examine, store."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from tracker.domain.documents import Document, DocumentRefused, Finding, as_json, read_documents
from tracker.domain.documents.decisions import Decisions, EditRefused, applied
from tracker.domain.documents.reading import SourceFile
from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.models import Commitment, ImportRun, Item, LanguageVersion, Plan, SiteRevision
from tracker.services import search

from .changes import Imported
from .placing import hindrances, items_of, language_versions, sections_of, wording_changes
from .proposing import proposals_for, refusals
from .storing import create_commitments, create_items, link_themes, store_wordings
from .storing_dates import store_dates, store_divergences

FILENAME_LENGTH = 250


@dataclass(frozen=True, slots=True)
class Examined:
    """What storing a document would do, and what stands against it."""

    imported: Imported
    hindrances: tuple[Finding, ...]
    items: dict[int, Item]
    versions: tuple[LanguageVersion, ...]


def import_document(
    plan: Plan,
    data: bytes,
    *,
    filename: str,
    by: User | None = None,
    dry_run: bool = False,
) -> Imported:
    """`import_files` with one file and without decisions."""
    return import_files(plan, [SourceFile(filename, data)], by=by, dry_run=dry_run)


def import_files(
    plan: Plan,
    files: Sequence[SourceFile],
    *,
    decisions: Decisions | None = None,
    by: User | None = None,
    dry_run: bool = False,
    today: date | None = None,
) -> Imported:
    """Attach the wordings of a document, in one or several files, to the items of `plan`.

    Items are matched by position. A plan without any gets them from the document, with proposed
    titles, one commitment each, key dates and divergences, all marked as proposals. Of a plan that
    has items only wordings and language versions change, and what `decisions` choose: titles,
    commitments, key dates and divergences are the editors' own.

    One transaction; the original bytes are kept, one run a file. The same files again store
    nothing; a corrected one adds versions where the text differs. The revision of the site rises
    only with a change that readers see. `today` decides how far occurrences reach.

    Raises `DocumentRefused`, with nothing stored, where the bytes cannot be read, the languages
    differ in their number of items and no decision settles it, the items are not those of the
    plan, or a decision does not fit the document.
    """
    decided = decisions or Decisions()
    document = applied_to(read(plan, files), decided)
    if dry_run:
        found = examine(plan, document, files, decided)
        if found.hindrances:
            raise DocumentRefused(found.hindrances)
        return found.imported
    return store(plan, document, files, decided, by=by, today=today)


def read(plan: Plan, files: Sequence[SourceFile], *, starts: bool = True) -> Document:
    """The document as it stands, before any decision. Raises `DocumentRefused`.

    Past and future are told from the day on which the plan was adopted or came into force; where
    nobody has said yet when it `starts`, from what the document says itself.
    """
    try:
        adopted = FuzzyDate.parse(plan.adopted).start
    except InvalidEdtf:
        adopted = None
    return read_documents(files, reference=adopted or (plan.valid_from if starts else None))


def applied_to(document: Document, decisions: Decisions) -> Document:
    """`document` with the edits and languages of `decisions`. Raises `DocumentRefused` where they
    do not fit it."""
    try:
        return applied(document, decisions)
    except EditRefused as refused:
        reason = {"reason": refused.code}
        raise DocumentRefused([Finding("decisions_do_not_fit", None, reason)]) from refused


def examine(
    plan: Plan, document: Document, files: Sequence[SourceFile], decisions: Decisions
) -> Examined:
    """What storing `document`, with the edits of `decisions` applied, would do. Stores nothing.

    `plan` may be one that is not stored yet. The number of queries does not depend on the size of
    the document.
    """
    items = items_of(plan)
    against = hindrances(document, items)
    sections = sections_of(document)
    changes, unchanged = wording_changes(plan, sections)
    versions, preambles = language_versions(plan, document)
    proposals = proposals_for(plan, document, items, decisions)
    against += refusals(proposals)
    known = bool(plan.pk) and _known(plan, files) >= {_sha256(file) for file in files}
    imported = Imported(
        document=document,
        changes=tuple(changes),
        preambles=tuple(preambles),
        unchanged=unchanged,
        new_items=0 if items else len(proposals.items),
        language_versions=tuple((version.language, version.state) for version in versions),
        proposals=proposals,
        known=known,
        dry_run=True,
    )
    return Examined(imported, tuple(against), items, tuple(versions))


@transaction.atomic
def store(
    plan: Plan,
    document: Document,
    files: Sequence[SourceFile],
    decisions: Decisions,
    *,
    by: User | None = None,
    today: date | None = None,
) -> Imported:
    """Store `document`, with the edits of `decisions` applied, in `plan`, which is stored.

    Raises `DocumentRefused` as `import_files` does.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    found = examine(plan, document, files, decisions)
    if found.hindrances:
        raise DocumentRefused(found.hindrances)
    done = replace(found.imported, dry_run=False)
    if done.known and not done.is_change:
        return done
    runs = _runs(plan, files, done, by)
    for version in found.versions:
        version.save()
    proposals = done.proposals
    items = found.items
    if not items:
        items = create_items(plan, proposals.items, by)
        link_themes(items, proposals.items, by)
    commitments = create_commitments(items, proposals.items, by)
    store_wordings(done.changes, items, runs)
    linked = commitments | _only_commitments(items, done, commitments)
    key_dates = store_dates(
        plan, proposals.key_dates, linked, by=by, today=today or timezone.localdate()
    )
    store_divergences(plan, proposals.divergences, items, by)
    if done.is_change:
        SiteRevision.bump()
        changed = {change.position for change in done.changes} | set(commitments)
        search.index_items([items[position].pk for position in sorted(changed)])
        search.index_key_dates([key_date.pk for key_date in key_dates])
    wanted = {position for one in done.key_dates for position in one.proposed.positions}
    unlinked = tuple(sorted(position for position in wanted if position not in linked))
    return replace(done, run=next(iter(runs.values())), unlinked=unlinked)


def latest_run(plan: Plan, files: Sequence[SourceFile]) -> ImportRun | None:
    """The last import of the first of `files` into `plan`."""
    runs = plan.imports.filter(sha256=_sha256(files[0]))
    return runs.defer("original").order_by("-created_at", "-pk").first()


def _runs(
    plan: Plan, files: Sequence[SourceFile], done: Imported, by: User | None
) -> dict[int, ImportRun]:
    """A run for each file that is new or brings a change, by the index of the file; or else one
    for the first, since something else of the plan changes."""
    known = _known(plan, files)
    changed = {change.file for change in done.changes}
    wanted = [
        index for index, file in enumerate(files) if _sha256(file) not in known or index in changed
    ]
    return {
        index: ImportRun.objects.create(
            plan=plan,
            source=plan.source,
            filename=files[index].name[-FILENAME_LENGTH:],
            sha256=_sha256(files[index]),
            original=files[index].data,
            report=_report(done, index, _sha256(files[index])),
            created_by=by,
        )
        for index in wanted or [0]
    }


def _report(done: Imported, index: int, sha256: str) -> dict[str, Any]:
    """What was found in one of the files. The texts themselves are in the bytes and wordings."""
    found = as_json(done.document)
    own = [
        shown
        for section, shown in zip(done.document.sections, found["sections"], strict=True)
        if section.file == index
    ]
    told = {**found, "document": {**found["document"], "sha256": sha256}, "sections": own}
    # How the texts differ is seen in the wordings.
    summary = {name: value for name, value in done.as_json().items() if name != "changes"}
    return {**told, "import": summary}


def _known(plan: Plan, files: Sequence[SourceFile]) -> set[str]:
    wanted = {_sha256(file) for file in files}
    return set(plan.imports.filter(sha256__in=wanted).values_list("sha256", flat=True))


def _only_commitments(
    items: dict[int, Item], done: Imported, made: dict[int, Commitment]
) -> dict[int, Commitment]:
    """Of the items with new dates and without a new commitment, those that have just one."""
    wanted = {position for one in done.key_dates for position in one.proposed.positions}
    pks = [items[one].pk for one in wanted if one in items and one not in made]
    if not pks:
        return {}
    found: dict[int, list[Commitment]] = {}
    for one in Commitment.objects.filter(item__in=pks).select_related("item"):
        found.setdefault(one.item.position, []).append(one)
    return {position: own[0] for position, own in found.items() if len(own) == 1}


def _sha256(file: SourceFile) -> str:
    return hashlib.sha256(file.data).hexdigest()
