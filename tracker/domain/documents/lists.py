"""The lines of one language to lists: which mark begins an item, which a child, which neither.

A list may be interrupted by prose (headings, lead lines); each stretch of prose with the items
behind it is a segment, and `themes` says what the prose is to the items.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import languages, word_evidence
from .errors import Finding
from .items import ItemBuilder
from .lookahead import look_ahead
from .marks import Kind, Line, Style, as_prose, names_month
from .places import depth_of, opens, same_level
from .printed_marks import PARTS

_NAVIGATION = 60  # characters: a longer bullet without a full stop is a clause
_NARROWEST = 30  # characters: in narrower lines breaks say nothing about wrapping
_WRAPPED = 0.75  # of the widest line: a line that reaches so far was broken for want of room
_NOT_LETTERS = re.compile(r"[\W_]+")
_SHORT_HEADING = 40  # characters
_NEAR = 60  # lines within which the next item is looked for
_OPENING = 40  # letters by which the beginning of a list is known again


@dataclass(slots=True)
class Segment:
    """Prose and the items behind it. `prose` are paragraphs."""

    prose: list[list[Line]] = field(default_factory=list)
    items: list[ItemBuilder] = field(default_factory=list)

    def add_prose(self, line: Line, *, apart: bool) -> None:
        if apart or not self.prose:
            self.prose.append([])
        self.prose[-1].append(line)


@dataclass(slots=True)
class Lists:
    segments: list[Segment]
    findings: list[Finding]


def read_lists(lines: Sequence[Line]) -> Lists:
    """Read the lines of one run.

    Findings: ordinal_as_text, bullets_before_items, clauses_before_actions, children_unclear
    (bullets under a colon that may be children or items), heading_unclear (a short line that was
    read as the end of an item).
    """
    walker = _Walker(lines)
    walker.run()
    return Lists(walker.done, walker.findings)


def opening(text: str) -> str:
    """The first letters of an item, by which it is known again; "" for one too short to tell."""
    letters = _NOT_LETTERS.sub("", text[: 3 * _OPENING].casefold())
    return letters[:_OPENING] if len(letters) >= 12 else ""


class _Walker:
    """Walks over the lines once, with what comes after each line looked up beforehand."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.ahead = look_ahead(lines)
        self.done: list[Segment] = []
        self.current = Segment()
        self.open: list[ItemBuilder] = []
        self.findings: list[Finding] = []
        self.navigation: list[Line] = []
        self.clauses: list[Line] = []
        self.begun: set[str] = set()
        self.gap = True
        self.apart = False
        self.previous: Line | None = None

    def run(self) -> None:
        for index, line in enumerate(self.lines):
            if line.kind is Kind.BLANK:
                self.gap = True
                continue
            self._take(index, line)
            self.gap = False
        self.done.append(self.current)
        if self.navigation and any(segment.items for segment in self.done):
            params = {"lines": len(self.navigation)}
            self.findings.append(Finding("bullets_before_items", self.navigation[0].number, params))
        if self.clauses and any(segment.items for segment in self.done):
            params = {"lines": len(self.clauses), "last_line": self.clauses[-1].number}
            self.findings.append(Finding("clauses_before_actions", self.clauses[0].number, params))

    def _take(self, index: int, line: Line) -> None:
        self.previous, previous = line, self.previous
        if line.kind is not Kind.PROSE:
            if line.kind is Kind.ITEM and index < self.ahead.actions_from:
                self._set_aside(index, line)
                return
            if self._is_item(index, line, previous):
                self._place(index, line)
                return
            if line.kind is Kind.BULLET and not self.current.items and not self.done:
                self._set_aside(index, line)
                return
            line = as_prose(line)
        if self.current.items:
            if self._continues(index, line, previous):
                self.open[-1].add(line, after_blank=self.gap and not self._is_cut(line, previous))
                return
            self._start_segment()
        self.current.add_prose(line, apart=self.gap or self.apart or line.is_heading)
        self.apart = line.is_heading or line.is_lead

    def _is_item(self, index: int, line: Line, previous: Line | None) -> bool:
        if line.style is Style.NUMBER and self._is_ordinal(index, line, previous):
            self.findings.append(Finding("ordinal_as_text", line.number, {"printed": line.mark}))
            return False
        if line.style is Style.BULLET:
            if self.current.items:
                return self._is_child(index, line)
            return (
                not self.ahead.numbered
                and not self.ahead.lettered
                and index >= self.ahead.actions_from
            )
        if line.style in (Style.LETTER, Style.ROMAN):
            return self._goes_on(line) or (
                line.value == 1 and (bool(self.current.items) or self.ahead.lettered)
            )
        return line.style is not Style.BRACKETED or bool(
            not self.ahead.numbered or self.current.items or line.value == 1
        )

    def _goes_on(self, line: Line) -> bool:
        return any(
            builder.line.style is line.style and builder.line.value < line.value
            for builder in self.open
        )

    def _is_child(self, index: int, line: Line) -> bool:
        """Whether a bullet after an item goes on with the list, and is no navigation under it."""
        last = self.open[-1].line
        if not self.gap or line.indent > self.open[0].line.indent:
            return True
        if any(same_level(builder.line, line) for builder in self.open):
            return True
        text = self.open[-1].paragraphs[-1][-1][1]
        numbers = [builder.line.value for builder in self.open]
        return text.endswith((":", ";", ",", "：")) or (
            self.ahead.next_number[index] in [value + 1 for value in numbers] and last.value > 0
        )

    def _set_aside(self, index: int, line: Line) -> None:
        """A bullet before the first item: navigation, or a clause of the preamble."""
        clause = index < self.ahead.actions_from or len(line.text) > _NAVIGATION
        clause = clause or line.text[-1:] in ",;.:；，" or word_evidence.recalls(line.text)
        if clause or not (self.ahead.numbered or self.ahead.lettered):
            if index < self.ahead.actions_from:
                self.clauses.append(line)
            self.current.add_prose(as_prose(line), apart=True)
            self.apart = line.is_lead
        else:
            self.navigation.append(line)

    def _place(self, index: int, line: Line) -> None:
        begins = opening(line.text)
        if self.current.items and begins and begins in self.begun and self._restarts(index, line):
            self._start_segment()
        builder = ItemBuilder(line)
        depth = depth_of(self.open, line)
        if 0 < depth + 1 == len(self.open) and self._is_unclear(line):
            number = self.open[-1].line.number
            self.findings.append(Finding("children_unclear", number))
        del self.open[depth:]
        if self.open:
            self.open[-1].children.append(builder)
        else:
            if not self.current.items and begins:
                self.begun.add(begins)
            self.current.items.append(builder)
        self.open.append(builder)
        self.apart = False

    def _restarts(self, index: int, line: Line) -> bool:
        """Whether the list begins again here, with an item known from its beginning.

        Where every item is printed 1., that takes the second item, too: a sentence may come twice.
        """
        if line.value != 1 or line.style is Style.BULLET:
            return False
        items = self.current.items
        if items[-1].line.value != 1 or len(items) == 1:
            return items[-1].line.value != 1
        known = [opening(one.line.text) for one in items[:2]]
        near = self.lines[index + 1 : index + _NEAR]
        following = next((opening(one.text) for one in near if one.style is line.style), "")
        return known[0] != known[1] == following

    def _is_unclear(self, line: Line) -> bool:
        """Whether the last bullet ends in a colon and this one, just like it, is its fellow."""
        last = self.open[-1]
        return line.style is Style.BULLET and same_level(last.line, line) and opens(last)

    def _start_segment(self) -> None:
        self.done.append(self.current)
        self.current = Segment()
        self.open = []
        self.apart = False

    def _is_ordinal(self, index: int, line: Line, previous: Line | None) -> bool:
        """Whether the number belongs to the words behind it: "24. Uluslararası Toplantı".

        So it does where the list does not call for it and goes on without it: inside a sentence
        that the line before left open, or as a short heading with the next list's first item
        after it.
        """
        after = self.ahead.next_number[index]
        short = line.can_be_heading
        counted = [one.line.value for one in self.open if one.line.style is Style.NUMBER]
        sentence_open = previous is not None and not self.gap and not previous.is_complete
        if sentence_open and names_month(line.text) and (previous and previous.text):
            return True
        if not self.current.items and not self.done:
            return line.value != 1 and index < self.ahead.last_first and (short or sentence_open)
        if not self.current.items or not counted:
            return line.value != 1 and after == 1 and short
        called_for = {1, *counted, *(value + 1 for value in counted)}
        if line.value in called_for:
            return False
        if self.gap:
            return after == 1 and short
        return sentence_open and (after is None or after in called_for)

    def _continues(self, index: int, line: Line, previous: Line | None) -> bool:
        """Whether prose belongs to the item above it and not to a new segment."""
        item = self.open[-1]
        if self._is_in_part(index, line):
            return True
        script = languages.script_of(line.text)
        own = languages.script_of(item.line.text)
        if line.is_heading:
            return False
        if None not in (script, own) and script != own:
            return bool(line.starts_small and not self.gap)
        if any(one.line.indent < line.indent <= one.text_column + 1 for one in self.open):
            return True
        if self.gap:
            return self._is_cut(line, previous)
        if line.starts_small or line.indent > item.line.indent:
            return True
        sentence_open = previous is not None and not previous.is_complete
        wrapped = previous is not None and self._is_wrapped(previous, line)
        if self.ahead.sentence_end[index].is_lead:
            return sentence_open and wrapped
        if self.ahead.run_end[index] is line and line.can_be_heading:
            if not wrapped or self._is_themed():
                return False
            doubtful = len(line.text) <= _SHORT_HEADING and not self.ahead.has_wrap_column
            if doubtful and self._precedes_item(index):
                self.findings.append(Finding("heading_unclear", line.number))
        return sentence_open or self.ahead.sentence_end[index].is_complete

    def _is_in_part(self, index: int, line: Line) -> bool:
        """Whether a paragraph belongs to the article that stands above it."""
        part = self.open[0]
        if part.line.style not in PARTS or line.is_heading:
            return False
        titled = part.line.can_be_heading and not part.children and len(part.paragraphs) == 1
        if titled and not line.can_be_heading:
            return True
        theme = line.can_be_heading and self._precedes_item(index)
        return self.ahead.next_part[index] == part.line.value + 1 and not theme

    def _is_themed(self) -> bool:
        """Whether the items of this segment stand right under a short line."""
        prose = self.current.prose
        return bool(prose) and len(prose[-1]) == 1 and prose[-1][0].can_be_heading

    def _precedes_item(self, index: int) -> bool:
        return index + 1 < len(self.lines) and self.lines[index + 1].kind is Kind.ITEM

    def _is_cut(self, line: Line, previous: Line | None) -> bool:
        """Whether a page's end stands in the middle of the sentence."""
        return bool(
            previous is not None
            and line.starts_small
            and line.kind is Kind.PROSE
            and not previous.is_complete
        )

    def _is_wrapped(self, previous: Line, line: Line) -> bool:
        word = line.text.split(maxsplit=1)[0]
        reached = previous.indent + len(previous.whole) + 1 + len(word)
        return self.ahead.width < _NARROWEST or reached > _WRAPPED * self.ahead.width
