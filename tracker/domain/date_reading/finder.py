"""`read_dates`: one text in one language, with its dates, anniversaries and problems."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.spans import Precision

from . import anniversaries, history
from .found import Anniversary, FoundDate, Sense
from .plain import PlainText
from .reader import Candidate, Problem, Reader
from .senses import sense_of
from .words import words_of

_BESIDE = 12
"""How many characters may stand between "every year" and the day."""


@dataclass(frozen=True, slots=True)
class BadDate:
    """Words that look like a date and are none.

    `code` is "year_out_of_range" (the year 0 or 9999) or "impossible_date" (31 February).
    """

    code: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a text says about days, in its order."""

    dates: tuple[FoundDate, ...] = ()
    problems: tuple[BadDate, ...] = ()


def read_dates(
    text: str, language: str, *, reference: date | None = None, latest: int | None = None
) -> Reading:
    """The dates of `text`, none inside another, and what only looks like one.

    `language` is a code such as "en" or "pt-br"; nothing is found in one that has no words here.
    `reference` is the day from which the past is told; without it, `latest`, the latest year of
    the document, or else of this text (see `history`). Takes time linear in the text.
    """
    words = words_of(language)
    if words is None or not text:
        return Reading()
    plain_text = PlainText.of(text, words.code)
    reader = Reader(plain_text, words)
    reader.run()
    found = []
    for one in reader.candidates:
        ranged = one.meaning.precision is Precision.RANGE or one.meaning.days > 1
        sense = sense_of(plain_text, one.start, one.end, words, ranged=ranged)
        found.append(_found(plain_text, one, sense))
    last = max(latest or 0, history.latest_year(found))
    dates = list(history.told(_once(found), reference=reference, latest=last))
    dates += anniversaries.counted_dates(plain_text, words, dates, reference=reference, latest=last)
    problems = tuple(_bad(plain_text, one) for one in reader.problems)
    return Reading(tuple(sorted(dates, key=lambda one: (one.start, one.end))), problems)


def find_dates(text: str, language: str, *, reference: date | None = None) -> tuple[FoundDate, ...]:
    """The dates that `text` states, in its order; see `read_dates`."""
    return read_dates(text, language, reference=reference).dates


def find_anniversaries(text: str, language: str) -> tuple[Anniversary, ...]:
    """Mentions of anniversaries, dated or not, in the order of the text."""
    words = words_of(language)
    return anniversaries.find(PlainText.of(text, words.code), words) if words and text else ()


def _found(text: PlainText, one: Candidate, sense: Sense) -> FoundDate:
    start, end = text.start(one.start), text.end(one.end)
    meaning = one.meaning
    return FoundDate(
        text.original[start:end],
        start,
        end,
        meaning.precision,
        meaning.edtf,
        meaning.rule,
        meaning.days,
        sense,
    )


def _once(found: list[FoundDate]) -> list[FoundDate]:
    """Without "every year" beside the day that it is said of."""
    kept = []
    for index, one in enumerate(found):
        bare = one.precision is Precision.RULE and not one.rule and one.days == 1
        near = [*found[max(0, index - 1) : index], *found[index + 1 : index + 2]]
        if not bare or not any(other.rule and _gap(one, other) <= _BESIDE for other in near):
            kept.append(one)
    return kept


def _gap(one: FoundDate, other: FoundDate) -> int:
    return max(other.start - one.end, one.start - other.end)


def _bad(text: PlainText, one: Problem) -> BadDate:
    start, end = text.start(one.start), text.end(one.end)
    return BadDate(one.code, text.original[start:end], start, end)
