"""The planner's statements do what the rule in `tracker.domain.reminders` says, on any database."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import make_key_date, make_occurrence
from tests.subscribers import make_subscriber, make_subscription
from tracker.domain.reminders import due, last_moment, local_day, morning
from tracker.models import KeyDate, Message, Occurrence, Reminder, Subscriber
from tracker.services import outbox, planning

pytestmark = pytest.mark.django_db

ZONES = ["UTC", "Pacific/Kiritimati", "America/Havana", "Asia/Beirut", "Pacific/Pago_Pago"]
FIRST = datetime(2026, 11, 20, tzinfo=UTC)

moments = st.lists(
    st.integers(0, 12 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes)),
    min_size=1,
    max_size=4,
)
days_before = st.sets(st.integers(0, 20), min_size=1, max_size=3)
days = st.integers(-2, 24).map(lambda number: FIRST.date() + timedelta(days=number))
readers = st.lists(
    st.tuples(
        st.sampled_from(ZONES),
        st.sampled_from(["at_once", "weekly"]),
        st.none() | days,
        st.lists(st.tuples(st.integers(0, 2), days_before), min_size=1, max_size=2),
    ),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(starts=st.lists(days, min_size=1, max_size=3), readers=readers, moments=moments)
def test_planner_tells_what_the_rule_says_whenever_it_runs(db, starts, readers, moments):
    for model in (Subscriber, Occurrence, KeyDate):
        model.objects.all().delete()
    key_dates = [make_key_date() for _start in starts]
    for key_date, start in zip(key_dates, starts, strict=True):
        make_occurrence(key_date, start=start)
    asked: dict[int, dict[int, set[int]]] = {}
    for zone, rhythm, pause, wishes in readers:
        reader = make_subscriber(time_zone=zone, rhythm=rhythm, paused_until=pause)
        asked[reader.pk] = defaultdict(set)
        chosen = dict(wishes)
        for about, lead_times in chosen.items():
            # The first key date, the last one, or everything.
            named = {0: [key_dates[0]], 1: [key_dates[-1]], 2: key_dates}[about]
            if about == 1 and len(key_dates) == 1 and 0 in chosen:
                continue
            target = {} if about == 2 else {"key_date": named[0]}
            make_subscription(reader, days=lead_times, **target)
            for one in named:
                asked[reader.pk][one.pk] |= lead_times

    for now in moments:
        expected = rows_of_the_rule(asked, now)
        before = set(Reminder.objects.values_list("pk", flat=True))
        planning.plan(now=now)
        added = Reminder.objects.exclude(pk__in=before).select_related("message__subscriber")
        assert {
            (one.subscriber_id, one.occurrence_id, one.message.slot, one.days_before)
            for one in added
        } == expected
        for one in added:
            check(one)
        sent = Message.objects.filter(state="queued", send_at__lte=now)
        sent.update(state="sent", sent_at=now)


def rows_of_the_rule(asked, now):
    """(reader, occurrence, slot, days before) of everything that is missing at `now`."""
    rows = set()
    for reader in Subscriber.objects.all():
        for occurrence in Occurrence.objects.all():
            told = reader.reminders.filter(occurrence=occurrence)
            found = due(
                occurrence.start,
                asked[reader.pk][occurrence.key_date_id],
                today=local_day(now, reader.time_zone),
                told=list(told.values_list("days_before", flat=True)),
                weekly=reader.rhythm == "weekly",
                paused_until=reader.paused_until,
            )
            rows |= {(reader.pk, occurrence.pk, one.slot, one.days_before) for one in found}
    return rows


def check(reminder):
    """The row's own facts: its morning, its end, its Message-ID."""
    message, reader = reminder.message, reminder.message.subscriber
    occurrence = reminder.occurrence
    end = last_moment(occurrence.start, message.slot, reminder.days_before, reader.time_zone)
    assert message.send_at == morning(message.slot, reader.time_zone)
    assert message.expires_at >= end
    assert (reminder.start, reminder.end) == (occurrence.start, occurrence.end)
    assert message.message_id == outbox.message_id(
        str(reader.key), message.purpose, message.slot, message.number
    )
