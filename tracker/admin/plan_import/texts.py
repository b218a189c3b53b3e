"""Texts of a document cut into pieces, so that a page can mark dates, numbers and names in them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tracker.admin.forms import SOURCE, label_of, text_direction
from tracker.domain.date_reading.found import Sense
from tracker.domain.documents.anchors import comparable
from tracker.domain.documents.cells import full_lines
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.key_dates import ProposedKeyDate
from tracker.domain.documents.stated_date import StatedDate
from tracker.domain.folding import fold
from tracker.models import KeyDate
from tracker.services.date_texts import key_date_text

_ANCHOR = re.compile(r"\d+|\b[^\W\d_a-zà-öø-ÿа-яёı]{2,}\b")
_BY_SENSE: dict[str, Promise] = {
    Sense.BY: _("by: %(date)s"),
    Sense.BEFORE: _("before: %(date)s"),
    Sense.FROM: _("from: %(date)s"),
    Sense.HISTORICAL: _("historical: %(date)s"),
}
_ANY_YEAR = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of a text are a "date", or a number or name that other languages
    have too ("shared") or not ("alone"); `label` is shown with them."""

    start: int
    end: int
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    kind: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the document as headings and attributes need it; unknown ones have no code."""

    code: str

    @property
    def name(self) -> str:
        return label_of(self.code) if self.known else str(_("Language not known"))

    @property
    def known(self) -> bool:
        return self.code not in ("", "und")

    @property
    def direction(self) -> str:
        try:
            return text_direction(self.code)
        except KeyError:
            return "auto"


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """All of `text`, in order; of marks that overlap the first one counts."""
    found, at = [], 0
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if mark.start < at or mark.end > len(text) or mark.end <= mark.start:
            continue
        if mark.start > at:
            found.append(Piece(text[at : mark.start]))
        found.append(Piece(text[mark.start : mark.end], mark.kind, mark.label))
        at = mark.end
    if at < len(text):
        found.append(Piece(text[at:]))
    return found


def date_marks(item: ParsedItem) -> list[Mark]:
    """Where the dates of `item` and its children are stated in its `full_text`."""
    text, lines = item.full_text, full_lines(item)
    marks: list[Mark] = []
    taken: set[int] = set()
    for stated in _all_dates(item):
        places = [one.start() for one in re.finditer(re.escape(stated.text), text)]
        free = [at for at in places if at not in taken] if stated.text else []
        at = next((one for one in free if _line(lines, one) == stated.line), None)
        if at is None and stated.basis != "lead":
            at = next(iter(free), None)
        if at is not None:
            taken.add(at)
            label = date_label(stated)
            # Nothing is gained by saying "June 2026" twice.
            if fold(label) == fold(stated.text):
                label = ""
            marks.append(Mark(at, at + len(stated.text), "date", label))
    return marks


def inherited_dates(item: ParsedItem) -> list[StatedDate]:
    """Dates that a line above the item gives it."""
    return [one for one in item.dates if one.basis == "lead"]


def anchors(text: str) -> Iterator[tuple[str, int, int]]:
    """Numbers and words in capitals with their places; alike in every script, as NATO and НАТО."""
    for found in _ANCHOR.finditer(text):
        word = found[0]
        if word.isdecimal():
            yield str(int(word[:18])), found.start(), found.end()
        elif word.isupper():
            yield comparable(word), found.start(), found.end()


def date_label(stated: StatedDate | ProposedKeyDate) -> str:
    """What a date was understood as, in the editor's language: "by: 9 May 2024"."""
    key_date = KeyDate(
        precision=str(stated.precision),
        date="" if stated.rule else stated.edtf,
        rule=stated.rule,
        rule_start=_ANY_YEAR if stated.rule else None,
        duration_days=stated.days,
    )
    words = key_date_text(key_date, get_language() or SOURCE)
    template = _BY_SENSE.get(stated.sense)
    return str(template) % {"date": words} if template else words


def _all_dates(item: ParsedItem) -> Iterator[StatedDate]:
    yield from item.dates
    for child in item.children:
        yield from _all_dates(child)


def _line(lines: tuple[tuple[int, int], ...], at: int) -> int:
    found = 0
    for start, line in lines:
        if start > at:
            break
        found = line
    return found
