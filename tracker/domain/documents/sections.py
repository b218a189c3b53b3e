"""Lines to sections: one language's heading, preamble and items.

Neither blank lines nor a number that starts again part the sections reliably (all items may be
printed `1.`). What parts them is prose after an item: it is the next section's heading and
preamble, or, with no item behind it, a footer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import languages
from .errors import Finding, Params
from .items import ItemBuilder, Kind, Line, ParsedItem, as_prose
from .wrapping import is_hyphenated, join_lines

MAX_HEADING = 120


@dataclass(frozen=True, slots=True)
class Section:
    """What a document says in one language. Lines are 1-based; None where the part is missing."""

    language: str
    first_line: int
    heading: str
    heading_line: int | None
    preamble: str
    preamble_line: int | None
    items: tuple[ParsedItem, ...]
    file: int = 0
    paragraphs: tuple[tuple[int, str], ...] = ()
    """Line and text of each paragraph of the prose, for a text that a person splits by hand."""
    gaps: tuple[int, ...] = ()
    """Positions that this language lacks, as a person decided; `items` skip them."""


@dataclass(frozen=True, slots=True)
class Split:
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Builder:
    """A section as it grows. `paragraphs` holds the prose before the items."""

    paragraphs: list[list[Line]] = field(default_factory=list)
    bullets: list[Line] = field(default_factory=list)
    items: list[ItemBuilder] = field(default_factory=list)
    script: str | None = None

    def add_prose(self, line: Line, *, after_blank: bool) -> None:
        if after_blank or not self.paragraphs:
            self.paragraphs.append([])
        self.paragraphs[-1].append(line)


class _Splitter:
    """Walks over the lines once, with what comes after each line looked up beforehand."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.next_item = _next_items(lines)
        self.run_end = _run_ends(lines)
        self.done: list[_Builder] = []
        self.current = _Builder()
        self.findings: list[Finding] = []
        self.gap = True
        self.previous: Line | None = None

    def run(self) -> list[_Builder]:
        for index, line in enumerate(self.lines):
            if line.kind is Kind.BLANK:
                self.gap = True
                continue
            self._take(index, line)
            self.gap = False
            self.previous = line
        self.done.append(self.current)
        return self.done

    def _take(self, index: int, line: Line) -> None:
        if line.kind is Kind.ITEM:
            if not self._is_ordinal(index, line):
                self._add_item(line)
                return
            self.findings.append(Finding("ordinal_as_text", line.number, {"printed": line.mark}))
            line = as_prose(line)
        if line.kind is Kind.BULLET:
            if self.current.items and self._is_child(line):
                self.current.items[-1].children.append(ItemBuilder(line))
                return
            if not self.current.items:
                self.current.bullets.append(line)
            line = as_prose(line)
        if self.current.items:
            if self._continues(index, line):
                if self.previous and not self.gap and is_hyphenated(self.previous.text, line.text):
                    self.findings.append(Finding("hyphen_at_line_end", self.previous.number))
                self.current.items[-1].add(line, after_blank=self.gap)
                return
            self._start_section()
        self.current.add_prose(line, after_blank=self.gap)

    def _add_item(self, line: Line) -> None:
        script = languages.script_of(line.text)
        current = self.current
        restarts = line.value == 1 and None not in (script, current.script)
        if current.items and restarts and script != current.script:
            self._start_section()
        self.current.items.append(ItemBuilder(line))
        self.current.script = self.current.script or script

    def _start_section(self) -> None:
        self.done.append(self.current)
        self.current = _Builder()

    def _is_child(self, line: Line) -> bool:
        return not self.gap or line.indent > self.current.items[-1].line.indent

    def _is_ordinal(self, index: int, line: Line) -> bool:
        """Whether the number belongs to the words behind it: "24. Uluslararası Toplantı".

        So it does where the list does not call for it and goes on without it: inside a sentence
        that the line before left open, or as a short heading with the next list's first item
        after it.
        """
        after = self.next_item[index]
        short = len(line.whole) <= MAX_HEADING and not line.is_complete
        if not self.current.items:
            return line.value != 1 and after == 1 and short
        last = self.current.items[-1].line.value
        called_for = {1, last, last + 1}
        if line.value in called_for:
            return False
        if self.gap:
            return after == 1 and short
        sentence_open = self.previous is not None and not self.previous.is_complete
        return sentence_open and (after is None or after in called_for)

    def _continues(self, index: int, line: Line) -> bool:
        """Whether prose belongs to the item above it and not to a new section."""
        item = self.current.items[-1]
        script = languages.script_of(line.text)
        if None not in (script, self.current.script) and script != self.current.script:
            return bool(line.starts_small and not self.gap)
        if item.line.indent < line.indent <= item.text_column + 1:
            return True
        if self.gap:
            return False
        if line.starts_small or line.indent > item.line.indent:
            return True
        end = self.run_end[index]
        if end.text.endswith(":"):
            return False
        sentence_open = self.previous is not None and not self.previous.is_complete
        return sentence_open or end.is_complete


def split(lines: Sequence[Line]) -> Split:
    """Part `lines` (those of the header already blank) into sections.

    A document without any item gives one section with its prose, if it has any. Findings:
    ordinal_as_text, hyphen_at_line_end, bullets_before_items, printed_numbers, trailing_text.
    """
    splitter = _Splitter(lines)
    builders = [one for one in splitter.run() if one.items or one.paragraphs]
    findings = splitter.findings
    if len(builders) > 1 and not builders[-1].items:
        footer = builders.pop()
        findings.append(_trailing(footer))
    sections = []
    for builder in builders:
        section = _finished(builder)
        sections.append(section)
        if builder.items:
            findings.extend(_remarks(builder, section))
    findings.sort(key=lambda finding: (finding.line or 0, finding.code))
    return Split(tuple(sections), tuple(findings))


def without(lines: Sequence[Line], taken: frozenset[int]) -> list[Line]:
    """`lines` with those of the header made blank, so that line numbers stay."""
    return [replace(line, kind=Kind.BLANK) if line.number in taken else line for line in lines]


def _next_items(lines: Sequence[Line]) -> list[int | None]:
    found: list[int | None] = [None] * len(lines)
    value: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        found[index] = value
        if lines[index].kind is Kind.ITEM:
            value = lines[index].value
    return found


def _run_ends(lines: Sequence[Line]) -> list[Line]:
    """For each line the last of the unbroken lines of prose that it is part of."""
    ends = list(lines)
    for index in range(len(lines) - 2, -1, -1):
        if lines[index + 1].kind is Kind.PROSE:
            ends[index] = ends[index + 1]
    return ends


def _finished(builder: _Builder) -> Section:
    navigation = {line.number for line in builder.bullets} if builder.items else set()
    paragraphs = [
        kept
        for paragraph in builder.paragraphs
        if (kept := [line for line in paragraph if line.number not in navigation])
    ]
    heading = paragraphs[0][0] if builder.items and _has_heading(paragraphs) else None
    body = paragraphs[1:] if heading else paragraphs
    texts = tuple(
        (paragraph[0].number, join_lines([(line.number, line.text) for line in paragraph]).text)
        for paragraph in body
    )
    preamble = "\n\n".join(text for _, text in texts)
    items = tuple(item.build(n) for n, item in enumerate(builder.items, start=1))
    preamble_line = body[0][0].number if body else None
    starts = [heading.number if heading else None, preamble_line]
    starts += [item.first_line for item in items[:1]]
    text = " ".join([heading.text if heading else "", preamble, *(one.full_text for one in items)])
    return Section(
        languages.detect(text),
        min(line for line in starts if line is not None),
        heading.text if heading else "",
        heading.number if heading else None,
        preamble,
        preamble_line,
        items,
        paragraphs=texts,
    )


def _has_heading(paragraphs: list[list[Line]]) -> bool:
    """Whether the first paragraph is a heading: one short line that ends no sentence."""
    if not paragraphs or len(paragraphs[0]) > 1:
        return False
    line = paragraphs[0][0]
    return len(line.text) <= MAX_HEADING and not line.is_complete


def _trailing(footer: _Builder) -> Finding:
    first = footer.paragraphs[0][0]
    last = footer.paragraphs[-1][-1]
    text = " ".join(line.text for paragraph in footer.paragraphs for line in paragraph)
    params: Params = {"last_line": last.number, "language": languages.detect(text)}
    return Finding("trailing_text", first.number, params)


def _remarks(builder: _Builder, section: Section) -> list[Finding]:
    found = []
    if builder.bullets:
        bullets: Params = {"lines": len(builder.bullets)}
        found.append(Finding("bullets_before_items", builder.bullets[0].number, bullets))
    numbers = [item.line.value for item in builder.items]
    if len(set(numbers)) > 1:
        for expected, item in enumerate(builder.items, start=1):
            if item.line.value != expected:
                params: Params = {
                    "language": section.language,
                    "printed": item.line.mark,
                    "expected": expected,
                }
                found.append(Finding("printed_numbers", item.line.number, params))
                break
    return found
