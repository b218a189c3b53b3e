"""Lines by their marks: numbers, codes, letters and bullets at the beginning of a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from itertools import pairwise

from .printed_marks import ALONE, PARTS, Style, found_mark, found_part, value_of

MAX_HEADING = 120

_END_OF_SENTENCE = frozenset(".!?;:…؟؛。！？；：")
_COLONS = frozenset(":：")
_COMMAS = frozenset(",،、，")
_CLOSING = "\"'”’»)]*_\u2069"
_WIDTHLESS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_RULER = re.compile(r"[-=_*~·—–]{3,}$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_CHAPTER = re.compile(
    r"(?:chapter|part|section|goal|theme|kapitel|teil|abschnitt|thema|cap[ií]tulo|parte|secci[oó]n|"
    r"objetivo|tema|chapitre|partie|objectif|thème|capitolo|sezione|obiettivo|seção|bab|bagian|"
    r"tujuan|глава|часть|раздел|цель|тема|bölüm|kısım|hedef|chương|phần|mục tiêu|الفصل|الباب|القسم|"
    r"المحور|الهدف)\s+(?:\d{1,3}|[ivxIVX]{1,5}|[A-Z])\b|第[一二三四五六七八九十\d]{1,3}[章节部编]",
    re.IGNORECASE,
)


class Kind(Enum):
    BLANK = "blank"
    PROSE = "prose"
    ITEM = "item"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document: `text` is what follows the mark, without outer white space."""

    number: int
    kind: Kind
    indent: int = 0
    text: str = ""
    mark: str = ""
    whole: str = ""
    """The line with its mark, without outer white space."""
    style: Style = Style.NONE
    is_heading: bool = False
    """Whether the line says of itself that it is a heading: "## Schools", "CHAPTER 1"."""

    @property
    def value(self) -> int:
        """What the mark counts: 3 for "3.", "c)", "iii)", "三、" and "14.3"; 0 for a bullet."""
        return value_of(self.mark, self.style)

    @property
    def is_complete(self) -> bool:
        """Whether the line ends like a sentence does, so that nothing need follow."""
        return self.text.rstrip(_CLOSING)[-1:] in _END_OF_SENTENCE

    @property
    def is_lead(self) -> bool:
        """Whether the line ends in a colon, so that something must follow."""
        return self.text.rstrip(_CLOSING)[-1:] in _COLONS

    @property
    def starts_small(self) -> bool:
        return self.text[:1].islower()

    @property
    def can_be_heading(self) -> bool:
        open_clause = self.text[-1:] in _COMMAS
        return self.is_heading or (
            len(self.text) <= MAX_HEADING and not self.is_complete and not open_clause
        )

    @property
    def path(self) -> tuple[str, ...]:
        """The parts of a code or number: ("14", "a")."""
        return tuple(self.mark.split("."))


def classify(lines: Sequence[str], numbers: Sequence[int] = ()) -> list[Line]:
    """The lines with their kind; `lists` weighs them together.

    `numbers` are their lines in the file, 1, 2, 3 … where none are given.
    """
    counted = numbers or range(1, len(lines) + 1)
    pairs = list(zip(counted, lines, strict=True))
    found = [_part(number, line) or classified(number, line) for number, line in pairs]
    for index in _not_counting(found):
        found[index] = classified(*pairs[index])
    _put_articles_beside_their_text(found)
    for index in _titles_of_numbers(found):
        found[index] = replace(as_prose(found[index]), is_heading=True)
    for index in range(1, len(found)):
        under = found[index]
        above = found[index - 1]
        if under.whole[:1] in "=-" and _RULER.match(under.whole):
            if above.kind is Kind.PROSE and above.can_be_heading:
                found[index - 1] = replace(above, is_heading=True)
            found[index] = Line(under.number, Kind.BLANK)
    _put_marks_beside_their_text(found)
    codes = _series([line.mark for line in found if line.style is Style.CODE], found)
    return [
        as_prose(line) if line.style is Style.CODE and line.mark not in codes else line
        for line in found
    ]


def as_prose(line: Line) -> Line:
    """The same line read as running text: its number is an ordinal ("24. Uluslararası …")."""
    return Line(line.number, Kind.PROSE, line.indent, line.whole, "", line.whole)


def classified(number: int, line: str) -> Line:
    """One line judged by itself."""
    whole = line.strip()
    if not whole.strip(_WIDTHLESS):
        return Line(number, Kind.BLANK)
    expanded = line.expandtabs(4)
    indent = len(expanded) - len(expanded.lstrip())
    found = found_mark(whole)
    if found:
        style, mark, end = found
        kind = Kind.BULLET if style is Style.BULLET else Kind.ITEM
        return Line(number, kind, indent, whole[end:], mark, whole, style)
    markdown = _MARKDOWN_HEADING.match(whole)
    text = whole[markdown.end() :].rstrip("# ") if markdown else whole
    bold = text[:2] == text[-2:] == "**" and len(text) > 4
    text = text[2:-2].strip() if bold else text
    heading = bool(markdown) or (
        len(text) <= MAX_HEADING
        and (bold or bool(_CHAPTER.match(text)) or _is_in_capitals(text))
        and text[-1:] not in ".;,"
    )
    return Line(number, Kind.PROSE, indent, text or whole, "", whole, is_heading=heading)


@cache
def _months() -> frozenset[str]:
    """The folded names of months in the languages that are written with Latin letters."""
    from babel import Locale

    return frozenset(
        name.casefold()
        for code in ("de", "en", "es", "fr", "id", "it", "pt", "tr", "ru")
        for width in ("wide", "abbreviated")
        for name in Locale(code).months["format"][width].values()
    )


def names_month(text: str) -> bool:
    """Whether the first word is a month's name, so that a number before it is a day."""
    words = text.split(maxsplit=1)
    return bool(words) and words[0].strip(".,;'’").casefold() in _months()


def _part(number: int, line: str) -> Line | None:
    """The line as the beginning of a great part, if it has the mark of one."""
    whole = line.strip()
    found = found_part(whole) if whole else None
    if found is None:
        return None
    style, mark, end = found
    expanded = line.expandtabs(4)
    indent = len(expanded) - len(expanded.lstrip())
    return Line(number, Kind.ITEM, indent, whole[end:], mark, whole, style)


def _not_counting(lines: Sequence[Line]) -> list[int]:
    """The indices of Roman numerals and articles that have no fellow to count up with.

    "I. Newton" and "Article 5." at the beginning of a line are none.
    """
    left = []
    for style in (*PARTS, Style.LETTER):
        marked = [(index, one.value) for index, one in enumerate(lines) if one.style is style]
        begun = {value for _, value in marked}
        begins = 1 in begun
        counts = any(after == before + 1 for (_, before), (_, after) in pairwise(marked))
        for index, value in marked:
            near = value in (1, 2) or {value - 1, value + 1} & begun
            if not (begins and counts and value and near):
                left.append(index)
    return left


def _put_articles_beside_their_text(lines: list[Line]) -> None:
    """ "Article 1" on a line of its own takes the paragraph under it, else it is text itself."""
    for index, line in enumerate(lines):
        if line.style not in PARTS or line.text:
            continue
        below = index + 1
        while below < len(lines) and lines[below].kind is Kind.BLANK:
            below += 1
        if below < len(lines) and lines[below].kind is Kind.PROSE and below <= index + 2:
            text = lines[below]
            whole = f"{line.whole} {text.whole}"
            lines[below] = replace(
                line, number=text.number, indent=text.indent, text=text.whole, whole=whole
            )
            lines[index] = Line(line.number, Kind.BLANK)
        else:
            lines[index] = replace(line, text=line.whole)


def _titles_of_numbers(lines: Sequence[Line]) -> list[int]:
    """The indices of Roman numerals that are headings of items rather than items.

    So they are where the numbers under one go on with those under another, or where only one in
    each series has numbers under it.
    """
    marked = [index for index, line in enumerate(lines) if line.style is Style.CAPITAL]
    if not marked or not all(lines[index].can_be_heading for index in marked):
        return []
    listed: list[bool] = []
    last, goes_on, alone = 0, False, True
    for index, end in zip(marked, [*marked[1:], len(lines)], strict=True):
        values = [one.value for one in lines[index:end] if one.style is Style.NUMBER]
        goes_on = goes_on or bool(values and last and values[0] == last + 1 and values[0] > 1)
        if lines[index].value == 1:
            listed = []
        listed.append(len(values) > 1)
        alone = alone and sum(listed) <= 1
        last = values[-1] if values else last
    once = alone and any(listed) and len(listed) > 1
    return marked if goes_on or once else []


def _put_marks_beside_their_text(lines: list[Line]) -> None:
    """A copy of a laid-out page may have "1." on a line of its own and the text below it.

    Only where such marks count up from 1, for a list has more than one of them.
    """
    found: list[tuple[int, int, str]] = []
    for index, line in enumerate(lines[:-1]):
        alone = ALONE.match(line.whole) if line.kind is Kind.PROSE else None
        if alone and int(alone[1]) in (1, int(found[-1][2]) + 1 if found else 1):
            below = index + 1 + (lines[index + 1].kind is Kind.BLANK)
            if below < len(lines) and lines[below].kind is Kind.PROSE:
                found.append((index, below, alone[1]))
    for index, below, mark in found if len(found) > 1 else ():
        text = lines[below]
        whole = f"{mark}. {text.whole}"
        lines[below] = Line(
            text.number, Kind.ITEM, text.indent, text.whole, mark, whole, Style.NUMBER
        )
        lines[index] = Line(lines[index].number, Kind.BLANK)


def _series(codes: Sequence[str], lines: Sequence[Line]) -> frozenset[str]:
    """Those of the codes that have a fellow, so that they count something.

    "1.5 million" at the beginning of a line is none, "14.5" after "14.4" or among "14.a" is.
    """
    numbers = {line.mark for line in lines if line.style is Style.NUMBER}
    by_parent: dict[str, set[str]] = {}
    firsts = set()
    for code in codes:
        parent, _, last = code.rpartition(".")
        by_parent.setdefault(parent, set()).add(last)
        if last == "1":
            firsts.add(parent)
    kept = set()
    for code in codes:
        parent, _, last = code.rpartition(".")
        fellows = by_parent[parent]
        if not last.isdecimal():
            lettered = code[0].isalpha() or len(fellows) > 1
            if (lettered and len(codes) > 1) or parent in numbers:
                kept.add(code)
            continue
        many = len(fellows) > 2 or any(not one.isdecimal() for one in fellows)
        near = {str(int(last) - 1), str(int(last) + 1)} & fellows
        first_of_many = last == "1" and (len(firsts) > 1 or parent in numbers)
        lettered_family = code[0].isalpha() and len(codes) > 1
        if near or first_of_many or lettered_family or many:
            kept.add(code)
    return frozenset(kept)


def _is_in_capitals(text: str) -> bool:
    letters = [one for one in text if one.isalpha()]
    cased = [one for one in letters if one.isupper() or one.islower()]
    return len(cased) >= 4 and not any(one.islower() for one in cased)
