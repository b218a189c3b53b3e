"""Where searched words stand in a text: found folded and stemmed, shown as they are written.

`folding` makes texts alike for comparing; here every folded character keeps its place in the text,
so that a hit can be marked in the original: İzmir for "izmir", палестинским for "Палестина".
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.folding import fold
from tracker.domain.stemming import stem

ROUND = 90
"""Characters shown on either side of a hit."""
MOST_FRAGMENTS = 3
_NO_START = frozenset({"Mn", "Me", "Cf"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a shown text; `hit` says whether it is what was searched."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `start` to before `end` of a text are a hit of the term with that index."""

    start: int
    end: int
    term: int


def places(text: str, terms: Sequence[str]) -> list[Place]:
    """Where the folded `terms` (see `folding.fold_terms`) stand in `text`, in order of the text.

    A hit inside a word is that part of it; a hit of a shortened form goes on to the word's end.
    """
    folded, spots = _folded_with_spots(text)
    found: list[Place] = []
    for number, term in enumerate(terms):
        wanted = stem(term)
        at = folded.find(wanted)
        while at >= 0:
            last = at + len(wanted)
            if wanted != term:
                end = folded.find(" ", last)
                last = len(folded) if end < 0 else end
            found.append(Place(spots[at][0], spots[last - 1][1], number))
            at = folded.find(wanted, last)
    return sorted(found, key=lambda place: (place.start, -place.end))


def marked(text: str, terms: Sequence[str]) -> list[Piece]:
    """The whole of `text` with the hits of `terms` told apart."""
    return _pieces(text, 0, len(text), places(text, terms))


def fragments(text: str, terms: Sequence[str]) -> list[list[Piece]]:
    """Up to three parts of `text` round hits that together show as many terms as they can.

    A line of `text` is a whole of its own: no part reaches over its end. "…" stands where a line
    goes on. Empty where no term is found.
    """
    found = places(text, terms)
    left = {place.term for place in found}
    chosen: list[tuple[int, int]] = []
    while left and len(chosen) < MOST_FRAGMENTS:
        windows = [_window(text, place) for place in found if place.term in left]
        best = max(windows, key=lambda window: len(_terms_in(window, found) & left))
        chosen.append(best)
        left -= _terms_in(best, found)
    return [_fragment(text, start, end, found) for start, end in _joined(chosen)]


def _terms_in(window: tuple[int, int], found: Iterable[Place]) -> set[int]:
    start, end = window
    return {place.term for place in found if start <= place.start and place.end <= end}


def _window(text: str, place: Place) -> tuple[int, int]:
    """Whole words round a hit, within its line."""
    first = text.rfind("\n", 0, place.start) + 1
    last = text.find("\n", place.end)
    last = len(text) if last < 0 else last
    start, end = max(first, place.start - ROUND), min(last, place.end + ROUND)
    if start > first:
        space = text.find(" ", start, place.start)
        start = start if space < 0 else space + 1
    if end < last:
        space = text.rfind(" ", place.end, end)
        end = end if space < 0 else space
    return start, end


def _joined(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order of the text, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _fragment(text: str, start: int, end: int, found: list[Place]) -> list[Piece]:
    pieces = _pieces(text, start, end, found)
    if start > 0 and text[start - 1] != "\n":
        pieces = [Piece("… "), *pieces]
    if end < len(text) and text[end] != "\n":
        pieces = [*pieces, Piece(" …")]
    return pieces


def _pieces(text: str, start: int, end: int, found: Iterable[Place]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for place in found:
        first, last = max(place.start, at), min(place.end, end)
        if first >= last:
            continue
        if first > at:
            pieces.append(Piece(text[at:first]))
        if pieces and pieces[-1].hit:
            pieces[-1] = Piece(pieces[-1].text + text[first:last], hit=True)
        else:
            pieces.append(Piece(text[first:last], hit=True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces


def _folded_with_spots(text: str) -> tuple[str, list[tuple[int, int]]]:
    """`text` folded, and for each folded character where the one that it comes from stands.

    Letters are folded one by one with their marks. Only Korean letters that are written in parts
    fold otherwise together; a hit among them is found and not marked.
    """
    folded: list[str] = []
    spots: list[tuple[int, int]] = []
    for start, end in _letters(text):
        for character in _folded_letter(text[start:end]):
            if character == " " and (not folded or folded[-1] == " "):
                continue
            folded.append(character)
            spots.append((start, end))
    return "".join(folded), spots


def _letters(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _is_mark(text[at]):
            yield start, at
            start = at


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in _NO_START


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    """A letter as it folds between others: "" for one that falls away, " " for one that parts."""
    return fold(f"x{letter}x")[1:-1]
