"""Third step: the languages side by side, where an editor joins, parts and moves their items."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tracker.domain.documents import DocumentRefused, ParsedItem
from tracker.domain.documents.cells import EditRefused, cuts
from tracker.domain.documents.decisions import Edit, Op, columns
from tracker.models import ImportDraft
from tracker.services import drafts
from tracker.services.drafts import DraftIsDone, Reading

from .forms import SplitForm
from .preview import hindrances
from .refusals import DONE, refusal
from .steps import Step, address, back_to, page, remarks, sentence
from .suggestions import suggestion_of
from .tables import MOST_PARAGRAPHS, table_of
from .texts import Language

_MOVES = {"up": -1, "down": 1}


def show(admin: Any, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The table; each of its buttons is one edit, made on what the page had shown."""
    if request.method == "POST":
        return _edit(request, draft)
    reading = drafts.read(draft)
    original, document = reading.original, reading.document
    if original is None or document is None:
        return HttpResponseRedirect(address(draft, Step.DOCUMENT))
    names = [one.file.name for one in reading.files]
    against = [one for one in hindrances(reading) if one not in document.errors]
    shifted = [one for one in document.warnings if one.code == "anchors_shifted"]
    table = table_of(request, original, document, reading.decisions, compares=True)
    return page(
        admin,
        request,
        "compare",
        Step.COMPARE,
        draft,
        reading,
        document=document,
        table=table,
        many=len(table.kept) > 1,
        problems=remarks([*document.errors, *against, *shifted], names),
        suggestion=suggestion_of(reading),
        edits=len(reading.decisions.edits),
        has_titles=bool(reading.decisions.titles),
        acted=request.GET.get("at", ""),
    )


def split(admin: Any, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """A page with the text of one item, to say where another begins in it."""
    asked = request.POST if request.method == "POST" else request.GET
    section, position = _number(asked.get("section")), _number(asked.get("item"))
    back = address(draft, Step.COMPARE, f"cell-{section}-{position}", page=asked.get("page"))
    reading = drafts.read(draft)
    found = _item(reading, section, position)
    if found is None:
        return back_to(request, back, refusal("no_such_item"))
    if asked.get("stamp") != reading.decisions.stamp:
        return back_to(request, back, refusal("stale"))
    language, item = found
    text = item.full_text
    form = SplitForm(
        request.POST or None,
        language=language.code if language.known else "",
        direction=language.direction,
        # An empty line in the text itself must not look like one that the editor made.
        initial={"text": "\n".join(line for line in text.splitlines() if line.strip())},
    )
    if form.is_valid():
        try:
            step = Edit(Op.SPLIT, section, position, cuts(text, form.cleaned_data["text"]))
            drafts.edit(draft, step, stamp=asked.get("stamp"))
            return HttpResponseRedirect(back)
        except EditRefused as refused:
            form.add_error("text", str(refusal(refused.code)))
        except (DraftIsDone, DocumentRefused):
            return back_to(request, back, DONE)
    return page(
        admin,
        request,
        "split",
        Step.COMPARE,
        draft,
        reading,
        form=form,
        media=form.media,
        back=back,
        language=language,
        item=item,
        section=section,
        position=position,
        shown_page=asked.get("page", ""),
    )


def _edit(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    posted = request.POST
    doing, where, which, *_rest = [*posted.get("do", "").split(), "", "", ""]
    section, position = _number(where), _number(which)
    anchor = f"cell-{section}-{position}" if position else ""
    here = address(draft, Step.COMPARE, anchor, page=posted.get("page"))
    stamp = posted.get("stamp", "")
    try:
        if doing == "undo":
            drafts.undo(draft, stamp=stamp)
        elif doing == "suggest":
            suggestion = suggestion_of(drafts.read(draft))
            if suggestion is None:
                raise EditRefused("stale")
            drafts.edit(draft, *suggestion.edits, stamp=stamp)
        else:
            drafts.edit(draft, _step(doing, section, position, posted), stamp=stamp)
    except EditRefused as refused:
        return back_to(request, here, refusal(refused.code))
    except DraftIsDone:
        return back_to(request, here, DONE)
    except DocumentRefused as refused:
        return back_to(request, here, " ".join(sentence(one) for one in refused.errors))
    return HttpResponseRedirect(here)


def _step(doing: str, section: int, position: int, posted: Any) -> Edit:
    """The edit that a button stands for. Raises `EditRefused`."""
    match doing:
        case "join":
            return Edit(Op.JOIN, section, position)
        case "up" | "down":
            return Edit(Op.MOVE, section, position, (_MOVES[doing],))
        case "gap":
            return Edit(Op.GAP, section, position)
        case "drop":
            return Edit(Op.DROP, section, position)
        case "itemise":
            return Edit(Op.ITEMISE, section, 0, _marked(posted, section))
        case "itemise-all":
            first, *_rest = _marked(posted, section) or (0,)
            count = _number(posted.get(f"count-{section}"))
            return Edit(Op.ITEMISE, section, 0, tuple(range(first, count)))
    raise EditRefused("bad_decisions")


def _marked(posted: Any, section: int) -> tuple[int, ...]:
    chosen: Sequence[str] = posted.getlist(f"starts-{section}")
    return tuple(sorted({_number(one) for one in chosen[:MOST_PARAGRAPHS]}))


def _number(text: str | None) -> int:
    """The number that `text` stands for; 0 for nonsense."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def _item(reading: Reading, section: int, position: int) -> tuple[Language, ParsedItem] | None:
    """The item as it stands now, with its language."""
    if reading.original is None:
        return None
    try:
        part = columns(reading.original, reading.decisions)[section]
        item = part.cell(position).item
    except (EditRefused, IndexError):
        return None
    return (Language(part.section.language), item) if item is not None else None
