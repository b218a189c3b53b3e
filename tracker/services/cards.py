"""What the picture says that other sites show where a page is shared (Open Graph).

A page and its picture make the same `Card`; the picture's address carries the card's version, so
that it changes when the picture does, and the picture can be kept for long.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from tracker.models import Commitment, Item, KeyDate, Kind, Plan, Status
from tracker.models.translated import Translated
from tracker.services import date_texts
from tracker.services.follow_up import REPORTED, Counts, DateRow

DRAWN = 1
"""To be raised when `card_drawing` draws the same words in another way."""


@dataclass(frozen=True, slots=True)
class Card:
    """One picture: to what it belongs, what it is called and what is known, in one language."""

    path: str
    language: str
    is_rtl: bool
    overline: str
    title: str
    sentence: str
    statuses: tuple[tuple[str, str, int], ...] = ()
    """Status, its words, how many."""

    @property
    def version(self) -> str:
        return hashlib.sha256(repr((DRAWN, astuple(self))).encode()).hexdigest()[:12]

    @property
    def address(self) -> str:
        return f"{self.path}?v={self.version}"

    @property
    def alt(self) -> str:
        """The picture in words."""
        told = ", ".join(f"{words}: {number}" for _status, words, number in self.statuses)
        return " · ".join(text for text in (self.overline, self.title, self.sentence, told) if text)


def of_site() -> Card:
    """For pages that have no picture of their own."""
    return _card(
        reverse("tracker:card"),
        title=gettext("What was promised, and what is known of it"),
        sentence=gettext(
            "What an adopted plan promised, when it falls due, what is known to have happened and "
            "on what evidence."
        ),
    )


def of_plan(plan: Plan, counts: Counts) -> Card:
    return _card(
        reverse("tracker:plan-card", args=[plan.slug]),
        title=_said(plan, "title") or plan.slug,
        sentence=_counted(counts.reported, counts.tracked),
        statuses=dict(counts.by_status),
    )


def of_item(item: Item, commitments: Iterable[Commitment]) -> Card:
    """`commitments` are the item's, with their status."""
    tracked = Counter(one.status for one in commitments if one.kind != Kind.POSITION)
    reported = sum(tracked[status] for status in REPORTED)
    return _card(
        reverse("tracker:item-card", args=[item.plan.slug, item.position]),
        overline=_said(item.plan, "title"),
        title=f"{item.position}. {_said(item, 'title')}",
        sentence=_counted(reported, tracked.total()) if tracked else str(Status.POSITION.label),
        statuses=tracked,
    )


def of_key_date(key_date: KeyDate, rows: Iterable[DateRow]) -> Card:
    """`rows` are its occurrences by their days: the past ones are counted, one ahead is named."""
    language = get_language() or "en"
    past: Counter[str] = Counter()
    ahead = None
    for row in rows:
        if row.is_past:
            past.update(one.status for one in row.counted)
        else:
            ahead = ahead or row.occurrence
    overline = _sentence(date_texts.key_date_text(key_date, language), language)
    following = date_texts.span_text(ahead, language) if ahead else ""
    said = not following or following.lower() == overline.lower()
    return _card(
        reverse("tracker:key-date-card", args=[key_date.slug]),
        overline=overline,
        title=_said(key_date, "name") or key_date.slug,
        sentence="" if said else gettext("Next: %(when)s") % {"when": following},
        statuses=past,
    )


def _card(
    path: str,
    *,
    title: str,
    sentence: str,
    overline: str = "",
    statuses: dict[str, int] | None = None,
) -> Card:
    found = statuses or {}
    return Card(
        path=path,
        language=get_language() or "en",
        is_rtl=get_language_bidi(),
        overline=overline,
        title=title,
        sentence=sentence,
        statuses=tuple(
            (one.value, str(one.label), found[one]) for one in Status if found.get(one.value)
        ),
    )


def _counted(reported: int, total: int) -> str:
    return ngettext(
        "%(reported)s of %(total)s tracked commitment with reports",
        "%(reported)s of %(total)s tracked commitments with reports",
        total,
    ) % {"reported": reported, "total": total}


def _said(of: Translated, field: str) -> str:
    text = of.local(field)
    if not text or not text.is_fallback:
        return str(text)
    return gettext("%(text)s (in %(language)s)") % {
        "text": text,
        "language": date_texts.language_name(text.language, get_language() or "en"),
    }


def _sentence(text: str, language: str) -> str:
    """`text` with its first letter large, which in Turkish keeps its dot."""
    first = "İ" if language == "tr" and text[:1] == "i" else text[:1].upper()
    return first + text[1:]
