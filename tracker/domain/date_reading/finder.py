"""`read_dates`: one text in one language, with its dates, anniversaries and problems."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.spans import Precision

from . import anniversaries, history
from .cadence import once
from .candidates import Candidate, Problem
from .found import Anniversary, FoundDate, Sense
from .plain import PlainText
from .reader import Reader
from .senses import sense_of
from .words import Words, words_of


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


@dataclass(frozen=True, slots=True)
class Draft:
    """What a text says, before it is told which of it lies in the past."""

    text: PlainText | None = None
    words: Words | None = None
    dates: tuple[FoundDate, ...] = ()
    problems: tuple[BadDate, ...] = ()

    @classmethod
    def of(cls, text: str, language: str) -> "Draft":
        words = words_of(language)
        if words is None or not text:
            return cls()
        plain_text = PlainText.of(text, words.code)
        reader = Reader(plain_text, words)
        reader.run()
        found = []
        for one in once(reader.candidates, plain_text):
            ranged = one.meaning.precision is Precision.RANGE or one.meaning.days > 1
            sense = sense_of(plain_text, one.start, one.end, words, ranged=ranged)
            found.append(_found(plain_text, one, sense))
        problems = tuple(_bad(plain_text, one) for one in reader.problems)
        return cls(plain_text, words, tuple(found), problems)

    @property
    def latest_year(self) -> int:
        """The latest year that the text names, 2000 where it names an earlier one or none."""
        return history.latest_year(self.dates)

    def settled(self, *, reference: date | None = None, latest: int | None = None) -> Reading:
        """The dates with those of the past marked, and those of anniversaries; see `read_dates`."""
        if self.text is None or self.words is None:
            return Reading()
        last = max(latest or 0, self.latest_year)
        dates = list(history.told(self.dates, reference=reference, latest=last))
        dates += anniversaries.counted_dates(
            self.text, self.words, dates, reference=reference, latest=last
        )
        found = tuple(sorted(dates, key=lambda one: (one.start, one.end)))
        return Reading(found, self.problems)


def read_dates(
    text: str, language: str, *, reference: date | None = None, latest: int | None = None
) -> Reading:
    """The dates of `text`, none inside another, and what only looks like one.

    `language` is a code such as "en" or "pt-br"; nothing is found in one that has no words here.
    `reference` is the day from which the past is told; without it, `latest`, the latest year of
    the document, or else of this text (see `history`). Takes time linear in the text.
    """
    return Draft.of(text, language).settled(reference=reference, latest=latest)


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


def _bad(text: PlainText, one: Problem) -> BadDate:
    start, end = text.start(one.start), text.end(one.end)
    return BadDate(one.code, text.original[start:end], start, end)
