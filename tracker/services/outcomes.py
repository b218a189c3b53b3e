"""What becomes of a message that was tried: the outcome and the attempt, in one transaction.

Every write is fenced by the token of the claim: who lost the lease writes nothing but the attempt.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.db.models import F

from tracker.models import Attempt, Message
from tracker.services import attempts, bounces, breaker, failpoints, outbox_sql
from tracker.services.checking import Checked
from tracker.services.mark_journal import Mark
from tracker.services.marks import Marks
from tracker.services.smtp_verdicts import Refusal, Verdict, Wait

LONGEST_DELAYS = {Wait.FULL: 360}
LONGEST_DELAY = 60
FIRST_DELAYS = {Wait.GREYLISTED: 5, Wait.FULL: 60}
"""Pauses by the class of the error, as multiples of `MAIL_RETRY_SECONDS`."""

STEP_ASIDE = 15
"""After a stop its message waits so long, so that the next trial is made with another one."""

ACCEPTED = 250

log = structlog.get_logger(__name__)
State = Message.State
Outcome = Attempt.Outcome


@dataclass(slots=True)
class Drained:
    """What became of the messages that were due; `stopped` is why the rest was not tried."""

    outcomes: Counter[str] = field(default_factory=Counter)
    stopped: str = ""

    def add(self, other: "Drained") -> None:
        self.outcomes.update(other.outcomes)
        self.stopped = self.stopped or other.stopped

    @property
    def sent(self) -> int:
        return self.outcomes[State.SENT]

    @property
    def retried(self) -> int:
        return self.outcomes[State.QUEUED]


@dataclass(slots=True)
class Outcomes:
    """Writes outcomes down, and counts them."""

    drained: Drained = field(default_factory=Drained)
    marks: Marks = field(default_factory=Marks)
    worker: str = field(default_factory=attempts.worker)
    _unwritten: Mark | None = None

    def sent(self, message: Message, token: UUID, reply: str, *, at: datetime) -> None:
        """The server took it over. To be followed at once by `pass_on` or `write`."""
        self._unwritten = Mark(
            message.pk, message.message_id, token, at, self.worker, ACCEPTED, reply
        )
        self.drained.outcomes[State.SENT] += 1

    def pass_on(
        self, checked: Checked, token: UUID, *, until: datetime, now: datetime
    ) -> Callable[[], bool]:
        """Write down what was sent just now; whether `checked` may be sent next.

        What is returned has to be called for it, before the database is asked anything else.
        """
        mark, self._unwritten = self._unwritten, None
        if mark is None:
            return lambda: outbox_sql.fence(checked, token, until=until, now=now)
        failpoints.reach(failpoints.BEFORE_COMMIT)
        self.marks.add(mark)
        answer = outbox_sql.mark_and_fence(mark, checked, token, until=until, now=now)
        return lambda: self._passed_on(mark, answer)

    def _passed_on(self, mark: Mark, answer: Callable[[], tuple[bool, bool]]) -> bool:
        try:
            was_ours, may_go = answer()
        except (DataError, IntegrityError):
            # What is wrong with the next must not lose the mark of this one.
            outbox_sql.mark_sent(mark)
            raise
        failpoints.reach(failpoints.AFTER_COMMIT)
        if not was_ours:
            self._log_in_vain(mark)
        return may_go

    def write(self) -> None:
        """Write down what was sent just now, if anything was."""
        mark, self._unwritten = self._unwritten, None
        if mark is None:
            return
        failpoints.reach(failpoints.BEFORE_COMMIT)
        self.marks.add(mark)
        was_ours = outbox_sql.mark_sent(mark)
        failpoints.reach(failpoints.AFTER_COMMIT)
        if not was_ours:
            self._log_in_vain(mark)

    def ended(self, checked: Checked, token: UUID) -> None:
        """It is not called for any more, or may not be sent."""
        changes = {"outcome": checked.why} if checked.why else {}
        if _settle(checked.message, token, state=checked.state, **changes):
            self.drained.outcomes[checked.state] += 1

    def refused(self, message: Message, token: UUID, refusal: Refusal, *, at: datetime) -> None:
        """The server, or the network, did not take this one."""
        changes: dict[str, object] = {
            "claims": 0,
            "attempts": F("attempts") + 1,
        }
        if refusal.verdict == Verdict.FAIL:
            log.warning("mail refused", message=message.message_id, reason=refusal.reason)
            outcome, state = Outcome.REFUSED, State.FAILED
            changes["state"] = State.FAILED
        else:
            log.info("mail postponed", message=message.message_id, reason=refusal.reason)
            outcome = Outcome.POSTPONED if refusal.code else Outcome.BROKEN
            state = State.QUEUED
            changes["send_at"] = at + backoff(message.attempts, refusal.wait)
        self._write(message, token, outcome, refusal, at=at, **changes)
        self.drained.outcomes[state] += 1
        if refusal.bounce:
            bounces.record(
                refusal.bounce,
                message_id=message.message_id,
                code=refusal.enhanced_code,
                detail=refusal.reason,
                source="smtp",
                at=at,
            )

    def stopped(
        self, message: Message, token: UUID, refusal: Refusal, *, at: datetime, in_talk: bool
    ) -> None:
        """Nothing would go through: leave everything as it was; nobody's attempt was wasted."""
        log.error("mail server takes nothing; will try again later", reason=refusal.reason)
        aside = timedelta(seconds=STEP_ASIDE * settings.MAIL_RETRY_SECONDS)
        self._write(
            message,
            token,
            Outcome.STOPPED,
            refusal,
            at=at,
            send_at=at + aside if in_talk else message.send_at,
            claims=0,
        )
        if refusal.verdict == Verdict.STOP:
            breaker.trip(refusal.reason, now=at)
        self.drained.stopped = refusal.reason

    def unwritten(self, message: Message, token: UUID, error: Exception, *, at: datetime) -> None:
        """A mistake of ours. The claim stays without an outcome: three, and an operator looks."""
        log.exception("mail could not be written", message=message.message_id)
        reason = f"{type(error).__name__}: {error}"[:500]
        first = timedelta(seconds=settings.MAIL_RETRY_SECONDS)
        with transaction.atomic():
            if _settle(message, token, send_at=at + first, outcome=reason):
                attempts.log(message, Outcome.UNWRITTEN, at=at, by=self.worker, detail=reason)
        self.drained.outcomes[State.QUEUED] += 1

    def _write(
        self,
        message: Message,
        token: UUID,
        end: str,
        refusal: Refusal,
        *,
        at: datetime,
        **changes: object,
    ) -> None:
        with transaction.atomic():
            if _settle(message, token, outcome=refusal.reason, **changes):
                attempts.log(message, end, at=at, by=self.worker, refusal=refusal)

    def _log_in_vain(self, mark: Mark) -> None:
        """The attempt of who lost the lease; nothing where the message was erased meanwhile."""
        with transaction.atomic():
            message = Message.objects.select_for_update().filter(pk=mark.pk).first()
            if message is not None:
                log.warning("sent after the lease was lost", message=message.message_id)
                attempts.log(
                    message, Outcome.ACCEPTED, at=mark.at, by=mark.worker, detail=mark.reply
                )


def _settle(message: Message, token: UUID, **changes: object) -> bool:
    """Write the outcome, if the lease is still ours, and give the lease back."""
    return bool(
        Message.objects.filter(pk=message.pk, claim=token).update(
            claim=None, claimed_until=None, **changes
        )
    )


def backoff(attempts: int, wait: Wait = Wait.TROUBLE) -> timedelta:
    """How long to wait after the failure that follows `attempts` earlier ones.

    Doubles from a minute to an hour, give or take a quarter, so that not all come back at once.
    Greylisting asks for some minutes at once, a full mailbox for hours.
    """
    times = FIRST_DELAYS.get(wait, 1) * 2 ** min(attempts, 10)
    times = min(times, LONGEST_DELAYS.get(wait, LONGEST_DELAY))
    spread = random.uniform(0.75, 1.25)  # noqa: S311 (spreads load, guards nothing)
    return timedelta(seconds=settings.MAIL_RETRY_SECONDS) * times * spread
