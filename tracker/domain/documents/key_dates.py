"""Key dates proposed from what the language versions of a document state.

A date of the past is no key date. One "from" which something holds is one, with that sense, and
so is one that a lead line gives to the items under it: the basis says so. What a language does
not state is told as absent, and nothing is added to what the texts say.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.domain.date_reading import Sense
from tracker.domain.folding import fold
from tracker.domain.spans import Precision

from .alignment import present_sections
from .date_groups import (
    ABSENT,
    DATE,
    DAY,
    DIFFERS,
    YEAR,
    DateGroup,
    Said,
    dates_of,
    group,
)
from .day_names import name_beside
from .document import Document
from .items import ParsedItem
from .sections import Section
from .stated_date import StatedDate

_FULLEST_FIRST = (DATE, DAY, YEAR, DIFFERS, ABSENT)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one language says of a date: `stated` is a value of DateStatement.Stated.

    `text` are its words, "" where it says nothing; then `line` is that of its item.
    """

    language: str
    stated: str
    text: str
    line: int
    file: int = 0


@dataclass(frozen=True, slots=True)
class ProposedKeyDate:
    """A date or rule that could become a key date.

    The fields up to `basis` are those of `StatedDate`. A recurrence that no rule says has the
    precision UNKNOWN. `id` stays the same while the date does. `positions` are the items that
    state it, ascending; `statements` one for each language of the document, in its order; `names`
    for each language the name printed beside the date, or "".
    """

    id: str
    edtf: str
    precision: Precision
    rule: str
    days: int
    sense: Sense
    basis: str
    positions: tuple[int, ...]
    statements: tuple[Statement, ...]
    names: Mapping[str, str]
    years: int | None = None


@dataclass(slots=True)
class _Collected:
    """One date with what each item says of it."""

    groups: list[tuple[int, DateGroup]] = field(default_factory=list)
    statements: dict[str, Statement] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def propose_key_dates(document: Document) -> tuple[ProposedKeyDate, ...]:
    """The dates of the aligned items of `document`, in the order of the items.

    The same date or rule in several items is proposed once, with the fullest statement of each
    language. Empty for a document whose items cannot be put side by side.
    """
    if not document.alignment.aligned:
        return ()
    sections = present_sections(document.sections)
    items = {
        language: {item.position: item for item in section.items}
        for language, section in sections.items()
    }
    collected: dict[str, _Collected] = {}
    for position in sorted({position for found in items.values() for position in found}):
        here = {language: items[language].get(position) for language in sections}
        dates = {language: dates_of(item) if item else [] for language, item in here.items()}
        for one in group(dates):
            if one.sense is Sense.HISTORICAL:
                continue
            into = collected.setdefault(_id(one.date), _Collected())
            into.groups.append((position, one))
            _add_statements(into, one, here, sections)
    return tuple(_proposed(one) for one in collected.values())


def _add_statements(
    into: _Collected,
    one: DateGroup,
    items: Mapping[str, ParsedItem | None],
    sections: Mapping[str, Section],
) -> None:
    said = {statement.language: statement for statement in one.said}
    for language, section in sections.items():
        item = items[language]
        new = _statement(language, said.get(language), item, section)
        old = into.statements.get(language)
        if old is None or _rank(new) < _rank(old):
            into.statements[language] = new
        if item and new.stated not in (ABSENT, DIFFERS) and not into.names.get(language):
            into.names[language] = _name(item, new.text, language)


def _statement(
    language: str, said: Said | None, item: ParsedItem | None, section: Section
) -> Statement:
    if said is None:
        line = item.first_line if item else section.first_line
        return Statement(language, ABSENT, "", line, section.file)
    return Statement(language, said.stated, said.date.text, said.date.line, section.file)


def _rank(statement: Statement) -> int:
    return _FULLEST_FIRST.index(statement.stated)


def _name(item: ParsedItem, words: str, language: str) -> str:
    """The name beside the date in the part of the item that states it."""
    for part in (item, *item.children):
        if words in part.text:
            return name_beside(part.text, words, language)
    return ""


def _proposed(one: _Collected) -> ProposedKeyDate:
    first = one.groups[0][1].date
    full = [said.date for _, group_ in one.groups for said in group_.full]
    unruled = first.precision is Precision.RULE and not first.rule
    return ProposedKeyDate(
        id=_id(first),
        edtf=first.edtf,
        precision=Precision.UNKNOWN if unruled else first.precision,
        rule=first.rule,
        days=first.days,
        sense=Counter(date.sense for date in full).most_common(1)[0][0],
        basis=next((date.basis for date in full if date.basis == "text"), first.basis),
        positions=tuple(dict.fromkeys(position for position, _ in one.groups)),
        statements=tuple(one.statements.values()),
        names={language: one.names.get(language, "") for language in one.statements},
        years=first.years,
    )


def _id(date: StatedDate) -> str:
    """The same for the same date; for a recurrence that no rule says, for the same words."""
    if date.edtf:
        return "date-" + date.edtf.replace("/", "-to-")
    told = f"{date.rule}/{date.days}" if date.rule else fold(date.text)
    return f"rule-{hashlib.blake2b(told.encode(), digest_size=6).hexdigest()}"
