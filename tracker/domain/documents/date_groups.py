"""Which dates of one item's languages are the same date, more or less exactly stated.

"2024" in one language and "9 May 2024" in another state one date, the first less of it. What the
languages say stays as each says it: nothing is filled in from one to the other.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.domain.date_reading import Sense
from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.domain.recurrence import Pattern, Shape, UnsupportedRule
from tracker.domain.spans import Precision

from .items import ParsedItem
from .stated_date import StatedDate

MOST_DATES = 200
"""Dates of one item and language that are looked at."""
_MOST_TO_PAIR = 8

# What a language states of a date, in the words of the models' DateStatement.Stated.
DATE = "date"
DAY = "day"
YEAR = "year"
DIFFERS = "differs"
ABSENT = "absent"

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Said:
    """One language's words for the date of a group, and how much of it they state."""

    language: str
    stated: str
    date: StatedDate


@dataclass(slots=True)
class DateGroup:
    """A date of one item: `date` is its fullest statement, `said` one entry for each language."""

    date: StatedDate
    said: list[Said] = field(default_factory=list)

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(one.language for one in self.said)

    @property
    def full(self) -> tuple[Said, ...]:
        """The statements that say all of the date."""
        return tuple(one for one in self.said if key_of(one.date) == key_of(self.date))

    @property
    def sense(self) -> Sense:
        """The sense that most of the full statements have; the first one's where they are even."""
        return Counter(one.date.sense for one in self.full).most_common(1)[0][0]

    def add(self, other: Said, stated: str) -> None:
        if other.language not in self.languages:
            self.said.append(Said(other.language, stated, other.date))


def key_of(date: StatedDate) -> Key:
    """What makes two statements of one item the same date.

    Recurrences that no rule says cannot be compared, so those of an item are one.
    """
    return (date.edtf, date.rule, date.days if date.rule else 1)


def dates_of(item: ParsedItem) -> list[StatedDate]:
    """The dates of an item and its children, each once, those of its own text before inherited."""
    found: list[StatedDate] = []
    waiting = deque([item])
    while waiting and len(found) < MOST_DATES:
        one = waiting.popleft()
        found.extend(one.dates[: MOST_DATES - len(found)])
        waiting.extend(one.children)
    found.sort(key=lambda date: date.basis == "lead")
    return list({key_of(date): date for date in reversed(found)}.values())[::-1]


def group(said_by: Mapping[str, Sequence[StatedDate]]) -> list[DateGroup]:
    """The dates that the languages of one item state, in the order in which they are found.

    The languages come in the order of the document. Time is linear in the number of dates.
    """
    groups: dict[Key, DateGroup] = {}
    for language, dates in said_by.items():
        for date in dates:
            found = groups.setdefault(key_of(date), DateGroup(date))
            found.add(Said(language, stated_in_full(date), date), stated_in_full(date))
    _join_coarser(groups)
    _join_unruled(groups, len(said_by))
    _pair_differing(groups)
    return list(groups.values())


def stated_in_full(date: StatedDate) -> str:
    """What the words state of the date that they mean themselves."""
    if date.precision is Precision.YEAR:
        return YEAR
    return DAY if date.precision in (Precision.RULE, Precision.UNKNOWN) else DATE


def is_year_of(date: StatedDate, other: StatedDate) -> bool:
    """Whether `date` is a year and `other` a day, a range or a month in it."""
    return date.precision is Precision.YEAR and date.edtf in _coarser_keys(other)


def _join_coarser(groups: dict[Key, DateGroup]) -> None:
    """Let "2024", "May 2024" and a yearly 9 May be statements of 9 May 2024.

    Not where a language states both, for then the coarser date is one of its own.
    """
    coarse: dict[str, Key] = {}
    for key, one in groups.items():
        if one.date.precision in (Precision.YEAR, Precision.MONTH, Precision.RULE):
            coarse[one.date.edtf or f"{one.date.rule}/{one.date.days}"] = key
    joined: set[Key] = set()
    for fine in sorted(groups.values(), key=lambda one: one.date.precision is Precision.MONTH):
        stating = {said.language for said in fine.full}
        for name in _coarser_keys(fine.date):
            if name not in coarse or groups[coarse[name]] is fine:
                continue
            other = groups[coarse[name]]
            if stating.isdisjoint(said.language for said in other.full):
                for said in other.full:
                    fine.add(said, _stated_less(said.date))
                joined.add(coarse[name])
    for key in joined:
        del groups[key]


def _stated_less(date: StatedDate) -> str:
    if date.precision is Precision.YEAR:
        return YEAR
    return DAY if date.precision is Precision.RULE else DIFFERS


def _coarser_keys(date: StatedDate) -> tuple[str, ...]:
    """The yearly rule, the month and the year that a fixed date is part of."""
    if date.precision not in (Precision.DAY, Precision.RANGE, Precision.MONTH):
        return ()
    try:
        fuzzy = FuzzyDate.parse(date.edtf)
    except InvalidEdtf:
        return ()
    start, end = fuzzy.start, fuzzy.end
    if start is None or end is None:
        return ()
    names = []
    if fuzzy.on_a_day:
        days = (end - start).days + 1
        names.append(f"FREQ=YEARLY;BYMONTH={start.month};BYMONTHDAY={start.day}/{days}")
        if (start.year, start.month) == (end.year, end.month):
            names.append(f"{start.year:04d}-{start.month:02d}")
    if start.year == end.year:
        names.append(f"{start.year:04d}")
    return tuple(names)


def _join_unruled(groups: dict[Key, DateGroup], languages: int) -> None:
    """Let a recurrence that no rule says ("the last week") be what a language says instead.

    Where no language has a rule it stands for itself if most have such words; the words of a few
    are too little to make a date of.
    """
    ruled = [one for one in groups.values() if one.date.rule and not _is_yearly(one.date.rule)]
    for key, one in list(groups.items()):
        if one.date.precision is not Precision.RULE or one.date.rule:
            continue
        targets = [rule for rule in ruled if not rule.languages & one.languages]
        for rule in targets:
            for said in one.said:
                rule.add(said, DIFFERS)
        few = languages > 1 and 2 * len(one.said) <= languages
        if targets or few:
            del groups[key]


def _is_yearly(rule: str) -> bool:
    try:
        return Pattern.parse(rule).shape in (Shape.YEARLY_DAY, Shape.YEARLY_WEEKDAY)
    except UnsupportedRule:
        return False


def _pair_differing(groups: dict[Key, DateGroup]) -> None:
    """Let two dates of a kind, each in languages that lack the other, be one that differs.

    Only where each is the other's only candidate; the one in more languages, or else the first,
    stays.
    """
    kinds: dict[str, list[Key]] = {}
    for key, one in groups.items():
        kinds.setdefault(_kind(one), []).append(key)
    for keys in kinds.values():
        if not 1 < len(keys) <= _MOST_TO_PAIR:
            continue
        candidates = {
            key: [other for other in keys if not groups[key].languages & groups[other].languages]
            for key in keys
        }
        for key in keys:
            if key not in groups or len(candidates[key]) != 1:
                continue
            other = candidates[key][0]
            if other not in groups or candidates[other] != [key]:
                continue
            kept, left = sorted((key, other), key=lambda one: -len(groups[one].said))
            for said in groups[left].said:
                groups[kept].add(said, DIFFERS)
            del groups[left]


def _kind(one: DateGroup) -> str:
    precision = one.date.precision
    if precision is Precision.RULE:
        return "yearly" if one.date.rule and _is_yearly(one.date.rule) else "rule"
    past = " past" if one.sense is Sense.HISTORICAL else ""
    fixed = "fixed" if precision in (Precision.DAY, Precision.RANGE) else precision.value
    return fixed + past
