"""What waits for whom: the work that readers' reminders and pages depend on, by editor.

Who follows up a commitment is told; without one, who follows up its plan; without one, or where
the account is closed, every administrator.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import structlog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import Q

from tracker.domain.reminders import MORNING, local_day, morning, zone_of
from tracker.models import Commitment, EditorSettings, Kind, Occurrence, Status
from tracker.services import editorial, mail_forecast, mail_gaps, outbox
from tracker.services.follow_up import counting_pairs
from tracker.services.mail_gaps import Gap

STAYS_DUE = timedelta(days=3)
"""A Monday's mail is still made on Tuesday and Wednesday, where nothing ran on Monday."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Unreported:
    """A commitment with dates that are over and of which nothing is recorded."""

    commitment: Commitment
    dates: int
    latest: Occurrence


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A gap in texts that will be mailed: from `first` on, to so many readers at most at once."""

    gap: Gap
    first: date
    readers: int


@dataclass(slots=True)
class Tasks:
    """What waits for one editor."""

    unreported: list[Unreported] = field(default_factory=list)
    quiet: list[Commitment] = field(default_factory=list)
    untranslated: list[Untranslated] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.unreported or self.quiet or self.untranslated)

    @property
    def number(self) -> int:
        return len(self.unreported) + len(self.quiet) + len(self.untranslated)


def waiting(*, now: datetime) -> dict[User, Tasks]:
    """What waits, by editor, for those for whom something does; a fixed number of queries."""
    today = local_day(now, settings.TIME_ZONE)
    editors = _Editors()
    found: dict[User, Tasks] = defaultdict(Tasks)
    for unreported in _unreported(today):
        for editor in editors.of([unreported.commitment]):
            found[editor].unreported.append(unreported)
    for commitment in _quiet(today):
        for editor in editors.of([commitment]):
            found[editor].quiet.append(commitment)
    for untranslated, commitments in _untranslated(now):
        for editor in editors.of(commitments):
            found[editor].untranslated.append(untranslated)
    return dict(found)


def of(editor: User, *, now: datetime) -> Tasks:
    """What waits for one editor; the same queries."""
    return waiting(now=now).get(editor, Tasks())


def plan(*, now: datetime) -> int:
    """Queue Monday's mail for every editor for whom something waits; how many were added.

    Repeatable: an editor has one a week. Whoever has turned it off, or has no address, gets none.
    """
    slot = _slot(now)
    if slot is None or _is_planned(slot):
        return 0
    off = set(EditorSettings.objects.filter(weekly_mail=False).values_list("user_id", flat=True))
    send_at = morning(slot, settings.TIME_ZONE)
    added = sum(
        1
        for editor in waiting(now=now)
        if editor.email
        and editor.pk not in off
        and outbox.add_tasks_mail(editor, slot=slot, send_at=send_at, now=now)
    )
    _remember(slot)
    return added


def administrators() -> list[User]:
    """Who is told what nobody follows up."""
    return list(
        get_user_model()
        .objects.filter(Q(is_superuser=True) | Q(groups__name="administrator"), is_active=True)
        .order_by("pk")
        .distinct()
    )


def language_of(editor: User) -> str:
    """The language in which an editor is written to."""
    row = EditorSettings.objects.filter(user=editor).first()
    return (row and row.language) or settings.LANGUAGE_CODE


class _Editors:
    """Who follows up what: two queries for all."""

    def __init__(self) -> None:
        self._administrators = administrators()
        self._known = {
            one.pk: one for one in get_user_model().objects.filter(is_active=True, is_staff=True)
        }

    def of(self, commitments: Iterable[Commitment]) -> list[User]:
        """Those who follow up any of `commitments`, each once."""
        named = {
            editor.pk: editor
            for one in commitments
            if (
                editor := self._known.get(one.responsible_id or 0)
                or self._known.get(one.item.plan.responsible_id or 0)
            )
        }
        return list(named.values()) or self._administrators


def _unreported(today: date) -> list[Unreported]:
    """Commitments with most dates waiting last told first: the latest date on top."""
    rows = editorial.occurrences_without_report(today=today).select_related("key_date")
    occurrences = {one.pk: one for one in rows}
    pairs = counting_pairs(list(occurrences))
    dates: dict[int, list[Occurrence]] = defaultdict(list)
    for pk, commitments in pairs.items():
        for commitment in commitments:
            dates[commitment].append(occurrences[pk])
    known = Commitment.objects.tracked().select_related("item__plan").in_bulk(list(dates))
    found = [
        Unreported(commitment, len(dates[pk]), max(dates[pk], key=lambda one: (one.end, one.pk)))
        for pk, commitment in known.items()
    ]
    return sorted(found, key=lambda one: (one.latest.end, one.commitment.pk), reverse=True)


def _quiet(today: date) -> list[Commitment]:
    """Continuous commitments of which nothing was heard for long, the longest silence first."""
    return list(
        Commitment.objects.filter(kind=Kind.CONTINUOUS)
        .with_status(on=today)
        .filter(status=Status.QUIET)
        .select_related("item__plan")
        .order_by("recorded_on", "pk")
    )


def _untranslated(now: datetime) -> list[tuple[Untranslated, list[Commitment]]]:
    """Gaps by the morning on which they are first seen, with the commitments they concern."""
    first: dict[Gap, date] = {}
    readers: dict[Gap, int] = defaultdict(int)
    commitments: dict[Gap, dict[int, Commitment]] = defaultdict(dict)
    for checked in mail_gaps.check(mail_forecast.mailings(now=now)):
        for gap in checked.gaps:
            first.setdefault(gap, checked.mailing.day)
            readers[gap] = max(readers[gap], checked.mailing.recipients[gap.language])
            concerned = (
                [gap.subject] if isinstance(gap.subject, Commitment) else checked.commitments
            )
            commitments[gap] |= {one.pk: one for one in concerned}
    return [
        (Untranslated(gap, day, readers[gap]), list(commitments[gap].values()))
        for gap, day in first.items()
    ]


def _slot(now: datetime) -> date | None:
    """The Monday whose mail is due at `now`, if any."""
    local = now.astimezone(zone_of(settings.TIME_ZONE))
    monday = local.date() - timedelta(days=local.weekday())
    begins = datetime.combine(monday, MORNING, tzinfo=local.tzinfo)
    ends = datetime.combine(monday, time.min, tzinfo=local.tzinfo) + STAYS_DUE
    return monday if begins <= local < ends else None


def _is_planned(slot: date) -> bool:
    """Whether this was done for `slot`: asked every minute, and only a matter of work saved."""
    try:
        return bool(cache.get(_key(slot)))
    except Exception as error:  # whatever the client of the cache raises
        log.info("not known whether the editors' mail is planned", error=str(error))
        return False


def _remember(slot: date) -> None:
    try:
        cache.set(_key(slot), True, timeout=int(timedelta(days=7).total_seconds()))
    except Exception as error:  # whatever the client of the cache raises
        log.info("not kept that the editors' mail is planned", error=str(error))


def _key(slot: date) -> str:
    return f"editor-tasks:{slot.isoformat()}"
