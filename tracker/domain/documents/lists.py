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
from .marks import Kind, Line, Style, as_prose, months

MAX_DEPTH = 6
_NAVIGATION = 60  # characters: a longer bullet without a full stop is a clause
_NARROWEST = 30  # characters: in narrower lines breaks say nothing about wrapping
_WRAPPED = 0.75  # of the widest line: a line that reaches so far was broken for want of room
_RANKS = {
    Style.NUMBER: 0,
    Style.CODE: 0,
    Style.BRACKETED: 1,
    Style.LETTER: 2,
    Style.ROMAN: 3,
    Style.BULLET: 4,
}
_NOT_LETTERS = re.compile(r"[\W_]+")
_SHORT_HEADING = 40  # characters
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


def read_lists(lines: Sequence[Line], language: str) -> Lists:
    """Read the lines of one run.

    Findings: ordinal_as_text, bullets_before_items, clauses_before_actions, children_unclear
    (bullets under a colon that may be children or items), heading_unclear (a short line that was
    read as the end of an item).
    """
    walker = _Walker(lines, language)
    walker.run()
    return Lists(walker.done, walker.findings)


def opening(text: str) -> str:
    """The first letters of an item, by which it is known again; "" for one too short to tell."""
    letters = _NOT_LETTERS.sub("", text[: 3 * _OPENING].casefold())
    return letters[:_OPENING] if len(letters) >= 12 else ""


class _Walker:
    """Walks over the lines once, with what comes after each line looked up beforehand."""

    def __init__(self, lines: Sequence[Line], language: str) -> None:
        self.lines = lines
        self.language = language
        self.next_number = _next_numbers(lines)
        self.run_end, self.sentence_end = _prose_ends(lines)
        self.width = _wrap_width(lines)
        self.last_first = max(
            (at for at, one in enumerate(lines) if one.style is Style.NUMBER and one.value == 1),
            default=-1,
        )
        self.numbered = _is_numbered(lines)
        self.lettered = not self.numbered and any(one.style is Style.LETTER for one in lines)
        self.actions_from = 0 if self.numbered else _actions_from(lines)
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
        if self.clauses:
            params = {"lines": len(self.clauses), "last_line": self.clauses[-1].number}
            self.findings.append(Finding("clauses_before_actions", self.clauses[0].number, params))

    def _take(self, index: int, line: Line) -> None:
        self.previous, previous = line, self.previous
        if line.kind is not Kind.PROSE:
            if self._is_item(index, line, previous):
                self._place(line)
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
            return not self.numbered and not self.lettered and index >= self.actions_from
        if line.style in (Style.LETTER, Style.ROMAN):
            return self._goes_on(line) or (
                line.value == 1 and (bool(self.current.items) or self.lettered)
            )
        return line.style is not Style.BRACKETED or bool(
            not self.numbered or self.current.items or line.value == 1
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
        if any(_same_level(builder.line, line) for builder in self.open):
            return True
        text = self.open[-1].paragraphs[-1][-1][1]
        numbers = [builder.line.value for builder in self.open]
        return text.endswith((":", ";", ",", "：")) or (
            self.next_number[index] in [value + 1 for value in numbers] and last.value > 0
        )

    def _set_aside(self, index: int, line: Line) -> None:
        """A bullet before the first item: navigation, or a clause of the preamble."""
        clause = index < self.actions_from or len(line.text) > _NAVIGATION
        clause = clause or line.text[-1:] in ",;.:；，" or word_evidence.recalls(line.text)
        if clause or not (self.numbered or self.lettered):
            if index < self.actions_from:
                self.clauses.append(line)
            self.current.add_prose(as_prose(line), apart=True)
            self.apart = line.is_lead
        else:
            self.navigation.append(line)

    def _place(self, line: Line) -> None:
        restarts = line.value == 1 and line.style is not Style.BULLET
        begins = opening(line.text)
        if self.current.items and begins and begins in self.begun and restarts:
            self._start_segment()
        builder = ItemBuilder(line)
        del self.open[self._depth(line) :]
        if self.open:
            self.open[-1].children.append(builder)
        else:
            if not self.current.items and begins:
                self.begun.add(begins)
            self.current.items.append(builder)
        self.open.append(builder)
        self.apart = False

    def _depth(self, line: Line) -> int:
        """How many of the open items the line stands under."""
        if not self.open:
            return 0
        if line.style is Style.CODE:
            for depth in range(len(self.open), 0, -1):
                above = self.open[depth - 1].line
                if _is_prefix(above, line):
                    return depth
        fellows = [depth for depth, one in enumerate(self.open) if _same_level(one.line, line)]
        if fellows:
            depth = next(
                (one for one in reversed(fellows) if self.open[one].line.indent <= line.indent),
                fellows[0],
            )
            depth = self._lowered(depth, line)
            if depth == len(self.open):
                return depth
            fellow = self.open[depth].line
            deeper = line.indent >= fellow.indent + 2
            restarts = line.style is Style.BULLET or line.value == 1
            if deeper and restarts:
                return min(depth + 1, MAX_DEPTH)
            return depth
        return self._depth_of_new(line)

    def _lowered(self, depth: int, line: Line) -> int:
        """The depth among bullets that are all alike: under one that ends in a colon, those that
        begin small are its children."""
        if line.style is not Style.BULLET:
            return depth
        fellow = self.open[depth].line
        if line.starts_small and not fellow.starts_small and self._opens(depth):
            return depth + 1
        if depth and not line.starts_small and fellow.starts_small:
            above = self.open[depth - 1].line
            if _same_level(above, line) and not above.starts_small:
                return depth - 1
        if depth + 1 == len(self.open) and self._opens(depth):
            self.findings.append(Finding("children_unclear", fellow.number))
        return depth

    def _opens(self, depth: int) -> bool:
        """Whether the last words of the open item are a colon, with nothing under it yet."""
        builder = self.open[depth]
        last = builder.paragraphs[-1][-1][1]
        return not builder.children and last.endswith((":", "："))

    def _depth_of_new(self, line: Line) -> int:
        top = self.open[0].line
        if line.style in (Style.NUMBER, Style.CODE) and _RANKS[top.style] > 0:
            return 0 if line.indent <= top.indent else 1
        if line.style is Style.CODE or (top.style is Style.CODE and line.style is Style.NUMBER):
            return 0
        under = [
            depth + 1
            for depth, one in enumerate(self.open)
            if _RANKS[one.line.style] < _RANKS[line.style]
            or one.line.indent < line.indent
            or (one.line.style is Style.BULLET and line.style is Style.BULLET)
        ]
        return min(max(under, default=0), MAX_DEPTH)

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
        after = self.next_number[index]
        short = line.can_be_heading
        counted = [one.line.value for one in self.open if one.line.style is Style.NUMBER]
        sentence_open = previous is not None and not self.gap and not previous.is_complete
        if sentence_open and _names_month(line.text) and (previous and previous.text):
            return True
        if not self.current.items and not self.done:
            return line.value != 1 and index < self.last_first and (short or sentence_open)
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
        script = languages.script_of(line.text)
        own = languages.script_of(item.line.text)
        if line.is_heading:
            return False
        if None not in (script, own) and script != own:
            return bool(line.starts_small and not self.gap)
        if item.line.indent < line.indent <= item.text_column + 1:
            return True
        if self.gap:
            return self._is_cut(line, previous)
        if line.starts_small or line.indent > item.line.indent:
            return True
        sentence_open = previous is not None and not previous.is_complete
        wrapped = previous is not None and self._is_wrapped(previous, line)
        if self.sentence_end[index].is_lead:
            return sentence_open and wrapped
        if self.run_end[index] is line and line.can_be_heading:
            if not wrapped or self._is_themed():
                return False
            if self._precedes_item(index) and len(line.text) <= _SHORT_HEADING:
                self.findings.append(Finding("heading_unclear", line.number))
        return sentence_open or self.sentence_end[index].is_complete

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
        return self.width < _NARROWEST or reached > _WRAPPED * self.width


def _same_level(one: Line, other: Line) -> bool:
    if one.style is Style.BULLET:
        return other.style is Style.BULLET and one.mark == other.mark
    if one.style is Style.CODE and other.style is Style.CODE:
        return len(one.path) == len(other.path)
    return one.style is other.style


def _is_prefix(above: Line, line: Line) -> bool:
    path = above.path
    return len(path) < len(line.path) and line.path[: len(path)] == path


def _names_month(text: str) -> bool:
    words = text.split(maxsplit=1)
    return bool(words) and words[0].strip(".,'’").casefold() in months()


def _next_numbers(lines: Sequence[Line]) -> list[int | None]:
    """For each line the number of the next item; days of months inside a sentence are none."""
    found: list[int | None] = [None] * len(lines)
    value: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        found[index] = value
        line = lines[index]
        if line.style is Style.NUMBER:
            before = lines[index - 1] if index else line
            inside = before.kind is not Kind.BLANK and not before.is_complete
            if not (inside and _names_month(line.text)):
                value = line.value
    return found


def _prose_ends(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """For each line the last of its unbroken lines of prose, and the one that ends its sentence."""
    run, sentence = list(lines), list(lines)
    for index in range(len(lines) - 2, -1, -1):
        if lines[index + 1].kind is Kind.PROSE and not lines[index + 1].is_heading:
            run[index] = run[index + 1]
            if not lines[index].is_complete:
                sentence[index] = sentence[index + 1]
    return run, sentence


def _wrap_width(lines: Sequence[Line]) -> int:
    return max(
        (one.indent + len(one.whole) for one in lines if one.kind is not Kind.BLANK), default=0
    )


def _is_numbered(lines: Sequence[Line]) -> bool:
    numbers = [line.value for line in lines if line.style is Style.NUMBER]
    other = any(line.style in (Style.CODE, Style.BRACKETED) for line in lines)
    return other or 1 in numbers or len(numbers) > 1


def _actions_from(lines: Sequence[Line]) -> int:
    """The index from which bullets are items, in lines that have no other marks.

    Where a lead line that announces actions comes after bullets which no such line announced,
    those before it are clauses of the preamble. A single bullet without a lead is no list.
    """
    bullets = [index for index, line in enumerate(lines) if line.kind is Kind.BULLET]
    if not bullets:
        return 0
    leads = [index for index, line in enumerate(lines) if line.kind is Kind.PROSE and line.is_lead]
    operative = [index for index in leads if word_evidence.announces_actions(lines[index].text)]
    before = [index for index in leads if index < bullets[0]]
    for chosen in (operative, leads):
        if chosen and chosen[0] > bullets[0] and chosen[0] < bullets[-1]:
            if before and chosen is leads:
                break
            return chosen[0]
    if leads and leads[0] < bullets[-1]:
        return 0
    clauses = [index for index in bullets if word_evidence.recalls(lines[index].text)]
    if clauses and clauses[-1] < bullets[-1]:
        return clauses[-1] + 1
    plain = [
        index
        for index in bullets
        if lines[index].text[-1:] in ".;,!。；，" or len(lines[index].text) > 30
    ]
    return 0 if len(plain) > 1 else len(lines)
