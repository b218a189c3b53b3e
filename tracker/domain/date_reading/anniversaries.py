"""Anniversaries: "the tenth anniversary", "fifty years after"; dated where the text has the base.

A day or year is counted only from one that the same sentence prints: "the 175th anniversary of
the revolution of 18 March 1848" is 18 March 2023, "the centenary of his death" has no date.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from tracker.domain.anniversaries import anniversary
from tracker.domain.edtf import FuzzyDate
from tracker.domain.spans import LAST_YEAR, Precision

from .found import Anniversary, FoundDate, Sense
from .plain import PlainText, flat
from .words import Words
from .words.numerals import chinese_number

_MOST_YEARS = 3000
# The full stop of an ordinal ends no sentence: "der 175. Jahrestag".
_SENTENCE_END = re.compile(
    r"(?:[!?؟;]|(?<!\d)\.|(?<=\d{4})\.)(?=\s|\Z)|(?<=[)\]»”\"])\.|[。！？\n]"
)


def find(text: PlainText, words: Words) -> tuple[Anniversary, ...]:
    """The mentions in the order of the text, none inside another."""
    found = []
    for place in _pattern(words).finditer(text.text):
        years = _years(place, words)
        if 1 <= years <= _MOST_YEARS:
            start, end = text.start(place.start()), text.end(place.end())
            found.append(Anniversary(text.original[start:end], start, end, years))
    return tuple(found)


def dated(
    text: str, mentions: Sequence[Anniversary], dates: Sequence[FoundDate], *, latest: int
) -> list[FoundDate]:
    """The mentions whose sentence prints the day or year from which they are counted.

    That is its only date of the past; where it prints several, nothing is counted. `latest` is
    the year of the reference or the latest of the text.
    """
    if not mentions:
        return []
    breaks = [found.end() for found in _SENTENCE_END.finditer(text)]
    found = []
    for mention in mentions:
        before = max((one for one in breaks if one <= mention.start), default=0)
        after = min((one for one in breaks if one >= mention.end), default=len(text))
        inside = [one for one in dates if before <= one.start and one.end <= after and one.edtf]
        bases = [
            one
            for one in inside
            if _last_year(one) + mention.years <= LAST_YEAR
            and _last_year(one) < latest
            and one.sense is Sense.HISTORICAL
        ]
        if len(bases) != 1:
            continue
        when = anniversary(FuzzyDate.parse(bases[0].edtf), mention.years)
        if any(one.edtf == str(when) for one in inside):
            continue
        found.append(
            FoundDate(
                mention.text, mention.start, mention.end, when.precision, str(when),
                years=mention.years, basis="anniversary",
            )
        )  # fmt: skip
    return found


def _last_year(one: FoundDate) -> int:
    end = FuzzyDate.parse(one.edtf).end
    return end.year if end else 0


@cache
def _tables(words: Words) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Patterns of words with their numbers, the longest first: ordinals, then cardinals."""

    def table(values: object) -> list[tuple[str, int]]:
        pairs = [
            (flat(form, words.code), number)
            for form, number in dict(values).items()  # type: ignore[call-overload]
        ]
        return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))

    return table(words.anniversary_ordinals), table(words.cardinals)


@cache
def _pattern(words: Words) -> re.Pattern[str]:
    left, right = (r"(?<![^\W_])", r"(?![^\W\d_])") if words.spaced else (r"(?<!\d)", "")
    if words.code == "ar":
        left = r"(?<![^\W_])[وبلف]?"
    ordinals, cardinals = _tables(words)
    forms = []
    for template in words.anniversaries:
        form = flat(template, words.code)
        form = form.replace("{n}", r"\d{1,4}")
        form = form.replace("{ordinal}", f"(?:{'|'.join(one for one, _ in ordinals)})")
        form = form.replace("{cardinal}", f"(?:{'|'.join(one for one, _ in cardinals)})")
        forms.append(form)
    forms += [flat(form, words.code) for form in words.jubilees]
    return re.compile(f"{left}(?:{'|'.join(forms)}){right}" if forms else "(?!)")


def _years(place: re.Match[str], words: Words) -> int:
    """The number in the mention, in figures or in words."""
    piece = place[0]
    digits = re.search(r"\d+", piece)
    if digits:
        return int(digits[0])
    for form, number in words.jubilees.items():
        if re.match(flat(form, words.code), place.string[place.start() :]):
            return number
    if words.code == "zh":
        return chinese_number(piece)
    ordinals, cardinals = _tables(words)
    # The longest number first, wherever in the mention it stands: "the hundred and fiftieth".
    for form, number in sorted([*ordinals, *cardinals], key=lambda pair: -len(pair[0])):
        if re.search(rf"(?<![^\W_])[وبلف]?(?:{form})(?![^\W\d_])", piece):
            return number
    return 0


def counted_dates(
    text: PlainText,
    words: Words,
    dates: Sequence[FoundDate],
    *,
    reference: date | None,
    latest: int,
) -> list[FoundDate]:
    """What `dated` finds for a text, without those that lie in the past themselves."""
    year = reference.year if reference else latest
    found = dated(text.original, find(text, words), dates, latest=max(year, 2000))
    return [
        replace(one, sense=Sense.HISTORICAL) if _is_past(one, reference) else one for one in found
    ]


def _is_past(one: FoundDate, reference: date | None) -> bool:
    assert one.precision is not Precision.RULE  # noqa: S101  an anniversary is of a fixed date
    return reference is not None and _last_year(one) < reference.year
