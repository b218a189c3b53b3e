"""Imports in preparation: files and decisions are kept, read anew each time, and confirmed once.

A draft is for a plan that exists, or describes a new one in `new_plan` (see `new_plans`). Nothing
of a draft is public, and nothing but the draft is written before `confirm`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from tracker.domain.documents import Document, DocumentRefused, Finding
from tracker.domain.documents.decisions import Decisions, Edit, EditRefused, applied
from tracker.domain.documents.document import MAX_FILES
from tracker.domain.documents.encodings import Preview, previews
from tracker.domain.documents.reading import MAX_BYTES, SourceFile
from tracker.models import DraftFile, ImportDraft, Plan
from tracker.services import importing
from tracker.services.importing import Imported, Proposals
from tracker.services.importing.kept import read_kept
from tracker.services.new_plans import import_new_plan, plan_findings, unsaved_plan, with_title

LIFETIME = timedelta(days=30)
FILENAME_LENGTH = 250

# Where bytes are none of UTF-8, a person looks at what they would be in other encodings.
# What another encoding may explain; a file that mixes two reads right in none.
_NOT_UTF8 = frozenset({"not_utf8", "nul"})


class DraftIsDone(Exception):
    """The draft was confirmed already; nothing about it can be changed any more."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file of a draft: why it cannot be read, and what it would look like in other encodings.

    `previews` is empty unless the file is not UTF-8 and nobody has chosen an encoding.
    """

    file: DraftFile
    size: int
    errors: tuple[Finding, ...]
    previews: tuple[Preview, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the pages show of a draft.

    `original` is the document as read, `document` the same with the decisions applied; None where
    there is no file yet or `errors` says why one cannot be read. `hindrances` stand against
    confirming. `imported` is what confirming would do: titles and kinds of items, key dates with
    those that exist already, divergences, changes of wordings; None only without a document.
    """

    draft: ImportDraft
    decisions: Decisions
    files: tuple[FileReading, ...]
    original: Document | None
    document: Document | None
    errors: tuple[Finding, ...]
    hindrances: tuple[Finding, ...]
    imported: Imported | None

    @property
    def proposals(self) -> Proposals:
        return self.imported.proposals if self.imported else Proposals()

    @property
    def can_confirm(self) -> bool:
        return self.imported is not None and not (self.errors or self.hindrances)


def start(
    *, by: User | None, plan: Plan | None = None, new_plan: dict[str, Any] | None = None
) -> ImportDraft:
    """A new draft for `plan` or, without one, for the plan that `new_plan` describes."""
    return ImportDraft.objects.create(plan=plan, new_plan=new_plan or {}, created_by=by)


def unfinished(*, by: User | None = None) -> QuerySet[ImportDraft]:
    """Drafts that wait for somebody, the last changed first; those of one person with `by`."""
    drafts = ImportDraft.objects.filter(run=None).select_related("plan", "created_by")
    return drafts.filter(created_by=by) if by else drafts


def describe_plan(draft: ImportDraft, new_plan: dict[str, Any]) -> tuple[Finding, ...]:
    """Keep what is said of the new plan. Returns what is wrong with it, which hinders `confirm`."""
    with _changing(draft) as stored:
        stored.new_plan = new_plan
    return plan_findings(new_plan)


def add_file(draft: ImportDraft, file: SourceFile) -> DraftFile:
    """Keep `file` with what was chosen for it.

    Its sections and items may count otherwise than before, so all decisions are forgotten; so they
    are by `remove_file` and `choose`. Raises `DocumentRefused` (`empty`, `too_large`,
    `too_many_files`) with nothing stored; whether the file can be read, `read` tells.
    """
    if not file.data:
        raise DocumentRefused([Finding("empty")])
    if len(file.data) > MAX_BYTES:
        raise DocumentRefused([Finding("too_large", None, {"limit": MAX_BYTES})])
    with _changing(draft) as stored:
        count = stored.files.count()
        if count >= MAX_FILES:
            params = {"files": count + 1, "limit": MAX_FILES}
            raise DocumentRefused([Finding("too_many_files", None, params)])
        stored.decisions = {}
        return DraftFile.objects.create(
            draft=stored,
            name=file.name[-FILENAME_LENGTH:],
            data=file.data,
            encoding=file.encoding,
            format=file.format,
            language=file.language,
        )


def remove_file(draft: ImportDraft, pk: int) -> None:
    """Take the file out of the draft; nothing happens where it is none of the draft's."""
    with _changing(draft) as stored:
        if stored.files.filter(pk=pk).delete()[0]:
            stored.decisions = {}


def choose(
    draft: ImportDraft,
    pk: int,
    *,
    encoding: str | None = None,
    format: str | None = None,
    language: str | None = None,
) -> None:
    """Say how the file is to be read; None leaves it as it is, "" leaves it to the reader.

    Raises `DraftFile.DoesNotExist` where it is none of the draft's.
    """
    given = {"encoding": encoding, "format": format, "language": language}
    with _changing(draft) as stored:
        file = stored.files.defer("data").get(pk=pk)
        changed = [
            name for name, value in given.items() if value not in (None, getattr(file, name))
        ]
        for name in changed:
            setattr(file, name, given[name])
        if changed:
            file.save(update_fields=changed)
            stored.decisions = {}


def read(draft: ImportDraft) -> Reading:
    """The draft as it stands: files, document, proposals, and what stands against confirming.

    Raises nothing because of what is in the files.
    """
    kept = list(draft.files.all())
    if not kept:
        return Reading(draft, Decisions(), (), None, None, (), (), None)
    sources = [_source(file) for file in kept]
    plan = draft.plan or unsaved_plan(draft.new_plan)
    decisions, original = Decisions(), None
    try:
        decisions = _decisions(draft)
        original = _parsed(draft, plan, sources)
        document = importing.applied_to(original, decisions)
    except DocumentRefused as refused:
        files = _files(kept, refused.errors)
        return Reading(draft, decisions, files, original, None, tuple(refused.errors), (), None)
    found = importing.examine(plan, document, sources, decisions)
    against = () if draft.plan else plan_findings(with_title(draft.new_plan, document))
    hindrances = (*against, *found.hindrances)
    files = _files(kept, [])
    return Reading(draft, decisions, files, original, document, (), hindrances, found.imported)


def decide(
    draft: ImportDraft, *, stamp: str | None = None, **changes: Mapping[Any, Any]
) -> Decisions:
    """Add to the decisions: `languages`, `titles`, `commitments`, `key_dates`, `divergences`.

    Each is a mapping as in `Decisions`; what it does not name stays as decided, and None takes a
    decision back. Titles are added language by language. Returns all decisions. Raises
    `EditRefused` where they cannot be kept, and where `stamp` is stale.
    """
    with _changing(draft) as stored:
        decisions = _seen(stored, stamp)
        for name, given in changes.items():
            if name == "edits" or name not in Decisions.__dataclass_fields__:
                raise TypeError(f"There is no decision {name!r}.")
            merged: Any = _merged(getattr(decisions, name), given)
            decisions = replace(decisions, **{name: merged})
        stored.decisions = Decisions.from_json(decisions.as_json()).as_json()
        return decisions


def edit(draft: ImportDraft, *steps: Edit, stamp: str | None = None) -> Decisions:
    """Take one step or several at the side by side. Raises `EditRefused` where one does not fit the
    document, and `DocumentRefused` where there is none, with nothing stored.

    `stamp` is `Decisions.stamp` as the editor saw it: where somebody has taken another step since,
    `EditRefused("stale")`. Titles, kinds and choices are by position and proposal; those beside
    the steps stay as decided.
    """
    with _changing(draft) as stored:
        decisions = _seen(stored, stamp)
        for step in steps:
            decisions = decisions.with_edit(step)
        applied(_original(stored), decisions)
        stored.decisions = decisions.as_json()
        return decisions


def undo(draft: ImportDraft, *, stamp: str | None = None) -> Decisions:
    """Take back the last step. Raises `EditRefused("nothing_to_undo")`, and "stale" as `edit`."""
    with _changing(draft) as stored:
        decisions = _seen(stored, stamp).without_last_edit()
        stored.decisions = decisions.as_json()
        return decisions


def confirm(draft: ImportDraft, *, by: User | None) -> Imported:
    """Store what the draft says: the plan, if it is new, and the import, in one transaction.

    Raises `DocumentRefused` with everything that stands against it, and `DraftIsDone`; then
    nothing is stored.
    """
    with _changing(draft) as stored:
        sources = _sources(stored)
        decisions = _decisions(stored)
        if stored.plan is None:
            done = import_new_plan(stored.new_plan, sources, decisions=decisions, by=by)
            stored.plan = Plan.objects.get(slug=stored.new_plan["slug"])
        else:
            done = importing.import_files(stored.plan, sources, decisions=decisions, by=by)
        stored.run = done.run or importing.latest_run(stored.plan, sources)
        return done


def discard(draft: ImportDraft) -> None:
    """Forget the draft with its files."""
    draft.delete()


def remove_old(*, now: datetime) -> int:
    """Forget drafts, confirmed or not, that nobody has changed for 30 days; their number."""
    old = ImportDraft.objects.filter(updated_at__lt=now - LIFETIME)
    return old.delete()[1].get(ImportDraft._meta.label, 0)


@contextmanager
def _changing(draft: ImportDraft) -> Iterator[ImportDraft]:
    """The draft, locked, to be changed; saved at the end, and `draft` shows the same.

    Two people, or two tabs, then change it one after the other. Raises `DraftIsDone`.
    """
    with transaction.atomic():
        stored = ImportDraft.objects.select_for_update().get(pk=draft.pk)
        if stored.run_id is not None:
            raise DraftIsDone(str(draft))
        yield stored
        stored.save(update_fields=["plan", "new_plan", "decisions", "updated_at", "run"])
    for name in ("plan", "new_plan", "decisions", "updated_at", "run"):
        setattr(draft, name, getattr(stored, name))


def _seen(stored: ImportDraft, stamp: str | None) -> Decisions:
    decisions = Decisions.from_json(stored.decisions)
    if stamp is not None and stamp != decisions.stamp:
        raise EditRefused("stale")
    return decisions


def _source(file: DraftFile) -> SourceFile:
    return SourceFile(file.name, bytes(file.data), file.encoding, file.format, file.language)


def _sources(draft: ImportDraft) -> list[SourceFile]:
    found = [_source(file) for file in draft.files.all()]
    if not found:
        raise DocumentRefused([Finding("empty")])
    return found


def _original(draft: ImportDraft) -> Document:
    return _parsed(draft, draft.plan or unsaved_plan(draft.new_plan), _sources(draft))


def _parsed(draft: ImportDraft, plan: Plan, sources: list[SourceFile]) -> Document:
    """Past and future are told by the document itself until it is known when the plan begins."""
    starts = draft.plan is not None or bool(draft.new_plan.get("valid_from"))
    return read_kept(f"import-draft-{draft.pk}", plan, sources, starts=starts)


def _decisions(draft: ImportDraft) -> Decisions:
    """Raises `DocumentRefused` where what is stored is none."""
    try:
        return Decisions.from_json(draft.decisions)
    except EditRefused as refused:
        reason = {"reason": refused.code}
        raise DocumentRefused([Finding("decisions_do_not_fit", None, reason)]) from refused


def _files(kept: list[DraftFile], errors: list[Finding]) -> tuple[FileReading, ...]:
    """Each file with its own errors; previews where one of them is that it is no UTF-8."""
    files = []
    for index, file in enumerate(kept):
        own = tuple(error for error in errors if error.file == index)
        wanted = not file.encoding and any(error.code in _NOT_UTF8 for error in own)
        shown = previews(bytes(file.data)) if wanted else ()
        files.append(FileReading(file, len(file.data), own, shown))
    return tuple(files)


def _merged(before: Mapping[Any, Any], given: Mapping[Any, Any]) -> dict[Any, Any]:
    merged = dict(before)
    for key, value in given.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping):
            merged[key] = {**merged.get(key, {}), **value}
        else:
            merged[key] = value
    return merged
