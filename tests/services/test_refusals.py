"""What becomes of a mail that is not taken, and when it is tried again."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail

from tests.outgoing import MORNING, planned
from tests.subscribers import make_subscription
from tracker.models import Attempt, Bounce, MailControl, Message, Suppression
from tracker.services import breaker, delivery, outbox, outcomes, suppression
from tracker.services.smtp_verdicts import Wait

pytestmark = pytest.mark.django_db


def test_temporary_refusal_waits_longer_each_time(server):
    planned()
    now, waits = MORNING, []
    for _attempt in range(3):
        server.errors = [smtplib.SMTPDataError(451, b"Try later")]
        delivery.drain(now=now)
        message = Message.objects.get()
        waits.append(message.send_at - now)
        now = message.send_at

    assert [round(wait / timedelta(minutes=1)) for wait in waits] == sorted(
        round(wait / timedelta(minutes=1)) for wait in waits
    )
    assert (message.state, message.attempts, message.claims) == ("queued", 3, 0)
    assert message.outcome == "451 Try later"
    assert delivery.drain(now=now).sent == 1


@pytest.mark.parametrize("attempts", [0, 1, 5, 60])
def test_backoff_doubles_up_to_an_hour(attempts):
    expected = timedelta(minutes=min(2**attempts, 60))

    assert expected * 0.75 <= outcomes.backoff(attempts) <= expected * 1.25


def test_recipient_who_does_not_exist_fails_for_good(server):
    planned()
    server.errors = [smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.1 No such user")})]

    delivery.drain(now=MORNING)
    delivery.drain(now=MORNING + timedelta(days=1))

    message = Message.objects.get()
    assert (message.state, message.outcome) == ("failed", "550 5.1.1 No such user")
    assert mail.outbox == []


def test_one_refusal_does_not_keep_the_others_waiting(server):
    planned(3)
    server.errors = [smtplib.SMTPServerDisconnected("closed")]

    drained = delivery.drain(now=MORNING)

    assert (drained.sent, drained.retried, server.opened) == (2, 1, 2)


def test_login_error_stops_everything_and_burns_no_attempt(server):
    planned(3)
    server.opening = smtplib.SMTPAuthenticationError(535, b"Bad credentials")

    drained = delivery.drain(now=MORNING)

    assert drained.stopped == "535 Bad credentials"
    assert set(Message.objects.values_list("state", "attempts", "claims", "claim")) == {
        ("queued", 0, 0, None)
    }
    server.opening = None
    assert delivery.drain(now=MORNING + timedelta(minutes=2)).sent == 3


def test_breaker_lets_one_try_after_pauses_that_grow(server):
    planned(3)
    server.opening = smtplib.SMTPAuthenticationError(535, b"Bad credentials")
    now, waits = MORNING, []
    for _trial in range(4):
        delivery.drain(now=now)
        control = MailControl.current()
        waits.append(round((control.closed_until - now) / timedelta(minutes=1)))
        assert delivery.drain(now=control.closed_until - timedelta(seconds=1)).stopped
        now = control.closed_until

    assert waits == [1, 2, 4, 8]
    assert Attempt.objects.filter(outcome="stopped", code=535).count() == 4


def test_of_all_workers_one_is_given_the_trial():
    planned()
    breaker.trip("535 Bad credentials", now=MORNING)
    later = MORNING + timedelta(minutes=1)

    assert [breaker.way(now=later) for _worker in range(3)] == ["trial", "shut", "shut"]


def test_mail_that_is_taken_in_a_trial_opens_the_way_for_all():
    planned(3)
    breaker.trip("535 Bad credentials", now=MORNING)

    assert delivery.drain(now=MORNING + timedelta(minutes=1)).sent == 3
    assert breaker.way(now=MORNING) == "free"


def test_policy_error_lets_another_message_try_next_time(server):
    planned(2)
    server.errors = [smtplib.SMTPDataError(550, b"5.7.1 Refused by policy")]

    assert delivery.drain(now=MORNING).sent == 0
    assert delivery.drain(now=MORNING + timedelta(minutes=2)).sent == 1
    assert delivery.drain(now=MORNING + timedelta(minutes=16)).sent == 1
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_full_mailbox_is_tried_after_an_hour_and_greylisting_after_minutes():
    pauses = {
        wait: outcomes.backoff(0, wait) / timedelta(minutes=1)
        for wait in (Wait.TROUBLE, Wait.GREYLISTED, Wait.FULL)
    }

    assert 0.75 <= pauses[Wait.TROUBLE] <= 1.25
    assert 3.75 <= pauses[Wait.GREYLISTED] <= 6.25
    assert 45 <= pauses[Wait.FULL] <= 75


def test_mailbox_that_does_not_exist_is_written_to_no_more(server):
    (subscription,) = planned()
    server.errors = [smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.1 No such user")})]

    delivery.drain(now=MORNING)

    assert Bounce.objects.values_list("kind", "code", "source").get() == ("hard", "5.1.1", "smtp")
    assert suppression.is_suppressed(subscription.subscriber.email)


def test_suppressed_address_gets_nothing_and_the_outcome_says_why():
    (subscription,) = planned()
    suppression.suppress(subscription.subscriber.email.upper(), "complaint")

    delivery.drain(now=MORNING)

    message = Message.objects.get()
    assert (message.state, mail.outbox) == ("failed", [])
    assert message.outcome == "The address is written to no more: complaint."


@pytest.mark.parametrize(
    ("reason", "days", "sent"),
    [("soft_bounces", 31, 1), ("soft_bounces", 3, 0), ("complaint", 31, 0)],
)
def test_only_a_full_mailbox_of_long_ago_is_asked_again(reason, days, sent):
    subscription = make_subscription(state="pending")
    suppression.suppress(subscription.subscriber.email, reason)
    Suppression.objects.update(created_at=MORNING - timedelta(days=days))
    outbox.add_confirmation(subscription, now=MORNING)

    assert delivery.drain(now=MORNING).sent == sent
