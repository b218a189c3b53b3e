"""The items of one language as cells that an editor joins, parts and moves.

The words stay those of the document, in number and order, up to white space; each keeps the line
on which it stands. The only words that leave the items are those of a dropped cell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .items import ParsedItem
from .sections import Section

Paragraph = tuple[int, str]
"""The line of a paragraph and its text."""

_MARK = re.compile(r"(?:(\d{1,3})[.)]|([•◦▪‣·*–—-]))[^\S\n]+(?=\S)")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
_END_OF_SENTENCE = frozenset(".!?;:…؟؛。！？；：")
_CLOSING = "\"'”’»)]」』）\u2069"
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")


class EditRefused(ValueError):
    """An edit or a decision that cannot be; `code` is stable and says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Cell:
    """One position of one language: an item, or None for a gap.

    `mark` is what a split took off the text as the printed mark of the new item; a join gives it
    back to the text.
    """

    item: ParsedItem | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A section on the editor's table. `dropped` are the paragraphs that are no part of any item.

    `index` is that of the section in the document as it was read.
    """

    index: int
    section: Section
    cells: tuple[Cell, ...]
    dropped: tuple[Paragraph, ...] = ()
    left_out: bool = False

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The prose before the first item, of which items can still be made."""
        return self.section.paragraphs

    def in_language(self, language: str) -> "Column":
        """In the language that a person chose, or left out where that is ""."""
        if not language:
            return replace(self, left_out=True)
        return replace(self, section=replace(self.section, language=language), left_out=False)

    def finished(self) -> Section:
        """The section with its items at the positions of their cells."""
        items = tuple(
            replace(cell.item, position=position, dates=())
            for position, cell in enumerate(self.cells, start=1)
            if cell.item is not None
        )
        gaps = tuple(n for n, cell in enumerate(self.cells, start=1) if cell.item is None)
        return replace(self.section, items=items, gaps=gaps)

    def cell(self, position: int) -> Cell:
        if not 1 <= position <= len(self.cells):
            raise EditRefused("no_such_item")
        return self.cells[position - 1]

    def with_cells(self, position: int, count: int, cells: Iterable[Cell]) -> "Column":
        """With `cells` in place of `count` cells from `position` on."""
        start = position - 1
        return replace(self, cells=(*self.cells[:start], *cells, *self.cells[start + count :]))


def column_of(index: int, section: Section) -> Column:
    """The cells of a section as it was read."""
    paragraphs = tuple(_prose(section))
    items = {item.position: item for item in section.items}
    cells = tuple(Cell(items.get(n)) for n in range(1, max([*items, *section.gaps], default=0) + 1))
    return Column(index, replace(section, paragraphs=paragraphs), cells)


def joined(column: Column, position: int) -> Column:
    """Make one item of the cell at `position` and the next; a gap gives way to its neighbour."""
    first, second = column.cell(position), column.cell(position + 1)
    if first.item is None or second.item is None:
        kept = first if second.item is None else second
        return column.with_cells(position, 2, [kept])
    one, other = _flat(first.item), second.item
    tail = f"{second.mark}{other.text}"
    between = _between(one.text, tail)
    shift = len(one.text) + len(between)
    own = [(shift + len(second.mark) * (n > 0) + at, line) for n, (at, line) in _own_lines(other)]
    text = f"{one.text}{between}{tail}"
    both = replace(one, text=text, children=other.children, lines=(*one.lines, *own))
    return column.with_cells(position, 2, [Cell(both, first.mark)])


def parted(column: Column, position: int, cuts: Sequence[int]) -> Column:
    """Part the item at the offsets `cuts` of its `full_text`; its children go with its last part.

    A cut inside the children makes plain text of them first. Raises `EditRefused`.
    """
    cell = column.cell(position)
    if cell.item is None or not cuts:
        raise EditRefused("nothing_to_split")
    item = cell.item
    ends = sorted(set(cuts))
    if ends[-1] >= len(item.text) and item.children:
        item = _flat(item)
    text = item.text
    for end in ends:
        if not 0 < end < len(text) or not text[:end].strip() or not text[end:].strip():
            raise EditRefused("nothing_to_split")
        if _inside_word(text, end):
            raise EditRefused("inside_word")
    bounds = [0, *ends, len(text)]
    parts = [_part(item, start, end) for start, end in pairwise(bounds)]
    if not all(part.text for part in parts):
        raise EditRefused("nothing_to_split")
    cells = [
        Cell(replace(parts[0], printed=item.printed), cell.mark),
        *(_with_mark(part) for part in parts[1:]),
    ]
    last = cells[-1].item
    if last is not None:
        cells[-1] = replace(cells[-1], item=replace(last, children=item.children))
    return column.with_cells(position, 1, cells)


def cuts(text: str, given: str) -> tuple[int, ...]:
    """The offsets of `text` where `given`, the same words, has an empty line.

    Raises `EditRefused("words_changed")` where the words differ in more than white space, and
    `EditRefused("nothing_to_split")` where there is no empty line between words.
    """
    if "".join(text.split()) != "".join(given.split()):
        raise EditRefused("words_changed")
    pieces = _EMPTY_LINE.split(given.replace("\r\n", "\n").replace("\r", "\n").strip())
    counts: list[int] = []
    for piece in pieces[:-1]:
        counts.append((counts[-1] if counts else 0) + len("".join(piece.split())))
    if not counts:
        raise EditRefused("nothing_to_split")
    places = [at for at, character in enumerate(text) if not character.isspace()]
    return tuple(places[count] for count in counts)


def moved(column: Column, position: int, by: int) -> Column:
    """Let the cell change places with the one above (-1) or below (1) it."""
    cell, target = column.cell(position), position + by
    if not 1 <= target <= len(column.cells):
        raise EditRefused("no_room")
    other = column.cell(target)
    pair = [other, cell] if by > 0 else [cell, other]
    return column.with_cells(min(position, target), 2, pair)


def gapped(column: Column, position: int) -> Column:
    """Put an empty cell at `position`, so that what was there and after it moves down by one.

    One past the last position is allowed: the language lacks the last item.
    """
    if not 1 <= position <= len(column.cells) + 1:
        raise EditRefused("no_such_item")
    return column.with_cells(position, 0, [Cell()])


def dropped(column: Column, position: int) -> Column:
    """Take the cell out. Words before the first item join the preamble, others are left out."""
    cell = column.cell(position)
    rest = column.with_cells(position, 1, [])
    if cell.item is None:
        return rest
    text = f"{cell.mark}{cell.item.full_text}"
    paragraph = (cell.item.first_line, text)
    if any(one.item is not None for one in column.cells[: position - 1]):
        return replace(rest, dropped=(*rest.dropped, paragraph))
    return _with_prose(rest, (*rest.paragraphs, paragraph))


def itemised(column: Column, starts: Sequence[int]) -> Column:
    """Make items of the prose: each paragraph of `starts` (0-based) begins one.

    The paragraphs before the first stay the preamble; the others belong to the item above them.
    Items that are there already come after the new ones.
    """
    begins = sorted(set(starts))
    prose = column.paragraphs
    if not begins or begins[0] < 0 or begins[-1] >= len(prose):
        raise EditRefused("no_such_paragraph")
    bounds = [*begins, len(prose)]
    cells = [_with_mark(_item_of(prose[start:end])) for start, end in pairwise(bounds)]
    return _with_prose(column.with_cells(1, 0, cells), prose[: begins[0]])


def full_lines(item: ParsedItem) -> tuple[tuple[int, int], ...]:
    """Pairs of offset in `full_text` and line of the file, ascending; the first is at offset 0."""
    found = [place for _n, place in _own_lines(item)]
    whole, at = item.full_text, len(item.text)
    for child in item.children:
        start = whole.index(child.full_text, at)
        found.append((min(at + 1, start), child.first_line))
        found.extend((start + offset, line) for offset, line in full_lines(child) if offset)
        at = start + len(child.full_text)
    return tuple(found)


def _prose(section: Section) -> Iterator[Paragraph]:
    if section.paragraphs:
        yield from (one for one in section.paragraphs if one[0] != section.heading_line)
    elif section.preamble:
        line = section.preamble_line or section.first_line
        yield from ((line, text) for text in section.preamble.split("\n\n"))


def _with_prose(column: Column, prose: tuple[Paragraph, ...]) -> Column:
    preamble = "\n\n".join(text for _line, text in prose)
    line = prose[0][0] if prose else None
    section = replace(column.section, paragraphs=prose, preamble=preamble, preamble_line=line)
    return replace(column, section=section)


def _item_of(paragraphs: Sequence[Paragraph]) -> ParsedItem:
    lines, at = [], 0
    for line, text in paragraphs:
        lines.append((at, line))
        at += len(text) + 2
    text = "\n\n".join(text for _line, text in paragraphs)
    return ParsedItem(0, "", paragraphs[0][0], text, lines=tuple(lines))


def _flat(item: ParsedItem) -> ParsedItem:
    """The item with its children as lines of its text."""
    return replace(item, text=item.full_text, children=(), lines=full_lines(item))


def _own_lines(item: ParsedItem) -> Iterator[tuple[int, tuple[int, int]]]:
    return enumerate(item.lines or ((0, item.first_line),))


def _part(item: ParsedItem, start: int, end: int) -> ParsedItem:
    """The words of `item` between two offsets, with their lines, without mark or children."""
    raw = item.text[start:end]
    start += len(raw) - len(raw.lstrip())
    text = raw.strip()
    later = [(at - start, line) for at, line in item.lines if start < at < start + len(text)]
    first = item.line_at(start)
    lines = ((0, first), *later)
    return replace(item, printed="", first_line=first, text=text, children=(), lines=lines)


def _with_mark(item: ParsedItem) -> Cell:
    """The cell of an item whose text may begin with a printed mark."""
    found = _MARK.match(item.text)
    if found is None:
        return Cell(item)
    size = found.end()
    lines = ((0, item.line_at(size)), *((at - size, line) for at, line in item.lines if at > size))
    text = item.text[size:]
    printed = found[1] or found[2]
    return Cell(replace(item, printed=printed, text=text, lines=lines), found[0])


def _between(before: str, after: str) -> str:
    """What parts two texts that become one: nothing, a space or an empty line."""
    if before.rstrip(_CLOSING)[-1:] in _END_OF_SENTENCE and not after[:1].islower():
        return "\n\n"
    unspaced = _UNSPACED.match(before[-1:]) and _UNSPACED.match(after[:1])
    return "" if unspaced else " "


def _inside_word(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before.isspace() or after.isspace():
        return False
    return not (_UNSPACED.match(before) or _UNSPACED.match(after))
