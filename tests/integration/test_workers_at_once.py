"""Two planners and two workers at the same time, each in a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core import mail
from django.db import connection, connections

from tests.builders import make_occurrence
from tests.subscribers import at, make_subscription
from tracker.models import Message, Reminder
from tracker.services import delivery, planning

MORNING = at("2026-11-22 09:00")
SUBSCRIBERS = 40

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def several_connections():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's test database is one connection's own; it has one writer anyway.")


def at_once(work, times):
    """The results of `work` in so many threads."""

    def alone(_number):
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(alone, range(times)))


def test_every_reminder_is_planned_once_and_sent_once():
    make_occurrence(start=date(2026, 11, 29))
    make_occurrence(start=date(2026, 11, 28), title="Another")
    for _ in range(SUBSCRIBERS):
        make_subscription(days=[7, 6])

    planned = at_once(lambda: planning.plan(now=MORNING), 4)
    drained = at_once(lambda: delivery.drain(now=MORNING), 4)

    assert sum(one.reminders for one in planned) == Reminder.objects.count() == 3 * SUBSCRIBERS
    assert sum(one.messages for one in planned) == Message.objects.count() == 2 * SUBSCRIBERS
    assert sum(one.sent for one in drained) == SUBSCRIBERS
    sent = [one.extra_headers["Message-ID"] for one in mail.outbox]
    assert sorted(sent) == sorted(
        Message.objects.filter(state="sent").values_list("message_id", flat=True)
    )


def test_connections_of_one_worker_send_each_message_once(settings, monkeypatch):
    settings.MAIL_CONNECTIONS = 3
    monkeypatch.setattr(delivery, "MANY", 10)
    make_occurrence(start=date(2026, 11, 29))
    for _ in range(SUBSCRIBERS):
        make_subscription(days=[7])
    planning.plan(now=MORNING)

    first = delivery.drain(now=MORNING, limit=SUBSCRIBERS - 5)
    second = delivery.drain(now=MORNING)

    assert (first.sent, second.sent) == (SUBSCRIBERS - 5, 5)
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == SUBSCRIBERS
