from dataclasses import dataclass
from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from tracker.models import SearchEntry
from tracker.services.finding import PER_PAGE, Group, Hit, find

LONGEST_QUERY = 200
LARGEST_PAGE = 100_000

Kind = SearchEntry.Kind
HEADINGS = {
    Kind.ITEM: gettext_lazy("Items"),
    Kind.KEY_DATE: gettext_lazy("Dates"),
    Kind.MEETING: gettext_lazy("Meetings"),
    Kind.ORGANISATION: gettext_lazy("Organisations"),
    Kind.UPDATE: gettext_lazy("Updates"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of results as it is shown; `has_more` where only its first ones are.

    `number` is how many there are, as it is written: "200+" where no more were counted.
    """

    kind: str
    heading: Any
    total: int
    number: str
    hits: list[Hit]
    has_more: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The same page whether a browser or the script that shows results while typing asks."""
    language = get_language() or "en"
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    page = _page(request.GET.get("page", "1")) if kind else 1
    groups = find(query, language=language, kind=kind, page=page) if query else []
    sections = [_section(group, kind) for group in groups]
    chosen = next((one for one in sections if one.kind == kind), None)
    if page > 1 and (chosen is None or not chosen.hits):
        raise Http404
    number = sum(section.total for section in sections)
    shown = chosen.total if chosen else (0 if kind else number)
    is_cut = any(group.has_more for group in groups if kind in ("", group.kind))
    pages = ceil(chosen.total / PER_PAGE) if chosen else 1
    context = {
        "query": query,
        "kind": kind,
        "heading": HEADINGS[Kind(kind)] if kind else "",
        "language": language,
        "tabs": sections,
        "sections": [section for section in sections if section.hits],
        "number": _number(number, is_cut=any(group.has_more for group in groups)),
        "shown": shown,
        "found": _found(shown, is_cut=is_cut),
        "page": page,
        "pages": pages,
        "previous": page - 1 if page > 1 else None,
        "next": page + 1 if page < pages else None,
    }
    return render(request, "tracker/search.html", context)


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:7]) <= LARGEST_PAGE:
        raise Http404
    return int(text[:7])


def _section(group: Group, kind: str) -> Section:
    return Section(
        kind=group.kind,
        heading=HEADINGS[Kind(group.kind)],
        total=group.total,
        number=_number(group.total, is_cut=group.has_more),
        hits=group.hits,
        has_more=not kind and group.total > len(group.hits),
    )


def _number(number: int, *, is_cut: bool) -> str:
    return f"{number}+" if is_cut else str(number)


def _found(number: int, *, is_cut: bool) -> str:
    if is_cut:
        return gettext("More than %(number)d results. Add a word to narrow them down.") % {
            "number": number
        }
    return ngettext("%(number)d result", "%(number)d results", number) % {"number": number}
