"""First step: which plan, and the files; what is wrong with them, and how they are to be read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from tracker.domain.documents import DocumentRefused
from tracker.domain.documents.cells import EditRefused
from tracker.models import DraftFile, ImportDraft
from tracker.services import drafts
from tracker.services.drafts import DraftIsDone, FileReading

from .forms import NEW, FilesForm, ReadAsForm, StartForm
from .refusals import DONE, refusal
from .steps import (
    Step,
    address,
    back_to,
    draft_name,
    file_names,
    page,
    remarks,
    sentence,
    user_of,
    with_names,
)


def start(admin: Any, request: HttpRequest) -> HttpResponse:
    """A page with the first form; a draft is made as soon as there is a file to keep."""
    wanted = request.GET.get("plan", NEW)
    form = StartForm(request.POST or None, request.FILES or None, initial={"plan": wanted})
    if form.is_valid():
        draft = drafts.start(by=user_of(request), plan=form.chosen_plan())
        if _keep(draft, form):
            return _onward(draft)
        drafts.discard(draft)
    return page(
        admin,
        request,
        "start",
        Step.DOCUMENT,
        form=form,
        unfinished=[
            (one, draft_name(one), file_names(one)) for one in with_names(drafts.unfinished())[:10]
        ],
    )


def show(admin: Any, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The files of the draft; more of them, fewer, or the same read in another way."""
    form = FilesForm()
    if request.method == "POST":
        here = address(draft, Step.DOCUMENT)
        doing = request.POST.get("do", "")
        try:
            if doing == "add":
                form = FilesForm(request.POST, request.FILES)
                if form.is_valid() and _keep(draft, form):
                    return HttpResponseRedirect(here)
            elif doing == "remove":
                drafts.remove_file(draft, _file_number(request))
                return HttpResponseRedirect(here)
            elif doing == "undo":
                drafts.undo(draft)
                return HttpResponseRedirect(here)
            elif doing == "read":
                return _read_as(request, draft)
            else:
                return HttpResponseRedirect(here)
        except DraftIsDone:
            return back_to(request, here, DONE)
        except EditRefused as refused:
            return back_to(request, here, refusal(refused.code))
    reading = drafts.read(draft)
    names = [one.file.name for one in reading.files]
    return page(
        admin,
        request,
        "document",
        Step.DOCUMENT,
        draft,
        reading,
        form=form,
        files=[_shown(one) for one in reading.files],
        errors=remarks(reading.errors, names),
        has_decisions=bool(draft.decisions),
        has_misfit=reading.original is not None and bool(reading.errors),
    )


def _keep(draft: ImportDraft, form: FilesForm) -> bool:
    """Add the files; what is refused outright is said at the form."""
    kept = False
    for file in form.source_files():
        try:
            drafts.add_file(draft, file)
            kept = True
        except DocumentRefused as refused:
            for error in refused.errors:
                form.add_error(None, f"{file.name}: {sentence(error)}")
    return kept and not form.errors


def _onward(draft: ImportDraft) -> HttpResponse:
    """To the preview, or to what hinders it."""
    readable = drafts.read(draft).document is not None
    return HttpResponseRedirect(address(draft, Step.PREVIEW if readable else Step.DOCUMENT))


def _read_as(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    form = ReadAsForm(request.POST)
    here = address(draft, Step.DOCUMENT)
    if not form.is_valid():
        return back_to(request, here, _("Choose from the lists."))
    given = {name: value for name, value in form.cleaned_data.items() if name in request.POST}
    try:
        drafts.choose(draft, _file_number(request), **given)
    except DraftFile.DoesNotExist:
        return back_to(request, here, _("This file is not here any more."))
    messages.success(request, _("The file was read again."))
    return HttpResponseRedirect(here)


def _file_number(request: HttpRequest) -> int:
    """The key of the file that is meant; 0, which is none, for nonsense."""
    text = request.POST.get("file", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _shown(one: FileReading) -> dict[str, Any]:
    file = one.file
    chosen = {"format": file.format, "encoding": file.encoding, "language": file.language}
    return {
        "file": file,
        "size": one.size,
        "errors": remarks(one.errors),
        "previews": one.previews,
        "form": ReadAsForm(initial=chosen, auto_id=f"id_{file.pk}_%s"),
        "is_open": bool(one.errors) or any(chosen.values()),
    }
