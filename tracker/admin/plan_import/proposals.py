"""Fourth step: titles, kinds, key dates and differences that the text suggests, to be decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tracker.admin.forms import LANGUAGES, SOURCE
from tracker.domain.documents import Document
from tracker.domain.documents.decisions import EditRefused
from tracker.domain.documents.divergences import describe_divergence
from tracker.models import DateStatement, ImportDraft, KeyDate, Kind
from tracker.services import drafts
from tracker.services.date_texts import language_list, stated_text, text_list
from tracker.services.drafts import DraftIsDone, Reading
from tracker.services.importing.changes import Change
from tracker.services.importing.proposals import DateProposal, DivergenceProposal, ItemProposal

from .answers import date_answers, divergence_answers, item_answers
from .refusals import DONE, refusal
from .steps import Step, address, back_to, page
from .tables import page_of
from .texts import Language, date_label

PER_PAGE = 20
MOST_KEY_DATES = 200


class Part(StrEnum):
    ITEMS = "items"
    DATES = "dates"
    DIFFERENCES = "differences"
    CHANGES = "changes"


_NAMES: dict[Part, Promise] = {
    Part.ITEMS: _("Titles and commitments"),
    Part.DATES: _("Key dates"),
    Part.DIFFERENCES: _("Differences"),
    Part.CHANGES: _("Changed texts"),
}
_WRONG: dict[str, Promise] = {
    "slug": _("Give a short name of letters a to z, digits and hyphens."),
    "taken": _("There is a key date with this short name already: choose it, or another name."),
    "twice": _("Two key dates on this page have this short name."),
    "missing": _("Choose one of the key dates that are here already."),
}


@dataclass(frozen=True, slots=True)
class Tab:
    part: Part
    name: str
    count: int
    link: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with the first words of its text in each language, and its titles to edit."""

    proposal: ItemProposal
    titles: Sequence[tuple[Language, str]]
    theme: str


@dataclass(frozen=True, slots=True)
class DateRow:
    """A key date with the words that state it; `problem` says why the last answer was not kept."""

    proposal: DateProposal
    label: str
    statements: Sequence[tuple[Language, Any, str]]
    names: Sequence[tuple[Language, str]]
    matches: Sequence[KeyDate]
    problem: str
    items: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    proposal: DivergenceProposal
    sentence: str
    languages: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    change: Change
    language: Language


def show(admin: Any, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """One of the parts, a page of it at a time; what a page says is kept when it is sent."""
    reading = drafts.read(draft)
    document = reading.document
    if document is None or reading.imported is None:
        return HttpResponseRedirect(address(draft, Step.DOCUMENT))
    everything = _everything(reading)
    part = _part(request, everything)
    shown = page_of(request, everything[part], PER_PAGE)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        answer = _keep(request, draft, reading, part, shown)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    return page(
        admin,
        request,
        "proposals",
        Step.PROPOSALS,
        draft,
        reading,
        part=part,
        tabs=_tabs(draft, everything, part),
        shown=shown,
        rows=_rows(part, shown.object_list, document, wrong, request),
        kinds=Kind.choices,
        key_dates=_key_dates() if part is Part.DATES else [],
        aligned=document.alignment.aligned or len(document.alignment.counts) < 2,
        has_items=draft.plan is not None and draft.plan.items.exists(),
        wrong=bool(wrong),
    )


def _everything(reading: Reading) -> dict[Part, Sequence[Any]]:
    """What there is to look at, by part; a part without anything is not offered."""
    proposals = reading.proposals
    found: dict[Part, Sequence[Any]] = {
        Part.ITEMS: proposals.items,
        Part.DATES: proposals.key_dates,
        Part.DIFFERENCES: proposals.divergences,
    }
    if reading.draft.plan is not None and reading.imported is not None:
        imported = reading.imported
        found[Part.CHANGES] = [
            one for one in (*imported.preambles, *imported.changes) if one.before is not None
        ]
    return found


def _part(request: HttpRequest, everything: Mapping[Part, Sequence[Any]]) -> Part:
    wanted = request.GET.get("part", "")
    if wanted in list(everything):
        return Part(wanted)
    # An existing plan's changed texts matter more than what is proposed besides.
    if everything.get(Part.CHANGES):
        return Part.CHANGES
    return next((part for part, found in everything.items() if found), Part.ITEMS)


def _tabs(draft: ImportDraft, everything: Mapping[Part, Sequence[Any]], current: Part) -> list[Tab]:
    return [
        Tab(
            part,
            str(_NAMES[part]),
            len(found),
            address(draft, Step.PROPOSALS, part=part),
            part is current,
        )
        for part, found in everything.items()
    ]


def _keep(
    request: HttpRequest, draft: ImportDraft, reading: Reading, part: Part, shown: Any
) -> HttpResponse | dict[str, str]:
    """Store the answers of the page; the page again, or what is wrong by proposal."""
    here = address(draft, Step.PROPOSALS, part=part, page=shown.number)
    if request.POST.get("stamp") != reading.decisions.stamp:
        return back_to(request, here, refusal("stale"))
    wrong: dict[str, str] = {}
    if part is Part.ITEMS:
        changes = item_answers(request.POST, shown.object_list)
    elif part is Part.DATES:
        changes, wrong = date_answers(request.POST, shown.object_list)
    else:
        changes = divergence_answers(request.POST, shown.object_list)
    try:
        drafts.decide(draft, stamp=reading.decisions.stamp, **changes)
    except EditRefused as refused:
        return back_to(request, here, refusal(refused.code))
    except DraftIsDone:
        return back_to(request, here, DONE)
    if wrong:
        return wrong
    messages.success(request, _("Your decisions on this page were kept."))
    doing = request.POST.get("do", "")
    if doing == "next" and shown.has_next():
        following = shown.next_page_number()
        return HttpResponseRedirect(address(draft, Step.PROPOSALS, part=part, page=following))
    if doing == "next":
        return HttpResponseRedirect(_after(draft, reading, part))
    return HttpResponseRedirect(here)


def _after(draft: ImportDraft, reading: Reading, part: Part) -> str:
    """The next part that has anything, or the last step."""
    parts = list(_everything(reading).items())
    later = parts[[one for one, _found in parts].index(part) + 1 :]
    for other, found in later:
        if found:
            return address(draft, Step.PROPOSALS, part=other)
    return address(draft, Step.CONFIRM)


def _rows(
    part: Part, shown: Any, document: Document, wrong: Mapping[str, str], request: HttpRequest
) -> list[Any]:
    match part:
        case Part.ITEMS:
            return [_item_row(one, _title_languages(document)) for one in shown]
        case Part.DATES:
            return [_date_row(one, document, wrong.get(one.proposed.id, "")) for one in shown]
        case Part.DIFFERENCES:
            return [_difference_row(one) for one in shown]
        case Part.CHANGES:
            return [ChangeRow(one, Language(one.language)) for one in shown]


def _title_languages(document: Document) -> list[str]:
    """The content languages that a document brings texts in."""
    return [code for code in LANGUAGES if code in document.present_languages] or [SOURCE]


def _item_row(one: ItemProposal, languages: Sequence[str]) -> ItemRow:
    titles = [(Language(code), one.titles.get(code, "")) for code in languages]
    themes = [theme for theme in one.theme.values() if theme]
    return ItemRow(one, titles, themes[0] if themes else "")


def _date_row(one: DateProposal, document: Document, problem: str) -> DateRow:
    proposed = one.proposed
    stated = dict(DateStatement.Stated.choices)
    return DateRow(
        one,
        date_label(proposed),
        [
            (Language(statement.language), statement, str(stated[statement.stated]))
            for statement in proposed.statements
        ],
        [(Language(code), one.choice.names.get(code, "")) for code in _title_languages(document)],
        one.existing,
        str(_WRONG[problem]) if problem else "",
        text_list([str(position) for position in proposed.positions], get_language() or SOURCE),
    )


def _difference_row(one: DivergenceProposal) -> DifferenceRow:
    language = get_language() or SOURCE
    listed = partial(language_list, language=language)
    dated = partial(stated_text, language=language)
    sentence = describe_divergence(one.proposed, gettext, listed, dated)
    return DifferenceRow(one, sentence, listed(one.proposed.languages))


def _key_dates() -> list[KeyDate]:
    """Those that can be chosen from a list; where there are too many, exact matches alone."""
    found = list(KeyDate.objects.order_by("slug")[: MOST_KEY_DATES + 1])
    return found if len(found) <= MOST_KEY_DATES else []
