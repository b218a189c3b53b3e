"""Words near a date that say what it is: "between" before two days, a street named after one."""

import re
from functools import cache

from .grammar import Match
from .plain import PlainText, flat
from .words import Words

_NEAR = 40
"""How many characters before and behind a date are looked at."""


def names_a_place(text: PlainText, start: int, end: int, words: Words) -> bool:
    """Streets, squares and movements are named after days."""
    if not words.place:
        return False
    before, after = _places(words)
    near = text.text[max(0, start - _NEAR) : start], text.text[end : end + _NEAR]
    return bool(before.search(near[0]) or after.match(near[1]))


def is_opened(text: PlainText, match: Match, words: Words) -> bool:
    """Whether "between" stands before two dates, so that "and" joins the ends of a range."""
    whole = text.text
    before = whole[max(0, match.start - _NEAR) : match.start]
    first = next((one.start for one in match.inner() if one.kind not in "od"), match.start)
    inside = whole[max(0, first - _NEAR) : first]
    opening, closing = _opening(words)
    after = whole[match.end : match.end + _NEAR]
    return bool(opening.search(before) or opening.search(inside) or closing.match(after))


@cache
def _opening(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    between = flat(words.between, words.code)
    behind = flat(words.between_after, words.code)
    return (
        re.compile(rf"(?<!\w)(?:{between})[ ]+\Z" if between else r"(?!)"),
        re.compile(rf"[ ]*(?:{behind})" if behind else r"(?!)"),
    )


@cache
def _places(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    place = flat(words.place, words.code)
    glue = flat(words.glue, words.code) or "(?!)"
    return (
        re.compile(rf"(?<!\w)(?:{place})[ ]+(?:(?:{glue}|des)[ ]+)*\Z"),
        re.compile(rf"[ -]+(?:{place})(?!\w)"),
    )
