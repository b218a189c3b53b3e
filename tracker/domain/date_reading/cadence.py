"""How often: "every year", "every two years", beside the day that it is said of."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.spans import Precision

from .candidates import Candidate
from .plain import PlainText

_BESIDE = 12
"""How many characters may stand between "every year" and the day."""


def once(candidates: Sequence[Candidate], text: PlainText) -> list[Candidate]:
    """`candidates` without "every year" beside the day that it is said of.

    "Every two years" does not say in which years, so with it the day of a year is a rule that no
    RRULE says, from the first of its words to the last.
    """
    kept: list[Candidate] = []
    for one in candidates:
        before = kept[-1] if kept else None
        if before is None or not _together(before, one, text):
            kept.append(one)
        elif before.skips or one.skips:
            day = one if before.cadence else before
            kept[-1] = replace(
                day,
                start=min(before.start, one.start),
                end=max(before.end, one.end),
                meaning=replace(day.meaning, rule=""),
                skips=True,
            )
        else:
            kept[-1] = one if before.cadence else before
    return kept


def _together(before: Candidate, one: Candidate, text: PlainText) -> bool:
    """Whether one of two rules is no more than how often the other is."""
    if not (before.meaning.precision is one.meaning.precision is Precision.RULE):
        return False
    if before.cadence == one.cadence or one.start - before.end > _BESIDE:
        return False
    if not (before.skips or one.skips):
        return True
    return "\n" not in text.text[before.end : one.start]
