"""Whether the items of several languages belong together by position.

Only equal counts align. What is the same in every language ("1945", "4-5 … 2024", "WPC") shows a
shift that equal counts hide: an item lost in one place and split in another. Where the counts
differ, the same anchors give a side-by-side for an editor to start from; nothing is moved by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .anchors import Anchors, anchors_of
from .errors import Finding
from .rows import Tokens, best_path, merged_rows
from .sections import Section

_SHIFT_BAND = 3
"""How many items a shift is looked for to either side, so that time stays linear."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A token found at a position, with the languages (sorted) whose text has it there.

    `kind` is "number", "date", "acronym" or "name", and `value` the token in a form that all the
    languages share; a name is one that at least two of them have.
    """

    position: int
    value: str
    languages: tuple[str, ...]
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class Alignment:
    """`counts` are pairs of language and number of items, in the order of the document.

    An item that a person marked as lacking in a language counts there too.
    """

    aligned: bool
    counts: tuple[tuple[str, int], ...]
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Items put side by side: for each language the position of its item, or None for a gap."""

    cells: Mapping[str, int | None]


def present_sections(sections: Sequence[Section]) -> dict[str, Section]:
    """The sections that have items by language; of one that occurs twice the first."""
    present: dict[str, Section] = {}
    for section in sections:
        if section.items:
            present.setdefault(section.language, section)
    return present


def align(sections: Sequence[Section]) -> tuple[Alignment, list[Finding]]:
    """Compare the sections that have items. A language that occurs twice is counted once, first.

    Findings: `counts_differ` (the items cannot be put side by side) and `anchors_shifted` (they
    can, but the anchors in one language fit the neighbouring positions better).
    """
    present = present_sections(sections)
    counts = tuple(
        (language, len(section.items) + len(section.gaps)) for language, section in present.items()
    )
    if len({count for _, count in counts}) > 1:
        listed = ", ".join(f"{language}: {count}" for language, count in counts)
        return Alignment(False, counts, ()), [Finding("counts_differ", None, {"counts": listed})]
    found = {
        language: {item.position: anchors_of(item, language) for item in section.items}
        for language, section in present.items()
    }
    findings = []
    for language, section in list(present.items())[1:]:
        reference = counts[0][0]
        if _is_shifted(found[reference], found[language], counts[0][1]):
            params = {"language": language, "reference": reference}
            line = section.items[0].first_line
            findings.append(Finding("anchors_shifted", line, params, section.file))
    return Alignment(bool(counts), counts, _anchors(found)), findings


def suggest_rows(sections: Sequence[Section]) -> tuple[Row, ...]:
    """The items of all languages side by side, with gaps where the anchors match best so.

    A suggestion for an editor where counts differ; by position where the sections are too long to
    be compared. Every item stands in exactly one row, in the order of its section.
    """
    present = present_sections(sections)
    tokens = {
        language: [
            Tokens(anchors_of(item, language).all, len(item.full_text)) for item in section.items
        ]
        for language, section in present.items()
    }
    rows = merged_rows(tokens)
    return tuple(
        Row(
            {
                language: None if (index := row.get(language)) is None else items[index].position
                for language, items in ((one, section.items) for one, section in present.items())
            }
        )
        for row in rows
    )


def _anchors(found: Mapping[str, Mapping[int, Anchors]]) -> tuple[Anchor, ...]:
    languages: dict[tuple[int, str, str], set[str]] = {}
    for language, positions in found.items():
        for position, anchors in positions.items():
            for kind, value in anchors.all:
                languages.setdefault((position, kind, value), set()).add(language)
    return tuple(
        Anchor(position, value, tuple(sorted(having)), kind)
        for (position, kind, value), having in sorted(languages.items(), key=_in_order)
        if kind != "name" or len(having) > 1
    )


def _in_order(one: tuple[tuple[int, str, str], set[str]]) -> tuple[int, str, int, str]:
    position, kind, value = one[0]
    return position, kind, int(value) if kind == "number" else 0, value


def _is_shifted(
    reference: Mapping[int, Anchors], other: Mapping[int, Anchors], positions: int
) -> bool:
    """Whether the firm anchors match better with some items moved against each other."""
    ours, theirs = (
        [
            Tokens(one[position].firm if position in one else frozenset(), 1)
            for position in range(1, positions + 1)
        ]
        for one in (reference, other)
    )
    return any(
        mine != its and ours[mine].shared & theirs[its].shared
        for mine, its in best_path(ours, theirs, band=_SHIFT_BAND)
    )
