"""The rows and columns that the wizard's pages show, a page of positions at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from tracker.domain.documents import Document, Section
from tracker.domain.documents.cells import Column, Paragraph
from tracker.domain.documents.decisions import Decisions, columns
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.stated_date import StatedDate

from .texts import Language, Mark, Piece, anchors, date_label, date_marks, inherited_dates, pieces

ROWS = 25
MOST_PARAGRAPHS = 500
_SHOWN_PREAMBLE = 600


@dataclass(frozen=True, slots=True)
class TextCell:
    """An item of one language, cut into pieces to be marked; `item` is None for a gap."""

    section: int
    position: int
    last: int
    language: Language
    item: ParsedItem | None
    pieces: Sequence[Piece]
    inherited: Sequence[tuple[StatedDate, str]]

    @property
    def key(self) -> str:
        """Identifies the cell in an address."""
        return f"{self.section}-{self.position}"

    @property
    def can_join(self) -> bool:
        return self.item is not None and self.position < self.last

    @property
    def can_move_up(self) -> bool:
        return self.position > 1

    @property
    def can_move_down(self) -> bool:
        return self.position < self.last


@dataclass(frozen=True, slots=True)
class Row:
    """One position in every language; None where a language has fewer items."""

    position: int
    cells: Sequence[TextCell | None]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. `paragraphs` are prose from which items can be made by hand."""

    index: int
    language: Language
    file: str
    first_line: int
    heading: str
    preamble: str
    items: int
    last: int
    paragraphs: Sequence[tuple[int, Paragraph]]
    more_paragraphs: bool
    dropped: Sequence[Paragraph]
    themes: Sequence[tuple[int | None, str]]
    left_out: bool

    @property
    def is_cut(self) -> bool:
        """Whether the preamble is longer than what is shown of it."""
        return len(self.preamble) > _SHOWN_PREAMBLE

    @property
    def preamble_start(self) -> str:
        return self.preamble[:_SHOWN_PREAMBLE]


@dataclass(frozen=True, slots=True)
class Table:
    """`heads` are all sections as read, in the language decided; rows hold those not left out."""

    heads: Sequence[Head]
    page: Page

    @property
    def kept(self) -> list[Head]:
        return [head for head in self.heads if not head.left_out]

    @property
    def rows(self) -> Sequence[Row]:
        return self.page.object_list  # type: ignore[return-value]

    @property
    def is_last_page(self) -> bool:
        return not self.page.has_next()


def page_of(request: HttpRequest, objects: Sequence, per_page: int = ROWS) -> Page:
    """The page that `request` asks for; the nearest one for nonsense."""
    return Paginator(objects, per_page).get_page(request.GET.get("page"))


def table_of(
    request: HttpRequest,
    original: Document,
    document: Document,
    decisions: Decisions,
    *,
    compares: bool,
) -> Table:
    """What the document holds, side by side; `document` is `original` with `decisions` applied.

    With `compares` the numbers and names are marked that other languages have too, or lack.
    """
    parts = columns(original, decisions)
    kept = [part for part in parts if not part.left_out]
    sections = dict(zip((part.index for part in kept), document.sections, strict=True))
    longest = max((len(part.cells) for part in kept), default=0)
    page = page_of(request, range(1, longest + 1))
    page.object_list = [_row(position, kept, sections, compares) for position in page.object_list]
    names = [info.name for info in original.files]
    heads = [_head(part, sections.get(part.index), names) for part in parts]
    return Table(heads, page)


def _row(
    position: int, kept: Sequence[Column], sections: dict[int, Section], compares: bool
) -> Row:
    items = {
        part.index: _item_at(sections[part.index], position)
        for part in kept
        if position <= len(part.cells)
    }
    shared = Counter(
        word
        for item in items.values()
        if item is not None
        for word in {word for word, _start, _end in anchors(item.full_text)}
    )
    several = compares and sum(1 for item in items.values() if item is not None) > 1
    return Row(
        position,
        [
            _cell(part, position, items[part.index], shared if several else None)
            if part.index in items
            else None
            for part in kept
        ],
    )


def _item_at(section: Section, position: int) -> ParsedItem | None:
    # Without a gap the item stands at its place in the list.
    near = section.items[position - 1 : position] if not section.gaps else section.items
    return next((item for item in near if item.position == position), None)


def _cell(
    part: Column, position: int, item: ParsedItem | None, shared: Counter[str] | None
) -> TextCell:
    found: list[Piece] = []
    inherited: list[tuple[StatedDate, str]] = []
    if item is not None:
        marks = date_marks(item)
        if shared is not None:
            marks += [
                Mark(start, end, "shared" if shared[word] > 1 else "alone")
                for word, start, end in anchors(item.full_text)
            ]
        found = pieces(item.full_text, marks)
        inherited = [(one, date_label(one)) for one in inherited_dates(item)]
    return TextCell(
        part.index,
        position,
        len(part.cells),
        Language(part.section.language),
        item,
        found,
        inherited,
    )


def _head(part: Column, finished: Section | None, names: Sequence[str]) -> Head:
    section = finished or part.section
    themes = [
        (item.heading_line, item.heading)
        for before, item in zip((None, *section.items), section.items, strict=False)
        if item.heading and (before is None or before.heading != item.heading)
    ]
    return Head(
        part.index,
        Language(part.section.language),
        names[part.section.file] if len(names) > 1 else "",
        section.first_line,
        section.heading,
        section.preamble,
        len(section.items),
        len(part.cells),
        list(enumerate(part.paragraphs[:MOST_PARAGRAPHS])),
        len(part.paragraphs) > MOST_PARAGRAPHS,
        part.dropped,
        themes,
        part.left_out,
    )
