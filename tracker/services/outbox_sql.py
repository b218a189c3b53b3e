"""The statements of the outbox that run once for each mail, in the databases' own words.

Everything that is written by hand for speed stands here; the rest of the sending asks the ORM.
On PostgreSQL they are prepared once for a connection, and what they commit does not wait for the
disk: `durable` does, and makes everything that was committed before it as durable as itself.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction

from tracker.domain.reminders import local_day
from tracker.services.checking import Checked

_FENCE = """
UPDATE tracker_message AS m SET claims = claims + 1, claimed_until = %s
WHERE m.id = %s AND m.claim = %s
AND (m.subscriber_id IS NULL OR EXISTS (
    SELECT 1 FROM tracker_subscriber s WHERE s.id = m.subscriber_id AND s.email = %s
    AND s.language = %s AND s.time_zone = %s AND s.key = %s
    AND (s.paused_until IS NULL OR s.paused_until <= %s)
))
AND (SELECT count(*) FROM tracker_subscription s
    WHERE s.state = 'active' AND s.id {among}) = %s
AND (SELECT count(*) FROM tracker_leadtime l WHERE l.id {among}) = %s
AND (SELECT count(*) FROM tracker_reminder r JOIN tracker_occurrence o ON o.id = r.occurrence_id
    WHERE r.message_id = m.id AND o.revision = r.occurrence_revision
    AND NOT EXISTS (SELECT 1 FROM tracker_mailhold h WHERE h.occurrence_id = o.id)) = %s
AND (SELECT count(*) FROM tracker_statusnotice n JOIN tracker_statusupdate u ON u.id = n.update_id
    WHERE n.message_id = m.id AND u.retracted_at IS NULL) = %s
AND NOT EXISTS (SELECT 1 FROM tracker_suppression p WHERE p.address_hash = %s)
AND NOT EXISTS (SELECT 1 FROM tracker_mailcontrol c WHERE c.held_since IS NOT NULL{breaker})
"""

_SENT = """
UPDATE tracker_message SET state = 'sent', sent_at = %s, claims = 0, attempts = attempts + 1,
outcome = '', claim = NULL, claimed_until = NULL WHERE id = %s AND claim = %s AND state = 'queued'
"""

_ACCEPTED = """
INSERT INTO tracker_attempt (message_id, at, worker, outcome, code, ambiguous, detail)
SELECT id, %s, %s, 'accepted', %s, {false}, %s FROM {source}
"""

_BREAKER = " OR c.closed_until > %s"


def fence(
    checked: Checked, token: UUID, *, until: datetime, now: datetime, is_trial: bool = False
) -> bool:
    """Renew the lease and count a claim, if the message is still called for as it was looked at.

    True where it may be sent now: the lease is ours, nobody left, moved, was suppressed or held
    anything back since `checked` was made. A trial is what the circuit breaker waits for.
    """
    message = checked.message
    subscriber = message.subscriber
    today = local_day(now, subscriber.time_zone if subscriber else "UTC")
    facts = (
        (subscriber.email, subscriber.language, subscriber.time_zone, _uuid(subscriber.key))
        if subscriber
        else ("", "", "", None)
    )
    parameters = [
        _time(until),
        message.pk,
        _uuid(token),
        *facts,
        today if connection.vendor == "postgresql" else today.isoformat(),
        _list(checked.subscriptions),
        len(checked.subscriptions),
        _list(checked.lead_times),
        len(checked.lead_times),
        len(checked.reminders),
        len(checked.notices),
        checked.address_hash,
    ]
    if not is_trial:
        parameters.append(_time(now))
    return _execute(_TRIAL_TEXT if is_trial else _FENCE_TEXT, parameters) == 1


def mark_sent(pk: int, token: UUID, *, at: datetime, worker: str, code: int, reply: str) -> bool:
    """Write down that the server took it, and the attempt, in one; whether the lease was ours."""
    mark = [_time(at), pk, _uuid(token)]
    attempt = [_time(at), worker, code or None, reply[:500]]
    if connection.vendor == "postgresql":
        return _execute(_SENT_AND_ACCEPTED_TEXT, [*mark, *attempt]) == 1
    with transaction.atomic():
        if not _execute(_SENT, mark):
            return False
        source = "tracker_message WHERE id = %s"
        _execute(_ACCEPTED.format(false="0", source=source), [*attempt, pk])
    return True


@contextmanager
def not_waiting_for_the_disk() -> Iterator[None]:
    """What is committed in here may be lost in a crash of the database, newest first."""
    wait_for_the_disk(False)
    try:
        yield
    finally:
        if connection.connection is not None and connection.is_usable():
            wait_for_the_disk(True)


def wait_for_the_disk(wait: bool) -> None:
    """Whether what is committed over this connection from now on is on the disk at once."""
    _set("on" if wait else "off")


@contextmanager
def durable() -> Iterator[None]:
    """A transaction that is on the disk when it is left, with all that was committed before."""
    with transaction.atomic():
        _set("on", local=True)
        yield


def _set(value: str, *, local: bool = False) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET {'LOCAL ' if local else ''}synchronous_commit TO {value}")


def _execute(text: str, parameters: list[Any]) -> int:
    """How many rows it changed."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(text, parameters)
            return int(cursor.rowcount)
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(text, parameters, prepare=True)
        return cursor.rowcount


def _list(pks: Iterable[int]) -> Any:
    return list(pks) if connection.vendor == "postgresql" else json.dumps(list(pks))


def _time(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _uuid(value: UUID) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


_IS_POSTGRESQL = connection.vendor == "postgresql"
_AMONG = "= ANY(%s)" if _IS_POSTGRESQL else "IN (SELECT value FROM json_each(%s))"
_FENCE_TEXT = _FENCE.format(among=_AMONG, breaker=_BREAKER)
_TRIAL_TEXT = _FENCE.format(among=_AMONG, breaker="")
_SENT_AND_ACCEPTED_TEXT = (
    f"WITH done AS ({_SENT} RETURNING id) {_ACCEPTED.format(false='false', source='done')}"
)
