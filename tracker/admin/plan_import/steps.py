"""The steps of the wizard: their names, their addresses, the bar that shows where one is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tracker.admin.forms import SOURCE
from tracker.domain.documents import Finding, describe
from tracker.models import DraftFile, ImportDraft
from tracker.services.date_texts import language_name, text_list
from tracker.services.drafts import Reading

from .refusals import refusal


class Step(StrEnum):
    DOCUMENT = "document"
    PREVIEW = "preview"
    COMPARE = "compare"
    PROPOSALS = "proposals"
    CONFIRM = "confirm"
    DONE = "done"


# Parameters of findings that are codes of languages.
_NAME_LANGUAGES = frozenset({"language", "reference", "found", "counts", "languages"})
_CODE = re.compile(r"\b[a-z]{2,3}\b")

NAMES: dict[Step, Promise] = {
    Step.DOCUMENT: _("Document"),
    Step.PREVIEW: _("Preview"),
    Step.COMPARE: _("Side by side"),
    Step.PROPOSALS: _("Proposals"),
    Step.CONFIRM: _("Confirm"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A step in the bar; without `link` it cannot be reached yet."""

    number: int
    name: str
    link: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding as a page shows it; `file` is named where several files were read."""

    sentence: str
    file: str
    code: str


def draft_name(draft: ImportDraft) -> str:
    """What the draft is for, as a heading."""
    if draft.plan:
        return str(draft.plan)
    titles = draft.new_plan.get("titles") or {}
    return next((title for title in titles.values() if title), "") or str(_("A new plan"))


def with_names(found: QuerySet[ImportDraft]) -> QuerySet[ImportDraft]:
    """The drafts with the names of their files, without the bytes."""
    return found.prefetch_related(Prefetch("files", DraftFile.objects.defer("data")))


def file_names(draft: ImportDraft) -> str:
    """What tells drafts for the same plan apart."""
    names = [file.name for file in draft.files.all()]
    return text_list(names, get_language() or SOURCE)


def address(draft: ImportDraft, step: str, anchor: str = "", **query: Any) -> str:
    """The path of a step, with what of `query` is not empty."""
    path = reverse(f"admin:tracker_importdraft_{step}", args=[draft.pk])
    wanted = {name: value for name, value in query.items() if value not in ("", None)}
    path += f"?{urlencode(wanted)}" if wanted else ""
    return f"{path}#{anchor}" if anchor else path


def start_address(plan: str = "") -> str:
    """The path of the first page; `plan` is the primary key of the plan that is meant."""
    path = reverse("admin:tracker_importdraft_start")
    return f"{path}?{urlencode({'plan': plan})}" if plan else path


def places(current: Step, draft: ImportDraft | None = None, *, readable: bool) -> list[Place]:
    """The bar: without a document only the first step can be reached."""
    return [
        Place(
            number,
            str(name),
            address(draft, step)
            if draft is not None and (readable or step is Step.DOCUMENT)
            else "",
            step is current,
        )
        for number, (step, name) in enumerate(NAMES.items(), start=1)
    ]


def remarks(findings: Sequence[Finding], files: Sequence[str] = ()) -> list[Remark]:
    """The findings as sentences in the editor's language."""
    return [
        Remark(
            sentence(finding),
            files[finding.file] if len(files) > 1 and finding.file < len(files) else "",
            finding.code,
        )
        for finding in findings
    ]


def sentence(finding: Finding) -> str:
    """The finding in words, languages by their names; a decision that no longer fits the document
    has words of its own."""
    params = {
        name: _named(value) if name in _NAME_LANGUAGES and isinstance(value, str) else value
        for name, value in finding.params.items()
    }
    try:
        return describe(replace(finding, params=params), gettext)
    except KeyError:
        return str(refusal(finding.code))


def _named(codes: str) -> str:
    """Codes of languages in a text, as "en: 4, tr: 3", by their names."""
    language = get_language() or SOURCE
    return _CODE.sub(lambda code: language_name(code[0], language), codes)


def page(
    admin: Any,
    request: HttpRequest,
    template: str,
    step: Step,
    draft: ImportDraft | None = None,
    reading: Reading | None = None,
    **context: Any,
) -> HttpResponse:
    """The page of a step inside the admin's frame."""
    readable = reading is not None and reading.document is not None
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Import a document"),
        "subtitle": draft_name(draft) if draft is not None else None,
        "step": NAMES.get(step, ""),
        "places": places(step, draft, readable=readable) if step is not Step.DONE else [],
        "draft": draft,
        "reading": reading,
        "shown_in": get_language() or SOURCE,
        "stamp": reading.decisions.stamp if reading is not None else "",
        **context,
    }
    request.current_app = admin.admin_site.name
    return render(request, f"admin/tracker/plan_import/{template}.html", context)


def user_of(request: HttpRequest) -> User:
    """Who is signed in; the pages of the wizard are never shown to anybody else."""
    return cast("User", request.user)


def back_to(request: HttpRequest, place: str, problem: str | Promise = "") -> HttpResponse:
    """Redirect after a POST; with `problem` nothing was done, and the next page says why."""
    if problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(place)
