"""The circuit breaker of the outbox, shared by all workers through `MailControl`.

It opens when the mail server refuses our login, our sender or our permission to relay: nothing
else would go through, and trying on gets an address blocked. After a pause that grows with each
refusal one worker tries one message; if that is taken, everybody goes on.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from django.conf import settings

from tracker.models import MailControl

LONGEST_PAUSE = timedelta(hours=1)

log = structlog.get_logger(__name__)


class Way(StrEnum):
    FREE = "free"
    TRIAL = "trial"
    """One message may be tried, by whoever was told so."""

    SHUT = "shut"


def way(*, now: datetime) -> Way:
    """Whether mail may go out. Of all who ask after a pause, one is given the trial."""
    control = MailControl.current()
    if not control.failures or control.closed_until is None:
        return Way.FREE
    if control.closed_until > now:
        return Way.SHUT
    won = MailControl.objects.filter(pk=1, closed_until=control.closed_until).update(
        closed_until=now + pause(control.failures)
    )
    return Way.TRIAL if won else Way.SHUT


def trip(why: str, *, now: datetime) -> None:
    """The server takes nothing: let everybody wait."""
    control = MailControl.current()
    log.error("mail server takes nothing; will try again later", reason=why)
    MailControl.objects.filter(pk=1).update(
        failures=control.failures + 1,
        closed_until=now + pause(control.failures),
        closed_why=why[:500],
    )


def mend() -> None:
    """The server took a mail: go on."""
    MailControl.objects.filter(pk=1).update(failures=0, closed_until=None, closed_why="")


def pause(failures: int) -> timedelta:
    """How long nobody tries after `failures` refusals and one more."""
    first = timedelta(seconds=settings.MAIL_RETRY_SECONDS)
    return min(first * 2 ** min(failures, 12), LONGEST_PAUSE)
