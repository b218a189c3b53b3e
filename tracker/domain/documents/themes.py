"""What the prose of a section is to its items: heading, preamble, theme, lead line, neither."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .lists import Segment, opening
from .marks import Kind, Line, Style

MAX_LEAD = 250


@dataclass(slots=True)
class Governed:
    """Items with the heading and the lead line that they stand under."""

    segment: Segment
    heading: Line | None = None
    lead: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Shape:
    """The parts of one section. `between` is prose between items that is neither."""

    heading: Line | None = None
    preamble: list[list[Line]] = field(default_factory=list)
    groups: list[Governed] = field(default_factory=list)
    between: list[list[Line]] = field(default_factory=list)


def shaped(segments: Sequence[Segment]) -> Shape:
    """The shape of segments that make one section; the last may have prose and no items."""
    shape = Shape()
    parted = [_parted(segment.prose) for segment in segments]
    themed = any(
        segment.items and _theme_of(paragraphs)[0] is not None
        for segment, paragraphs in list(zip(segments, parted, strict=True))[1:]
    )
    heading: Line | None = None
    lead: list[Line] = []
    general: list[Line] = []  # a lead line above the first theme governs all themes
    for index, (segment, paragraphs) in enumerate(zip(segments, parted, strict=True)):
        if index == 0:
            shape.heading, heading, lead, shape.preamble = _opened(
                paragraphs, themed=themed, listed=bool(segment.items)
            )
            if heading and not lead and shape.preamble and _is_lead(shape.preamble[-1]):
                general = shape.preamble[-1]
        else:
            theme, own, rest = _theme_of(paragraphs)
            # Prose that is neither leaves the items under what governed those before it.
            lead = own if own or theme else lead
            heading = theme or heading
            shape.between.extend(rest)
        if segment.items:
            shape.groups.append(Governed(segment, heading, lead or (general if heading else [])))
    return shape


def repeats(segment: Segment, seen: set[str]) -> bool:
    """Whether the items of `segment` are those of `seen` again; adds theirs to it."""
    openings = [one for item in segment.items if (one := opening(item.line.text))]
    again = sum(one in seen for one in openings)
    seen.update(openings)
    return again > 0 and again * 2 >= len(openings)


def goes_on(segment: Segment) -> bool:
    """Whether the items go on with a list, rather than begin one under a lead line of its own."""
    leads = bool(segment.prose) and segment.prose[-1][-1].is_lead
    return not (leads and segment.items and segment.items[0].line.value == 1)


def _opened(
    paragraphs: list[list[Line]], *, themed: bool, listed: bool
) -> tuple[Line | None, Line | None, list[Line], list[list[Line]]]:
    """Heading of the section, theme of its first items, their lead line, preamble."""
    if not listed:
        return None, None, [], paragraphs
    body = list(paragraphs)
    lead = body[-1] if body and _is_lead(body[-1]) else []
    at = len(body) - (2 if lead else 1)
    theme = None
    if at >= 0 and _is_heading(body[at]):
        introduced = at > 0 and not _is_heading(body[0])
        if themed or introduced or (at > 0 and body[at][0].is_heading):
            theme = body.pop(at)[0]
    elif themed and at > 1 and _is_heading(body[at - 1]):
        theme = body.pop(at - 1)[0]
    heading = body.pop(0)[0] if body and _is_heading(body[0]) else None
    return heading, theme, lead, body


def _theme_of(paragraphs: list[list[Line]]) -> tuple[Line | None, list[Line], list[list[Line]]]:
    """Theme heading, lead line and the rest of the prose between two stretches of items.

    The heading stands right above the items, or above the prose that introduces them.
    """
    body = list(paragraphs)
    lead = body.pop() if body and _is_lead(body[-1]) else []
    at = next((place for place in (-1, 0) if body and _is_heading(body[place])), None)
    theme = None if at is None else body.pop(at)[0]
    return theme, lead, body


def _is_heading(paragraph: list[Line]) -> bool:
    """Whether the paragraph is one short line that ends no sentence."""
    return len(paragraph) == 1 and paragraph[0].can_be_heading


def _is_lead(paragraph: list[Line]) -> bool:
    length = sum(len(line.text) + 1 for line in paragraph)
    return paragraph[-1].is_lead and not paragraph[-1].is_heading and length <= MAX_LEAD


def _parted(paragraphs: Sequence[list[Line]]) -> list[list[Line]]:
    """The paragraphs with a heading that has no blank line under it taken off their beginning.

    Such a line leaves its sentence open and is much shorter than the place it had.
    """
    found: list[list[Line]] = []
    for paragraph in paragraphs:
        if len(paragraph) > 1 and _stands_apart(paragraph):
            found.append(paragraph[:1])
            found.append(paragraph[1:])
        else:
            found.append(paragraph)
    return found


def _stands_apart(paragraph: list[Line]) -> bool:
    first, second = paragraph[:2]
    widest = max(len(line.text) for line in paragraph[1:])
    room = len(first.text) + 1 + len(second.text.split(maxsplit=1)[0])
    return (
        first.can_be_heading
        and first.kind is Kind.PROSE
        and first.style is Style.NONE
        and not second.starts_small
        and room <= widest * 0.75
    )
