"""Everything that can happen to a reminder, in any order: what a reader is told stays right.

`OUTBOX_EXAMPLES=200` for a longer look; what fails is not made smaller, which would take long.
"""

import os
from collections import Counter, defaultdict
from dataclasses import fields
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.builders import make_occurrence
from tests.subscribers import LONG_AGO, at, make_subscriber, make_subscription
from tracker.models import Attempt, MailControl, Message, Occurrence, Reminder
from tracker.services import (
    breaker,
    claims,
    delivery,
    failpoints,
    holds,
    occurrences,
    planning,
    subscriptions,
)

START = at("2026-11-22 08:00")
LANGUAGES = {"en": "November", "es": "noviembre"}
ZONES = ["UTC", "Asia/Tokyo", "America/Lima"]


class Died(BaseException):
    """A worker ends here."""


class Outbox(RuleBasedStateMachine):
    """Two readers, two dates; the clock goes on by some hours between the steps."""

    def __init__(self) -> None:
        super().__init__()
        self._changes = transaction.atomic()
        self._changes.__enter__()

    @initialize()
    def begin(self) -> None:
        mail.outbox = []
        self.now = START
        self.crashes = 0
        self.left: dict[int, int] = {}
        self.dates = [make_occurrence(start=date(2026, 11, 29 - n), title=f"D{n}") for n in (0, 1)]
        self.readers = [make_subscriber(language=one) for one in LANGUAGES]
        for one in self.readers:
            make_subscription(one, days=[7, 6, 2])

    @rule(hours=st.sampled_from([1, 5, 24, 48]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def clock_jumps_back(self) -> None:
        self.now -= timedelta(hours=2)

    @rule(twice=st.booleans())
    def beat(self, twice: bool) -> None:
        for _tick in range(1 + twice):
            planning.plan(now=self.now)
            delivery.drain(now=self.now)

    @rule(place=st.sampled_from(failpoints.ALL))
    def worker_dies(self, place: str) -> None:
        planning.plan(now=self.now)

        def die() -> None:
            raise Died

        with failpoints.armed(place, die):
            try:
                delivery.drain(now=self.now)
            except Died:
                self.crashes += 1
        self.now += timedelta(minutes=6)

    @rule(number=st.sampled_from([0, 1]), days=st.integers(-2, 3))
    def date_moves(self, number: int, days: int) -> None:
        one = Occurrence.objects.get(pk=self.dates[number].pk)
        start = one.nominal + timedelta(days=days)
        if one.state != Occurrence.State.CANCELLED and start != one.start:
            occurrences.move(one, start=start, end=start)
            self._settle(one)

    @rule(number=st.sampled_from([0, 1]))
    def date_is_cancelled(self, number: int) -> None:
        one = Occurrence.objects.get(pk=self.dates[number].pk)
        if one.state != Occurrence.State.CANCELLED:
            occurrences.cancel(one)
            self._settle(one)

    def _settle(self, one: Occurrence) -> None:
        Occurrence.objects.filter(pk=one.pk).update(changed_at=LONG_AGO)

    @rule(number=st.sampled_from([0, 1]), language=st.sampled_from(sorted(LANGUAGES)))
    def language_changes(self, number: int, language: str) -> None:
        self._prefer(number, language=language)

    @rule(number=st.sampled_from([0, 1]), zone=st.sampled_from(ZONES))
    def zone_changes(self, number: int, zone: str) -> None:
        self._prefer(number, time_zone=zone)

    def _prefer(self, number: int, **changes: str) -> None:
        reader = self.readers[number]
        names = [one.name for one in fields(subscriptions.Preferences)]
        wanted = {name: getattr(reader, name) for name in names} | changes
        subscriptions.change_settings(reader, subscriptions.Preferences(**wanted))

    @precondition(lambda self: not self.left)
    @rule()
    def reader_leaves(self) -> None:
        subscriptions.end_all(self.readers[0], now=self.now)
        self.left[self.readers[0].pk] = self._mails_to(self.readers[0].email)

    @rule(number=st.sampled_from([0, 1]))
    def date_is_held_and_released(self, number: int) -> None:
        holds.hold(self.dates[number], None)
        before = len(mail.outbox)
        self.beat(False)
        assert all(f"D{number}" not in one.body for one in mail.outbox[before:])
        holds.release(self.dates[number])

    @rule()
    def server_refuses_our_login(self) -> None:
        breaker.trip("535 Bad credentials", now=self.now)
        before = len(mail.outbox)
        self.beat(False)
        assert len(mail.outbox) == before
        breaker.mend()

    def _mails_to(self, email: str) -> int:
        return sum(email in one.to for one in mail.outbox)

    @invariant()
    def nobody_hears_after_leaving(self) -> None:
        for reader in self.readers:
            if reader.pk in self.left:
                assert self._mails_to(reader.email) == self.left[reader.pk]

    @invariant()
    def copies_have_a_cause_that_is_logged(self) -> None:
        copies = Counter(one.extra_headers["Message-ID"] for one in mail.outbox)
        extra = sum(copies.values()) - len(copies)
        ambiguous = Attempt.objects.filter(ambiguous=True).count()
        on_the_way = Message.objects.filter(state="queued", claim__isnull=False, claims__gt=0)
        assert extra <= self.crashes
        assert extra <= ambiguous + on_the_way.count()

    @invariant()
    def what_is_sent_was_handed_over(self) -> None:
        handed = {one.extra_headers["Message-ID"] for one in mail.outbox}
        sent = Message.objects.filter(state="sent")
        assert set(sent.values_list("message_id", flat=True)) <= handed

    @invariant()
    def each_lead_time_is_told_once_for_each_change(self) -> None:
        order = [one.extra_headers["Message-ID"] for one in mail.outbox]
        told: dict[tuple[int, int, int, str], list[int]] = defaultdict(list)
        sent = Reminder.objects.filter(message__state="sent").select_related("message")
        for one in sorted(sent, key=lambda one: order.index(one.message.message_id)):
            key = (one.subscriber_id, one.occurrence_id, one.occurrence_revision, one.kind)
            told[key].append(one.days_before)
        for days in told.values():
            assert days == sorted(set(days), reverse=True)

    @invariant()
    def no_mail_is_without_a_reason(self) -> None:
        assert not Message.objects.filter(
            state="sent", reminders=None, status_notices=None
        ).exists()

    @invariant()
    def nothing_is_held_for_good(self) -> None:
        assert MailControl.current().held_since is None

    def teardown(self) -> None:
        try:
            self.everything_ends()
        finally:
            transaction.set_rollback(True)
            self._changes.__exit__(None, None, None)

    def everything_ends(self) -> None:
        """Left alone, each message is sent, or has ended visibly otherwise."""
        self.now += timedelta(hours=2)
        for _day in range(4):
            planning.plan(now=self.now)
            delivery.drain(now=self.now)
            self.now += timedelta(hours=48)
        claims.expire(now=self.now + timedelta(days=10))
        assert not Message.objects.filter(state="queued").exists()
        self.copies_have_a_cause_that_is_logged()
        self.each_lead_time_is_told_once_for_each_change()
        self.nobody_hears_after_leaving()


@pytest.mark.django_db
def test_what_a_reader_is_told_stays_right_in_any_order_of_events():
    run_state_machine_as_test(
        Outbox,
        settings=settings(
            max_examples=int(os.environ.get("OUTBOX_EXAMPLES", "8")),
            phases=[Phase.generate],
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
