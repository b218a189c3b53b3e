"""Items that begin in the middle of a line: "… as follows: 1. Read. 2. Mend."."""

import re
from collections.abc import Sequence

from .errors import Finding, Params
from .marks import Kind, Line, Style, classified, names_month

_MARK = re.compile(
    r"(?:(?<=[.:;,!?…؟؛،»”\"])\s+\(?(\d{1,3})(?:\\?[.)]|\.-)\s*(?=[^\W\d_\"“«'¿¡])"
    r"|(?<=[：；。，])\s*(\d{1,3})[、．.]\s*(?=\S))"
)


def with_items_apart(lines: Sequence[Line]) -> tuple[list[Line], list[Finding]]:
    """`lines` with the items inside them as lines of their own, under the number of their line.

    Figures begin items where they count up from 1 in one paragraph, or where they fill the gap
    between the item whose line it is and the next one, or end its list.
    Findings: items_inside_paragraph.
    """
    found: list[Line] = []
    findings: list[Finding] = []
    following = _next_values(lines)
    index = 0
    last = 0  # the number of the last item
    while index < len(lines):
        end = index + 1
        line = lines[index]
        if line.kind is Kind.BLANK or line.kind is Kind.BULLET:
            found.append(line)
            index = end
            continue
        if line.style is Style.NUMBER:
            last = line.value
        while end < len(lines) and lines[end].kind is Kind.PROSE:
            end += 1
        block = lines[index:end]
        cuts = _cuts(block, last, following[end - 1])
        if cuts:
            params: Params = {"items": sum(len(places) for places in cuts.values())}
            findings.append(Finding("items_inside_paragraph", block[min(cuts)].number, params))
            last = max(value for places in cuts.values() for _, value in places)
        for place, one in enumerate(block):
            found.extend(_parts(one, [at for at, _ in cuts[place]]) if place in cuts else [one])
        index = end
    return found, findings


def _cuts(
    block: Sequence[Line], last: int, following: int | None
) -> dict[int, list[tuple[int, int]]]:
    """Per line of the block the places where items begin, with their numbers."""
    marks = [
        (place, match.start(1) if match[1] else match.start(2), int(match[1] or match[2]))
        for place, line in enumerate(block)
        for match in _MARK.finditer(line.whole)
        if not names_month(line.whole[match.end() :])
    ]
    if not marks:
        return {}
    numbered = block[0].style is Style.NUMBER
    fresh = _counting(marks, 1)
    going = _counting(marks, last + 1) if numbered and last else []
    ends_list = last > 1 and (following is None or following <= last)
    ends_list = ends_list or (following is None and len(going) > 1)
    if going and (following == going[-1][2] + 1 or ends_list):
        chosen = going
    elif not numbered and fresh and (len(fresh) > 1 or following == 2):
        chosen = fresh
    else:
        return {}
    cuts: dict[int, list[tuple[int, int]]] = {}
    for place, at, value in chosen:
        whole = block[place].whole
        start = at - 1 if at and whole[at - 1] == "(" else at
        cuts.setdefault(place, []).append((start, value))
    return cuts


def _counting(marks: Sequence[tuple[int, int, int]], first: int) -> list[tuple[int, int, int]]:
    chosen = []
    expected = first
    for mark in marks:
        if mark[2] == expected:
            chosen.append(mark)
            expected += 1
    return chosen


def _parts(line: Line, cuts: Sequence[int]) -> list[Line]:
    whole = line.whole
    pieces = [whole[: cuts[0]]]
    pieces += [whole[start:end] for start, end in zip(cuts, [*cuts[1:], len(whole)], strict=True)]
    indent = " " * line.indent
    return [classified(line.number, indent + piece.strip()) for piece in pieces if piece.strip()]


def _next_values(lines: Sequence[Line]) -> list[int | None]:
    found: list[int | None] = [None] * len(lines)
    value: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        found[index] = value
        if lines[index].style is Style.NUMBER:
            value = lines[index].value
    return found
