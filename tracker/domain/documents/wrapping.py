"""Hard-wrapped lines put together again, with the place of each line in the text.

A hyphen at the end of a line may be the word's own or the print's. It goes where the document
writes the joined word without one somewhere else; where the document writes the word with a
hyphen, or never again, it stays, and in the last case the report names the line.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef\u3000-\u303f]")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W\d_]{1,60}[-\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]{1,60}")
# After these a hyphen stands for a word's second half: "Saatgut- und Pflanzenbörse".
_CONJUNCTIONS = frozenset(
    {"und", "oder", "sowie", "bis", "and", "or", "to", "et", "ou", "y", "o", "e", "и", "или", "ve"}
)
SOFT_HYPHEN = "\u00ad"


class Words:
    """The words of a document, gathered only when a hyphen asks for them."""

    def __init__(self, lines: Callable[[], Iterable[str]]) -> None:
        self._lines = lines

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(
            word.replace("\u2010", "-").casefold()
            for line in self._lines()
            for word in _WORD.findall(line)
        )

    def __contains__(self, word: str) -> bool:
        return word.casefold() in self._known


NO_WORDS = Words(tuple)


@dataclass(frozen=True, slots=True)
class Joined:
    """`lines` are pairs of offset in `text` and line number, ascending.

    `kept` are the numbers of the lines whose final hyphen stayed without the document's say.
    """

    text: str
    lines: tuple[tuple[int, int], ...]
    kept: tuple[int, ...] = ()


def join_lines(lines: Sequence[tuple[int, str]], words: Words = NO_WORDS) -> Joined:
    """Join pairs of line number and text; scripts without spaces get none between the lines."""
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    kept: list[int] = []
    length = 0
    for index, (number, line) in enumerate(lines):
        if parts:
            before = parts[-1]
            if before.endswith(SOFT_HYPHEN):
                parts[-1] = before[:-1]
                length -= 1
            elif is_hyphenated(before, line) and not _is_suspended(line):
                if _is_of_the_print(before, line, words):
                    parts[-1] = before[:-1]
                    length -= 1
                elif not _is_of_the_word(before, line, words):
                    kept.append(lines[index - 1][0])
            elif not _is_unspaced(before, line):
                parts.append(" ")
                length += 1
        if not starts or starts[-1][1] != number:
            starts.append((length, number))
        parts.append(line)
        length += len(line)
    return Joined("".join(parts), tuple(starts), tuple(kept))


def is_hyphenated(before: str, after: str) -> bool:
    """Whether a hyphen, of the word or of the print, parts a word over two lines."""
    return before[-1:] in "-\u2010" and before[-2:-1].isalpha() and after[:1].islower()


def _is_suspended(after: str) -> bool:
    return after.split(maxsplit=1)[0] in _CONJUNCTIONS


def _halves(before: str, after: str) -> tuple[str, str]:
    first = _LAST_WORD.search(before[-62:])
    second = _FIRST_WORD.match(after)
    return (first[0][:-1], second[0]) if first and second else ("", "")


def _is_of_the_print(before: str, after: str, words: Words) -> bool:
    first, second = _halves(before, after)
    return bool(first) and first + second in words


def _is_of_the_word(before: str, after: str, words: Words) -> bool:
    first, second = _halves(before, after)
    return bool(first) and f"{first}-{second}" in words


def _is_unspaced(before: str, after: str) -> bool:
    return bool(_UNSPACED.match(before[-1:]) and _UNSPACED.match(after[:1]))
