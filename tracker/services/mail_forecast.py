"""The reminders of the coming fortnight: which date, on which morning, in which language, to how
many.

What goes out within 48 hours waits in the queue and is counted there; beyond that it is computed
from subscriptions, occurrences and lead times, in one statement. Corrections and notices of a
status cannot be foreseen and are not in it.
"""

import json
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
from tracker.services.wishes import targets_of

DAYS = 14

_EACH = {
    "postgresql": (
        "SELECT (e->>0)::bigint, e->>1, (e->>2)::bigint FROM json_array_elements(%s::json) e",
        "SELECT (e->>0)::bigint, (e->>1)::int, e->>2, e->>3 FROM json_array_elements(%s::json) e",
    ),
    "sqlite": (
        "SELECT value->>0, value->>1, value->>2 FROM json_each(%s)",
        "SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(%s)",
    ),
}

_RECIPIENTS = """
WITH target(occurrence, kind, pk) AS ({targets}), due(occurrence, days, day, rhythm) AS ({due})
SELECT due.day, due.occurrence, reader.language, COUNT(DISTINCT reader.id)
FROM {subscription} wish
JOIN {subscriber} reader ON reader.id = wish.subscriber_id
JOIN {lead_time} lead ON lead.subscription_id = wish.id
JOIN due ON due.days = lead.days AND due.rhythm = reader.rhythm
JOIN target ON target.occurrence = due.occurrence AND target.kind = {kind} AND target.pk = {pk}
WHERE wish.state = 'active'
  AND (reader.paused_until IS NULL OR CAST(reader.paused_until AS text) <= due.day)
GROUP BY due.day, due.occurrence, reader.language
"""


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
    due = [
        (pk, number, day.isoformat(), rhythm)
        for pk, _key_date, start in rows
        for number in ahead
        for rhythm, day in _mornings(start - timedelta(number))
        if first <= day <= last
    ]
    if not due:
        return {}
    wanted = {pk for pk, *_rest in due}
    targets = targets_of((pk, key_date) for pk, key_date, _start in rows if pk in wanted)
    flat = [(pk, kind, target) for pk, found in targets.items() for kind, target in found]
    return _ask(flat, due)


def _mornings(due: date) -> Iterable[tuple[str, date]]:
    """When a reminder that is due on that day goes out, by the reader's rhythm."""
    yield Subscriber.Rhythm.AT_ONCE, due
    yield Subscriber.Rhythm.WEEKLY, due - timedelta(due.weekday())


def _ask(targets: list[tuple[int, str, int]], due: list[tuple[int, int, str, str]]) -> Recipients:
    each_target, each_due = _EACH[connection.vendor]
    kinds = " ".join(f"WHEN wish.{name}_id IS NOT NULL THEN '{name}'" for name in TARGETS)
    columns = ", ".join(f"wish.{name}_id" for name in TARGETS)
    statement = _RECIPIENTS.format(
        targets=each_target,
        due=each_due,
        kind=f"CASE {kinds} ELSE 'everything' END",
        pk=f"COALESCE({columns}, 0)",
        subscription=Subscription._meta.db_table,
        subscriber=Subscriber._meta.db_table,
        lead_time=LeadTime._meta.db_table,
    )
    found: Recipients = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(targets), json.dumps(due)])
        for day, occurrence, language, number in cursor.fetchall():
            found[date.fromisoformat(day), occurrence][language] = number
    return found
