"""Whether one report is the other in another language.

What a translation keeps is compared: numbers, dates, acronyms and names in the same order, in the
same paragraphs, of the same relative length. Which of two like reports came first the machine
does not decide; it says what suggests it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log

from tracker.domain.folding import fold

from .boilerplate import LeftOut
from .editions import acronyms_in
from .number_words import roman
from .paragraphs import Paragraph
from .reading import PressReport

CANDIDATE = 0.6
"""The score from which one report is proposed as the translation or copy of the other."""

_MOST_PARAGRAPHS = 120
_MOST_ANCHORS = 400
_SHORTEST_NAME = 4
_WORDS_IN_A_ROW = 5


class Kind(StrEnum):
    TRANSLATION = "translation"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class SharedAnchor:
    """What both reports have at the same place in their order: `kind` is "number", "date",
    "acronym" or "name"; the lines are those of the first and the second report. `text` is as the
    first report prints it, a date as EDTF where its year is printed."""

    kind: str
    text: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two reports are, from 0 to 1, and what that rests on.

    `paragraphs` are pairs of first lines of paragraphs that stand for each other. `suggests` is 0
    or 1 for the report that seems to be taken from the other, by `marks` that it has and the
    other lacks; None where nothing suggests it.
    """

    kind: Kind
    score: float
    anchors: tuple[SharedAnchor, ...]
    anchor_counts: tuple[int, int]
    paragraphs: tuple[tuple[int, int], ...]
    paragraph_counts: tuple[int, int]
    sentence_counts: tuple[int, int]
    suggests: int | None = None
    marks: tuple[LeftOut, ...] = ()

    @property
    def is_candidate(self) -> bool:
        return self.score >= CANDIDATE


@dataclass(frozen=True, slots=True)
class _Anchor:
    kind: str
    value: str
    printed: str
    paragraph: int
    line: int


def likeness(first: PressReport, second: PressReport) -> Likeness:
    """Compare two reports; in the same language as copies, otherwise as translations."""
    anchors = (_anchors(first), _anchors(second))
    names = {one.value for one in anchors[0] if one.kind == "name"}
    names &= {one.value for one in anchors[1] if one.kind == "name"}
    # Most names of one language are written otherwise in the next: only shared ones say anything.
    kept = [
        [one for one in side if one.kind != "name" or one.value in names][:_MOST_ANCHORS]
        for side in anchors
    ]
    common = _in_order(kept[0], kept[1])
    pairs = _paragraph_pairs(first.paragraphs, second.paragraphs, common)
    same_language = first.language == second.language
    if same_language:
        score = _shared_words(first, second)
    else:
        score = _score(kept, common, pairs, first.paragraphs, second.paragraphs)
    suggests, marks = _suggested(first, second)
    return Likeness(
        kind=Kind.COPY if same_language else Kind.TRANSLATION,
        score=round(score, 3),
        anchors=tuple(SharedAnchor(a.kind, a.printed, (a.line, b.line)) for a, b in common),
        anchor_counts=(len(kept[0]), len(kept[1])),
        paragraphs=tuple(
            (first.paragraphs[one].line, second.paragraphs[other].line) for one, other in pairs
        ),
        paragraph_counts=(len(first.paragraphs), len(second.paragraphs)),
        sentence_counts=(_sentences(first), _sentences(second)),
        suggests=suggests,
        marks=marks,
    )


def _anchors(report: PressReport) -> list[_Anchor]:
    """Anchors in the order of the text; a date takes the place of its numbers."""
    acronyms = {one.text for one in acronyms_in((p.line, p.text) for p in report.paragraphs)}
    found: list[_Anchor] = []
    for index, paragraph in enumerate(report.paragraphs[:_MOST_PARAGRAPHS]):
        text = paragraph.text
        here: list[tuple[int, str, str, str]] = [
            (start, "date", one.edtf or f"{one.rule} {one.days}", one.edtf or one.text)
            for start, _end, one in paragraph.dates
            if one.edtf or one.rule
        ]
        for word in re.finditer(r"\w+", text):
            if any(start <= word.start() < end for start, end in paragraph.taken):
                continue
            anchor = _anchor_of(word.group(), acronyms)
            if anchor:
                here.append((word.start(), *anchor, word.group()))
        here.sort()
        found += [
            _Anchor(kind, value, printed, index, paragraph.line_at(start))
            for start, kind, value, printed in here
        ]
    return found


def _anchor_of(word: str, acronyms: set[str]) -> tuple[str, str] | None:
    if word.isdecimal():
        return "number", str(int(word))
    number = roman(word) if len(word) > 1 else None
    if number:
        return "number", str(number)
    if word in acronyms:
        return "acronym", word
    if word[0].isupper() and len(word) >= _SHORTEST_NAME and word.isalpha():
        return "name", fold(word)
    return None


def _in_order(first: list[_Anchor], second: list[_Anchor]) -> list[tuple[_Anchor, _Anchor]]:
    """The longest row of anchors that both have in the same order."""
    width = len(second)
    longest = [[0] * (width + 1) for _ in range(len(first) + 1)]
    for i in range(len(first) - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            if _same(first[i], second[j]):
                longest[i][j] = longest[i + 1][j + 1] + 1
            else:
                longest[i][j] = max(longest[i + 1][j], longest[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(first) and j < width:
        if _same(first[i], second[j]):
            pairs.append((first[i], second[j]))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _same(one: _Anchor, other: _Anchor) -> bool:
    return (one.kind, one.value) == (other.kind, other.value)


def _paragraph_pairs(
    first: Sequence[Paragraph],
    second: Sequence[Paragraph],
    common: list[tuple[_Anchor, _Anchor]],
) -> list[tuple[int, int]]:
    """Paragraphs that stand for each other, in order: those that share anchors or have the same
    part in the length of the whole."""
    first, second = first[:_MOST_PARAGRAPHS], second[:_MOST_PARAGRAPHS]
    shared: dict[tuple[int, int], int] = {}
    for one, other in common:
        key = (one.paragraph, other.paragraph)
        shared[key] = shared.get(key, 0) + 1
    best = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    fits = [[_fit(a, b, first, second) for b in second] for a in first]
    for i in range(len(first) - 1, -1, -1):
        for j in range(len(second) - 1, -1, -1):
            worth = fits[i][j] + min(shared.get((i, j), 0), 3)
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + worth)
    pairs, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _fit(
    one: Paragraph, other: Paragraph, first: Sequence[Paragraph], second: Sequence[Paragraph]
) -> float:
    """1 where both paragraphs have the same share of their report's length, falling to 0."""
    shares = (len(one.text) / _length(first), len(other.text) / _length(second))
    return exp(-2 * abs(log(shares[0] / shares[1])))


def _length(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(one.text) for one in paragraphs) or 1


def _score(
    kept: list[list[_Anchor]],
    common: list[tuple[_Anchor, _Anchor]],
    pairs: list[tuple[int, int]],
    first: Sequence[Paragraph],
    second: Sequence[Paragraph],
) -> float:
    """Half from the anchors in order, half from how the paragraphs stand for each other.

    Few anchors prove little: below six in common the first half shrinks.
    """
    if not common or not first or not second:
        return 0.0
    dice = 2 * len(common) / (len(kept[0]) + len(kept[1]))
    dice *= min(1.0, len(common) / 6)
    anchored = {(one.paragraph, other.paragraph) for one, other in common}
    in_pairs = sum((one.paragraph, other.paragraph) in set(pairs) for one, other in common)
    fit = sum(_fit(first[i], second[j], first, second) for i, j in pairs)
    built = 2 * fit / (len(first) + len(second))
    placed = in_pairs / len(common) if anchored else 0.0
    return 0.5 * dice + 0.5 * built * placed


def _shared_words(first: PressReport, second: PressReport) -> float:
    """The share of the shorter report's rows of five words that the other has too."""
    rows = [_rows(first), _rows(second)]
    fewer = min(map(len, rows))
    return len(rows[0] & rows[1]) / fewer if fewer else 0.0


def _rows(report: PressReport) -> set[tuple[str, ...]]:
    words = fold(" ".join(one.text for one in report.paragraphs)).split()
    return {tuple(words[i : i + _WORDS_IN_A_ROW]) for i in range(len(words) - _WORDS_IN_A_ROW + 1)}


def _sentences(report: PressReport) -> int:
    return sum(
        len(re.findall(r"[.!?…。؟;]+[”“»\")]?(?=\s|$)", one.text)) or 1 for one in report.paragraphs
    )


def _suggested(first: PressReport, second: PressReport) -> tuple[int | None, tuple[LeftOut, ...]]:
    """Which report the marks of an aggregator speak of as taken from elsewhere."""
    marks = (first.aggregator_marks, second.aggregator_marks)
    if bool(marks[0]) == bool(marks[1]):
        return None, ()
    derived = 0 if marks[0] else 1
    return derived, marks[derived]
