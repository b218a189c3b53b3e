"""Two wordings of an item side by side: dates, numbers and acronyms that only one of them has.

What is marked is compared as tokens, not as meaning: a mark says where to look, not what is wrong.
"""

import re
from dataclasses import dataclass

from tracker.domain.date_reading import find_dates
from tracker.domain.documents.anchors import comparable

_TOKEN = re.compile(r"\d+|(?<!\w)(?:[A-Z]{2,10}|[А-ЯЁ]{2,10})(?!\w)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `mark` is "" for plain text, "same" or "differs" for a token."""

    text: str
    mark: str = ""
    kind: str = ""
    """"date", "number" or "acronym" for a token."""


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    kind: str
    value: str


def compared(left: tuple[str, str], right: tuple[str, str]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of two texts, each given as text and language.

    A date is the same where both state the same day, range, month, year or rule; a number where
    both print it outside a date; an acronym in Latin or Cyrillic letters alike.
    """
    tokens = [_tokens(*left), _tokens(*right)]
    values = [{(token.kind, token.value) for token in side} for side in tokens]
    return (
        _pieces(left[0], tokens[0], values[1]),
        _pieces(right[0], tokens[1], values[0]),
    )


def _tokens(text: str, language: str) -> list[_Token]:
    found = [
        _Token(date.start, date.end, "date", date.edtf or date.rule or comparable(date.text))
        for date in find_dates(text, language)
    ]
    taken = [(token.start, token.end) for token in found]
    at = 0
    taken.sort()
    for match in _TOKEN.finditer(text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and taken[at][0] < match.end():
            continue
        word = match.group()
        if word.isdigit():
            found.append(_Token(match.start(), match.end(), "number", word.lstrip("0") or "0"))
        else:
            found.append(_Token(match.start(), match.end(), "acronym", comparable(word)))
    return sorted(found, key=lambda token: (token.start, -token.end))


def _pieces(text: str, tokens: list[_Token], others: set[tuple[str, str]]) -> list[Piece]:
    pieces = []
    at = 0
    for token in tokens:
        if token.start < at:
            continue
        if token.start > at:
            pieces.append(Piece(text[at : token.start]))
        mark = "same" if (token.kind, token.value) in others else "differs"
        pieces.append(Piece(text[token.start : token.end], mark, token.kind))
        at = token.end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces
