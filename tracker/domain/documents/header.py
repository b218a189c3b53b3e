"""What stands above the first section: the title, the page's time stamp, the language line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from . import languages
from .errors import Finding
from .marks import Kind, Line, Style, as_prose

MAX_TITLE = 250
MAX_SENTENCE = 120  # characters: a longer sentence is no title but the text itself
_HEADER_LINES = 20

_STAMP = re.compile(
    r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:,\s*|\s+|T)(\d{1,2}):(\d{2})(?::\d{2})?"
    r"(?:\s*([AP])\.?M\.?)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A page's time stamp: as printed, and in ISO 8601 to the minute without zone.

    `iso` is empty where the printed order of day and month cannot be told.
    """

    raw: str
    iso: str


@dataclass(frozen=True, slots=True)
class Header:
    title: str
    posted: Posted | None
    announced: tuple[str, ...]
    languages_line: int | None
    taken: frozenset[int]
    """Line numbers that belong to the header and to no section."""
    findings: tuple[Finding, ...]
    title_line: int | None = None


def read_header(lines: Sequence[Line]) -> Header:
    """The header of a document: looked for in its first lines, up to the first item."""
    title = ""
    title_line: int | None = None
    posted: Posted | None = None
    announced: set[str] = set()
    languages_line: int | None = None
    taken: set[int] = set()
    findings: list[Finding] = []
    filled = [line for line in lines[: _HEADER_LINES * 5] if line.kind is not Kind.BLANK]
    if filled and _is_numbered_title(filled):
        filled[0] = as_prose(filled[0])
    for index, line in enumerate(filled[:_HEADER_LINES]):
        if line.kind is Kind.ITEM:
            break
        text = line.text
        stamp = _STAMP.fullmatch(text)
        if stamp and posted is None:
            posted = Posted(text, _iso(stamp))
            taken.add(line.number)
            if not posted.iso:
                findings.append(Finding("stamp_unclear", line.number, {"stamp": text}))
        elif index == 0 and _can_be_title(line):
            title = text
            title_line = line.number
            taken.add(line.number)
        elif index == 1 and title_line is not None and _goes_on(filled[0], line):
            title = f"{title} {text}"
            taken.add(line.number)
        elif found := languages.announced(text):
            announced |= found
            languages_line = languages_line or line.number
            taken.add(line.number)
    return Header(
        title,
        posted,
        tuple(sorted(announced)),
        languages_line,
        frozenset(taken),
        tuple(findings),
        title_line,
    )


def _is_numbered_title(filled: Sequence[Line]) -> bool:
    """Whether the first line's number is an ordinal: "11. Internationales Treffen"."""
    first = filled[0]
    if first.style is not Style.NUMBER or first.value == 1 or first.is_complete:
        return False
    return any(line.style is Style.NUMBER and line.value == 1 for line in filled[1:])


def _can_be_title(line: Line) -> bool:
    return (
        line.kind is Kind.PROSE
        and len(line.text) <= MAX_TITLE
        and not line.is_lead
        and not (line.is_complete and len(line.text) > MAX_SENTENCE)
        and not languages.only_announces(line.text)
    )


def _goes_on(title: Line, line: Line) -> bool:
    """Whether a title has a second line: the next one, which begins small."""
    return (
        line.kind is Kind.PROSE
        and line.number == title.number + 1
        and line.starts_small
        and line.can_be_heading
        and not title.is_complete
    )


def _iso(stamp: re.Match[str]) -> str:
    first, separator, second, third, hour, minute, half = stamp.groups()
    if len(first) == 4:
        year, month, day = first, second, third
    elif separator == "/" and (half or int(second) > 12):
        year, month, day = third, first, second  # AM and PM go with the order of the US
    elif separator != "/" or int(first) > 12:
        year, month, day = third, second, first
    else:
        return ""
    century = 2000 if len(year) <= 2 else 0
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return ""
        hours = hours % 12 + (12 if half in "Pp" else 0)
    try:
        # A printed stamp names no zone, so none is stored.
        when = datetime(century + int(year), int(month), int(day), hours, int(minute))  # noqa: DTZ001
    except ValueError:
        return ""
    return when.isoformat(timespec="minutes")
