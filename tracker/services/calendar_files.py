"""iCalendar files (RFC 5545) of occurrences: for feeds, downloads and attachments.

All-day events are DATE values with an exclusive end; one UID per occurrence in every language;
SEQUENCE is the occurrence's revision; DTSTAMP the last change, never the moment of asking.
Dates known only to the month or year are no day in a calendar and are left out.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext, override
from icalendar import Alarm, Calendar, Event, vText, vUri

from tracker.models import CommitmentDate, Occurrence
from tracker.models.translated import LocalText
from tracker.services.date_texts import provenance
from tracker.services.follow_up import counting

CONTENT_TYPE = "text/calendar; charset=utf-8"


COLOR = "teal"  # RFC 7986: a CSS3 name; the nearest to the site's own colour

_ALARM = re.compile(r"([1-9][0-9]?)([dhw])")
_LONGEST_ALARM = timedelta(weeks=8)


def alarm_of(text: str) -> timedelta | None:
    """How long before an event a calendar rings: "1d", "12h", "2w"; None for anything else."""
    found = _ALARM.fullmatch(text)
    if not found:
        return None
    unit = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}[found[2]]
    return min(int(found[1]) * unit, _LONGEST_ALARM)


def calendar_of(
    occurrences: Iterable[Occurrence],
    *,
    language: str,
    name: str,
    site_url: str,
    alarm: timedelta | None = None,
) -> bytes:
    """A calendar called `name` in `language`; links start with `site_url` (no trailing slash).

    With `alarm` every event that is not cancelled rings that long before it begins.

    Ask for the occurrences with `select_related("key_date")` and
    `prefetch_related(LINKS)`: then no event asks the database anything.
    """
    occurrences = list(occurrences)
    promised = counting(occurrences)
    with override(language):
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
        for occurrence in occurrences:
            if occurrence.is_on_days:
                event = _event(occurrence, promised.get(occurrence.pk, set()), language, site_url)
                if alarm is not None and occurrence.state != Occurrence.State.CANCELLED:
                    event.add_component(_alarm(alarm, str(event["SUMMARY"])))
                calendar.add_component(event)
        return calendar.to_ical()


LINKS = (
    "key_date__links__commitment__item__plan",
    "key_date__links__commitment__item__themes",
    "key_date__statements",
)


def _event(occurrence: Occurrence, promised: set[int], language: str, site_url: str) -> Event:
    key_date = occurrence.key_date
    changed = max(occurrence.changed_at, key_date.changed_at).astimezone(UTC)
    url = f"{site_url}/{language}/dates/{key_date.slug}/"
    is_cancelled = occurrence.state == Occurrence.State.CANCELLED
    event = Event()
    event.add("uid", occurrence.uid)
    event.add("dtstamp", _whole_second(changed))
    event.add("last-modified", _whole_second(changed))
    event.add("dtstart", occurrence.start)
    event.add("dtend", occurrence.span.exclusive_end)
    event.add("sequence", occurrence.revision)
    name = key_date.local("name", language)
    event.add("summary", str(name), {"LANGUAGE": name.language})
    event.add(
        "description", _description(occurrence, promised, language, url), {"LANGUAGE": language}
    )
    event.add("url", vUri(url))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    themes = {
        theme.pk: theme
        for link in key_date.links.all()
        if link.commitment_id in promised
        for theme in link.commitment.item.themes.all()
    }
    if themes:
        names = sorted(str(theme.local("name", language)) for theme in themes.values())
        event.add("categories", names)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    place = occurrence.local("place", language) or key_date.local("place", language)
    if place:
        event.add("location", str(place), {"LANGUAGE": place.language})
    return event


def _alarm(before: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -before)
    return alarm


def _description(occurrence: Occurrence, counting_for: set[int], language: str, url: str) -> str:
    key_date = occurrence.key_date
    texts = [key_date.local("description", language), occurrence.local("note", language)]
    paragraphs = [_said(text) for text in texts if text]
    paragraphs.append(provenance(key_date, language))
    promised = [
        _promise(link, language)
        for link in key_date.links.all()
        if link.commitment_id in counting_for
    ]
    if promised:
        paragraphs.append("\n".join([gettext("What was promised for it:"), *promised]))
    return "\n\n".join([*paragraphs, url])


def _said(text: LocalText) -> str:
    if not text.is_fallback:
        return text.text
    return gettext("%(text)s (in %(language)s)") % {
        "text": text.text,
        "language": text.language_name,
    }


def _promise(link: CommitmentDate, language: str) -> str:
    commitment = link.commitment
    return gettext("%(code)s %(title)s (%(plan)s)") % {
        "code": commitment.code,
        "title": commitment.local("title", language),
        "plan": commitment.item.plan.local("title", language),
    }


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
