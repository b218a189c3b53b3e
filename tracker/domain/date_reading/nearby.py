"""Words near a date that say what it is: "between" before two days, a street named after one."""

import re
from functools import cache

from .grammar import Match
from .plain import PlainText, flat
from .tokens import AND, COMMA, DAY, TO, Token
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


def groups_of_days(text: PlainText, match: Match, words: Words) -> list[tuple[Token, Token]] | None:
    """First and last of the days that belong together: "4 and 5", not "4 and 18"."""
    parts: list[tuple[Token, Token]] = []
    opened = is_opened(text, match, words)
    separator = ""
    joined = any(token.kind in (TO, AND) for token in match.inner())
    if not joined and words.spaced:
        return None  # "Room 12, 10 March" is no list of days
    for token in match.inner():
        if token.kind in (TO, AND, COMMA):
            separator += token.kind
        elif token.kind == DAY:
            if not parts or not separator:
                parts.append((token, token))
            elif TO in separator or opened or token.value == parts[-1][1].value + 1:
                if token.value <= parts[-1][0].value:
                    return None
                parts[-1] = (parts[-1][0], token)
            else:
                parts.append((token, token))
            separator = ""
    return parts


def counts_something(match: Match, words: Words) -> bool:
    """Whether the figure behind Turkish "her ay" is no day: "her ay 9 mahalleden"."""
    if words.code != "tr":
        return False
    tokens = match.inner()
    day = match.token("d1")
    bare = day is not None and tokens[-1] is day and not day.text.endswith(".")
    return bare and any(token.kind == "m" and token.text == "ay" for token in tokens)


_FROM = re.compile(r"'(?:y|n)?[dt][ae]n")
_THROUGH = re.compile(r"[ ]+(?:kadar|dek|degin)(?!\w)")


def end_of_through(text: PlainText, match: Match) -> int | None:
    """Where Turkish "… 'tan … 'a kadar" ends, None for two days that are no range."""
    second = match.token("d2")
    endings = [one for one in match.inner() if one.kind == "s" and second and one.end < second.end]
    if not endings or not _FROM.fullmatch(endings[-1].text):
        return None
    behind = _THROUGH.match(text.text, match.end)
    return behind.end() if behind else None


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
