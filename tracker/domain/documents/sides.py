"""One position of an aligned document as its languages have it, ready to be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tracker.domain.date_reading import find_anniversaries

from .alignment import present_sections
from .anchors import Anchors, anchors_in, joined_text
from .date_groups import dates_of
from .document import Document
from .items import ParsedItem
from .sections import Section
from .stated_date import StatedDate

PREAMBLE = 0
"""The position that stands for the text before the items."""


@dataclass(frozen=True)
class Side:
    """What one language has at a position; `text` holds an item with its children."""

    language: str
    text: str
    line: int
    file: int
    dates: tuple[StatedDate, ...]

    @cached_property
    def anchors(self) -> Anchors:
        return anchors_in(self.text, self.dates, self.language)

    @cached_property
    def anniversaries(self) -> dict[int, str]:
        """The words of each anniversary mentioned, by its number of years."""
        return {one.years: one.text for one in find_anniversaries(self.text, self.language)}

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Place:
    """A position with its sides, in the order of the document's languages.

    `lacking` are the languages whose section has no item here, as an editor decided.
    """

    position: int
    sides: Mapping[str, Side]
    lacking: tuple[Section, ...] = ()


def places(document: Document) -> Iterator[Place]:
    """The preamble, where several languages have one, and every item of an aligned document."""
    sections = present_sections(document.sections)
    preambles = {
        language: Side(language, one.preamble, one.preamble_line, one.file, ())
        for language, one in sections.items()
        if one.preamble and one.preamble_line is not None
    }
    yield Place(PREAMBLE, preambles)
    items = {
        language: {item.position: item for item in section.items}
        for language, section in sections.items()
    }
    for position in sorted({position for found in items.values() for position in found}):
        yield Place(
            position,
            {
                language: _side(items[language][position], section)
                for language, section in sections.items()
                if position in items[language]
            },
            tuple(one for language, one in sections.items() if position not in items[language]),
        )


def _side(item: ParsedItem, section: Section) -> Side:
    return Side(
        section.language, joined_text(item), item.first_line, section.file, tuple(dates_of(item))
    )
