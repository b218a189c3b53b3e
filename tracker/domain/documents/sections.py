"""Lines to sections: one language's heading, preamble and items.

Neither blank lines nor a number that starts again part the sections reliably (all items may be
printed `1.`). What parts them is the language; prose between items in one language is a heading
or a lead line of those that follow, and behind the last item it is a footer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import languages
from .errors import Finding, Params
from .items import ParsedItem, join_paragraphs
from .lists import Segment, read_lists
from .marks import Kind, Line
from .runs import Run, runs
from .themes import Governed, goes_on, repeats, shaped
from .wrapping import NO_WORDS, Words

_SHORT = 250  # characters: less prose in another language than that is no section of its own


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
class _Part:
    """Segments of one section; `footer` is the prose after the last item."""

    language: str
    segments: list[Segment]
    footer: list[list[Line]]

    @property
    def has_items(self) -> bool:
        return any(segment.items for segment in self.segments)

    @property
    def prose(self) -> list[Line]:
        paragraphs = [*(one for each in self.segments for one in each.prose), *self.footer]
        return [line for paragraph in paragraphs for line in paragraph]


def split(lines: Sequence[Line], language: str = "") -> Split:
    """Part `lines` (those of the header already blank) into sections.

    `language` is that which a person chose for all of them. A document without any item gives
    sections with their prose. Findings: alternating_languages, ordinal_as_text,
    bullets_before_items, clauses_before_actions, hyphen_at_line_end, prose_between_items,
    trailing_text, section_without_items.
    """
    found, findings = runs(lines, language)
    parts: list[_Part] = []
    for run in found:
        lists = read_lists(run.lines)
        findings.extend(lists.findings)
        parts.extend(_parts(run, lists.segments))
    parts, apart = _settled(parts)
    findings.extend(apart)
    words = Words(lambda: [line.text for line in lines])
    sections = []
    for part in parts:
        section, remarks = _section(part, words)
        sections.append(section)
        findings.extend(remarks)
    findings.sort(key=lambda finding: (finding.line or 0, finding.code))
    return Split(tuple(sections), tuple(findings))


def without(lines: Sequence[Line], taken: frozenset[int]) -> list[Line]:
    """`lines` with those of the header made blank, so that line numbers stay."""
    return [replace(line, kind=Kind.BLANK) if line.number in taken else line for line in lines]


def _parts(run: Run, segments: list[Segment]) -> list[_Part]:
    """The sections of a run: several where the list plainly comes again.

    Where the language is not certain, a lead line with a list that begins at 1 may be in another.
    """
    footer = segments.pop().prose if len(segments) > 1 and not segments[-1].items else []
    language = run.language if run.is_certain else languages.UNDETERMINED
    found = [_Part(language, [], [])]
    seen: set[str] = set()
    for segment in segments:
        again = repeats(segment, seen) or not (run.is_certain or goes_on(segment))
        if again and found[-1].segments:
            found.append(_Part(language, [], []))
        found[-1].segments.append(segment)
    found[-1].footer = footer
    return [part for part in found if part.prose or part.has_items]


def _settled(parts: list[_Part]) -> tuple[list[_Part], list[Finding]]:
    """The parts with items, and prose in another language put where it belongs.

    A short line before a list is its heading, though it may be in the wrong language; the last
    lines of the document, or those in a language that has its list elsewhere, are a footer.
    """
    if not any(part.has_items for part in parts):
        return parts, []
    found: list[_Part] = []
    findings: list[Finding] = []
    waiting: list[list[Line]] = []
    listed = {part.language for part in parts if part.has_items}
    for index, part in enumerate(parts):
        if part.has_items:
            if waiting:
                part.segments[0].prose[:0] = waiting
                waiting = []
            found.append(part)
            continue
        paragraphs = [one for segment in part.segments for one in segment.prose]
        short = sum(len(line.text) for line in part.prose) <= _SHORT
        last = index == len(parts) - 1
        if short and not last and all(_is_heading(one) for one in paragraphs):
            waiting = paragraphs
        elif found and (short or part.language in listed):
            findings.append(_trailing(paragraphs, part.language))
        else:
            found.append(part)
            first = part.prose[0].number
            findings.append(Finding("section_without_items", first, {"language": part.language}))
    return found, findings


def _is_heading(paragraph: list[Line]) -> bool:
    return len(paragraph) == 1 and paragraph[0].can_be_heading


def _trailing(paragraphs: list[list[Line]], language: str) -> Finding:
    if language == languages.UNDETERMINED:
        language = languages.detect(" ".join(line.text for one in paragraphs for line in one))
    params: Params = {"last_line": paragraphs[-1][-1].number, "language": language}
    return Finding("trailing_text", paragraphs[0][0].number, params)


def _section(part: _Part, words: Words) -> tuple[Section, list[Finding]]:
    findings: list[Finding] = []
    shape = shaped(part.segments)
    items: list[ParsedItem] = []
    for group in shape.groups:
        items.extend(_items(group, len(items) + 1, words, findings))
    preamble, _, kept = join_paragraphs(_pairs(shape.preamble), words)
    findings.extend(Finding("hyphen_at_line_end", number) for number in kept)
    heading = shape.heading
    preamble_line = shape.preamble[0][0].number if shape.preamble else None
    starts = [heading.number if heading else None, preamble_line]
    starts += [group.heading.number for group in shape.groups[:1] if group.heading]
    starts += [item.first_line for item in items[:1]]
    starts += [line.number for line in part.prose[:1] if not items]
    for paragraph in shape.between:
        params: Params = {"last_line": paragraph[-1].number}
        findings.append(Finding("prose_between_items", paragraph[0].number, params))
    if part.footer:
        findings.append(_trailing(part.footer, part.language))
    text = " ".join([heading.text if heading else "", preamble, *(one.full_text for one in items)])
    section = Section(
        part.language if part.language != languages.UNDETERMINED else languages.detect(text),
        min(line for line in starts if line is not None),
        heading.text if heading else "",
        heading.number if heading else None,
        preamble,
        preamble_line,
        tuple(items),
        paragraphs=_paragraphs(
            _by_sentence(shape.preamble)
            if not items
            else [*shape.preamble, *shape.between, *part.footer],
            words,
        ),
    )
    return section, findings


def _items(
    group: Governed, position: int, words: Words, findings: list[Finding]
) -> list[ParsedItem]:
    found = []
    lead = join_paragraphs(_pairs([group.lead]), words)[0] if group.lead else ""
    for number, builder in enumerate(group.segment.items, start=position):
        item = builder.build(number, words)
        findings.extend(Finding("hyphen_at_line_end", line) for line in builder.kept_hyphens)
        found.append(
            replace(
                item,
                heading=group.heading.text if group.heading else "",
                heading_line=group.heading.number if group.heading else None,
                lead=lead,
                lead_line=group.lead[0].number if group.lead else None,
            )
        )
    return found


def _pairs(paragraphs: Sequence[Sequence[Line]]) -> list[list[tuple[int, str]]]:
    return [[(line.number, line.text) for line in paragraph] for paragraph in paragraphs]


def _by_sentence(paragraphs: Sequence[list[Line]]) -> list[list[Line]]:
    """The paragraphs, those whose every line is a sentence taken apart line by line."""
    found: list[list[Line]] = []
    for paragraph in paragraphs:
        if all(line.is_complete and not line.starts_small for line in paragraph):
            found.extend([line] for line in paragraph)
        else:
            found.append(paragraph)
    return found


def _paragraphs(
    paragraphs: Sequence[Sequence[Line]], words: Words = NO_WORDS
) -> tuple[tuple[int, str], ...]:
    return tuple(
        (paragraph[0].number, join_paragraphs(_pairs([paragraph]), words)[0])
        for paragraph in paragraphs
    )
