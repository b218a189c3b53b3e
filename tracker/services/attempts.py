"""The log of attempts: one row for each try, written with its outcome and never changed."""

import os
import socket
from datetime import datetime

from tracker.models import Attempt, Message
from tracker.services.smtp_verdicts import Refusal

Outcome = Attempt.Outcome


def worker() -> str:
    """This process, as the log names it."""
    return f"{socket.gethostname()[:80]}/{os.getpid()}"


def log(
    message: Message,
    outcome: str,
    *,
    at: datetime,
    by: str = "",
    refusal: Refusal | None = None,
    detail: str = "",
    ambiguous: bool = False,
) -> None:
    """Add an attempt; part of the surrounding transaction."""
    Attempt.objects.create(
        message=message,
        at=at,
        worker=by or worker(),
        outcome=outcome,
        code=refusal.code if refusal else None,
        ambiguous=ambiguous or bool(refusal and refusal.is_ambiguous),
        detail=(refusal.reason if refusal else detail)[:500],
    )


def log_unfinished(messages: list[Message], *, at: datetime) -> None:
    """Of messages whose lease ran out: who had begun to send one may have sent it."""
    Attempt.objects.bulk_create(
        Attempt(
            message=one,
            at=at,
            worker=one.claimed_by or "?",
            outcome=Outcome.UNFINISHED,
            ambiguous=True,
        )
        for one in messages
        if one.claim is not None and one.claims
    )
