"""When four figures are a year: "in 2024", "Victory Day 2024", but not "Agenda 2030" or "2,000".

A number that stands in a date with its month needs none of this.
"""

import re
from dataclasses import dataclass
from functools import cache

from .grammar import Match
from .plain import PlainText, flat, plain
from .tokens import Token
from .words import Words

EARLIEST, LATEST = 1500, 2199
_LONGEST_RANGE = 300
_NEAR = 60

# Signs and figures that make a number anything but a year.
_BEFORE = re.compile(r"(?:[#№§$€£¥₽₺+/\\_=~<>][ ]?|\d[.,:/-]|\d[ ]?|(?<!\w)n[or]?[.°º][ ]?)\Z")
_AFTER = re.compile(
    r"[ ]?(?:[%‰°$€£¥₽₺]|\d)|[/\\_=]|-\d|\.\d|,\d"
    r"|[ ]?(?:km|kg|mm|cm|m2|m3|ha|kwh|mw|eur|usd|gb|mb)(?!\w)"
)
# "Resolution 1325 (2000)", "Law No. 12 of 2019": the year is part of a name.
_NUMBERED = re.compile(r"\d\)?[ ]?\([ ]?\Z")
_SENTENCE_START = re.compile(r"(?:\A|[.!?;:\n(\[\"«“„])[ ]*\Z")
_STOP = re.compile(r"[ ]*(?:\Z|[.,;:!?)\]\"»”“'…\n-])")
_WORD = re.compile(r"[ ]*([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class _Patterns:
    intro: re.Pattern[str]
    name_before: re.Pattern[str]
    numbered_law: re.Pattern[str]
    name_after: re.Pattern[str]
    counted: re.Pattern[str]
    then: frozenset[str]


@cache
def _patterns(words: Words) -> _Patterns:
    def of(text: str) -> str:
        return flat(text, words.code) or "(?!)"

    left, right = (r"(?<![^\W_])", r"(?![^\W\d_])") if words.spaced else ("", "")
    name = of(words.name_before)
    return _Patterns(
        re.compile(rf"{left}(?:{of(words.year_intro)})[ ]*[-'(]?[ ]*\Z"),
        re.compile(rf"{left}(?:{name})[.:]?[ ]*[\"«“(]?[ ]*(?:n[or]?[.°º]?[ ]?)?\Z"),
        re.compile(
            rf"{left}(?:{name})[ ]+(?:(?:no|nr|num|n|رقم)?[.°º№]*[ ]*|№[ ]*)\d[\w/.-]*[ ]*"
            rf"(?:(?:of|de|du|del|dell|vom|von|от|لسنه|لعام|dari|tahun|nam|năm|,|/|\()[ ']*)+\Z"
        ),
        re.compile(rf"[ -]*(?:{of(words.name_after)}){right}"),
        re.compile(rf"[ ]*(?:{of(words.counted)}){right}"),
        frozenset(re.split(r"\|", plain(words.then, words.code))),
    )


def is_year(text: PlainText, match: Match, words: Words, *, opened: bool) -> bool:
    """Whether the figures of a year, or of two years, are meant as such."""
    years = pair(match, opened=opened)
    if years is None:
        return False
    if years in ((0, 0), (9999, 9999)):
        # Worth an error, not a silence, but only where the text says that it is a year.
        return match.token("w2") is not None or bool(match.groups.groupdict().get("w1"))
    if not all(EARLIEST <= year <= LATEST for year in years):
        return False
    start, end = _figures(match)
    if is_reference(text, start, end, words):
        return False
    # The Chinese token of a year has the word for it in it.
    if (
        match.shape != "year"
        or not words.spaced
        or any(token.kind == "y" for token in match.inner())
    ):
        return True
    if words.suffix and any(token.kind == "s" for token in match.inner()):
        return True
    return _reads_as_year(text, start, end, years[0], words)


def is_introduced(text: PlainText, start: int, words: Words) -> bool:
    """Whether a word stands before it that a date follows: "in", "by", "until"."""
    before = text.text[max(0, start - _NEAR) : start]
    return bool(_patterns(words).intro.search(before))


def is_reference(text: PlainText, start: int, end: int, words: Words) -> bool:
    """Whether the figures belong to a name, a law, an amount or a longer number."""
    before, after = text.text[max(0, start - _NEAR) : start], text.text[end : end + _NEAR]
    patterns = _patterns(words)
    return bool(
        _BEFORE.search(before)
        or _NUMBERED.search(before)
        or _AFTER.match(after)
        or patterns.name_before.search(before)
        or patterns.numbered_law.search(before)
        or patterns.name_after.match(after)
        or patterns.counted.match(after)
    )


def pair(match: Match, *, opened: bool) -> tuple[int, int] | None:
    """First and last year of a match, the same for a single one; None where they are no range.

    `opened` is whether "between" stands before them.
    """
    token = match.token("k")
    if token is not None:
        return _written_together(token)
    first, last = match.value("y1"), match.value("y2")
    if first is None:
        return None
    if last is None:
        return first, first
    # "1945 and 2024" are two years, "2024 and 2025" may be one span of them.
    joined = opened or any(one.kind == "r" for one in match.inner()) or last == first + 1
    return (first, last) if first < last <= first + _LONGEST_RANGE and joined else None


def trimmed(match: Match) -> tuple[int, int]:
    """Where the match begins and ends without the small words at its edges."""
    inner = list(match.inner())
    while len(inner) > 1 and inner[0].kind in "odracs":
        inner.pop(0)
    if match.shape in ("year", "years", "year_to_year") and len(inner) > 1 and inner[0].kind == "y":
        inner.pop(0)
    while len(inner) > 1 and inner[-1].kind in "orac":
        inner.pop()
    return inner[0].start, inner[-1].end


def _written_together(token: Token) -> tuple[int, int] | None:
    """ "2025/26" and "2024-2026"; "2005/12" is none, and "2009-10" may be October."""
    first, last = re.findall(r"\d+", token.text)
    begin = int(first)
    if len(last) == 4:
        end = int(last)
        return (begin, end) if begin < end <= begin + _LONGEST_RANGE else None
    end = begin - begin % 100 + int(last)
    if "/" in token.text:
        return (begin, end) if end == begin + 1 else None
    return (begin, end) if begin < end and int(last) > 12 else None


def _reads_as_year(text: PlainText, start: int, end: int, year: int, words: Words) -> bool:
    before, after = text.text[max(0, start - _NEAR) : start], text.text[end : end + _NEAR]
    patterns = _patterns(words)
    following = _WORD.match(after)
    continues = bool(following) and not _STOP.match(after)
    known = not continues or (following is not None and following[1] in patterns.then)
    if year % 100 == 0 and not known and not _is_capital(text, following, end):
        return False  # "in 2000 schools"
    if patterns.intro.search(before):
        return True
    if _SENTENCE_START.search(before):
        return bool(words.spaced)
    if not words.spaced:
        return False
    return known or _after_capital(text, start)


def _is_capital(text: PlainText, following: re.Match[str] | None, end: int) -> bool:
    return following is not None and text.is_capital(end + following.start(1))


def _after_capital(text: PlainText, start: int) -> bool:
    """Whether the word before is written with a capital, as the names of days and events are."""
    word = re.search(r"([^\W\d_]+)[\"»”']?[ ]*\Z", text.text[max(0, start - _NEAR) : start])
    return bool(word) and text.is_capital(max(0, start - _NEAR) + word.start(1))  # type: ignore[union-attr]


def _figures(match: Match) -> tuple[int, int]:
    tokens = [token for token in match.inner() if token.kind in "YK"]
    return tokens[0].start, tokens[-1].end
