"""Lines that are the page's and not the document's: numbers, running headers, navigation."""

import re
from collections.abc import Sequence

from . import languages
from .errors import Finding, Params
from .marks import Kind, Line

_LONGEST = 120
_LONGEST_PAGE = 30
_FEWEST_REPEATS = 2
_SHORTEST_TITLE = 10
_WORD = (
    r"(?:page|p\.|seite|s\.|página|pagina|pág\.|pag\.|стр\.?|страница|sayfa|trang|halaman|hal\.|"
    r"صفحة|ص)\s*"
)
_FIGURES = r"\d{1,4}(?:\s*(?:/|of|von|de|sur|из|di|dari|من|trên)\s*\d{1,4})?"
_PAGE = re.compile(
    rf"(?:[-–—|]\s*)?(?:{_WORD})?{_FIGURES}"
    r"(?:\s*[-–—|])?|第\s*\d{1,4}\s*[页頁](?:\s*[,，/共]*\s*\d{1,4}\s*[页頁])?",
    re.IGNORECASE,
)
_ENDS_IN_PAGE = re.compile(rf"\s{_WORD}{_FIGURES}$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s[|›»>·/→]\s")
_ARROWS = "←→↑↓«»‹›"
_DIGITS = re.compile(r"\d+")


def without_page_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Finding]]:
    """`lines` with those of the page made blank, and with a sentence they cut whole again.

    A page number is a line of its own; a line that comes again and again beside page numbers, or
    with one at its end, is a running header. Navigation is a line of short pieces between
    separators, with blank lines around it. Findings: page_lines, navigation_line.
    """
    filled = [index for index, line in enumerate(lines) if line.kind is not Kind.BLANK]
    pages = {index for index in filled if _is_page_number(lines[index])}
    headers = _running_headers(lines, filled, pages)
    taken = pages | headers
    findings: list[Finding] = []
    if taken:
        params: Params = {"lines": len(taken)}
        findings.append(Finding("page_lines", lines[min(taken)].number, params))
    navigation = {index for index in filled if index not in taken and _is_navigation(lines[index])}
    for index in sorted(navigation):
        if _is_alone(lines, index, -1, navigation) and _is_alone(lines, index, 1, navigation):
            taken.add(index)
            findings.append(Finding("navigation_line", lines[index].number))
    return _left(lines, taken), findings


def _is_page_number(line: Line) -> bool:
    if line.kind is Kind.ITEM or len(line.whole) > _LONGEST_PAGE:
        return False
    year = len(line.whole) == 4 and line.whole.isdecimal()
    return not year and bool(_PAGE.fullmatch(line.whole))


def _running_headers(lines: Sequence[Line], filled: Sequence[int], pages: set[int]) -> set[int]:
    beside: dict[str, set[int]] = {}
    title = _DIGITS.sub("#", lines[filled[0]].text).rstrip(" #") if filled else ""
    again: set[int] = set()  # lines beside a page number that begin with the document's first
    for place, index in enumerate(filled):
        neighbours = {*filled[max(place - 1, 0) : place], *filled[place + 1 : place + 2]}
        line = lines[index]
        numbered = neighbours & pages or _ENDS_IN_PAGE.search(line.text)
        if line.kind is Kind.PROSE and len(line.text) <= _LONGEST and numbered:
            text = _DIGITS.sub("#", line.text)
            beside.setdefault(text, set()).add(index)
            if place and len(title) >= _SHORTEST_TITLE and text.startswith(title):
                again.add(index)
    return again | {
        index
        for places in beside.values()
        if len(places) >= _FEWEST_REPEATS
        for index in places - pages
    }


def _is_navigation(line: Line) -> bool:
    text = line.whole
    if line.kind is Kind.ITEM or len(text) > _LONGEST or text[-1:] in ".:;":
        return False
    if languages.announced(line.text):
        return False
    pieces = _SEPARATOR.split(text)
    if len(pieces) > 2 and all(0 < len(piece.split()) <= 4 for piece in pieces):
        return True
    return (text[0] in _ARROWS or text[-1] in _ARROWS) and not _is_quoted(text)


def _is_alone(lines: Sequence[Line], index: int, step: int, navigation: set[int]) -> bool:
    """Whether a blank line, or more navigation, stands on that side."""
    index += step
    return not 0 <= index < len(lines) or lines[index].kind is Kind.BLANK or index in navigation


def _is_quoted(text: str) -> bool:
    return text[0] in "«‹»›" and text[-1] in "«‹»›"


def _left(lines: Sequence[Line], taken: set[int]) -> list[Line]:
    """The lines without those taken; blank lines round them go where they part a sentence."""
    found: list[Line] = []
    last: Line | None = None
    cut = False  # whether a line of the page stands between the last filled line and this one
    for index, line in enumerate(lines):
        if index in taken:
            cut = True
            found.append(Line(line.number, Kind.BLANK))
        elif line.kind is Kind.BLANK:
            found.append(line)
        else:
            if (
                cut
                and line.kind is Kind.PROSE
                and last
                and not (last.is_complete or last.is_heading)
            ):
                while found and found[-1].kind is Kind.BLANK:
                    found.pop()
            last = line
            found.append(line)
            cut = False
    return found
