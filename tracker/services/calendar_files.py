"""iCalendar files (RFC 5545) of occurrences: for feeds, downloads and attachments.

All-day events are DATE values with an exclusive end; one UID per occurrence in every language;
SEQUENCE is the occurrence's revision; DTSTAMP the last change, never the moment of asking.
Dates known only to the month or year are no day in a calendar and are left out.

icalendar renders the words of an event (`calendar_texts`), once for all events that share them;
the lines that differ hold digits only and are written here. Tests compare the whole with what
icalendar makes of each event alone.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import override
from icalendar import Calendar, vText

from tracker.models import Occurrence
from tracker.models.occurrence import uid_of
from tracker.services.calendar_texts import NamedDates, columns, lines
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
    rows = (
        Occurrence.objects.filter(pk__in=occurrences.order_by().values("pk"))
        .on_days()
        .order_by("start", "pk")
        .values_list(*_DAYS, *columns("note"), *columns("place"))
        .iterator(CHUNK)
    )
    named = NamedDates((), ())
    while chunk := list(islice(rows, CHUNK)):
        promised = counting_pairs([row[0] for row in chunk])
        key_dates = {row[1] for row in chunk}
        commitments = {pk for counted in promised.values() for pk in counted}
        # What recurs is in one piece of the file after the other: it is read once.
        if not named.has(key_dates, commitments):
            named = NamedDates(key_dates, commitments)
        yield begin + _events(chunk, promised, named, language, site_url, alarm)
        begin = b""
    yield begin + end


def _events(
    rows: list[tuple[Any, ...]],
    promised: dict[int, set[int]],
    dates: NamedDates,
    language: str,
    site_url: str,
    alarm: timedelta | None,
) -> bytes:
    cancelled = Occurrence.State.CANCELLED
    languages = len(columns("note"))
    known: dict[Any, bytes] = {}
    written = []
    # The generator may be resumed under another language than it was made under.
    with override(language):
        for row in rows:
            pk, key_date, nominal, start, end, state, revision, changed_at = row[:8]
            counted = frozenset(promised.get(pk, ()))
            own = row[8:]
            is_off = state == cancelled
            key = (key_date, counted, own, is_off)
            words = known.get(key)
            if words is None:
                words = known[key] = lines(
                    dates.words(
                        key_date,
                        counted,
                        language=language,
                        site_url=site_url,
                        note=own[:languages],
                        place=own[languages:],
                        alarm=None if is_off else alarm,
                    )
                )
            named = dates.dates[key_date]
            changed = _moment(max(changed_at, named.changed_at))
            written.append(
                f"BEGIN:VEVENT\r\nUID:{uid_of(named.slug, nominal)}\r\n"
                f"DTSTAMP:{changed}\r\nLAST-MODIFIED:{changed}\r\n"
                f"DTSTART;VALUE=DATE:{_day(start)}\r\n"
                f"DTEND;VALUE=DATE:{_day(end + _ONE_DAY)}\r\n"
                f"SEQUENCE:{revision}\r\n"
                f"STATUS:{'CANCELLED' if is_off else 'CONFIRMED'}\r\n".encode()
            )
            written.append(words)
            written.append(b"END:VEVENT\r\n")
    return b"".join(written)


_ONE_DAY = timedelta(days=1)


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


@lru_cache(maxsize=4096)
def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
