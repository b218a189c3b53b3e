"""Who follows a commitment that was carried over, replaced or merged follows the other one."""

from datetime import date

import pytest
from django.core import mail

from tests.builders import make_commitment, make_key_date, make_link, make_occurrence, make_update
from tests.subscribers import at, make_subscriber, make_subscription, told
from tracker.models import Reminder, StatusNotice, StatusUpdate
from tracker.services import delivery, occurrences, planning
from tracker.services.coming import coming_to

pytestmark = pytest.mark.django_db

SUNDAY = at("2026-11-22 09:00")
DAY = date(2026, 11, 29)


@pytest.fixture
def target():
    """A commitment with a date on the 29th."""
    key_date = make_key_date(name="Reading Sunday", date="2026-11-29")
    make_occurrence(key_date, start=DAY)
    return make_commitment(title="Read aloud", key_dates=[key_date])


def test_follower_of_a_merged_commitment_is_reminded_of_the_dates_of_the_other(target):
    first = make_commitment(continued_by=make_commitment(continued_by=target))
    reader = make_subscription(commitment=first, days=[7]).subscriber
    make_subscription(commitment=make_commitment())

    assert [one.day for one in coming_to(reader, now=SUNDAY)] == [date(2026, 11, 22)]
    planning.plan(now=SUNDAY)
    delivery.drain(now=SUNDAY)

    assert told(reader) == [("2026-11-22", 7, 0, "sent")]
    assert [one.to for one in mail.outbox] == [[reader.email]]
    assert "Reading Sunday" in mail.outbox[0].body


def test_reader_of_both_is_told_once(target):
    reader = make_subscriber()
    make_subscription(reader, commitment=make_commitment(continued_by=target), days=[7, 1])
    make_subscription(reader, commitment=target, days=[7])

    planning.plan(now=SUNDAY)
    planning.plan(now=at("2026-11-27 12:00"))

    assert [one.days_before for one in reader.reminders.order_by("-days_before")] == [7, 1]


def test_who_was_told_of_a_date_of_the_first_is_corrected_after_the_merge(target):
    key_date = make_key_date(date="2026-11-29")
    occurrence = make_occurrence(key_date, start=DAY)
    first = make_commitment(key_dates=[key_date])
    reader = make_subscription(commitment=first).subscriber
    planning.plan(now=SUNDAY)
    delivery.drain(now=SUNDAY)
    first.continued_by = target
    first.save()

    occurrences.move(occurrence, start=date(2026, 11, 30), end=date(2026, 11, 30))
    type(occurrence).objects.update(changed_at=SUNDAY)
    planning.plan(now=at("2026-11-22 12:00"))

    corrections = reader.reminders.filter(kind=Reminder.Kind.CORRECTION)
    assert [one.start for one in corrections] == [date(2026, 11, 30)]


def test_follower_hears_the_status_of_the_other_and_of_the_merge_itself(target):
    first = make_commitment(continued_by=target)
    reader = make_subscription(make_subscriber(hears_status=True), commitment=first).subscriber
    other = make_subscription(make_subscriber(hears_status=True), commitment=target).subscriber
    merged = make_update(first, status="merged")
    held = make_update(target, status="reported")
    StatusUpdate.objects.update(created_at=SUNDAY.replace(hour=1))

    planning.plan(now=SUNDAY)

    heard = {
        one: set(StatusNotice.objects.filter(subscriber=one).values_list("update", flat=True))
        for one in (reader, other)
    }
    assert heard == {reader: {merged.pk, held.pk}, other: {held.pk}}


def test_commitments_that_continue_each_other_are_followed_all_the_same(target):
    first = make_commitment(continued_by=target)
    target.continued_by = first
    target.save()
    reader = make_subscription(commitment=first).subscriber

    planning.plan(now=SUNDAY)

    assert told(reader) == [("2026-11-22", 7, 0, "queued")]
    assert len(coming_to(reader, now=SUNDAY)) == 1


def test_link_that_was_a_mistake_is_taken_back_with_what_waits(target):
    first = make_commitment(continued_by=target)
    make_link(first, make_key_date(date="2027-05-09"))
    make_subscription(commitment=first)
    planning.plan(now=SUNDAY)
    first.continued_by = None
    first.save()

    delivery.drain(now=SUNDAY)

    assert mail.outbox == []
