"""The items that lines make."""

from dataclasses import dataclass, field

from .marks import Line
from .stated_date import StatedDate
from .wrapping import NO_WORDS, Words, join_lines


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
    kept_hyphens: list[int] = field(default_factory=list)
    """Filled by `build`: lines whose final hyphen stayed without the document's say."""

    def __post_init__(self) -> None:
        self.paragraphs.append([(self.line.number, self.line.text)])

    @property
    def text_column(self) -> int:
        return self.line.indent + len(self.line.whole) - len(self.line.text)

    def add(self, line: Line, *, after_blank: bool) -> None:
        if after_blank:
            self.paragraphs.append([])
        self.paragraphs[-1].append((line.number, line.text))

    def build(self, position: int, words: Words = NO_WORDS) -> ParsedItem:
        text, lines, self.kept_hyphens = join_paragraphs(self.paragraphs, words)
        children = tuple(child.build(n, words) for n, child in enumerate(self.children, start=1))
        for child in self.children:
            self.kept_hyphens.extend(child.kept_hyphens)
        return ParsedItem(position, self.line.mark, self.line.number, text, children, lines=lines)


def join_paragraphs(
    paragraphs: list[list[tuple[int, str]]], words: Words = NO_WORDS
) -> tuple[str, tuple[tuple[int, int], ...], list[int]]:
    """Text with a blank line between paragraphs, pairs of offset and line, undecided hyphens."""
    texts: list[str] = []
    lines: list[tuple[int, int]] = []
    kept: list[int] = []
    start = 0
    for paragraph in paragraphs:
        joined = join_lines(paragraph, words)
        lines.extend((start + offset, number) for offset, number in joined.lines)
        kept.extend(joined.kept)
        texts.append(joined.text)
        start += len(joined.text) + 2
    return "\n\n".join(texts), tuple(lines), kept
