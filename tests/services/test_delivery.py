import smtplib
import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, transaction

from tests.builders import make_occurrence
from tests.subscribers import LONG_AGO, at, make_message, make_subscriber, make_subscription, told
from tracker.models import (
    Attempt,
    Bounce,
    MailControl,
    Message,
    Occurrence,
    Reminder,
    Subscription,
    Suppression,
)
from tracker.services import (
    attempts,
    breaker,
    checking,
    claims,
    delivery,
    holds,
    mail_content,
    occurrences,
    outbox,
    outbox_sql,
    outcomes,
    planning,
    suppression,
)
from tracker.services.marks import Mark
from tracker.services.smtp_verdicts import Wait

pytestmark = pytest.mark.django_db

MORNING = at("2026-11-22 09:00")


class Server(EmailBackend):
    """Refuses or loses what it is told to; counts its connections."""

    opening: Exception | None = None
    errors: list[Exception | None] = []
    opened = 0

    def open(self):
        if Server.opening:
            raise Server.opening
        Server.opened += 1

    def send_messages(self, messages):
        error = Server.errors.pop(0) if Server.errors else None
        if error:
            raise error
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.opening, Server.errors, Server.opened = None, [], 0
    return Server


def planned(number=1, **fields):
    """`number` subscribers for whom a reminder of 29 November waits."""
    make_occurrence(start=date(2026, 11, 29))
    found = [make_subscription(**fields) for _ in range(number)]
    planning.plan(now=MORNING)
    return found


def settle():
    """As if the dates had been changed long ago."""
    Occurrence.objects.update(changed_at=LONG_AGO)


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


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


def test_claimed_message_is_left_to_its_worker():
    planned()
    Message.objects.update(claim=uuid.uuid4(), claimed_until=MORNING + timedelta(minutes=1))

    assert delivery.drain(now=MORNING).sent == 0
    assert delivery.drain(now=MORNING + timedelta(minutes=2)).sent == 1


def claimed(now=MORNING):
    """The token of a new claim, and what `checking` says of the messages in it."""
    token, messages = claims.take(now=now, size=10)
    return token, checking.look(messages, now=now)


def may_send(checked, token, now=MORNING):
    return outbox_sql.fence(checked, token, until=now + claims.lease(), now=now)


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
    assert not outbox_sql.mark_sent(Mark(checked.message.pk, token, later, "w", 250, ""))
    assert Message.objects.get().claim == other
    assert not Attempt.objects.exists()


def test_lease_is_renewed_before_each_message():
    planned()
    token, (checked,) = claimed()
    later = MORNING + timedelta(minutes=4)

    assert may_send(checked, token, later)
    assert Message.objects.get().claimed_until == later + claims.lease()


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


def test_breaker_that_another_worker_tripped_stops_what_is_claimed_already():
    planned()
    token, (checked,) = claimed()
    breaker.trip("535 Bad credentials", now=MORNING)

    assert not may_send(checked, token)


def test_policy_error_lets_another_message_try_next_time(server):
    planned(2)
    server.errors = [smtplib.SMTPDataError(550, b"5.7.1 Refused by policy")]

    assert delivery.drain(now=MORNING).sent == 0
    assert delivery.drain(now=MORNING + timedelta(minutes=2)).sent == 1
    assert delivery.drain(now=MORNING + timedelta(minutes=16)).sent == 1
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_message_expires_as_its_day_begins(server):
    planned()
    server.opening = ConnectionRefusedError()

    delivery.drain(now=at("2026-11-28 23:59"))
    assert states() == ["queued"]
    drained = delivery.drain(now=at("2026-11-29 00:00"))

    assert (states(), drained.outcomes["expired"]) == (["expired"], 1)


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


def test_nothing_is_sent_to_who_was_erased_while_claimed():
    (subscription,) = planned()
    token, (checked,) = claimed()
    subscription.subscriber.delete()

    assert not may_send(checked, token)
    assert delivery.drain(now=MORNING).sent == 0


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


def test_confirmation_goes_out_in_its_turn_and_not_after_it_was_ended():
    wanted, ended = make_subscription(state="pending"), make_subscription(state="pending")
    outbox.add_confirmation(wanted, now=MORNING)
    outbox.add_confirmation(ended, now=MORNING)
    Subscription.objects.filter(pk=ended.pk).update(state="ended", ended_at=MORNING)

    delivery.drain(now=MORNING)

    assert [one.to for one in mail.outbox] == [[wanted.subscriber.email]]
    assert states() == ["sent", "cancelled"]


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


def test_attempt_is_never_changed():
    planned()
    delivery.drain(now=MORNING)

    with pytest.raises(DatabaseError), transaction.atomic():
        Attempt.objects.update(outcome="refused")


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


def test_nothing_leaves_while_an_operator_holds_all_mail():
    planned()
    token, (checked,) = claimed()
    holds.hold_all("We look into something.")

    assert not may_send(checked, token)
    assert delivery.drain(now=MORNING).stopped == "We look into something."
    assert mail.outbox == []

    holds.release_all()
    assert delivery.drain(now=MORNING + timedelta(minutes=6)).sent == 1
