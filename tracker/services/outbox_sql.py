"""The statements of the outbox that run once for each mail, in the databases' own words.

Everything that is written by hand for speed stands here; the rest of the sending asks the ORM.
A mail costs one statement, `mark_and_fence`: it writes down that the mail before was sent, and
whether this one may be. On PostgreSQL the statements are prepared once for a connection and handed
to libpq as they are: building a cursor and planning anew would cost more than all the rest of a
mail. What they commit does not wait for the disk: `durable` does, and makes all that was committed
before as durable as itself.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection, transaction
from psycopg import pq
from psycopg.generators import fetch_many

from tracker.services.checking import Checked
from tracker.services.mark_journal import Mark

_FENCE = """
UPDATE tracker_message AS m SET claims = claims + 1, claimed_until = %s
WHERE m.id = %s AND m.claim = %s
AND (m.subscriber_id IS NULL OR EXISTS (
    SELECT 1 FROM tracker_subscriber s WHERE s.id = m.subscriber_id AND s.email = %s
    AND s.language = %s AND s.time_zone = %s AND s.key = %s AND s.paused_until {same} %s
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
SELECT id, {moment}, {text}, 'accepted', {code}, {false}, {text} FROM {source}
"""

_STEP = """
WITH done AS ({sent} RETURNING id), logged AS ({logged}), going AS ({fence} RETURNING m.id)
SELECT (SELECT count(*) FROM done), (SELECT count(*) FROM going)
"""

_BREAKER = " OR c.closed_until > %s"


def fence(
    checked: Checked, token: UUID, *, until: datetime, now: datetime, is_trial: bool = False
) -> bool:
    """Renew the lease and count a claim, if the message is still called for as it was looked at.

    True where it may be sent now: the lease is ours, nobody left, moved, was suppressed or held
    anything back since `checked` was made. A trial is what the circuit breaker waits for.
    """
    parameters = _fencing(checked, token, until)
    if is_trial:
        return _execute("trial", parameters) == [1]
    return _execute("fence", [*parameters, now]) == [1]


def mark_sent(mark: Mark) -> bool:
    """Write down that the server took it, and the attempt, in one; whether the lease was ours."""
    if _IS_POSTGRESQL:
        return _execute("sent", _marking(mark)) == [1]
    with transaction.atomic():
        return _mark_in_two(mark)


def mark_and_fence(
    mark: Mark, checked: Checked, token: UUID, *, until: datetime, now: datetime
) -> Callable[[], tuple[bool, bool]]:
    """`mark_sent` of one mail and `fence` of the next in one transaction, and what each says.

    What is returned has to be called for it, before anything else is asked over this connection:
    until then PostgreSQL is at work, and the caller may be at something else.
    """
    if not _IS_POSTGRESQL:
        return lambda: _mark_and_fence_in_three(mark, checked, token, until=until, now=now)
    answer = _send_prepared("step", [*_marking(mark), *_fencing(checked, token, until), now])

    def both() -> tuple[bool, bool]:
        was_ours, may_go = answer()
        return was_ours == 1, may_go == 1

    return both


@transaction.atomic
def _mark_and_fence_in_three(
    mark: Mark, checked: Checked, token: UUID, *, until: datetime, now: datetime
) -> tuple[bool, bool]:
    return _mark_in_two(mark), fence(checked, token, until=until, now=now)


def _mark_in_two(mark: Mark) -> bool:
    if _execute("sent", [mark.at, mark.pk, mark.token]) != [1]:
        return False
    _execute("accepted", [mark.at, mark.worker, mark.code or None, mark.reply[:500], mark.pk])
    return True


def _marking(mark: Mark) -> list[Any]:
    attempt = [mark.at, mark.worker, mark.code or None, mark.reply[:500]]
    return [mark.at, mark.pk, mark.token, *attempt]


def _fencing(checked: Checked, token: UUID, until: datetime) -> list[Any]:
    message = checked.message
    owner = message.subscriber
    facts: list[Any] = ["", "", "", None, None]
    if owner:
        facts = [owner.email, owner.language, owner.time_zone, owner.key, owner.paused_until]
    return [
        until,
        message.pk,
        token,
        *facts,
        list(checked.subscriptions),
        len(checked.subscriptions),
        list(checked.lead_times),
        len(checked.lead_times),
        len(checked.reminders),
        len(checked.notices),
        checked.address_hash,
    ]


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
    _set(f"synchronous_commit TO {'on' if wait else 'off'}")
    # A plan for each set of parameters would cost more than it saves.
    _set(f"plan_cache_mode TO {'auto' if wait else 'force_generic_plan'}")


@contextmanager
def durable() -> Iterator[None]:
    """A transaction that is on the disk when it is left, with all that was committed before."""
    with transaction.atomic():
        _set("LOCAL synchronous_commit TO on")
        yield


def _set(what: str) -> None:
    if _IS_POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute(f"SET {what}")


def _execute(name: str, parameters: list[Any]) -> list[int]:
    """How many rows the statement changed; of `step`, by its first and by its second half."""
    if _IS_POSTGRESQL:
        return _execute_prepared(name, parameters)
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS[name], [_to_sqlite(one) for one in parameters])
        return [int(cursor.rowcount)]


def _execute_prepared(name: str, parameters: list[Any]) -> list[int]:
    return _send_prepared(name, parameters)()


def _send_prepared(name: str, parameters: list[Any]) -> Callable[[], list[int]]:
    """Hand the statement over; what is returned waits for the answer."""
    if connection.connection is None:
        connection.ensure_connection()
    line: psycopg.Connection[Any] = connection.connection
    libpq = line.pgconn
    with connection.wrap_database_errors:
        known = _prepared.setdefault(line, set())
        if name not in known:
            numbers = count(1)
            text = re.sub("%s", lambda _found: f"${next(numbers)}", _TEXTS[name])
            _check(line, libpq.prepare(_name(name), text.encode()))
            known.add(name)
        values: Any = [_to_libpq(one) for one in parameters]
        libpq.send_query_prepared(_name(name), values)
        libpq.flush()
    return lambda: _answer(line)


def _answer(line: "psycopg.Connection[Any]") -> list[int]:
    with connection.wrap_database_errors:
        # Other threads go on meanwhile, which they do not where libpq waits by itself.
        (result,) = line.wait(fetch_many(line.pgconn))
        _check(line, result)
    if result.status == pq.ExecStatus.TUPLES_OK:
        return [int(result.get_value(0, column) or 0) for column in range(result.nfields)]
    return [result.command_tuples or 0]


def _check(line: "psycopg.Connection[Any]", result: pq.abc.PGresult) -> None:
    if result.status in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        return
    if line.pgconn.status == pq.ConnStatus.BAD:
        raise psycopg.OperationalError(line.pgconn.get_error_message())
    raise psycopg.errors.error_from_result(result)


def _name(name: str) -> bytes:
    return f"tracker_{name}".encode()


def _to_libpq(value: Any) -> bytes | None:
    """As PostgreSQL reads it as text."""
    if value is None:
        return None
    if isinstance(value, list):
        return f"{{{','.join(map(str, value))}}}".encode()
    return str(value).encode()


def _to_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, list) else value


_prepared: "WeakKeyDictionary[psycopg.Connection[Any], set[str]]" = WeakKeyDictionary()
_IS_POSTGRESQL = connection.vendor == "postgresql"
_AMONG = "= ANY(%s)" if _IS_POSTGRESQL else "IN (SELECT value FROM json_each(%s))"
_ATTEMPT = (
    {"moment": "%s::timestamptz", "code": "%s::smallint", "text": "%s::varchar", "false": "false"}
    if _IS_POSTGRESQL
    else {"moment": "%s", "code": "%s", "text": "%s", "false": "0"}
)
_SAME = "IS NOT DISTINCT FROM" if _IS_POSTGRESQL else "IS"
_TEXTS = {
    "fence": _FENCE.format(among=_AMONG, same=_SAME, breaker=_BREAKER),
    "trial": _FENCE.format(among=_AMONG, same=_SAME, breaker=""),
    "sent": _SENT,
    "accepted": _ACCEPTED.format(source="tracker_message WHERE id = %s", **_ATTEMPT),
}
if _IS_POSTGRESQL:
    _logged = _ACCEPTED.format(source="done", **_ATTEMPT)
    _TEXTS["sent"] = f"WITH done AS ({_SENT} RETURNING id) {_logged}"
    _TEXTS["step"] = _STEP.format(sent=_SENT, logged=_logged, fence=_TEXTS["fence"])
