"""What reminders and notices of a status say: read once, in words of the active language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext, ngettext

from tracker.domain.date_words import format_span
from tracker.domain.spans import Span
from tracker.models import (
    Basis,
    Commitment,
    DateStatement,
    KeyDate,
    Occurrence,
    Plan,
    Reminder,
    Status,
    StatusUpdate,
)
from tracker.models.vocabulary import WITH_REPORT
from tracker.services.date_texts import day_text, span_text, text_list
from tracker.services.follow_up import Counted, DateRow, date_rows
from tracker.services.mail_words import in_days
from tracker.services.promises import ForPromise

NAMED = 2
"""How many dates or statuses a subject names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One occurrence to tell. `before` is when it was to be, by what the reader was told last."""

    occurrence: int
    kind: str
    before: Span | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment that the occurrence counts for, and what is known of it on that occurrence."""

    commitment: ForPromise
    status: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class PlanPart:
    """What one plan promised. `plan` is named only where the site has others.

    `unreported` are the codes of those promises on which no report is known at all.
    """

    plan: Plan | None
    promises: list[Promise]
    unreported: str


@dataclass(frozen=True, slots=True)
class Told:
    """One occurrence as a mail tells it. `change` is "", "moved" or "cancelled".

    `earlier` is the date told before, where it was another.
    """

    row: DateRow
    change: str
    earlier: str
    when: str
    shows_provenance: bool
    parts: list[PlanPart]

    @property
    def occurrence(self) -> Occurrence:
        return self.row.occurrence


@dataclass(frozen=True, slots=True)
class News:
    """A status as it was recorded, and where it is written."""

    update: StatusUpdate
    status: str

    @property
    def commitment(self) -> Commitment:
        return self.update.commitment


def told_of(sayings: Iterable[Saying], *, today: date, language: str) -> list[Told]:
    """The occurrences by their days, as things stand on `today`: 6 queries."""
    # A correction says more than a reminder of the same.
    wanted = {one.occurrence: one for one in sorted(sayings, key=_is_correction)}
    occurrences = (
        Occurrence.objects.filter(pk__in=list(wanted))
        .prefetch_related("key_date__statements")
        .order_by("start", "end", "pk")
    )
    rows = date_rows(occurrences, on=today)
    named = _plans_to_name(rows)
    return [
        _told(row, wanted[row.occurrence.pk], named, today=today, language=language) for row in rows
    ]


def _plans_to_name(rows: Iterable[DateRow]) -> dict[int, Plan]:
    """A code like 8c says enough where there is one plan; where there are more, not of which."""
    plans = {one.commitment.item.plan_id for row in rows for one in row.counted}
    return Plan.objects.with_others().in_bulk(plans)


def _is_correction(saying: Saying) -> bool:
    return saying.kind == Reminder.Kind.CORRECTION


def _told(
    row: DateRow, saying: Saying, named: Mapping[int, Plan], *, today: date, language: str
) -> Told:
    occurrence = row.occurrence
    change = ""
    if _is_correction(saying):
        is_off = occurrence.state == Occurrence.State.CANCELLED
        change = "cancelled" if is_off else "moved"
    before = saying.before if change == "moved" else None
    return Told(
        row=row,
        change=change,
        earlier=format_span(before, language) if before and before != occurrence.span else "",
        when=in_days((occurrence.start - today).days),
        shows_provenance=occurrence.state != Occurrence.State.MOVED
        and _is_not_in_every_text(occurrence.key_date),
        parts=[
            _part(named.get(plan), list(counted), change=change, language=language)
            for plan, counted in groupby(row.counted, key=lambda one: one.commitment.item.plan_id)
        ],
    )


def _part(plan: Plan | None, counted: list[Counted], *, change: str, language: str) -> PlanPart:
    unreported = [one.commitment.code for one in counted if _is_unreported(one)]
    return PlanPart(
        plan=plan,
        promises=[
            Promise(one.commitment, str(Status(one.status).label), one.disputed) for one in counted
        ],
        unreported="" if change == "cancelled" else text_list(unreported, language),
    )


def _is_unreported(counted: Counted) -> bool:
    return (
        counted.status in (Status.NOT_DUE, Status.AWAITING, Status.DATE_UNKNOWN)
        and counted.commitment.recorded not in WITH_REPORT
    )


def _is_not_in_every_text(key_date: KeyDate) -> bool:
    stating = (DateStatement.Stated.DAY, DateStatement.Stated.DATE)
    return key_date.basis != Basis.TEXT or any(
        one.stated not in stating for one in key_date.statements.all()
    )


def news_of(updates: Iterable[int]) -> list[News]:
    """The updates by the day for which they hold, with commitments and sources: 3 queries."""
    found = (
        StatusUpdate.objects.filter(pk__in=list(updates))
        .select_related("commitment__item__plan", "occurrence__key_date")
        .prefetch_related("evidence__source")
        .order_by("as_of", "pk")
    )
    return [News(one, str(Status(one.status).label)) for one in found] if updates else []


def subject_of(told: list[Told], news: list[News], language: str) -> str:
    """What and when: the first two, and how many more."""
    parts = [_told_part(one, language) for one in told]
    parts += [_news_part(one, language) for one in news]
    if len(parts) == 1:
        return parts[0]
    names: Mapping[str, object] = {
        "first": parts[0],
        "second": parts[1],
        "count": len(parts) - NAMED,
    }
    if len(parts) == NAMED:
        # Translators: subject of a mail that tells two key dates
        return gettext("%(first)s; %(second)s") % names
    # Translators: subject of a mail that tells more than two key dates
    return (
        ngettext(
            "%(first)s; %(second)s, and %(count)d more",
            "%(first)s; %(second)s, and %(count)d more",
            len(parts) - NAMED,
        )
        % names
    )


def _told_part(told: Told, language: str) -> str:
    names = {
        "name": _one_line(told.occurrence.key_date.local("name")),
        "date": span_text(told.occurrence, language),
    }
    if told.change == "cancelled":
        return gettext("Cancelled: %(name)s, %(date)s") % names
    if told.change == "moved":
        return gettext("New date: %(name)s, %(date)s") % names
    # Translators: in the subject of a mail: "Victory Day, 9 May 2027"
    return gettext("%(name)s, %(date)s") % names


def _news_part(news: News, language: str) -> str:
    # Translators: in the subject of a mail: "Confirmed independently: Lend books, 9 May 2027"
    return gettext("%(status)s: %(title)s, %(date)s") % {
        "status": news.status,
        "title": _one_line(news.commitment.local("title")),
        "date": day_text(news.update.as_of, language),
    }


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
