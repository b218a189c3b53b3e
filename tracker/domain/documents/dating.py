"""The dates that the items of a document state, and those that a line above gives to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.domain.date_reading import Draft, FoundDate, Reading, Sense
from tracker.domain.edtf import FuzzyDate
from tracker.domain.spans import Precision

from .errors import Bounded, Finding
from .items import ParsedItem
from .sections import Section
from .stated_date import StatedDate

_FIRST_WORDS = 12
_OPENS_A_LIST = (":", "：", "-", "–", "—")


def with_dates(
    sections: Sequence[Section], *, reference: date | None
) -> tuple[tuple[Section, ...], list[Finding]]:
    """`sections` with the dates of every item and child, and what is wrong with dates.

    `reference` is the day from which the past is told; without it, the latest year that the
    document names. A lead line and a heading give their dates to every item under them, with the
    basis "lead"; so does an item that opens a list to its children. Findings: `year_out_of_range`
    (an error: the year 0 or 9999) and `impossible_date` (31 February).
    """
    drafts = {} if reference else _drafts(sections)
    latest = max((one.latest_year for one in drafts.values()), default=0)
    dater = _Dater(reference, None if reference else latest, drafts)
    return tuple(dater.section(one) for one in sections), dater.findings.all()


@dataclass(slots=True)
class _Dater:
    reference: date | None
    latest: int | None
    drafts: dict[tuple[str, str], Draft]
    """What has been read by language and text, to learn the latest year: each is read once."""
    findings: Bounded = field(default_factory=Bounded)
    above: dict[tuple[str, str], Reading] = field(default_factory=dict)
    """What headings and lead lines state: each governs many items and is read once."""
    told: set[tuple[int, int, str]] = field(default_factory=set)

    def section(self, section: Section) -> Section:
        return replace(
            section, items=tuple(self._item(section, item, ()) for item in section.items)
        )

    def _item(
        self, section: Section, item: ParsedItem, given: tuple[StatedDate, ...]
    ) -> ParsedItem:
        reading = self._read(item.text, section.language)
        for bad in reading.problems:
            self._add(Finding(bad.code, item.line_at(bad.start), {"text": bad.text}, section.file))
        own = tuple(_stated(one, item.line_at(one.start)) for one in reading.dates)
        inherited = (
            *self._from_above(section, item.heading, item.heading_line, lead=False),
            *self._from_above(section, item.lead, item.lead_line, lead=True),
            *given,
        )
        passed_on = tuple(replace(one, basis="lead") for one in own if _governs(item, one))
        children = tuple(
            self._item(section, child, (*_not_in(given, passed_on), *passed_on))
            for child in item.children
        )
        return replace(item, dates=(*own, *_not_in(inherited, own)), children=children)

    def _from_above(
        self, section: Section, text: str, line: int | None, *, lead: bool
    ) -> Iterator[StatedDate]:
        if not text or line is None:
            return
        key = (section.language, text)
        if key not in self.above:
            self.above[key] = self._read(text, section.language)
        for bad in self.above[key].problems:
            self._add(Finding(bad.code, line, {"text": bad.text}, section.file))
        for one in self.above[key].dates:
            meant = one.sense is not Sense.HISTORICAL and one.basis == "text"
            if meant and (not lead or _is_for_all(one)):
                yield replace(_stated(one, line), basis="lead")

    def _read(self, text: str, language: str) -> Reading:
        draft = self.drafts.get((language, text)) or Draft.of(text, language)
        return draft.settled(reference=self.reference, latest=self.latest)

    def _add(self, finding: Finding) -> None:
        place = (finding.file, finding.line or 0, finding.code + str(finding.params["text"]))
        if place not in self.told:
            self.told.add(place)
            self.findings.add(finding)


def _drafts(sections: Sequence[Section]) -> dict[tuple[str, str], Draft]:
    return {
        (section.language, text): Draft.of(text, section.language)
        for section in sections
        for item in section.items
        for text in _texts(item)
    }


def _texts(item: ParsedItem) -> Iterator[str]:
    yield item.text
    for child in item.children:
        yield from _texts(child)


def _is_for_all(one: FoundDate) -> bool:
    """Whether a lead line means the date for the items: a deadline, or "In 2025, members will:".

    The day on which those who resolve had met is none of the items' dates.
    """
    if one.sense in (Sense.BY, Sense.BEFORE, Sense.FROM) or one.precision is Precision.RULE:
        return True
    on_days = one.edtf != "" and FuzzyDate.parse(one.edtf).on_a_day
    return one.start <= _FIRST_WORDS and not on_days


def _governs(item: ParsedItem, one: StatedDate) -> bool:
    """Whether a date of an item is meant for its children: "By 31 December 2025, members will:"."""
    opens = item.text.rstrip().endswith(_OPENS_A_LIST)
    deadline = one.sense in (Sense.BY, Sense.BEFORE, Sense.FROM)
    return bool(item.children) and opens and deadline and one.basis == "text"


def _not_in(some: Sequence[StatedDate], others: Sequence[StatedDate]) -> tuple[StatedDate, ...]:
    """Those of `some` that neither `others` nor an earlier one of them state in the same sense."""
    seen = {_meaning(one) for one in others}
    kept = []
    for one in some:
        if _meaning(one) not in seen:
            seen.add(_meaning(one))
            kept.append(one)
    return tuple(kept)


def _meaning(one: StatedDate) -> tuple[object, ...]:
    return one.edtf, one.rule, one.days, one.sense, one.precision


def _stated(one: FoundDate, line: int) -> StatedDate:
    return StatedDate(
        one.text,
        line,
        one.precision,
        one.edtf,
        one.rule,
        one.days,
        one.sense,
        one.years,
        one.basis,
    )
