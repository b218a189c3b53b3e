"""The reminders of the coming fortnight: which date, on which morning, in which language, to how
many.

What goes out within 48 hours waits in the queue and is counted there; beyond that it is computed
from subscriptions, occurrences and lead times, in one statement. Corrections and notices of a
status cannot be foreseen and are not in it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import Count

from tracker.domain.reminders import SLOTS_AHEAD
from tracker.models import (
    LeadTime,
    MailHold,
    Message,
    Occurrence,
    Reminder,
    Subscriber,
    Subscription,
)
from tracker.models.subscriber import TARGETS
from tracker.services.wishes import EVERYTHING, Target, targets_of

DAYS = 14

_ASKED = """
SELECT wishes, language, rhythm, paused_until, COUNT(*) FROM (
    SELECT reader.language, reader.rhythm, reader.paused_until, {together} AS wishes
    FROM {subscription} wish
    JOIN {subscriber} reader ON reader.id = wish.subscriber_id
    JOIN {lead_time} lead ON lead.subscription_id = wish.id
    WHERE wish.state = 'active'
    GROUP BY reader.id, reader.language, reader.rhythm, reader.paused_until
) asked GROUP BY wishes, language, rhythm, paused_until
"""
"""How many readers ask for the same: a hundred thousand of them are a few hundred rows."""

_TOGETHER = {"postgresql": "string_agg({}, ',')", "sqlite": "group_concat({}, ',')"}


@dataclass(slots=True)
class Mailing:
    """One date as it will be mailed on one morning. `is_queued` tells counted from computed."""

    day: date
    occurrence: Occurrence
    is_queued: bool
    recipients: dict[str, int] = field(default_factory=dict)
    hold: MailHold | None = None

    @property
    def total(self) -> int:
        return sum(self.recipients.values())


def mailings(*, now: datetime, days: int = DAYS) -> list[Mailing]:
    """The mailings of the next `days` days by morning and date: 7 queries, however many."""
    today = now.astimezone(UTC).date()
    counted = _queued(today)
    computed = _computed(today, days)
    pks = {occurrence for _day, occurrence in (*counted, *computed)}
    occurrences = Occurrence.objects.select_related("key_date").in_bulk(list(pks))
    holds = {
        one.occurrence_id: one
        for one in MailHold.objects.filter(occurrence__in=pks).select_related("held_by")
    }
    found = [
        Mailing(day, occurrences[pk], is_queued, dict(sorted(recipients.items())), holds.get(pk))
        for rows, is_queued in ((counted, True), (computed, False))
        for (day, pk), recipients in rows.items()
        if pk in occurrences
    ]
    return sorted(found, key=lambda one: (one.day, one.occurrence.start, one.occurrence.pk))


Recipients = dict[tuple[date, int], dict[str, int]]
"""Readers by language, by morning and occurrence."""


def _queued(today: date) -> Recipients:
    found: Recipients = defaultdict(dict)
    rows = (
        Reminder.objects.filter(
            message__state=Message.State.QUEUED, message__slot__lte=today + timedelta(SLOTS_AHEAD)
        )
        .order_by()
        .values_list("message__slot", "occurrence", "subscriber__language")
        .annotate(Count("subscriber", distinct=True))
    )
    for slot, occurrence, language, number in rows:
        # What was put off goes out as soon as it can.
        readers = found[max(slot, today), occurrence]
        readers[language] = readers.get(language, 0) + number
    return found


def _computed(today: date, days: int) -> Recipients:
    """Of the mornings that the planner has not reached."""
    first, last = today + timedelta(SLOTS_AHEAD + 1), today + timedelta(days - 1)
    active = LeadTime.objects.filter(subscription__state=Subscription.State.ACTIVE)
    ahead = sorted(set(active.order_by().values_list("days", flat=True).distinct()))
    if not ahead:
        return {}
    rows = list(
        Occurrence.objects.standing()
        .on_days()
        .filter(start__gte=first + timedelta(ahead[0]), start__lte=last + timedelta(ahead[-1] + 6))
        .order_by()
        .values_list("pk", "key_date_id", "start")
    )
    targets = targets_of((pk, key_date) for pk, key_date, _start in rows)
    mornings: dict[tuple[Target, int, str], list[tuple[date, int]]] = defaultdict(list)
    for pk, _key_date, start in rows:
        for number in ahead:
            for rhythm, day in _mornings(start - timedelta(number)):
                if first <= day <= last:
                    for target in targets[pk]:
                        mornings[target, number, rhythm].append((day, pk))
    found: Recipients = defaultdict(dict)
    for asked in _asked():
        # Through several subscriptions a reader may be told the same, but only once.
        told = {one for wish in asked.wishes for one in mornings.get((*wish, asked.rhythm), ())}
        for day, occurrence in told:
            if asked.paused_until is None or asked.paused_until <= day:
                readers = found[day, occurrence]
                readers[asked.language] = readers.get(asked.language, 0) + asked.readers
    return found


def _mornings(due: date) -> Iterable[tuple[str, date]]:
    """When a reminder that is due on that day goes out, by the reader's rhythm."""
    yield Subscriber.Rhythm.AT_ONCE, due
    yield Subscriber.Rhythm.WEEKLY, due - timedelta(due.weekday())


@dataclass(frozen=True, slots=True)
class _Asked:
    """Readers who ask for the same: targets, each with a lead time."""

    wishes: list[tuple[Target, int]]
    language: str
    rhythm: str
    paused_until: date | None
    readers: int


def _asked() -> Iterable[_Asked]:
    """One query, and a row for each set of wishes that there is."""
    kinds = " ".join(f"WHEN wish.{name}_id IS NOT NULL THEN '{name}'" for name in TARGETS)
    pk = f"COALESCE({', '.join(f'wish.{name}_id' for name in TARGETS)}, 0)"
    wish = f"CASE {kinds} ELSE '{EVERYTHING[0]}' END || ' ' || {pk} || ' ' || lead.days"
    statement = _ASKED.format(
        together=_TOGETHER[connection.vendor].format(wish),
        subscription=Subscription._meta.db_table,
        subscriber=Subscriber._meta.db_table,
        lead_time=LeadTime._meta.db_table,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for wishes, language, rhythm, paused_until, readers in cursor.fetchall():
            yield _Asked(
                [
                    ((kind, int(target)), int(days))
                    for kind, target, days in (one.split() for one in wishes.split(","))
                ],
                language,
                rhythm,
                # SQLite gives the text of a date.
                date.fromisoformat(str(paused_until)) if paused_until else None,
                readers,
            )
