"""Which stored meeting a report is about: by the number and name of the meeting, never guessed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings

from tracker.domain.documents.stated_date import StatedDate
from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.domain.folding import fold
from tracker.domain.press_reports import PressReport
from tracker.domain.spans import Span
from tracker.models import Alias, Meeting, MeetingSeries

FEWEST_WORDS = 2
_ARABIC_PREFIX = re.compile("^(?:[وبفك]?ال|لل)(?=..)")
_YEARLY = re.compile(r"FREQ=YEARLY;BYMONTH=(\d{1,2});BYMONTHDAY=(\d{1,2})")


class DatesFit(StrEnum):
    """How the dates that the report states stand to those of a meeting."""

    AGREE = "agree"
    YEAR_MISSING = "year_missing"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MeetingFit:
    """A meeting that the report may be about, and why: its series is named as `name` beside the
    number `printed` in `line`; both are empty where the name and the dates speak for it."""

    meeting: Meeting
    name: str
    printed: str
    line: int | None
    dates: DatesFit
    stated: StatedDate | None


def meetings_of(report: PressReport) -> tuple[MeetingFit, ...]:
    """Every stored meeting that fits the report, each once.

    A meeting fits by its number beside a name or acronym of its series; where no meeting does, by
    the name of its series and a date within its days. More than one may fit.
    """
    names = _names_of_series()
    fits = {fit.meeting.pk: fit for fit in reversed([*_by_edition(report, names)])}
    if not fits:
        fits = {fit.meeting.pk: fit for fit in _by_dates(report, names)}
    return tuple(sorted(fits.values(), key=lambda fit: fit.meeting.slug))


def _by_edition(report: PressReport, names: dict[int, list[str]]) -> Iterator[MeetingFit]:
    numbers = {edition.number for edition in report.editions}
    meetings = defaultdict(list)
    for meeting in Meeting.objects.filter(edition__in=numbers).select_related("series"):
        meetings[meeting.edition].append(meeting)
    for edition in report.editions:
        for meeting in meetings[edition.number]:
            context = f"{edition.printed} {edition.context}"
            name = _named(names[meeting.series_id], context)
            if name:
                fit, stated = _dates_fit(report.dates, meeting)
                yield MeetingFit(meeting, name, edition.printed, edition.line, fit, stated)


def _by_dates(report: PressReport, names: dict[int, list[str]]) -> Iterator[MeetingFit]:
    texts = [report.title, *(paragraph.text for paragraph in report.paragraphs)]
    series = {pk: name for pk, known in names.items() if (name := _named(known, " ".join(texts)))}
    for meeting in Meeting.objects.filter(series__in=series, start__isnull=False):
        fit, stated = _dates_fit(report.dates, meeting)
        if fit is DatesFit.AGREE:
            yield MeetingFit(meeting, series[meeting.series_id], "", None, fit, stated)


def _names_of_series() -> dict[int, list[str]]:
    """Every name, acronym and alias of each series, in all languages."""
    codes = settings.MODELTRANSLATION_LANGUAGES
    columns = [f"{name}_{code}" for name in ("name", "acronym") for code in codes]
    names: dict[int, list[str]] = defaultdict(list)
    for pk, *texts in MeetingSeries.objects.values_list("pk", *columns):
        names[pk] += [text for text in dict.fromkeys(texts) if text]
    aliases = Alias.objects.filter(series__isnull=False).order_by("pk")
    for pk, name in aliases.values_list("series", "name"):
        names[pk].append(name)
    return names


def _named(names: Iterable[str], text: str) -> str:
    """The first of `names` that `text` has, inflected or not; an acronym only as it is written."""
    words = fold(text).split()
    written = set(re.findall(r"\w+", text))
    for name in names:
        if name.isupper() and " " not in name:
            if name in written or name.partition("-")[0] in written:
                return name
        elif _contains(words, [word for word in fold(name).split() if not word.isdecimal()]):
            return name
    return ""


def _contains(words: list[str], name: list[str]) -> bool:
    """Whether the words of `name` follow each other in `words`, whatever their endings."""
    if len(name) < FEWEST_WORDS:
        return False
    return any(
        all(_alike(words[start + index], word) for index, word in enumerate(name))
        for start in range(len(words) - len(name) + 1)
    )


def _alike(one: str, other: str) -> bool:
    """Whether two folded words are forms of one: they begin alike, up to an ending."""
    one, other = _ARABIC_PREFIX.sub("", one), _ARABIC_PREFIX.sub("", other)
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < 5 or abs(len(one) - len(other)) > 4:
        return False
    stem = max(4, shorter - 2)
    return one[:stem] == other[:stem]


def _dates_fit(dates: Iterable[StatedDate], meeting: Meeting) -> tuple[DatesFit, StatedDate | None]:
    """How the stated days stand to the meeting's, with the date that this rests on."""
    days = [one for one in dates if one.rule or _span(one)]
    if meeting.start is None or meeting.end is None or not days:
        return DatesFit.NONE, None
    held = Span(meeting.start, meeting.end)
    for one in days:
        span = _span(one)
        if span and span.start >= held.start and span.end <= held.end:
            return DatesFit.AGREE, one
    for one in days:
        if _same_days(one, held):
            return DatesFit.YEAR_MISSING, one
    return DatesFit.OTHER, days[0]


def _span(stated: StatedDate) -> Span | None:
    """The days of a date that is stated to the day."""
    try:
        fuzzy = FuzzyDate.parse(stated.edtf)
    except InvalidEdtf:
        return None
    return fuzzy.span if fuzzy.on_a_day else None


def _same_days(stated: StatedDate, held: Span) -> bool:
    """Whether a date without a year falls within the meeting's days in its year."""
    found = _YEARLY.fullmatch(stated.rule)
    if not found:
        return False
    try:
        first = date(held.start.year, int(found[1]), int(found[2]))
    except ValueError:
        return False
    return first in held and first.toordinal() + stated.days - 1 <= held.end.toordinal()
