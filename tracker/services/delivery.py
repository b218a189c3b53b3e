"""Sending what is due. The database is the queue; see DESIGN, "Reminders", for what is promised.

Claim a batch with token and lease; look at it again (`checking`); for each message one statement
that renews the lease if nothing has changed since, and writes down, fenced by the token, that the
one before was sent, with its attempt; write the letter while the database is at that; talk to the
mail server with no transaction open. A message is sent twice only where something dies between the
server's "250" and that commit, and then under the same Message-ID.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from tracker.models import MailControl, Message
from tracker.services import breaker, checking, claims, failpoints, holds, marks, outbox_sql
from tracker.services.breaker import Way
from tracker.services.checking import Checked
from tracker.services.letters import Letter, Letters
from tracker.services.mail_server import MailServer
from tracker.services.outcomes import Drained, Outcomes
from tracker.services.smtp_conversation import Envelope
from tracker.services.smtp_verdicts import Verdict, judge

SMALLEST, LARGEST = 50, 1000
MANY = 2 * SMALLEST
"""Due messages for which more than one connection is opened."""

BATCH_SECONDS = 2.0
"""Messages in a batch: as many as are sent in about this time, so that a slow mail server does not
keep many from other workers, and a fast one is not kept waiting for claims."""

LOOK_LASTS = 5.0
"""Seconds after which the rest of a batch is looked at again."""

log = structlog.get_logger(__name__)


class Clock:
    """`now` as it was given, moving on with the time that the work takes."""

    def __init__(self, now: datetime) -> None:
        self._given = now
        self._started = time.monotonic()

    def now(self) -> datetime:
        return self._given + timedelta(seconds=time.monotonic() - self._started)


class Quota:
    """How many may still be claimed, by all who send at once; None where there is no limit."""

    def __init__(self, limit: int | None) -> None:
        self._left = limit
        self._lock = Lock()

    def take(self, wanted: int) -> int:
        if self._left is None:
            return wanted
        with self._lock:
            taken = min(wanted, self._left)
            self._left -= taken
            return taken

    def give_back(self, number: int) -> None:
        if self._left is not None:
            with self._lock:
                self._left += number


def drain(*, now: datetime, limit: int | None = None, within: timedelta | None = None) -> Drained:
    """Send the messages that are due at `now`, at most `limit` of them, `within` this time.

    Where many are due, over `MAIL_CONNECTIONS` connections at once, each with its own thread and
    connection to the database.
    """
    drained = Drained()
    drained.outcomes[Message.State.EXPIRED] += claims.expire(now=now)
    drained.stopped = holds.held()
    if drained.stopped:
        return drained
    way = breaker.way(now=now)
    if way == Way.SHUT:
        drained.stopped = MailControl.current().closed_why
        return drained
    clock, quota = Clock(now), Quota(limit)
    until = now + within if within else None
    is_trial = way == Way.TRIAL
    number = 1 if is_trial else _connections(now)
    runs = [_Run(clock, quota, until=until, is_trial=is_trial) for _ in range(number)]
    with ThreadPoolExecutor(number) as threads:
        others = [threads.submit(run.in_a_thread) for run in runs[1:]]
        try:
            runs[0].to_the_end()
        except BaseException:
            for run in runs:
                run.until = now
            raise
    for other in others:
        other.result()
    for run in runs:
        drained.add(run.outcomes.drained)
    return drained


def _connections(now: datetime) -> int:
    """SQLite has one writer; and for a few mails one connection is enough."""
    is_worth_it = (
        connection.vendor == "postgresql"
        and settings.MAIL_CONNECTIONS > 1
        and Message.objects.due(now=now)[MANY - 1 : MANY].exists()
    )
    return settings.MAIL_CONNECTIONS if is_worth_it else 1


class _Run:
    """One connection to the mail server, and what was done over it so far."""

    def __init__(
        self, clock: Clock, quota: Quota, *, until: datetime | None, is_trial: bool
    ) -> None:
        self.clock, self.quota, self.until, self.is_trial = clock, quota, until, is_trial
        self.batch = 2 * SMALLEST
        self.outcomes = Outcomes()
        self.server = MailServer()
        self.letters = Letters(as_bytes=self.server.speaks_smtp)
        self.counted = 0

    def in_a_thread(self) -> None:
        try:
            self.to_the_end()
        finally:
            connection.close()

    def to_the_end(self) -> None:
        try:
            with outbox_sql.not_waiting_for_the_disk():
                while self._batch():
                    pass
        finally:
            self.server.close()
            self.outcomes.marks.close()

    def _batch(self) -> bool:
        """Claim some and send them; whether there may be more."""
        try:
            marks.adopt()
            size = self.quota.take(self._size())
            with outbox_sql.durable():
                token, messages = claims.take(now=self.clock.now(), size=size)
                self._count_sent()
            self.quota.give_back(size - len(messages))
            self._note_sent()
            if messages:
                failpoints.reach(failpoints.AFTER_CLAIM)
                started = time.monotonic()
                self._send_all(messages, token)
                claims.give_back(messages, token)
                self._adapt(time.monotonic() - started)
        except (OperationalError, InterfaceError) as error:
            log.warning("the connection to the database broke", error=str(error))
            if not self.outcomes.marks.write_again():
                raise
            outbox_sql.wait_for_the_disk(False)
            return True
        return bool(messages)

    def _size(self) -> int:
        """How many to claim: none where there is to be no more, but what was sent is counted."""
        is_late = self.until is not None and self.clock.now() >= self.until
        if self.outcomes.drained.stopped or is_late:
            return 0
        return 1 if self.is_trial else self.batch

    def _adapt(self, seconds: float) -> None:
        share = BATCH_SECONDS / max(seconds, 0.001)
        wanted = round(self.batch * min(max(share, 0.5), 4))
        self.batch = max(SMALLEST, min(wanted, LARGEST))

    def _count_sent(self) -> None:
        uncounted = self.outcomes.drained.sent - self.counted
        if uncounted:
            MailControl.objects.filter(pk=1).update(sequence=F("sequence") + uncounted)

    def _note_sent(self) -> None:
        """After the commit: all marks are on the disk, and are noted outside of the database."""
        self.outcomes.marks.are_durable()
        if self.outcomes.drained.sent != self.counted:
            self.counted = self.outcomes.drained.sent
            holds.note(MailControl.current())

    def _send_all(self, messages: list[Message], token: UUID) -> None:
        waiting = list(messages)
        while waiting and not self.outcomes.drained.stopped:
            self.letters.refresh()
            looked_at = time.monotonic()
            looked = checking.look(waiting, now=self.clock.now())
            for checked, following in zip(looked, [*looked[1:], None], strict=True):
                self._deliver(checked, token, following)
                del waiting[0]
                if self.outcomes.drained.stopped or time.monotonic() > looked_at + LOOK_LASTS:
                    break
            self.outcomes.write()

    def _deliver(self, looked: Checked, token: UUID, following: Checked | None) -> None:
        if looked.state:
            self._end(looked, token)
            return
        may_go = self._ask(looked, token)
        early = self._early(looked)
        checked: Checked | None = looked
        if not may_go():
            checked, early = self._looked_again(looked.message, token), None
        if checked is None:
            return
        message = checked.message
        try:
            letter = early or self.letters.write(checked, now=self.clock.now())
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            self.outcomes.unwritten(message, token, error, at=self.clock.now())
            return
        ahead = self.letters.envelope_of(following) if following and not following.state else None
        self._hand_over(letter, message, token, ahead)

    def _ask(self, checked: Checked, token: UUID) -> Callable[[], bool]:
        """Whether it may be sent at this moment: what is returned waits for the answer."""
        now = self.clock.now()
        until = now + claims.lease()
        if not self.is_trial:
            return self.outcomes.pass_on(checked, token, until=until, now=now)
        self.outcomes.write()
        return lambda: outbox_sql.fence(checked, token, until=until, now=now, is_trial=True)

    def _early(self, checked: Checked) -> Letter | None:
        """The letter, written while the database is at work; None where that is not possible."""
        try:
            return self.letters.kept(checked, now=self.clock.now())
        except Exception:  # a mistake of ours, which is dealt with where it is made again
            return None

    def _looked_again(self, message: Message, token: UUID) -> Checked | None:
        """What holds now that something has changed; None where it is not to be sent by us."""
        ours = claims.ours(message.pk, token)
        if ours is None or self._is_stopped():
            return None
        checked = checking.look([ours], now=self.clock.now())[0]
        if checked.state:
            self._end(checked, token)
            return None
        return checked if self._ask(checked, token)() else None

    def _end(self, checked: Checked, token: UUID) -> None:
        self.outcomes.write()
        self.outcomes.ended(checked, token)

    def _is_stopped(self) -> bool:
        """Whether an operator, or another worker's breaker, has stopped all mail."""
        control, now = MailControl.current(), self.clock.now()
        if control.held_since is not None:
            self.outcomes.drained.stopped = holds.held()
        elif not self.is_trial and control.closed_until and control.closed_until > now:
            self.outcomes.drained.stopped = control.closed_why
        return bool(self.outcomes.drained.stopped)

    def _hand_over(
        self, letter: Letter, message: Message, token: UUID, ahead: Envelope | None
    ) -> None:
        in_talk = False
        try:
            self.server.open(letter.envelope)
            in_talk = True
            failpoints.reach(failpoints.BEFORE_DATA)
            reply = letter.hand_over(self.server, ahead)
        except Exception as error:
            # Whatever a backend raises: smtplib's, the network's or a provider's own errors.
            refusal = judge(error)
            if not refusal.keeps_connection:
                self.server.close()
            at = self.clock.now()
            if refusal.verdict == Verdict.STOP or not in_talk:
                self.outcomes.stopped(message, token, refusal, at=at, in_talk=in_talk)
                return
            self.outcomes.refused(message, token, refusal, at=at)
        else:
            failpoints.reach(failpoints.AFTER_ACCEPTANCE)
            self.outcomes.sent(message, token, reply, at=self.clock.now())
        if self.is_trial:
            breaker.mend()
            self.is_trial = False
