"""What a worker has claimed is its own while its lease lasts, and is looked at once more."""

import uuid
from datetime import date, timedelta

import pytest

from tests.outgoing import MORNING, claimed, may_send, planned
from tracker.models import Attempt, Message, Occurrence
from tracker.services import breaker, claims, delivery, holds, mail_content, outbox_sql, suppression
from tracker.services.mark_journal import Mark

pytestmark = pytest.mark.django_db


def test_claimed_message_is_left_to_its_worker():
    planned()
    Message.objects.update(claim=uuid.uuid4(), claimed_until=MORNING + timedelta(minutes=1))

    assert delivery.drain(now=MORNING).sent == 0
    assert delivery.drain(now=MORNING + timedelta(minutes=2)).sent == 1


def test_claim_is_won_by_whoever_changed_the_row(monkeypatch):
    planned()
    manager, other, asked = type(Message.objects), uuid.uuid4(), []
    due = manager.due

    def with_another_in_between(self, *, now):
        asked.append(now)
        if len(asked) == 2:
            Message.objects.update(claim=other, claimed_until=now + claims.lease())
        return due(self, now=now)

    monkeypatch.setattr(manager, "due", with_another_in_between)

    assert claims.take(now=MORNING, size=10)[1] == []
    assert Message.objects.get().claim == other


def test_worker_that_lost_its_lease_neither_sends_nor_writes():
    planned()
    token, (checked,) = claimed()
    later = MORNING + timedelta(minutes=6)
    other, _messages = claims.take(now=later, size=1)

    assert not may_send(checked, token, later)
    message = checked.message
    assert not outbox_sql.mark_sent(
        Mark(message.pk, message.message_id, token, later, "w", 250, "")
    )
    assert Message.objects.get().claim == other
    assert not Attempt.objects.exists()


def test_lease_is_renewed_before_each_message():
    planned()
    token, (checked,) = claimed()
    later = MORNING + timedelta(minutes=4)

    assert may_send(checked, token, later)
    assert Message.objects.get().claimed_until == later + claims.lease()


def test_breaker_that_another_worker_tripped_stops_what_is_claimed_already():
    planned()
    token, (checked,) = claimed()
    breaker.trip("535 Bad credentials", now=MORNING)

    assert not may_send(checked, token)


def test_three_claims_without_an_outcome_are_held_for_an_operator(monkeypatch):
    planned()
    monkeypatch.setattr(mail_content, "draft_of", lambda *_args, **_names: 1 / 0)

    for minutes in (0, 2, 4, 6, 8):
        delivery.drain(now=MORNING + timedelta(minutes=minutes))

    message = Message.objects.get()
    assert (message.state, message.claim) == ("quarantined", None)
    assert message.outcome == "3 claims ended without an outcome."


def test_worker_that_died_leaves_the_rest_of_its_batch_unblamed():
    planned(2)
    token, (first, _second) = claimed()
    assert may_send(first, token)

    assert list(Message.objects.order_by("pk").values_list("claims", flat=True)) == [1, 0]
    assert delivery.drain(now=MORNING + timedelta(minutes=6)).sent == 2


def test_nothing_is_sent_to_who_was_erased_while_claimed():
    (subscription,) = planned()
    token, (checked,) = claimed()
    subscription.subscriber.delete()

    assert not may_send(checked, token)
    assert delivery.drain(now=MORNING).sent == 0


def test_lease_that_ran_out_while_sending_is_logged_by_who_claims_next():
    planned(2)
    token, (first, _second) = claimed()
    assert may_send(first, token)
    Message.objects.update(claimed_by="elsewhere/7")

    delivery.drain(now=MORNING + timedelta(minutes=6))

    unfinished = Attempt.objects.get(outcome="unfinished")
    assert (unfinished.message, unfinished.worker) == (first.message, "elsewhere/7")
    assert unfinished.ambiguous
    assert Attempt.objects.filter(outcome="accepted", ambiguous=False).count() == 2


def test_address_that_is_suppressed_while_claimed_is_not_written_to():
    (subscription,) = planned()
    token, (checked,) = claimed()
    suppression.suppress(subscription.subscriber.email, "complaint")

    assert not may_send(checked, token)


@pytest.mark.parametrize(
    "changes",
    [
        {"language": "es"},
        {"time_zone": "Asia/Tokyo"},
        {"email": "new@example.org"},
        {"paused_until": date(2026, 12, 24)},
    ],
)
def test_reader_who_changes_something_after_the_look_is_looked_at_again(changes):
    (subscription,) = planned()
    token, (checked,) = claimed()
    type(subscription.subscriber).objects.update(**changes)

    assert not may_send(checked, token)


def test_date_that_is_held_after_the_look_is_not_told():
    planned()
    token, (checked,) = claimed()
    holds.hold(Occurrence.objects.get(), None)

    assert not may_send(checked, token)
