"""Figures for the charts of a plan: each is a table first, and drawn from the same rows."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.domain.spans import Month
from tracker.models import Commitment, Item, Kind, Plan, StatusUpdate, Theme, Wording
from tracker.models.vocabulary import ONWARD, Status
from tracker.services.follow_up import REPORTED

MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: `name` for its style, `at` and `width` in percent of the widest bar."""

    name: str
    label: str | Promise
    number: int
    at: str = ""
    width: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: what it is about and its segments, whose sum is `total`."""

    subject: object
    segments: list[Segment]
    total: int


@dataclass(frozen=True, slots=True)
class LanguageTexts:
    """In how many items a content language has the adopted wording, a title, a summary."""

    language: str
    wordings: int
    titles: int
    summaries: int


Group = tuple[str, str | Promise, frozenset[str]]

GROUPS: tuple[Group, ...] = (
    ("reported", _("with a report"), frozenset(REPORTED)),
    ("awaiting", _("no report yet"), frozenset({Status.AWAITING, Status.LAPSED})),
    ("not_due", _("not yet due"), frozenset({Status.NOT_DUE, Status.DATE_UNKNOWN})),
    (
        "changed",
        _("other outcome"),
        frozenset({Status.POSTPONED, Status.CANCELLED, *ONWARD}),
    ),
)


def status_by_theme(plan: Plan, *, on: date) -> list[Bar]:
    """Tracked commitments by what is known, for each theme; an item may have several themes.

    What no commitment of the plan has is no segment.
    """
    rows = (
        Commitment.objects.filter(item__plan=plan)
        .exclude(kind=Kind.POSITION)
        .with_status(on=on)
        .order_by()
        .values_list("pk", "item_id", "status")
    )
    by_item: dict[int, list[str]] = defaultdict(list)
    for _pk, item, status in rows:
        by_item[item].append(status)
    found: dict[int, list[str]] = defaultdict(list)
    pairs = Item.themes.through.objects.filter(item__plan=plan).values_list("theme_id", "item_id")
    for theme, item in pairs:
        found[theme] += by_item[item]
    themes = Theme.objects.in_bulk(list(found))
    numbers = [(themes[pk], Counter(statuses)) for pk, statuses in found.items() if statuses]
    widest = max((counter.total() for _theme, counter in numbers), default=0)
    known = {status for statuses in found.values() for status in statuses}
    groups = [group for group in GROUPS if group[2] & known]
    bars = [_bar(theme, _grouped(counter, groups), widest) for theme, counter in numbers]
    return sorted(bars, key=lambda bar: (-bar.total, str(bar.subject)))


def reports_by_month(plan: Plan, *, on: date) -> list[Bar]:
    """Standing statements by the month for which they hold, up to the month of `on`."""
    days = (
        StatusUpdate.objects.standing()
        .filter(commitment__item__plan=plan, as_of__lte=on)
        .values_list("as_of", flat=True)
    )
    counter = Counter(Month.of(day) for day in days)
    if not counter:
        return []
    months = [min(counter)]
    while months[-1] < max(counter):
        months.append(months[-1].next())
    months = months[-MOST_MONTHS:]
    widest = max(counter[month] for month in months)
    return [
        _bar(month, [("reported", _("statements"), counter[month])], widest) for month in months
    ]


def languages(plan: Plan) -> list[LanguageTexts]:
    """What each content language has, and each other one that has an adopted wording."""
    codes = list(settings.MODELTRANSLATION_LANGUAGES)
    items = list(Item.objects.filter(plan=plan).order_by())
    wordings = Counter(
        Wording.objects.current()
        .filter(item__plan=plan)
        .order_by()
        .values_list("language", flat=True)
    )
    known = list(dict.fromkeys([*codes, *sorted(wordings)]))
    return [
        LanguageTexts(
            code, wordings[code], _filled(items, f"title_{code}"), _filled(items, f"summary_{code}")
        )
        for code in known
    ]


def _filled(items: list[Item], column: str) -> int:
    return sum(1 for item in items if getattr(item, column, None))


def _grouped(
    counter: Counter[str], groups: Sequence[Group]
) -> list[tuple[str, str | Promise, int]]:
    return [
        (name, label, sum(counter[status] for status in statuses))
        for name, label, statuses in groups
    ]


def _bar(subject: object, parts: Sequence[tuple[str, str | Promise, int]], widest: int) -> Bar:
    segments = []
    at = 0
    for name, label, number in parts:
        place = 100 * at / widest if widest else 0
        width = 100 * number / widest if widest else 0
        segments.append(Segment(name, label, number, f"{place:.2f}%", f"{width:.2f}%"))
        at += number
    return Bar(subject, segments, at)
