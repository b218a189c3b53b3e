"""iCalendar files (RFC 5545) of occurrences: for feeds, downloads and attachments.

All-day events are DATE values with an exclusive end; one UID per occurrence in every language;
SEQUENCE is the occurrence's revision; DTSTAMP the last change, never the moment of asking.
Dates known only to the month or year are no day in a calendar and are left out.

icalendar renders the words of an event (`calendar_texts`), once for all events that share them,
and a process keeps them until something public changes; the lines that differ hold digits only and
are written here. Tests compare the whole with what icalendar makes of each event alone.
"""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import override
from icalendar import Calendar, vText

from tracker.models import Occurrence, SiteRevision
from tracker.models.occurrence import uid_of
from tracker.models.translated import stored
from tracker.services.calendar_texts import KEPT, NamedDates, columns, lines
from tracker.services.follow_up import counting_pairs

CONTENT_TYPE = "text/calendar; charset=utf-8"

COLOR = "teal"  # RFC 7986: a CSS3 name; the nearest to the site's own colour

CHUNK = 2000
"""Events that are read and written at a time: seven queries, some two megabytes."""

_ALARM = re.compile(r"([1-9][0-9]?)([dhw])")
_LONGEST_ALARM = timedelta(weeks=8)
_DAYS = ("pk", "key_date_id", "nominal", "start", "end", "state", "revision", "changed_at")


def alarm_of(text: str) -> timedelta | None:
    """How long before an event a calendar rings: "1d", "12h", "2w"; None for anything else."""
    found = _ALARM.fullmatch(text)
    if not found:
        return None
    unit = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}[found[2]]
    return min(int(found[1]) * unit, _LONGEST_ALARM)


def calendar_of(
    occurrences: QuerySet[Occurrence],
    *,
    language: str,
    name: str,
    site_url: str,
    alarm: timedelta | None = None,
) -> bytes:
    """The whole of `calendar_chunks`, for files known to be small."""
    return b"".join(
        calendar_chunks(occurrences, language=language, name=name, site_url=site_url, alarm=alarm)
    )


def calendar_chunks(
    occurrences: QuerySet[Occurrence],
    *,
    language: str,
    name: str,
    site_url: str,
    alarm: timedelta | None = None,
) -> Iterator[bytes]:
    """A calendar called `name` in `language`, in pieces; links start with `site_url`.

    `occurrences` may name one more than once; the file has them by their days. With `alarm` every
    event that is not cancelled rings that long before it begins. However many there are, the
    memory holds `CHUNK` of them.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Commitment tracker//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    calendar.add("color", COLOR)
    end = b"END:VCALENDAR\r\n"
    begin = calendar.to_ical().removesuffix(end)
    events = Occurrence.objects.filter(pk__in=occurrences.order_by().values("pk")).on_days()
    texts = (*columns("note"), *columns("place"), "latitude", "longitude")
    rows = stored(events.order_by("start", "pk"), *_DAYS, *texts).iterator(CHUNK)
    known = _known_now()
    while chunk := list(islice(rows, CHUNK)):
        yield begin + _events(chunk, known, language, site_url, alarm)
        begin = b""
    yield begin + end


class _Event(NamedTuple):
    """What the events of a key date have in common: its name, last change and rendered words."""

    slug: str
    changed_at: datetime
    words: bytes


_Known = dict[tuple[Any, ...], _Event]

_kept: dict[tuple[int, datetime], _Known] = {}
"""Of the last revision of what is public: by everything that tells one event from another."""


def _known_now() -> _Known:
    revision = SiteRevision.current()
    if not revision.number:
        return {}
    state = (revision.number, revision.changed_at)
    if state not in _kept or len(_kept[state]) > KEPT:
        _kept.clear()
    return _kept.setdefault(state, {})


def _events(
    rows: list[tuple[Any, ...]],
    known: _Known,
    language: str,
    site_url: str,
    alarm: timedelta | None,
) -> bytes:
    cancelled = Occurrence.State.CANCELLED
    promised = counting_pairs([row[0] for row in rows])
    nothing: set[int] = set()
    keys = [
        (
            language,
            site_url,
            None if row[5] == cancelled else alarm,
            row[1],
            frozenset(promised.get(row[0], nothing)),
            row[8:],
        )
        for row in rows
    ]
    if missing := set(keys) - known.keys():
        # The generator may be resumed under another language than it was made under.
        with override(language):
            known.update(_rendered(missing))
    written = []
    for row, key in zip(rows, keys, strict=True):
        nominal, start, end, state, revision, changed_at = row[2:8]
        event = known[key]
        changed = _moment(max(changed_at, event.changed_at))
        written.append(
            f"BEGIN:VEVENT\r\nUID:{uid_of(event.slug, nominal)}\r\n"
            f"DTSTAMP:{changed}\r\nLAST-MODIFIED:{changed}\r\n"
            f"DTSTART;VALUE=DATE:{_day(start)}\r\n"
            f"DTEND;VALUE=DATE:{_day(end + _ONE_DAY)}\r\n"
            f"SEQUENCE:{revision}\r\n"
            f"STATUS:{'CANCELLED' if state == cancelled else 'CONFIRMED'}\r\n".encode()
        )
        written.append(event.words)
        written.append(b"END:VEVENT\r\n")
    return b"".join(written)


def _rendered(keys: Collection[tuple[Any, ...]]) -> _Known:
    """In the active language, which is that of the keys: four queries."""
    commitments = {pk for key in keys for pk in key[4]}
    dates = NamedDates({key[3] for key in keys}, commitments)
    languages = len(columns("note"))
    found: _Known = {}
    for key in keys:
        language, site_url, alarm, key_date, counted, own = key
        words = dates.words(
            key_date,
            counted,
            language=language,
            site_url=site_url,
            note=own[:languages],
            place=own[languages:-2],
            position=None if None in own[-2:] else own[-2:],
            alarm=alarm,
        )
        named = dates.dates[key_date]
        found[key] = _Event(named.slug, named.changed_at, lines(words))
    return found


_ONE_DAY = timedelta(days=1)


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


@lru_cache(maxsize=4096)
def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
