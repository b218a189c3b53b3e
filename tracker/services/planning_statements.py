"""The planner's statements: what is due, for every subscriber at once, in a few INSERT … SELECT.

Small facts (mornings, dates, what a date can be asked for by) are put into temporary tables, so
that one statement joins them with all subscriptions. Days are numbered (`date.toordinal`), which
both databases can calculate with alike: 1 is a Monday.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tracker.domain.reminders import SLOTS_AHEAD
from tracker.models import (
    LeadTime,
    Message,
    Occurrence,
    Reminder,
    StatusNotice,
    StatusUpdate,
    Subscriber,
    Subscription,
)
from tracker.models.subscriber import TARGETS
from tracker.services.outbox import Planned
from tracker.services.wishes import Target

_TABLES = {
    "plan_slot": "zone text, today int, number int, day date, send_at {moment}, news_end {moment},"
    " is_next int, is_next_monday int, PRIMARY KEY (zone, number)",
    "plan_today": "zone text PRIMARY KEY, number int",
    "plan_day": "zone text, number int, starts_at {moment}, PRIMARY KEY (zone, number)",
    "plan_date": "occurrence_id bigint PRIMARY KEY, revision int, number int, start_day date,"
    " end_day date",
    "plan_reach": "kind text, target_id bigint, occurrence_id bigint,"
    " PRIMARY KEY (kind, target_id, occurrence_id)",
    "plan_changed": "occurrence_id bigint PRIMARY KEY, revision int, number int, last_number int,"
    " start_day date, end_day date, cancelled {truth}",
    "plan_relation": "kind text, target_id bigint, occurrence_id bigint,"
    " PRIMARY KEY (kind, target_id, occurrence_id)",
    "plan_news": "kind text, target_id bigint, update_id bigint, created_at {moment},"
    " PRIMARY KEY (kind, target_id, update_id)",
    "plan_due": "subscriber_id bigint, zone text, occurrence_id bigint, number int, days int",
    "plan_told": "subscriber_id bigint, occurrence_id bigint, days int,"
    " PRIMARY KEY (subscriber_id, occurrence_id)",
    "plan_open": "subscriber_id bigint, day date, message_id bigint,"
    " PRIMARY KEY (subscriber_id, day)",
    "plan_wanted": "subscriber_id bigint, day date, send_at {moment}, expires_at {moment},"
    " kind text, occurrence_id bigint, revision int, days_before int, start_day date, end_day date,"
    " cancelled {truth}, update_id bigint",
}

_TYPES = {
    "postgresql": {"moment": "timestamptz", "truth": "boolean"},
    "sqlite": {"moment": "datetime", "truth": "bool"},
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A morning of a zone. `is_next` is the first that lies ahead, for news."""

    zone: str
    today: date
    day: date
    send_at: datetime
    news_end: datetime
    is_next: bool
    is_next_monday: bool


Day = tuple[str, date, datetime]
"""A day of a zone with its first moment."""


class Tables:
    """The temporary tables of one run of the planner, inside its transaction."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        if connection.vendor == "postgresql":
            # One planner at a time: the second finds everything told.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            cursor.execute("SET LOCAL client_min_messages = warning")
        for name, columns in _TABLES.items():
            columns = columns.format(**_TYPES[connection.vendor])
            cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ({columns})")
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 (names of ours)
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS plan_wanted_who ON plan_wanted (subscriber_id, day)"
        )

    def fill_zones(self, slots: Sequence[Slot], days: Iterable[Day]) -> None:
        self._fill(
            "plan_slot",
            [
                (
                    one.zone,
                    one.today.toordinal(),
                    one.day.toordinal(),
                    _day(one.day),
                    _moment(one.send_at),
                    _moment(one.news_end),
                    int(one.is_next),
                    int(one.is_next_monday),
                )
                for one in slots
            ],
        )
        self._fill("plan_today", list({one.zone: one.today.toordinal() for one in slots}.items()))
        self._fill(
            "plan_day", [(zone, day.toordinal(), _moment(starts)) for zone, day, starts in days]
        )

    def fill_occurrences(
        self, dates: Iterable[Occurrence], targets: Mapping[int, frozenset[Target]]
    ) -> None:
        """What can be reminded of, and the targets through which it can be asked for."""
        self._fill(
            "plan_date",
            [
                (one.pk, one.revision, one.start.toordinal(), _day(one.start), _day(one.end))
                for one in dates
            ],
        )
        self._fill("plan_reach", [(*target, pk) for pk in targets for target in targets[pk]])

    def fill_changed(
        self, dates: Iterable[Occurrence], related: Mapping[int, frozenset[Target]]
    ) -> None:
        """What was changed after somebody was told, and who is concerned."""
        self._fill(
            "plan_changed",
            [
                (
                    one.pk,
                    one.revision,
                    one.start.toordinal(),
                    one.end.toordinal(),
                    _day(one.start),
                    _day(one.end),
                    one.state == Occurrence.State.CANCELLED,
                )
                for one in dates
            ],
        )
        self._fill("plan_relation", [(*target, pk) for pk in related for target in related[pk]])

    def fill_news(
        self, updates: Iterable[StatusUpdate], targets: Mapping[int, frozenset[Target]]
    ) -> None:
        self._fill(
            "plan_news",
            [
                (*target, one.pk, _moment(one.created_at))
                for one in updates
                for target in targets.get(one.pk, ())
            ],
        )

    def insert(self) -> Planned:
        """Everything that is due and missing; how many rows that was."""
        self._run(_CORRECTIONS)
        self._run(_DUE)
        self._run(_TOLD)
        self._count("plan_wanted", "plan_due", "plan_told")
        self._run(_REMINDERS)
        self._run(_NEWS)
        self._cursor.execute("SELECT COUNT(*) FROM plan_wanted")
        if not self._cursor.fetchone()[0]:
            return Planned()
        self._count("plan_wanted")
        if connection.vendor == "postgresql":
            # Erasing a subscriber, and claiming a message that we add to, wait for our commit.
            self._run(_HOLD_SUBSCRIBERS)
            self._run(_DROP_ERASED)
            self._run(_HOLD_MESSAGES)
        host = urlsplit(settings.SITE_URL).hostname
        messages = self._run(_MESSAGES, ends=f"@{host}>", now=_moment(timezone.now()))
        self._run(_OPEN)
        self._count("plan_open")
        reminders = self._run(_ADD_REMINDERS)
        self._run(_ADD_NOTICES)
        self._run(_EXTEND)
        return Planned(messages, reminders)

    def _count(self, *tables: str) -> None:
        """Tell PostgreSQL how much is in them: of a new table it would guess next to nothing."""
        if connection.vendor == "postgresql":
            for table in tables:
                self._cursor.execute(f"ANALYZE {table}")

    def _fill(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        if not rows:
            return
        if connection.vendor == "postgresql":
            with self._cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            self._count(table)
            return
        marks = ", ".join(["%s"] * len(rows[0]))
        self._cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608

    def _run(self, statement: str, **values: object) -> int:
        names = _NAMES | _DIALECTS[connection.vendor]
        self._cursor.execute(statement.format(**names), values or None)
        return int(max(self._cursor.rowcount, 0))


def _day(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


_LOCK = 0x7261636B
"""Any number that nothing else in the database locks."""

_NAMES = {
    name: model._meta.db_table
    for name, model in {
        "lead_time": LeadTime,
        "message": Message,
        "notice": StatusNotice,
        "reminder": Reminder,
        "subscriber": Subscriber,
        "subscription": Subscription,
    }.items()
} | {
    "slots_ahead": str(SLOTS_AHEAD),
    "kind_of_target": "CASE "
    + " ".join(f"WHEN s.{name}_id IS NOT NULL THEN '{name}'" for name in TARGETS)
    + " ELSE 'everything' END",
    "target": "COALESCE(" + ", ".join(f"s.{name}_id" for name in TARGETS) + ", 0)",
    # A message that was tried may have arrived: what it says is settled.
    "is_open": "m.purpose = 'reminder' AND m.state = 'queued' AND m.claim IS NULL"
    " AND m.claims = 0 AND m.attempts = 0",
}

_DIALECTS = {
    "postgresql": {
        "key": "u.key::text",
        "day_text": "to_char(n.day, 'YYYY-MM-DD')",
        "digest": "encode(sha256(convert_to({}, 'UTF8')), 'hex')",
        "false": "false",
    },
    "sqlite": {
        "key": "substr(u.key, 1, 8) || '-' || substr(u.key, 9, 4) || '-' || substr(u.key, 13, 4)"
        " || '-' || substr(u.key, 17, 4) || '-' || substr(u.key, 21)",
        "day_text": "n.day",
        "digest": "SHA256({})",
        "false": "0",
    },
}
for _names in _DIALECTS.values():
    # The same name as `outbox.message_id` makes.
    _names["digest"] = _names["digest"].replace(
        "{}", f"{_names['key']} || '/reminder/' || {_names['day_text']} || '/' || n.number"
    )

_CORRECTIONS = """
INSERT INTO plan_wanted
SELECT r.subscriber_id, z.day, z.send_at, e.starts_at, 'correction', c.occurrence_id, c.revision,
    CASE WHEN c.number > z.today THEN c.number - z.today ELSE 0 END,
    c.start_day, c.end_day, c.cancelled, NULL
FROM (
    SELECT DISTINCT r.subscriber_id, r.occurrence_id
    FROM {reminder} r
    JOIN {message} m ON m.id = r.message_id AND m.state = 'sent'
    JOIN plan_changed c ON c.occurrence_id = r.occurrence_id AND r.occurrence_revision < c.revision
    WHERE (r.start IS NULL OR r.start <> c.start_day OR r."end" <> c.end_day
            OR r.cancelled <> c.cancelled)
        AND NOT EXISTS (
            SELECT 1 FROM {reminder} later JOIN {message} lm ON lm.id = later.message_id
            WHERE later.subscriber_id = r.subscriber_id AND later.occurrence_id = r.occurrence_id
                AND (later.occurrence_revision = c.revision
                    OR later.occurrence_revision > r.occurrence_revision AND lm.state = 'sent')
        )
) r
JOIN plan_changed c ON c.occurrence_id = r.occurrence_id
JOIN {subscriber} u ON u.id = r.subscriber_id
JOIN plan_slot z ON z.zone = u.time_zone AND z.number = z.today
JOIN plan_day e ON e.zone = u.time_zone
    AND e.number = CASE WHEN c.number > z.today THEN c.number ELSE z.today END + 1
WHERE c.last_number >= z.today
    AND (u.paused_until IS NULL OR z.day >= u.paused_until)
    AND EXISTS (
        SELECT 1 FROM {subscription} s
        JOIN {lead_time} l ON l.subscription_id = s.id
        JOIN plan_relation t ON t.kind = {kind_of_target} AND t.target_id = {target}
            AND t.occurrence_id = c.occurrence_id
        WHERE s.subscriber_id = r.subscriber_id AND s.state = 'active'
    )
"""

# The morning on which a lead time is told: its own day, or the day on which it is noticed that
# it was missed; for weekly readers the Monday on or before it, if that lies ahead.
_DUE = """
INSERT INTO plan_due
SELECT due.subscriber_id, due.zone, due.occurrence_id, due.slot, MIN(due.days)
FROM (
    SELECT s.subscriber_id, u.time_zone AS zone, c.occurrence_id, l.days, today.number AS today,
        CASE
            WHEN u.rhythm = 'weekly'
                AND c.number - l.days - (c.number - l.days - 1) % 7 >= today.number
                THEN c.number - l.days - (c.number - l.days - 1) % 7
            WHEN c.number - l.days < today.number THEN today.number
            ELSE c.number - l.days
        END AS slot
    FROM {subscription} s
    JOIN {subscriber} u ON u.id = s.subscriber_id
    JOIN plan_today today ON today.zone = u.time_zone
    JOIN plan_reach t ON t.kind = {kind_of_target} AND t.target_id = {target}
    JOIN plan_date c ON c.occurrence_id = t.occurrence_id
    JOIN {lead_time} l ON l.subscription_id = s.id
    WHERE s.state = 'active' AND c.number >= today.number
        AND (c.number > today.number OR l.days = 0)
        AND c.number - l.days <= today.number + {slots_ahead} + 6
) due
WHERE due.slot <= due.today + {slots_ahead}
GROUP BY due.subscriber_id, due.zone, due.occurrence_id, due.slot
"""

_TOLD = """
INSERT INTO plan_told
SELECT r.subscriber_id, r.occurrence_id, MIN(r.days_before)
FROM {reminder} r
JOIN plan_date c ON c.occurrence_id = r.occurrence_id
WHERE r.occurrence_revision = c.revision
    OR r.start = c.start_day AND r."end" = c.end_day AND NOT r.cancelled
GROUP BY r.subscriber_id, r.occurrence_id
"""

_REMINDERS = """
INSERT INTO plan_wanted
SELECT d.subscriber_id, z.day, z.send_at, e.starts_at, 'reminder', c.occurrence_id, c.revision,
    d.days, c.start_day, c.end_day, {false}, NULL
FROM plan_due d
JOIN plan_date c ON c.occurrence_id = d.occurrence_id
JOIN plan_slot z ON z.zone = d.zone AND z.number = d.number
JOIN {subscriber} u ON u.id = d.subscriber_id
JOIN plan_day e ON e.zone = d.zone
    AND e.number = CASE WHEN d.days > 0 AND d.number < c.number THEN c.number ELSE c.number + 1 END
LEFT JOIN plan_told told
    ON told.subscriber_id = d.subscriber_id AND told.occurrence_id = d.occurrence_id
LEFT JOIN plan_wanted p ON p.subscriber_id = d.subscriber_id AND p.occurrence_id = d.occurrence_id
    AND p.kind = 'correction'
WHERE (told.days IS NULL OR told.days > d.days)
    AND (p.days_before IS NULL OR p.days_before > d.days)
    AND (u.paused_until IS NULL OR z.day >= u.paused_until)
"""

_NEWS = """
INSERT INTO plan_wanted
SELECT DISTINCT s.subscriber_id, z.day, z.send_at, z.news_end, 'news',
    CAST(NULL AS bigint), CAST(NULL AS int), CAST(NULL AS int),
    CAST(NULL AS date), CAST(NULL AS date), {false}, t.update_id
FROM {subscription} s
JOIN {subscriber} u ON u.id = s.subscriber_id AND u.hears_status
JOIN plan_news t ON t.kind = {kind_of_target} AND t.target_id = {target}
    AND t.created_at > s.confirmed_at
JOIN plan_slot z ON z.zone = u.time_zone
    AND (u.rhythm = 'weekly' AND z.is_next_monday = 1 OR u.rhythm <> 'weekly' AND z.is_next = 1)
WHERE s.state = 'active'
    AND (u.paused_until IS NULL OR z.day >= u.paused_until)
    AND NOT EXISTS (
        SELECT 1 FROM {notice} told
        WHERE told.subscriber_id = s.subscriber_id AND told.update_id = t.update_id
    )
"""

_HOLD_SUBSCRIBERS = """
SELECT u.id FROM {subscriber} u WHERE u.id IN (SELECT subscriber_id FROM plan_wanted)
ORDER BY u.id FOR KEY SHARE
"""

_DROP_ERASED = """
DELETE FROM plan_wanted w
WHERE NOT EXISTS (SELECT 1 FROM {subscriber} u WHERE u.id = w.subscriber_id)
"""

_HOLD_MESSAGES = """
SELECT m.id FROM {message} m
WHERE {is_open} AND EXISTS (
    SELECT 1 FROM plan_wanted w WHERE w.subscriber_id = m.subscriber_id AND w.day = m.slot
)
ORDER BY m.id FOR UPDATE
"""

_MESSAGES = """
INSERT INTO {message} (subscriber_id, purpose, slot, number, state, send_at, expires_at,
    claims, attempts, outcome, claimed_by, message_id, created_at)
SELECT n.subscriber_id, 'reminder', n.day, n.number, 'queued', n.send_at, n.expires_at,
    0, 0, '', '', '<' || substr({digest}, 1, 40) || %(ends)s, %(now)s
FROM (
    SELECT w.subscriber_id, w.day, w.send_at, w.expires_at, COALESCE(before.number, 0) + 1 AS number
    FROM (
        SELECT subscriber_id, day, send_at, MAX(expires_at) AS expires_at
        FROM plan_wanted GROUP BY subscriber_id, day, send_at
    ) w
    LEFT JOIN (
        SELECT m.subscriber_id, m.slot, MAX(m.number) AS number,
            MAX(CASE WHEN {is_open} THEN 1 ELSE 0 END) AS is_open
        FROM {message} m
        WHERE m.purpose = 'reminder' AND m.slot IN (SELECT day FROM plan_slot)
        GROUP BY m.subscriber_id, m.slot
    ) before ON before.subscriber_id = w.subscriber_id AND before.slot = w.day
    WHERE before.is_open IS NULL OR before.is_open = 0
) n
JOIN {subscriber} u ON u.id = n.subscriber_id
-- Who left since the statements before has a cancelled message by now, and gets no second one.
WHERE EXISTS (
    SELECT 1 FROM {subscription} s WHERE s.subscriber_id = n.subscriber_id AND s.state = 'active'
)
ORDER BY n.subscriber_id, n.day
ON CONFLICT DO NOTHING
"""

_OPEN = """
INSERT INTO plan_open
SELECT m.subscriber_id, m.slot, MAX(m.id) FROM {message} m
WHERE {is_open} AND m.slot IN (SELECT day FROM plan_slot)
GROUP BY m.subscriber_id, m.slot
"""

_ADD_REMINDERS = """
INSERT INTO {reminder} (subscriber_id, occurrence_id, occurrence_revision, kind, days_before,
    start, "end", cancelled, message_id)
SELECT w.subscriber_id, w.occurrence_id, w.revision, w.kind, w.days_before, w.start_day, w.end_day,
    w.cancelled, o.message_id
FROM plan_wanted w
JOIN plan_open o ON o.subscriber_id = w.subscriber_id AND o.day = w.day
WHERE w.update_id IS NULL
ON CONFLICT DO NOTHING
"""

_ADD_NOTICES = """
INSERT INTO {notice} (subscriber_id, update_id, message_id)
SELECT w.subscriber_id, w.update_id, o.message_id
FROM plan_wanted w
JOIN plan_open o ON o.subscriber_id = w.subscriber_id AND o.day = w.day
WHERE w.update_id IS NOT NULL
ON CONFLICT DO NOTHING
"""

# A message lives as long as the last thing that it tells makes sense.
_EXTEND = """
UPDATE {message} AS m SET expires_at = w.last
FROM (
    SELECT subscriber_id, day, MAX(expires_at) AS last FROM plan_wanted GROUP BY subscriber_id, day
) w
WHERE w.subscriber_id = m.subscriber_id AND w.day = m.slot AND {is_open} AND m.expires_at < w.last
"""
