"""Documents made by hand for tests of what is concluded from them, dates included."""

from dataclasses import replace
from typing import Any

from tracker.domain.documents.document import Document, read_document, recomposed
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.sections import Section
from tracker.domain.documents.stated_date import StatedDate
from tracker.domain.spans import Precision

LAST_WEEKEND = "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2"

Texts = list[str | tuple[str, list[StatedDate]]]


def day(text: str, edtf: str, **fields: Any) -> StatedDate:
    precision = Precision.RANGE if "/" in edtf else Precision.DAY
    return replace(StatedDate(text, 0, precision, edtf), **fields)


def month(text: str, edtf: str) -> StatedDate:
    return StatedDate(text, 0, Precision.MONTH, edtf)


def year(text: str, **fields: Any) -> StatedDate:
    return replace(StatedDate(text, 0, Precision.YEAR, text), **fields)


def rule(text: str, rrule: str, days: int = 1) -> StatedDate:
    return StatedDate(text, 0, Precision.RULE, rule=rrule, days=days)


def made_document(
    preambles: dict[str, str] | None = None,
    gaps: dict[str, tuple[int, ...]] | None = None,
    **languages: Texts,
) -> Document:
    """A document with a section for each language, in their order.

    A text is an item; with a list of dates it states those and no others. The nth section begins
    in line 100 n + 1, where its preamble stands, and its item k is in the kth line after that.
    """
    sections = []
    for number, (language, texts) in enumerate(languages.items()):
        first = 100 * number + 1
        preamble = (preambles or {}).get(language, "")
        lacking = (gaps or {}).get(language, ())
        positions = [n for n in range(1, len(texts) + len(lacking) + 1) if n not in lacking]
        items = tuple(
            _item(position, first + position, text)
            for position, text in zip(positions, texts, strict=True)
        )
        line = first if preamble else None
        sections.append(Section(language, first, "", None, preamble, line, items, gaps=lacking))
    blank = read_document(b"1. One.")
    # The dates are those given here, not what reading the texts again would find.
    return replace(recomposed(blank, sections), sections=tuple(sections))


def _item(position: int, line: int, text: str | tuple[str, list[StatedDate]]) -> ParsedItem:
    words, dates = text if isinstance(text, tuple) else (text, [])
    return ParsedItem(
        position, str(position), line, words, dates=tuple(replace(one, line=line) for one in dates)
    )
