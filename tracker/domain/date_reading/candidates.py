"""What may be a date, with its place in the text, while the text is read."""

from dataclasses import dataclass, replace

from tracker.domain.spans import Precision

from .calendar_facts import Meaning, NotADate, between, day_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date with its place in the plain text. `days` are month and days still without a year."""

    start: int
    end: int
    meaning: Meaning
    days: tuple[int, int, int] | None = None
    cadence: bool = False
    """Whether it says how often and nothing more: "every year"."""
    skips: bool = False
    """Whether there are years without: "every two years"."""


RULE = Meaning(Precision.RULE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Words that look like a date and cannot be one."""

    code: str
    start: int
    end: int


def with_shared_years(found: list[tuple[int, int, Candidate]], letters: str) -> list[Candidate]:
    """In "8 March and 1 May 2024" the year is that of both days."""
    candidates = [one for _, _, one in found]
    shared = False  # whether the year of the following day is that of a later one
    for index in range(len(found) - 2, -1, -1):
        first, following = found[index], candidates[index + 1]
        separator = letters[first[1] + 1 : found[index + 1][0]].replace("o", "")
        days = candidates[index].days
        joined = "a" in separator or (shared and separator == "c")
        shared = False
        if days and joined and set(separator) <= {"a", "c"} and following.meaning.edtf:
            year = int(following.meaning.edtf[:4])
            month, begin, end = days
            try:
                meaning = between(day_of(year, month, begin), day_of(year, month, end))
            except NotADate:
                continue
            if meaning:
                candidates[index] = replace(candidates[index], meaning=meaning, days=None)
                shared = True
    return candidates
