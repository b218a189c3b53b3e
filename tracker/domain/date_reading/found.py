"""What reading dates in a text gives: the words, the days they mean, and in which sense."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.spans import Precision


class Sense(StrEnum):
    """How a date is meant: "on 9 May", "by 31 March", "before 31 March", "from May", "in 1945"."""

    ON = "on"
    BY = "by"
    BEFORE = "before"
    FROM = "from"
    HISTORICAL = "historical"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date that a text states; `text` is the text's own `[start:end]`.

    A fixed date has `edtf`. A date that recurs, or whose year is not printed, has the precision
    RULE and in `rule` an RRULE, or "" where none of ours says it ("the last week of the month");
    each of its occurrences lasts `days`.

    `years` is the number of an anniversary whose day or year was counted from a printed one; then
    the basis is "anniversary", otherwise "text".
    """

    text: str
    start: int
    end: int
    precision: Precision
    edtf: str = ""
    rule: str = ""
    days: int = 1
    sense: Sense = Sense.ON
    years: int | None = None
    basis: str = "text"


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A mention of an anniversary, dated or not: "the tenth anniversary of …"; `text` as above."""

    text: str
    start: int
    end: int
    years: int
