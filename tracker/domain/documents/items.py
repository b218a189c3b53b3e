"""Lines by their marks, and the items that the lines make."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from .stated_date import StatedDate
from .wrapping import join_lines

# The number of an item with its mark, as in "1. ", "1) ", "1.- ", "1 – ", "1- ". A figure after a
# dash makes a range ("4 - 5 May"), not an item.
_ITEM = re.compile(r"(\d{1,3})(?:[.)]|\.-| ?[–-](?=\s+\D))\s+(?=\S)")
_BULLET = re.compile(r"([•◦▪‣·*–—-])\s+(?=\S)")
_END_OF_SENTENCE = frozenset(".!?;:…؟؛。")
_CLOSING = "\"'”’»)]\u2069"
_WIDTHLESS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


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

    @property
    def value(self) -> int:
        """The printed number of an item line."""
        return int(self.mark)

    @property
    def is_complete(self) -> bool:
        """Whether the line ends like a sentence does, so that nothing need follow."""
        return self.text.rstrip(_CLOSING)[-1:] in _END_OF_SENTENCE

    @property
    def starts_small(self) -> bool:
        return self.text[:1].islower()


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """An item of one language section.

    `position` (1..n within the section) is the identity, `printed` the mark as it stands in the
    document ("1" fifteen times is normal: a web page's list numbering gets lost in copying).
    """

    position: int
    printed: str
    first_line: int
    text: str
    children: tuple["ParsedItem", ...] = ()
    heading: str = ""
    """The theme heading that the item stands under, with its line."""
    heading_line: int | None = None
    lead: str = ""
    """The line that governs the item, as "By 31 December 2025, members will:", with its line."""
    lead_line: int | None = None
    lines: tuple[tuple[int, int], ...] = ()
    """Pairs of offset in `text` and line of the file, ascending; the first is (0, first_line)."""
    dates: tuple[StatedDate, ...] = ()

    def line_at(self, offset: int) -> int:
        """The line of the file on which the character at `offset` of `text` stands."""
        found = self.first_line
        for start, line in self.lines:
            if start > offset:
                break
            found = line
        return found

    @property
    def full_text(self) -> str:
        """The text with its children, one a line."""
        parts = [self.text, *(f"{child.printed} {child.full_text}" for child in self.children)]
        return "\n".join(parts)


@dataclass(slots=True)
class ItemBuilder:
    """Collects the lines of one item; `paragraphs` are those that a blank line keeps apart."""

    line: Line
    paragraphs: list[list[tuple[int, str]]] = field(default_factory=list)
    children: list["ItemBuilder"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.paragraphs.append([(self.line.number, self.line.text)])

    @property
    def text_column(self) -> int:
        return self.line.indent + len(self.line.whole) - len(self.line.text)

    def add(self, line: Line, *, after_blank: bool) -> None:
        target = self.children[-1] if self.children else self
        if after_blank:
            target.paragraphs.append([])
        target.paragraphs[-1].append((line.number, line.text))

    def build(self, position: int) -> ParsedItem:
        children = tuple(child.build(n) for n, child in enumerate(self.children, start=1))
        text = ""
        lines: list[tuple[int, int]] = []
        for paragraph in self.paragraphs:
            joined = join_lines(paragraph)
            start = len(text) + 2 if text else 0
            text = f"{text}\n\n{joined.text}" if text else joined.text
            lines.extend((start + offset, number) for offset, number in joined.lines)
        return ParsedItem(
            position, self.line.mark, self.line.number, text, children, lines=tuple(lines)
        )


def classify(lines: Sequence[str], numbers: Sequence[int] = ()) -> list[Line]:
    """The lines with their kind, judged each by itself; `sections` weighs them together.

    `numbers` are their lines in the file, 1, 2, 3 … where none are given.
    """
    counted = numbers or range(1, len(lines) + 1)
    return [_classified(number, line) for number, line in zip(counted, lines, strict=True)]


def as_prose(line: Line) -> Line:
    """The same line read as running text: its number is an ordinal ("24. Uluslararası …")."""
    return Line(line.number, Kind.PROSE, line.indent, line.whole, "", line.whole)


def _classified(number: int, line: str) -> Line:
    whole = line.strip()
    if not whole.strip(_WIDTHLESS):
        return Line(number, Kind.BLANK)
    expanded = line.expandtabs(4)
    indent = len(expanded) - len(expanded.lstrip())
    item = _ITEM.match(whole)
    if item:
        return Line(number, Kind.ITEM, indent, whole[item.end() :], item[1], whole)
    bullet = _BULLET.match(whole)
    if bullet:
        return Line(number, Kind.BULLET, indent, whole[bullet.end() :], bullet[1], whole)
    return Line(number, Kind.PROSE, indent, whole, "", whole)
