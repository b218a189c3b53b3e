"""What is due goes out once, in order, and every try is on record."""

import smtplib
import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from tests.outgoing import MORNING, claimed, may_send, planned, states
from tests.subscribers import at, make_subscription
from tracker.models import Attempt, Message, Subscription
from tracker.services import attempts, delivery, holds, outbox

pytestmark = pytest.mark.django_db


def test_due_message_is_sent_once_and_marked():
    planned()

    first, second = delivery.drain(now=MORNING), delivery.drain(now=MORNING)

    message = Message.objects.get()
    assert (first.sent, second.sent, len(mail.outbox)) == (1, 0, 1)
    assert (message.state, message.claim, message.claims, message.attempts) == ("sent", None, 0, 1)
    assert MORNING <= message.sent_at < MORNING + timedelta(minutes=1)
    assert mail.outbox[0].extra_headers["Message-ID"] == message.message_id


def test_nothing_is_sent_before_its_morning():
    planned()

    assert delivery.drain(now=MORNING - timedelta(seconds=1)).sent == 0


def test_batch_shares_one_connection(server):
    planned(3)

    assert delivery.drain(now=MORNING).sent == 3
    assert server.opened == 1


def test_nobody_connects_for_nothing(server):
    delivery.drain(now=MORNING)

    assert server.opened == 0


def test_limit_leaves_the_rest_for_later():
    planned(3)

    assert delivery.drain(now=MORNING, limit=2).sent == 2
    assert sorted(states()) == ["queued", "sent", "sent"]


def test_message_expires_as_its_day_begins(server):
    planned()
    server.opening = ConnectionRefusedError()

    delivery.drain(now=at("2026-11-28 23:59"))
    assert states() == ["queued"]
    drained = delivery.drain(now=at("2026-11-29 00:00"))

    assert (states(), drained.outcomes["expired"]) == (["expired"], 1)


def test_confirmation_goes_out_in_its_turn_and_not_after_it_was_ended():
    wanted, ended = make_subscription(state="pending"), make_subscription(state="pending")
    outbox.add_confirmation(wanted, now=MORNING)
    outbox.add_confirmation(ended, now=MORNING)
    Subscription.objects.filter(pk=ended.pk).update(state="ended", ended_at=MORNING)

    delivery.drain(now=MORNING)

    assert [one.to for one in mail.outbox] == [[wanted.subscriber.email]]
    assert states() == ["sent", "cancelled"]


def test_message_id_is_the_same_on_every_attempt_and_hides_the_key():
    key = str(uuid.UUID(int=7))

    first = outbox.message_id(key, "reminder", date(2026, 11, 22), 1)

    assert first == outbox.message_id(key, "reminder", date(2026, 11, 22), 1)
    assert first.endswith("@testserver>")
    assert key not in first
    assert first != outbox.message_id(key, "reminder", date(2026, 11, 22), 2)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (None, ("accepted", 250, False)),
        (smtplib.SMTPDataError(451, b"Try later"), ("postponed", 451, False)),
        (smtplib.SMTPDataError(554, b"5.6.0 Malformed"), ("refused", 554, False)),
        (smtplib.SMTPServerDisconnected("closed"), ("broken", None, True)),
    ],
)
def test_every_try_is_in_the_log_with_its_worker(server, error, expected):
    planned()
    server.errors = [error]

    delivery.drain(now=MORNING)

    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.code, attempt.ambiguous) == expected
    assert attempt.worker == attempts.worker()
    assert MORNING <= attempt.at < MORNING + timedelta(minutes=1)


def test_attempt_is_never_changed():
    planned()
    delivery.drain(now=MORNING)

    with pytest.raises(DatabaseError), transaction.atomic():
        Attempt.objects.update(outcome="refused")


def test_nothing_leaves_while_an_operator_holds_all_mail():
    planned()
    token, (checked,) = claimed()
    holds.hold_all("We look into something.")

    assert not may_send(checked, token)
    assert delivery.drain(now=MORNING).stopped == "We look into something."
    assert mail.outbox == []

    holds.release_all()
    assert delivery.drain(now=MORNING + timedelta(minutes=6)).sent == 1
