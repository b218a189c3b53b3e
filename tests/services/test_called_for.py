"""What waits is asked once more, when it leaves, whether it is still called for."""

from datetime import date

import pytest
from django.core import mail

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_meeting,
    make_occurrence,
    make_plan,
    make_update,
)
from tests.subscribers import at, make_subscription
from tracker.models import Message, Reminder
from tracker.services import delivery, planning

pytestmark = pytest.mark.django_db

MORNING = at("2026-11-22 09:00")


@pytest.fixture
def commitment():
    """One that a date of next Sunday counts for, in a plan that ends with a meeting."""
    ends_with = make_meeting(state="planned")
    plan = make_plan(valid_from=date(2023, 10, 22), ends_with=ends_with)
    key_date = make_key_date(date="2026-11-29")
    commitment = make_commitment(item=make_item(plan=plan), key_dates=[key_date])
    make_occurrence(key_date, start=date(2026, 11, 29))
    return commitment


def close(commitment) -> None:
    meeting = commitment.item.plan.ends_with
    meeting.state, meeting.start, meeting.end = "held", date(2026, 10, 1), date(2026, 10, 3)
    meeting.save()


def test_plan_that_was_closed_reminds_of_nothing_but_dates_asked_for_themselves(commitment):
    make_subscription(commitment=commitment)
    (occurrence,) = commitment.key_dates.get().occurrences.all()
    named = make_subscription(key_date=occurrence.key_date)
    planning.plan(now=MORNING)
    close(commitment)

    delivery.drain(now=MORNING)
    planning.plan(now=MORNING)

    assert sorted(Message.objects.values_list("state", flat=True)) == ["sent", "superseded"]
    assert [one.to for one in mail.outbox] == [[named.subscriber.email]]


def test_whoever_was_told_before_a_plan_was_closed_hears_nothing_more(commitment):
    make_subscription(commitment=commitment, days=[7, 1])
    planning.plan(now=MORNING)
    delivery.drain(now=MORNING)
    close(commitment)

    for day in range(23, 30):
        planning.plan(now=at(f"2026-11-{day} 07:00"))

    assert Reminder.objects.count() == len(mail.outbox) == 1


def test_commitment_that_was_merged_is_told_with_that_status(commitment):
    make_subscription(commitment=commitment)
    planning.plan(now=MORNING)
    make_update(
        commitment, status="merged", as_of=date(2026, 11, 20), created_at=at("2026-11-21 12:00")
    )

    delivery.drain(now=MORNING)

    assert "Merged with another" in mail.outbox[0].body
