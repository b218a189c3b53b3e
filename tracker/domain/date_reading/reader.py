"""From shapes to dates: each run of tokens is read from left to right, once."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.spans import Month, Year

from . import bare_years, nearby, numeric, recurring
from .calendar_facts import (
    Meaning,
    NotADate,
    between,
    checked_year,
    day_of,
    each_year,
    each_year_from,
    meaning_of,
)
from .candidates import RULE, Candidate, Problem, with_shared_years
from .grammar import Match, fitting
from .plain import PlainText
from .tokens import ORDINAL, Token, runs
from .words import Words

# "2024-2025-2026-…" is a number of something, and would cost much to be read.
_CHAIN = re.compile("(?:[DYKX]r){5,}[DYKX]?")


class Reader:
    """Reads one text in one language; `candidates` and `problems` are in the order of the text."""

    def __init__(self, text: PlainText, words: Words) -> None:
        self.text = text
        self.words = words
        self.candidates: list[Candidate] = []
        self.problems: list[Problem] = []

    def run(self) -> None:
        for run in runs(self.text, self.words):
            self._read_run(run)

    def _read_run(self, run: Sequence[Token]) -> None:
        letters = "".join(token.kind for token in run)
        found: list[tuple[int, int, Candidate]] = []
        index = 0
        while index < len(letters):
            if chain := _CHAIN.match(letters, index):
                index = chain.end()
                continue
            taken = index
            for match in fitting(run, letters, index, self.words):
                try:
                    candidates = self._read(match)
                except NotADate as error:
                    self.problems.append(Problem(error.code, match.start, match.end))
                    candidates = []
                if candidates is not None:
                    found.extend((match.first, match.last, one) for one in candidates)
                    taken = match.last + 1
                    break
            index = max(taken, index + 1)
        self.candidates.extend(with_shared_years(found, letters))

    def _read(self, match: Match) -> list[Candidate] | None:
        """The dates of a match, [] for words that are none for sure, None to try other shapes."""
        stroke = match.token("stroke")
        if stroke and stroke.text != "/":
            return None
        match match.shape:
            case "numeric" | "numeric_range":
                return self._as_candidates(match, numeric.read(match, self.words))
            case "numeric_ending":
                return self._as_candidates(match, numeric.read_ending(match, self.words))
            case "two_monthly":
                return self._two_rules(match)
            case "day":
                return self._day(match)
            case "day_to_day":
                return self._day_to_day(match)
            case "between_days":
                return (
                    self._day_to_day(match)
                    if nearby.is_opened(self.text, match, self.words)
                    else None
                )
            case "days":
                return self._days(match)
            case "day_month" | "month_figure":
                return self._figures(match)
            case "month":
                year = _year(match)
                month = match.value("m1")
                if year is None or not month:
                    return None
                if self._is_a_verb(match):
                    return None
                return self._one(match, meaning_of(Month(checked_year(year), month)))
            case "month_to_month":
                return self._months(match)
            case "years" | "year_to_year" | "year":
                return self._years(match)
            case "days_of_each_month":
                return self._each_month(match)
            case "from_day_to_day":
                return self._from_day(match)
            case "each_named_month":
                return self._named_month(match)
            case "cadence" | "years_apart":
                start, end = bare_years.trimmed(match)
                skips = match.shape == "years_apart"
                return [Candidate(start, end, RULE, cadence=True, skips=skips)]
            case "quarter":
                meaning = recurring.quarter(match, self.words)
                return None if meaning is None else self._one(match, meaning)
        if match.shape == "monthly_day" and nearby.counts_something(match, self.words):
            return None
        return self._as_candidates(match, recurring.read(match))

    def _each_month(self, match: Match) -> list[Candidate] | None:
        """Indonesian "setiap tanggal 17": the day of every month, with no word for it."""
        dated = any(token.text in ("tanggal", "tgl") for token in match.inner())
        meaning = recurring.of_each_month(match) if dated else None
        return self._as_candidates(match, meaning)

    def _from_day(self, match: Match) -> list[Candidate] | None:
        """Turkish "4 Mayıs'tan 6 Mayıs'a kadar": one range, by the ending and the word behind."""
        end = nearby.end_of_through(self.text, match)
        found = self._day_to_day(match) if end else None
        return [replace(one, end=end) for one in found] if found and end else None

    def _named_month(self, match: Match) -> list[Candidate] | None:
        """ "Each May": the days of it are not said."""
        return self._one(match, RULE) if self._stands_alone(match.token("m1")) else None

    def _one(self, match: Match, meaning: Meaning) -> list[Candidate]:
        start, end = bare_years.trimmed(match)
        return [Candidate(start, end, meaning)]

    def _as_candidates(self, match: Match, meaning: Meaning | None) -> list[Candidate] | None:
        return None if meaning is None else self._one(match, meaning)

    def _two_rules(self, match: Match) -> list[Candidate] | None:
        rules, second = recurring.read_two(match), match.token("L2")
        first = match.token("L")
        if rules is None or first is None or second is None:
            return None
        end = bare_years.trimmed(match)[1]
        return [
            Candidate(first.start, first.end, rules[0]),
            Candidate(second.start, end, rules[1]),
        ]

    def _day(self, match: Match) -> list[Candidate] | None:
        month, day = match.token("m1"), match.token("d1")
        if not month or not day or not self._is_day(match, 1):
            return None
        year = _year(match)
        start, end = bare_years.trimmed(match)
        if year is not None:
            return [Candidate(start, end, meaning_of(day_of(year, month.value, day.value)))]
        if not self._stands_alone(month) or nearby.names_a_place(self.text, start, end, self.words):
            return None
        days = (month.value, day.value, day.value)
        return [Candidate(start, end, each_year(month.value, day.value), days)]

    def _day_to_day(self, match: Match) -> list[Candidate] | None:
        months = match.value("m1"), match.value("m2")
        days = match.value("d1"), match.value("d2")
        if not (self._is_day(match, 1) and self._is_day(match, 2)):
            return None
        last_year = _year(match, 2)
        first_year = _year(match, 1)
        start, end = bare_years.trimmed(match)
        (month, last_month), (day, last_day) = months, days
        if not (month and last_month and day and last_day):
            return None
        if last_year is None and first_year is None:
            if not self._stands_alone(match.token("m2")):
                return None
            return [Candidate(start, end, each_year_from(month, day, last_month, last_day))]
        if last_year is None:
            over = (last_month, last_day) < (month, day)
            last_year = (first_year or 0) + over
        elif first_year is None:
            first_year = last_year - ((last_month, last_day) < (month, day))
        meaning = between(
            day_of(first_year or 0, month, day), day_of(last_year, last_month, last_day)
        )
        return None if meaning is None else [Candidate(start, end, meaning)]

    def _days(self, match: Match) -> list[Candidate] | None:
        month = match.token("m1")
        if not month:
            return None
        year = _year(match)
        if year is None and not self._stands_alone(month):
            return None
        start, end = bare_years.trimmed(match)
        parts = nearby.groups_of_days(self.text, match, self.words)
        if parts is None or (
            year is None and nearby.names_a_place(self.text, start, end, self.words)
        ):
            return None
        found = []
        for number, (first, last) in enumerate(parts):
            begin = start if number == 0 else first.start
            finish = end if number == len(parts) - 1 else last.end
            found.append(self._span(begin, finish, year, month.value, first.value, last.value))
        return None if None in found else [one for one in found if one]

    def _span(
        self, start: int, end: int, year: int | None, month: int, first: int, last: int
    ) -> Candidate | None:
        if year is None:
            days = (month, first, last)
            if first == last:
                return Candidate(start, end, each_year(month, first), days)
            return Candidate(start, end, each_year_from(month, first, month, last), days)
        meaning = between(day_of(year, month, first), day_of(year, month, last))
        return None if meaning is None else Candidate(start, end, meaning)

    def _figures(self, match: Match) -> list[Candidate] | None:
        """ "ngày 9/5" and "10/2023"."""
        number = match.value("n1") or 0
        if not 1 <= number <= 12:
            return None
        if match.shape == "day_month":
            day = match.value("d1") or 0
            start, end = bare_years.trimmed(match)
            return [Candidate(start, end, each_year(number, day), (number, day, day))]
        if bare_years.is_reference(self.text, match.start, match.end, self.words):
            return None
        return self._one(match, meaning_of(Month(checked_year(match.value("y1") or 0), number)))

    def _months(self, match: Match) -> list[Candidate] | None:
        first, last = match.value("m1"), match.value("m2")
        last_year = _year(match, 2)
        first_year = _year(match, 1)
        if not first or not last or last_year is None:
            return None
        first_year = last_year if first_year is None else first_year
        if match.value("y1") is None and match.value("y3") is None and last < first:
            first_year -= 1
        meaning = between(
            Month(checked_year(first_year), first), Month(checked_year(last_year), last)
        )
        return None if meaning is None else self._one(match, meaning)

    def _years(self, match: Match) -> list[Candidate] | None:
        opened = nearby.is_opened(self.text, match, self.words)
        if not bare_years.is_year(self.text, match, self.words, opened=opened):
            return None
        if match.shape == "year":
            return self._one(match, meaning_of(Year(checked_year(match.value("y1") or 0))))
        years = bare_years.pair(match, opened=opened)
        if years is None:
            return None
        meaning = between(Year(years[0]), Year(years[1]))
        return None if meaning is None else self._one(match, meaning)

    def _is_day(self, match: Match, number: int) -> bool:
        """Whether the day is one: an ordinal word may need "of" behind it ("first of May")."""
        token = match.token(f"d{number}")
        if not token or not 1 <= token.value <= 31:
            return False
        if token.kind != ORDINAL or self.words.day_ordinals:
            return True
        return bool(match.groups.groupdict().get(f"g{number}"))

    def _is_a_verb(self, match: Match) -> bool:
        """Whether "may" or "march" in small letters is one: "the library may 2026 books lend"."""
        month = match.token("m1")
        if month is None or month.certain:
            return False
        common = self.words.code == "en" and month.text in ("may", "march")
        return common and not bare_years.is_introduced(self.text, month.start, self.words)

    def _stands_alone(self, month: Token | None) -> bool:
        """Whether a month without a year is clear: "Sep 21", but not "12 mar" or "4 may"."""
        if month is None:
            return False
        if month.certain or month.text.endswith("."):
            return True
        common = self.words.code == "en" and month.text in ("may", "march")
        named = self.words.code in ("en", "de", "id", "tr")
        return named and not common and self.text.is_capital(month.start)


def _year(match: Match, number: int = 1) -> int | None:
    """The year printed behind a day or before all of the date; 0 is an error to be told."""
    for group in (f"y{number}", f"z{number}", "y3"):
        token = match.token(group)
        if token:
            return token.value
    return None
