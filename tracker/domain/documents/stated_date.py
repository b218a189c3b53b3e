"""A date as an item of a document states it."""

from dataclasses import dataclass

from tracker.domain.date_reading.found import Sense
from tracker.domain.spans import Precision


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date with the words that state it and the 1-based line of the file where they stand.

    `basis` is "text"; "lead" for a date that a lead line or heading gives to every item under it;
    "anniversary" for one counted from a printed day or year. The other fields are those of
    `FoundDate`.
    """

    text: str
    line: int
    precision: Precision
    edtf: str = ""
    rule: str = ""
    days: int = 1
    sense: Sense = Sense.ON
    years: int | None = None
    basis: str = "text"
