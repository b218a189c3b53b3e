"""Whether the items of several languages belong together by position.

Only equal counts align. Numbers in the text ("1945", "4-5 … 2024") are the same in every language
and so show a shift that equal counts hide: an item lost in one place and split in another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .errors import Finding
from .sections import Section

_NUMBER = re.compile(r"\d+")
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Anchor:
    """A number found at a position, with the languages (sorted) whose text has it there."""

    position: int
    number: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """`counts` are pairs of language and number of items, in the order of the document."""

    aligned: bool
    counts: tuple[tuple[str, int], ...]
    anchors: tuple[Anchor, ...]


def align(sections: Sequence[Section]) -> tuple[Alignment, list[Finding]]:
    """Compare the sections that have items. A language that occurs twice is counted once, first.

    Findings: `counts_differ` (the items cannot be put side by side) and `anchors_shifted` (they
    can, but the numbers in one language fit the neighbouring positions better).
    """
    present: dict[str, Section] = {}
    for section in sections:
        if section.items:
            present.setdefault(section.language, section)
    counts = tuple((language, len(section.items)) for language, section in present.items())
    if len({count for _, count in counts}) > 1:
        listed = ", ".join(f"{language}: {count}" for language, count in counts)
        return Alignment(False, counts, ()), [Finding("counts_differ", None, {"counts": listed})]
    numbers = {language: _numbers(section) for language, section in present.items()}
    findings = []
    for reference, language in zip(
        list(present)[:1] * len(present), list(present)[1:], strict=False
    ):
        if _is_shifted(numbers[reference], numbers[language]):
            params = {"language": language, "reference": reference}
            line = present[language].items[0].first_line
            findings.append(Finding("anchors_shifted", line, params))
    return Alignment(bool(counts), counts, _anchors(numbers)), findings


def _numbers(section: Section) -> list[frozenset[int]]:
    return [
        frozenset(
            int(digits) for digits in _NUMBER.findall(item.full_text) if len(digits) <= _MOST_DIGITS
        )
        for item in section.items
    ]


def _anchors(numbers: dict[str, list[frozenset[int]]]) -> tuple[Anchor, ...]:
    found: dict[tuple[int, int], set[str]] = {}
    for language, positions in numbers.items():
        for position, values in enumerate(positions, start=1):
            for value in values:
                found.setdefault((position, value), set()).add(language)
    return tuple(
        Anchor(position, number, tuple(sorted(languages)))
        for (position, number), languages in sorted(found.items())
    )


def _is_shifted(reference: list[frozenset[int]], other: list[frozenset[int]]) -> bool:
    """Whether more positions share a number with a neighbour than with their own counterpart."""
    straight = _matches(reference, other)
    return max(_matches(reference[1:], other), _matches(reference, other[1:])) > straight


def _matches(some: list[frozenset[int]], others: list[frozenset[int]]) -> int:
    return sum(1 for one, other in zip(some, others, strict=False) if one & other)
