"""Differences in the dates and anniversaries that the languages state at one position."""

from collections import Counter
from collections.abc import Iterator

from tracker.domain.date_reading import Sense
from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.domain.recurrence import Pattern, UnsupportedRule

from .date_groups import DIFFERS, DateGroup, Key, group, key_of
from .errors import Params
from .proposed_divergence import (
    MEANING,
    OMISSION,
    SHIFT,
    TRACKED,
    ProposedDivergence,
    difference,
    had_and_lacked,
    said_in,
)
from .sides import Place, Side

ToldLead = tuple[Key, frozenset[str]]
"""A date that a lead line gives to its items, with the languages that state it."""


def date_divergences(place: Place, told: set[ToldLead]) -> Iterator[ProposedDivergence]:
    """Dates that a language lacks, states less of, states otherwise, or means otherwise.

    What a lead line gives to many items is told with the first of them; `told` remembers it.
    """
    for one in group({language: side.dates for language, side in place.sides.items()}):
        if all(said.date.basis == "lead" for said in one.said):
            lead = (key_of(one.date), one.languages)
            if lead in told:
                continue
            told.add(lead)
        past = one.sense is Sense.HISTORICAL
        severity = MEANING if past else TRACKED
        lacking = {
            language
            for language, side in place.sides.items()
            if language not in one.languages and not _may_state(side, one)
        }
        full = {said.language for said in one.full}
        date = _shown(one)
        if lacking:
            params = {"date": date, "words": one.date.text}
            yield had_and_lacked(place, "date_missing", severity, full, lacking, params)
        yield from _otherwise(place, one, date, severity)
        if not past:
            yield from _senses(place, one, date)


def anniversary_divergences(place: Place) -> Iterator[ProposedDivergence]:
    """Anniversaries ("fifty years after") that some languages name and others do not."""
    numbers = {years for side in place.sides.values() for years in side.anniversaries}
    for years in sorted(numbers):
        having = {one for one, side in place.sides.items() if years in side.anniversaries}
        lacking = {
            language
            for language, side in place.sides.items()
            if language not in having and years not in side.anchors.any_numbers
        }
        if lacking:
            words = next(
                side.anniversaries[years] for one, side in place.sides.items() if one in having
            )
            params: Params = {"years": years, "words": words}
            yield had_and_lacked(place, "anniversary_missing", TRACKED, having, lacking, params)


def _otherwise(
    place: Place, one: DateGroup, date: str, severity: str
) -> Iterator[ProposedDivergence]:
    """The languages that state another date, and those that state less of it."""
    others = [said for said in one.said if key_of(said.date) != key_of(one.date)]
    for code, kind, saying in (
        ("date_differs", SHIFT, [said for said in others if said.stated == DIFFERS]),
        ("date_less_exact", OMISSION, [said for said in others if said.stated != DIFFERS]),
    ):
        if saying:
            words = {said_in(said.language): said.date.text for said in [*one.full, *saying]}
            params = {"date": date, **words}
            languages = {said.language for said in saying}
            yield difference(place, code, kind, severity, languages, params)


def _senses(place: Place, one: DateGroup, date: str) -> Iterator[ProposedDivergence]:
    """The languages that mean the same day in another sense than most, or than the first."""
    senses = Counter(said.date.sense for said in one.full)
    if len(senses) < 2:
        return
    usual = one.sense
    differing = {said.language for said in one.full if said.date.sense is not usual}
    by_sense = {
        sense.value: ", ".join(said.language for said in one.full if said.date.sense is sense)
        for sense in senses
    }
    params: Params = {"date": date, **by_sense}
    yield difference(place, "sense_differs", SHIFT, TRACKED, differing, params)


def _may_state(side: Side, one: DateGroup) -> bool:
    """Whether the figures of the date stand in the text, in words that were not read as a date."""
    if one.date.years is not None and one.date.years in side.anchors.any_numbers:
        return True  # An anniversary that the other text names without its base.
    wanted = _figures(one)
    return bool(wanted) and wanted <= side.anchors.any_numbers


def _figures(one: DateGroup) -> set[int]:
    if one.date.rule:
        try:
            day = Pattern.parse(one.date.rule).day
        except UnsupportedRule:
            return set()
        return {day} if day and day > 0 else set()
    try:
        fuzzy = FuzzyDate.parse(one.date.edtf)
    except InvalidEdtf:
        return set()
    if fuzzy.start is None or fuzzy.end is None:
        return set()
    days = {fuzzy.start.day, fuzzy.end.day} if fuzzy.on_a_day else set()
    return {fuzzy.start.year, fuzzy.end.year} | days


def _shown(one: DateGroup) -> str:
    """The date in figures, or a rule in the words of the first language that states it."""
    return one.date.edtf or one.date.text
