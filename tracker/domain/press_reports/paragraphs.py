"""Lines to paragraphs: a report's text with the lines of the file that each part stands in."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tracker.domain.documents.stated_date import StatedDate

SENTENCE_END = (".", "!", "?", "…", "。", "؟", ":", ";", "”", "“", "»", '"', ")", "]")
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 120  # what mail and print wrap at
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text` with single spaces; `lines` are pairs of an offset in it and the 1-based line of the
    file that begins there, ascending, the first at offset 0. `dates` are those it states, each
    with the offsets of its first character and behind its last."""

    text: str
    lines: tuple[tuple[int, int], ...]
    dates: tuple[tuple[int, int, StatedDate], ...] = ()

    @property
    def line(self) -> int:
        return self.lines[0][1]

    @property
    def taken(self) -> list[tuple[int, int]]:
        """The spans of its dates, whose numbers count nothing."""
        return [(start, end) for start, end, _date in self.dates]

    @property
    def last_line(self) -> int:
        return self.lines[-1][1]

    def line_at(self, offset: int) -> int:
        """The line in which the character at `offset` stands."""
        return max((start, line) for start, line in self.lines if start <= max(offset, 0))[1]

    def without(self, start: int, end: int) -> "Paragraph":
        """The same paragraph without its first `start` characters and what stands from `end`."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        moved = tuple((offset - start, line) for offset, line in self.lines if offset > start)
        return Paragraph(text.strip(), ((0, self.line_at(start)), *moved))


def paragraphs_of(
    lines: Iterable[tuple[int, str]], *, stands_alone: Callable[[str], bool]
) -> list[Paragraph]:
    """Paragraphs of numbered lines: one per line, save where a line was wrapped before its end.

    A blank line always ends a paragraph. A line counts as wrapped where it has the width of a
    wrapped one and does not close a sentence, a quotation or a bracket. Those that stand alone
    are joined to none.
    """
    found: list[Paragraph] = []
    wrapped = False
    for number, line in lines:
        text = _SPACES.sub(" ", line).strip()
        if not text:
            wrapped = False
            continue
        alone = stands_alone(text)
        if wrapped and not alone:
            before = found[-1]
            joined = f"{before.text} {text}"
            found[-1] = Paragraph(joined, (*before.lines, (len(before.text) + 1, number)))
        else:
            found.append(Paragraph(text, ((0, number),)))
        width_fits = _NARROWEST_WRAP <= len(text) <= _WIDEST_WRAP
        wrapped = width_fits and not alone and not text.endswith(SENTENCE_END)
    return found
