"""Sending what is due. The database is the queue; see DESIGN, "Reminders", for what is promised.

Claim by conditional UPDATE with token and lease; look again whether the message is still called
for, in a short transaction; talk to the mail server with no transaction open; commit each message
by itself, fenced by the token. A message is sent twice only where something dies between the
server's "250" and that commit, and then under the same Message-ID.
"""

import random
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction
from django.db.models import F

from tracker.models import Message
from tracker.services import mail_content
from tracker.services.checking import Checked, check
from tracker.services.smtp_verdicts import Refusal, Verdict, judge

LEASE = timedelta(minutes=5)
"""Longer than one SMTP conversation with `EMAIL_TIMEOUT` per step; renewed before each message."""

BATCH = 50
CLAIMS_WITHOUT_OUTCOME = 3
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)
STEP_ASIDE = timedelta(minutes=15)
"""After a stop its message waits this long, so that the next tick tries with another one."""

log = structlog.get_logger(__name__)
State = Message.State


@dataclass(slots=True)
class Drained:
    """What became of the messages that were due; `stopped` is why the rest was not tried."""

    outcomes: Counter[str] = field(default_factory=Counter)
    stopped: str = ""

    @property
    def sent(self) -> int:
        return self.outcomes[State.SENT]

    @property
    def retried(self) -> int:
        return self.outcomes[State.QUEUED]


class Clock:
    """`now` as it was given, moving on with the time that the work takes."""

    def __init__(self, now: datetime) -> None:
        self._given = now
        self._started = time.monotonic()

    def now(self) -> datetime:
        return self._given + timedelta(seconds=time.monotonic() - self._started)


class MailServer:
    """One connection for as many messages as it will take; opened when the first is ready."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend = get_connection(fail_silently=False)
        self._is_open = False

    def open(self) -> None:
        """Raises what `smtplib` or the network raises."""
        if not self._is_open:
            self._backend.open()
            self._is_open = True

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Returns once the server has taken the mail over; raises otherwise."""
        self._backend.send_messages([mail])

    def close(self) -> None:
        self._is_open = False
        try:
            self._backend.close()
        except OSError as error:
            log.info("mail connection did not close", error=str(error))


def drain(*, now: datetime, limit: int | None = None) -> Drained:
    """Send the messages that are due at `now`, at most `limit` of them."""
    clock, drained, server = Clock(now), Drained(), MailServer()
    drained.outcomes[State.EXPIRED] += expire(now=now)
    try:
        left = limit
        while not drained.stopped and (left is None or left > 0):
            token, claimed = _claim(now=clock.now(), size=min(BATCH, left or BATCH))
            if not claimed:
                break
            left = None if left is None else left - len(claimed)
            for pk in claimed:
                _deliver(pk, token, server, clock, drained)
                if drained.stopped:
                    break
            _release(claimed, token)
    finally:
        server.close()
    return drained


def expire(*, now: datetime) -> int:
    """Mark what nobody needs to be told any more; how many."""
    return (
        Message.objects.due(now=now)
        .filter(expires_at__lte=now)
        .order_by()
        .update(state=State.EXPIRED, claim=None, claimed_until=None)
    )


def _claim(*, now: datetime, size: int) -> tuple[uuid.UUID, list[int]]:
    """Take a lease on up to `size` due messages; ours are those that the UPDATE changed."""
    token = uuid.uuid4()
    with transaction.atomic():
        due = Message.objects.due(now=now)
        if database.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        wanted = list(due.values_list("pk", flat=True)[:size])
        Message.objects.due(now=now).order_by().filter(pk__in=wanted).update(
            claim=token, claimed_until=now + LEASE
        )
    claimed = Message.objects.filter(pk__in=wanted, claim=token).order_by("send_at", "pk")
    return token, list(claimed.values_list("pk", flat=True))


def _release(claimed: list[int], token: uuid.UUID) -> None:
    """Give back what was claimed and not tried."""
    Message.objects.filter(pk__in=claimed, claim=token).update(claim=None, claimed_until=None)


def _deliver(pk: int, token: uuid.UUID, server: MailServer, clock: Clock, drained: Drained) -> None:
    checked = check(pk, token, now=clock.now(), lease=LEASE, limit=CLAIMS_WITHOUT_OUTCOME)
    if checked is None:
        return
    if checked.outcome:
        drained.outcomes[checked.outcome] += 1
        return
    message = checked.message
    try:
        mail = _mail_of(checked, now=clock.now())
        try:
            server.open()
        except OSError as error:
            _stop(message, token, judge(error), drained, at=message.send_at)
            return
        server.send(mail)
    except OSError as error:
        refusal = judge(error)
        if not refusal.keeps_connection:
            server.close()
        _refused(message, token, refusal, clock, drained)
        return
    except Exception as error:
        # A mistake of ours. The claim stays without an outcome: three, and an operator looks.
        log.exception("mail could not be written", message=message.message_id)
        reason = f"{type(error).__name__}: {error}"[:500]
        _settle(message, token, send_at=clock.now() + FIRST_DELAY, outcome=reason)
        drained.outcomes[State.QUEUED] += 1
        return
    was_ours = _settle(
        message,
        token,
        state=State.SENT,
        sent_at=clock.now(),
        claims=0,
        attempts=F("attempts") + 1,
        outcome="",
    )
    if not was_ours:
        log.warning("sent after the lease was lost", message=message.message_id)
    drained.outcomes[State.SENT] += 1


def _mail_of(checked: Checked, *, now: datetime) -> EmailMultiAlternatives:
    if checked.message.purpose == Message.Purpose.CONFIRMATION:
        return mail_content.confirmation_mail(checked.message, now=now)
    return mail_content.reminder_mail(checked.message, checked.reminders, now=now)


def _refused(
    message: Message, token: uuid.UUID, refusal: Refusal, clock: Clock, drained: Drained
) -> None:
    if refusal.verdict == Verdict.STOP:
        _stop(message, token, refusal, drained, at=clock.now() + STEP_ASIDE)
        return
    tried = {"claims": 0, "attempts": F("attempts") + 1, "outcome": refusal.reason}
    if refusal.verdict == Verdict.FAIL:
        log.warning("mail refused", message=message.message_id, reason=refusal.reason)
        _settle(message, token, state=State.FAILED, **tried)
        drained.outcomes[State.FAILED] += 1
        return
    log.info("mail postponed", message=message.message_id, reason=refusal.reason)
    _settle(message, token, send_at=clock.now() + backoff(message.attempts), **tried)
    drained.outcomes[State.QUEUED] += 1


def _stop(
    message: Message, token: uuid.UUID, refusal: Refusal, drained: Drained, *, at: datetime
) -> None:
    """Leave everything as it was: nothing would go through, and nobody's attempt was wasted."""
    log.error("mail server takes nothing; will try again later", reason=refusal.reason)
    _settle(message, token, send_at=at, claims=0, outcome=refusal.reason)
    drained.stopped = refusal.reason


def _settle(message: Message, token: uuid.UUID, **changes: object) -> bool:
    """Write the outcome, if the lease is still ours, and give the lease back."""
    return bool(
        Message.objects.filter(pk=message.pk, claim=token).update(
            claim=None, claimed_until=None, **changes
        )
    )


def backoff(attempts: int) -> timedelta:
    """How long to wait after the failure that follows `attempts` earlier ones.

    Doubles from a minute to an hour, give or take a quarter, so that not all come back at once.
    """
    delay = min(FIRST_DELAY * 2 ** min(attempts, 10), LONGEST_DELAY)
    return delay * random.uniform(0.75, 1.25)  # noqa: S311 (spreads load, guards nothing)
