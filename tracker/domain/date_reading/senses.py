"""In which sense a date is meant, from the words before and behind it.

What counts as "by" (the day itself still in time) and as "before" (it no longer is) is decided per
language, with the words themselves, in `words`: English "by" and "until" against French "avant le",
Russian "к" against "до", Spanish "hasta" against "antes de". "Before the end of 2025" is by 2025
in every language.
"""

import re
from dataclasses import dataclass
from functools import cache

from .found import Sense
from .plain import PlainText, flat
from .words import Words

_NEAR = 48


@dataclass(frozen=True, slots=True)
class _Patterns:
    ends: re.Pattern[str]
    in_front: tuple[tuple[Sense, re.Pattern[str]], ...]
    behind: tuple[tuple[Sense, re.Pattern[str]], ...]


@cache
def _patterns(words: Words) -> _Patterns:
    def of(text: str) -> str:
        return flat(text, words.code)

    left, right = (r"(?<![^\W_])", r"(?![^\W\d_])") if words.spaced else ("", "")
    gap = "(?:[ ]+|(?<='))" if words.spaced else "[ ]*"
    if words.code == "ar":
        left, gap = r"(?<![^\W_])[وف]?", "[ ]*"
    glue = "|".join(one for one in (of(words.glue), of(words.year_word)) if one)
    between = rf"(?:(?:{glue}|[dl]'){gap}){{0,3}}" if glue and words.spaced else ""
    end_of = of(words.end_of)

    def front(text: str, *, end: bool = False) -> re.Pattern[str]:
        if not text:
            return re.compile("(?!)")
        ends = rf"(?:{end_of})(?:{gap}|-){between}" if end else ""
        return re.compile(rf"{left}(?:{of(text)}){gap}{between}{ends}[(]?\Z")

    def behind(text: str) -> re.Pattern[str]:
        return re.compile(rf"[ ,]*(?:{of(text)}){right}" if text else "(?!)")

    both = "|".join(one for one in (words.before, words.by) if one)
    return _Patterns(
        front(both, end=True) if end_of else re.compile("(?!)"),
        (
            (Sense.BY, front(words.by)),
            (Sense.FROM, front(words.since)),  # "not before" holds "before"
            (Sense.BEFORE, front(words.before)),
        ),
        (
            (Sense.FROM, behind(words.since_after)),
            (Sense.BEFORE, behind(words.before_after)),
            (Sense.BY, behind(words.by_after)),
        ),
    )


def sense_of(text: PlainText, start: int, end: int, words: Words, *, ranged: bool) -> Sense:
    """The sense of the date at `start` to `end` of the plain text.

    For a range "from" belongs to its first day and says nothing of the sense.
    """
    patterns = _patterns(words)
    before, after = text.text[max(0, start - _NEAR) : start], text.text[end : end + _NEAR]
    # An ending put to the date belongs to it: "31 Mart'a kadar".
    ending = re.search(r"'[a-z]+\Z", text.text[start:end]) if words.suffix else None
    if ending:
        after = ending[0] + after
    for sense, pattern in patterns.behind:
        if pattern.match(after) and not (ranged and sense is Sense.FROM):
            return sense
    if patterns.ends.search(before):
        return Sense.BY
    for sense, pattern in patterns.in_front:
        if pattern.search(before):
            return Sense.ON if ranged and sense is Sense.FROM else sense
    return Sense.ON
