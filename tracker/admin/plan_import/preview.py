"""Second step: what was found in the document, language by language, and what seems wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tracker.admin.forms import SOURCE, language_choices
from tracker.domain.documents import Document
from tracker.models import ImportDraft
from tracker.services import drafts
from tracker.services.date_texts import language_list
from tracker.services.drafts import DraftIsDone, Reading

from .refusals import DONE, refusal
from .steps import Step, address, back_to, page, remarks
from .tables import table_of

_MOST_REMARKS = 100
_OF_THE_PLAN = "plan_"


def show(admin: Any, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The sections with their languages, which a person may change, and the first items."""
    reading = drafts.read(draft)
    original, document = reading.original, reading.document
    if original is None or document is None:
        return HttpResponseRedirect(address(draft, Step.DOCUMENT))
    if request.method == "POST":
        return _choose_languages(request, draft, reading, original)
    names = [one.file.name for one in reading.files]
    against = [one for one in hindrances(reading) if one not in document.errors]
    return page(
        admin,
        request,
        "preview",
        Step.PREVIEW,
        draft,
        reading,
        document=document,
        table=table_of(request, original, document, reading.decisions, compares=False),
        languages=language_choices(),
        announced=_listed(document.announced_languages),
        present=_listed(document.present_languages),
        missing=_listed(document.missing_languages),
        problems=remarks([*document.errors, *against], names),
        warnings=remarks(document.warnings[:_MOST_REMARKS], names),
        more_warnings=max(0, len(document.warnings) - _MOST_REMARKS),
    )


def hindrances(reading: Reading) -> list[Any]:
    """What stands against storing the document; what a new plan lacks is asked for at the end."""
    return [one for one in reading.hindrances if not one.code.startswith(_OF_THE_PLAN)]


def _listed(codes: tuple[str, ...]) -> str:
    return language_list(codes, get_language() or SOURCE)


def _choose_languages(
    request: HttpRequest, draft: ImportDraft, reading: Reading, original: Document
) -> HttpResponse:
    here = address(draft, Step.PREVIEW, page=request.POST.get("page"))
    if request.POST.get("stamp") != reading.decisions.stamp:
        return back_to(request, here, refusal("stale"))
    known = {code for code, _name in language_choices()}
    chosen: dict[int, str | None] = {}
    for index, section in enumerate(original.sections):
        wanted = request.POST.get(f"language-{index}")
        if wanted is None:
            continue
        if wanted == section.language:
            chosen[index] = None
        elif wanted == "" or wanted in known:
            chosen[index] = wanted
    try:
        drafts.decide(draft, languages=chosen)
    except DraftIsDone:
        return back_to(request, here, DONE)
    messages.success(request, _("The languages were kept."))
    return HttpResponseRedirect(here)
