"""A reminder goes out only while there is a reason for it: what changed after the planning."""

from datetime import date, timedelta

import pytest
from django.core import mail

from tests.builders import make_occurrence
from tests.outgoing import MORNING, planned, settle, states
from tests.subscribers import at, make_message, make_subscriber, make_subscription, told
from tracker.models import Occurrence, Reminder, Subscription
from tracker.services import delivery, holds, occurrences, planning

pytestmark = pytest.mark.django_db


def test_moved_occurrence_replaces_the_unsent_reminder():
    (subscription,) = planned()
    occurrence = Reminder.objects.get().occurrence
    occurrences.move(occurrence, start=date(2026, 11, 28), end=date(2026, 11, 28))

    delivery.drain(now=MORNING)
    settle()
    planning.plan(now=MORNING)
    delivery.drain(now=MORNING)

    assert states() == ["superseded", "sent"]
    assert told(subscription.subscriber) == [("2026-11-22", 7, 1, "sent")]
    assert "28 November 2026, in 6 days" in mail.outbox[0].body


def test_cancelled_occurrence_leaves_the_mail_and_the_others_stay():
    make_occurrence(start=date(2026, 11, 29), title="Kept")
    planned()
    occurrences.cancel(Reminder.objects.order_by("pk").last().occurrence)

    delivery.drain(now=MORNING)

    assert mail.outbox[0].subject == "Kept, 29 November 2026"
    assert Reminder.objects.count() == 1


def test_correction_tells_whom_was_told():
    planned()
    delivery.drain(now=MORNING)
    occurrences.cancel(Reminder.objects.get().occurrence)
    settle()
    now = MORNING + timedelta(minutes=1)

    planning.plan(now=now)
    delivery.drain(now=now)
    planning.plan(now=now)
    delivery.drain(now=now)

    assert [one.subject for one in mail.outbox] == [
        "Reading day, 29 November 2026",
        "Cancelled: Reading day, 29 November 2026",
    ]


def test_correction_is_not_sent_after_a_second_change():
    planned()
    delivery.drain(now=MORNING)
    occurrence = Reminder.objects.get().occurrence
    occurrences.cancel(occurrence)
    settle()
    planning.plan(now=MORNING)
    occurrences.move(occurrence, start=date(2026, 12, 5), end=date(2026, 12, 5))
    settle()

    planning.plan(now=MORNING)
    delivery.drain(now=MORNING)

    assert [one.subject for one in mail.outbox[1:]] == ["New date: Reading day, 5 December 2026"]


def test_nothing_is_sent_to_who_has_left_since():
    (subscription,) = planned()
    Subscription.objects.filter(pk=subscription.pk).update(state="ended", ended_at=MORNING)

    delivery.drain(now=MORNING)

    assert (states(), mail.outbox, Reminder.objects.count()) == (["cancelled"], [], 0)


def test_lead_time_that_was_given_up_is_not_told():
    (subscription,) = planned()
    subscription.lead_times.update(days=3)

    delivery.drain(now=MORNING)

    assert (states(), mail.outbox) == (["superseded"], [])


def test_reminder_overtaken_by_a_nearer_one_is_not_told():
    (subscription,) = planned(days=[7, 5])
    planning.plan(now=at("2026-11-24 09:00"))

    delivery.drain(now=at("2026-11-24 09:00"))

    assert [one.body.count("in 5 days") for one in mail.outbox] == [1]
    assert told(subscription.subscriber) == [("2026-11-24", 5, 0, "sent")]


def test_mail_that_goes_out_late_counts_the_days_that_are_left(server):
    planned()
    server.opening = ConnectionRefusedError()
    delivery.drain(now=MORNING)
    server.opening = None

    delivery.drain(now=at("2026-11-26 15:00"))

    assert "29 November 2026, in 3 days" in mail.outbox[0].body


def test_what_has_begun_leaves_a_mail_that_is_late():
    make_occurrence(start=date(2026, 11, 28), title="Begun")
    make_occurrence(start=date(2026, 11, 29), title="Ahead")
    make_subscription(days=[7])
    planning.plan(now=MORNING)

    delivery.drain(now=at("2026-11-28 10:00"))

    assert [one.subject for one in mail.outbox] == ["Ahead, 29 November 2026"]


def test_no_reminder_goes_to_who_has_not_confirmed():
    subscriber = make_subscriber()
    make_subscription(subscriber, state="pending")
    message = make_message(subscriber)
    Reminder.objects.create(
        subscriber=subscriber,
        message=message,
        occurrence=make_occurrence(start=date(2026, 11, 29)),
        occurrence_revision=0,
        days_before=7,
    )

    delivery.drain(now=MORNING)

    assert (states(), mail.outbox) == (["cancelled"], [])


def test_held_date_leaves_the_queue_and_comes_back_when_it_is_released():
    planned()
    occurrence = Occurrence.objects.get()
    holds.hold(occurrence, None, "to be confirmed")
    delivery.drain(now=MORNING)
    planning.plan(now=MORNING)
    assert (states(), mail.outbox) == (["superseded"], [])

    holds.release(occurrence)
    planning.plan(now=MORNING + timedelta(days=2))
    delivery.drain(now=MORNING + timedelta(days=2))

    assert "29 November 2026, in 5 days" in mail.outbox[0].body
