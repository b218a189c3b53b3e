"""What this process handed over and marked, while the marks may still be lost.

A mark commits without waiting for the disk (`outbox_sql`). If the database crashes then, it comes
back without the newest marks, and the same mails would go out again: so the process that sent them
remembers them until they are on the disk, and writes them down again. If it is killed before it
can, the next one does so from its journal.
"""

import time
from pathlib import Path

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from tracker.models import Attempt, Message
from tracker.services.mark_journal import Journal, Mark, journals, taken_over

PATIENCE_SECONDS = 60.0

log = structlog.get_logger(__name__)


class Marks:
    """Those since the last commit that reached the disk."""

    def __init__(self) -> None:
        self.found: list[Mark] = []
        self._journal = Journal(_folder())

    def add(self, mark: Mark) -> None:
        self.found.append(mark)
        self._journal.add(mark)

    def are_durable(self) -> None:
        self.found.clear()
        self._journal.clear()

    def close(self) -> None:
        self._journal.close()

    def write_again(self) -> bool:
        """After the connection to the database broke: wait for it, and mark what is unmarked.

        False where the database does not come back in time.
        """
        if connection.in_atomic_block:
            return False
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                connection.close()
                for mark in self.found:
                    _write(mark)
            except (OperationalError, InterfaceError) as error:
                if time.monotonic() > deadline:
                    log.error("the database does not come back", error=str(error))
                    return False
                time.sleep(0.5)
            else:
                self.are_durable()
                return True


def adopt() -> None:
    """Write down what processes that were killed have sent and the database has forgotten."""
    for path in journals(_folder()):
        with taken_over(path) as marks:
            for mark in marks:
                _write(mark)


def _folder() -> Path | None:
    """Where journals are kept: SQLite forgets nothing when a process of ours dies."""
    return settings.MAIL_MARKS_DIR if connection.vendor == "postgresql" else None


@transaction.atomic
def _write(mark: Mark) -> None:
    known = Message.objects.select_for_update(of=("self",))
    message = known.filter(pk=mark.pk, message_id=mark.message_id).first()
    if message is None or (message.state == Message.State.SENT and message.sent_at == mark.at):
        return
    log.warning("the database lost a mark; it is written again", message=message.message_id)
    if message.claim == mark.token and message.state == Message.State.QUEUED:
        Message.objects.filter(pk=mark.pk).update(
            state=Message.State.SENT,
            sent_at=mark.at,
            claims=0,
            attempts=F("attempts") + 1,
            outcome="",
            claim=None,
            claimed_until=None,
        )
        is_lost = False
    else:
        # Somebody else has it by now, and sends it a second time.
        is_lost = True
    Attempt.objects.create(
        message=message,
        at=mark.at,
        worker=mark.worker,
        outcome=Attempt.Outcome.UNFINISHED if is_lost else Attempt.Outcome.ACCEPTED,
        code=mark.code or None,
        ambiguous=is_lost,
        detail=mark.reply[:500],
    )
