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
from typing import Any, NamedTuple, Self
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection, transaction
from psycopg import pq
from psycopg.generators import fetch_many

from tracker.services.checking import Checked
from tracker.services.mark_journal import Mark

_CALLED_FOR = """
(m.subscriber_id IS NULL OR EXISTS (
    SELECT 1 FROM tracker_subscriber s WHERE s.id = m.subscriber_id AND s.email = %(email)s
    AND s.language = %(language)s AND s.time_zone = %(time_zone)s AND s.key = %(key)s
    AND s.paused_until {same} %(paused_until)s
))
AND (SELECT count(*) FROM tracker_subscription s
    WHERE s.state = 'active' AND s.id {among_subscriptions}) = %(number_of_subscriptions)s
AND (SELECT count(*) FROM tracker_leadtime l
    WHERE l.id {among_lead_times}) = %(number_of_lead_times)s
AND (SELECT count(*) FROM tracker_reminder r JOIN tracker_occurrence o ON o.id = r.occurrence_id
    WHERE r.message_id = m.id AND o.revision = r.occurrence_revision
    AND NOT EXISTS (SELECT 1 FROM tracker_mailhold h WHERE h.occurrence_id = o.id)) = %(reminders)s
AND (SELECT count(*) FROM tracker_statusnotice n JOIN tracker_statusupdate u ON u.id = n.update_id
    WHERE n.message_id = m.id AND u.retracted_at IS NULL) = %(notices)s
AND NOT EXISTS (SELECT 1 FROM tracker_suppression p WHERE p.address_hash = %(address_hash)s)
AND NOT EXISTS (SELECT 1 FROM tracker_mailcontrol c WHERE c.held_since IS NOT NULL{breaker})
"""

_FENCE = """
UPDATE tracker_message AS m SET claims = claims + 1, claimed_until = %(until)s
WHERE m.id = %(pk)s AND m.claim = %(token)s AND {called_for}
"""

_SENT = """
UPDATE tracker_message SET state = 'sent', sent_at = %(at)s, claims = 0, attempts = attempts + 1,
outcome = '', claim = NULL, claimed_until = NULL
WHERE id = %(sent)s AND claim = %(sent_token)s AND state = 'queued'
"""

_ACCEPTED = """
INSERT INTO tracker_attempt (message_id, at, worker, outcome, code, ambiguous, detail)
SELECT id, {at}, {worker}, 'accepted', {code}, {false}, {reply} FROM {source} WHERE id = %(sent)s
"""

_STEP = """
WITH changed AS (
    UPDATE tracker_message AS m SET
    state = CASE WHEN {is_sent} THEN 'sent' ELSE m.state END,
    sent_at = CASE WHEN {is_sent} THEN %(at)s::timestamptz ELSE m.sent_at END,
    claims = CASE WHEN {is_sent} THEN 0 ELSE m.claims + 1 END,
    attempts = CASE WHEN {is_sent} THEN m.attempts + 1 ELSE m.attempts END,
    outcome = CASE WHEN {is_sent} THEN '' ELSE m.outcome END,
    claim = CASE WHEN {is_sent} THEN NULL ELSE m.claim END,
    claimed_until = CASE WHEN {is_sent} THEN NULL ELSE %(until)s::timestamptz END
    WHERE {is_sent} AND m.claim = %(sent_token)s AND m.state = 'queued'
    OR m.id = %(pk)s AND m.claim = %(token)s AND {called_for}
    RETURNING m.id
), logged AS ({logged})
SELECT count(*) FILTER (WHERE id = %(sent)s), count(*) FILTER (WHERE id = %(pk)s) FROM changed
"""

_BREAKER = " OR c.closed_until > %(now)s"


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
    return _execute("fence", parameters | {"now": now}) == [1]


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
    parameters = _marking(mark) | _fencing(checked, token, until) | {"now": now}
    answer = _send_prepared("step", parameters)

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
    parameters = _marking(mark)
    if _execute("sent", parameters) != [1]:
        return False
    _execute("accepted", parameters)
    return True


def _marking(mark: Mark) -> dict[str, Any]:
    return {
        "sent": mark.pk,
        "sent_token": mark.token,
        "at": mark.at,
        "worker": mark.worker,
        "code": mark.code or None,
        "reply": mark.reply[:500],
    }


def _fencing(checked: Checked, token: UUID, until: datetime) -> dict[str, Any]:
    message = checked.message
    owner = message.subscriber
    return {
        "pk": message.pk,
        "token": token,
        "until": until,
        "email": owner.email if owner else "",
        "language": owner.language if owner else "",
        "time_zone": owner.time_zone if owner else "",
        "key": owner.key if owner else None,
        "paused_until": owner.paused_until if owner else None,
        "subscriptions": list(checked.subscriptions),
        "number_of_subscriptions": len(checked.subscriptions),
        "lead_times": list(checked.lead_times),
        "number_of_lead_times": len(checked.lead_times),
        "reminders": len(checked.reminders),
        "notices": len(checked.notices),
        "address_hash": checked.address_hash,
    }


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


def _execute(name: str, parameters: dict[str, Any]) -> list[int]:
    """How many rows the statement changed; of `step`, by its first and by its second half."""
    if _IS_POSTGRESQL:
        return _execute_prepared(name, parameters)
    with connection.cursor() as cursor:
        values = {key: _to_sqlite(value) for key, value in parameters.items()}
        cursor.execute(_TEXTS[name], values)
        return [int(cursor.rowcount)]


def _execute_prepared(name: str, parameters: dict[str, Any]) -> list[int]:
    return _send_prepared(name, parameters)()


def _send_prepared(name: str, parameters: dict[str, Any]) -> Callable[[], list[int]]:
    """Hand the statement over; what is returned waits for the answer."""
    if connection.connection is None:
        connection.ensure_connection()
    line: psycopg.Connection[Any] = connection.connection
    libpq = line.pgconn
    with connection.wrap_database_errors:
        known = _prepared.setdefault(line, set())
        if name not in known:
            _check(line, libpq.prepare(_name(name), _NUMBERED[name].text.encode()))
            known.add(name)
        values: Any = [_to_libpq(parameters[one]) for one in _NUMBERED[name].parameters]
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


class _Numbered(NamedTuple):
    """A statement as PostgreSQL is given it: `$1` stands for the first of `parameters`."""

    text: str
    parameters: list[str]

    @classmethod
    def of(cls, text: str) -> Self:
        names = list(dict.fromkeys(_NAME.findall(text)))
        return cls(_NAME.sub(lambda found: f"${names.index(found[1]) + 1}", text), names)


_NAME = re.compile(r"%\((\w+)\)s")
_prepared: "WeakKeyDictionary[psycopg.Connection[Any], set[str]]" = WeakKeyDictionary()
_IS_POSTGRESQL = connection.vendor == "postgresql"

_AMONG = "= ANY({})" if _IS_POSTGRESQL else "IN (SELECT value FROM json_each({}))"
_FACTS = {
    "among_subscriptions": _AMONG.format("%(subscriptions)s"),
    "among_lead_times": _AMONG.format("%(lead_times)s"),
    "same": "IS NOT DISTINCT FROM" if _IS_POSTGRESQL else "IS",
}
_ATTEMPT = (
    {
        "at": "%(at)s::timestamptz",
        "worker": "%(worker)s::varchar",
        "code": "%(code)s::smallint",
        "reply": "%(reply)s::varchar",
        "false": "false",
    }
    if _IS_POSTGRESQL
    else {
        "at": "%(at)s",
        "worker": "%(worker)s",
        "code": "%(code)s",
        "reply": "%(reply)s",
        "false": "0",
    }
)
_called_for = _CALLED_FOR.format(breaker=_BREAKER, **_FACTS)
_TEXTS = {
    "fence": _FENCE.format(called_for=_called_for),
    "trial": _FENCE.format(called_for=_CALLED_FOR.format(breaker="", **_FACTS)),
    "sent": _SENT,
    "accepted": _ACCEPTED.format(source="tracker_message", **_ATTEMPT),
}
if _IS_POSTGRESQL:
    _TEXTS["sent"] = (
        f"WITH changed AS ({_SENT} RETURNING id) {_ACCEPTED.format(source='changed', **_ATTEMPT)}"
    )
    _TEXTS["step"] = _STEP.format(
        is_sent="m.id = %(sent)s",
        called_for=_called_for,
        logged=_ACCEPTED.format(source="changed", **_ATTEMPT),
    )
_NUMBERED = {name: _Numbered.of(text) for name, text in _TEXTS.items()}
