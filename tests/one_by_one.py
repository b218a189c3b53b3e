"""The oracle of the calendar files: every event made by icalendar alone, from the stored rows.

Slow (half a millisecond an event) and plain. Tests compare with it what the feeds join from
pieces, and the bench measures how much faster that is.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.utils.translation import gettext, override
from icalendar import Alarm, Event, vText, vUri

from tracker.models import Occurrence
from tracker.models.translated import LocalText
from tracker.services.date_texts import provenance
from tracker.services.follow_up import counting

LINKS = (
    "key_date__links__commitment__item__plan__ends_with",
    "key_date__links__commitment__item__themes",
    "key_date__statements",
)
"""What to prefetch so that no event asks the database anything."""


def events(
    occurrences: Iterable[Occurrence],
    *,
    language: str,
    site_url: str,
    alarm: timedelta | None = None,
) -> list[Event]:
    """An event for each of `occurrences` that is on days, in their order."""
    occurrences = list(occurrences)
    promised = counting(occurrences)
    with override(language):
        return [
            _event(one, promised.get(one.pk, set()), language, site_url, alarm)
            for one in occurrences
            if one.is_on_days
        ]


def _event(
    occurrence: Occurrence,
    promised: set[int],
    language: str,
    site_url: str,
    alarm: timedelta | None,
) -> Event:
    key_date = occurrence.key_date
    changed = max(occurrence.changed_at, key_date.changed_at).astimezone(UTC).replace(microsecond=0)
    url = f"{site_url}/{language}/dates/{key_date.slug}/"
    is_cancelled = occurrence.state == Occurrence.State.CANCELLED
    name = key_date.local("name", language)
    links = [link for link in key_date.links.all() if link.commitment_id in promised]
    event = Event()
    event.add("uid", occurrence.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", occurrence.start)
    event.add("dtend", occurrence.end + timedelta(days=1))
    event.add("sequence", occurrence.revision)
    event.add("summary", vText(str(name)), {"LANGUAGE": name.language})
    texts = [key_date.local("description", language), occurrence.local("note", language)]
    paragraphs = [_said(one) for one in texts if one]
    paragraphs.append(provenance(key_date, language))
    if links:
        told = [
            f"{link.commitment.code} {link.commitment.local('title', language)}"
            f" ({link.commitment.item.plan.local('title', language)})"
            for link in links
        ]
        paragraphs.append("\n".join([gettext("What was promised for it:"), *told]))
    if any(link.commitment.item.plan.end is None for link in links):
        paragraphs.append(gettext("End of the plan not confirmed: dates go on until it is."))
    event.add("description", "\n\n".join([*paragraphs, url]), {"LANGUAGE": language})
    event.add("url", vUri(url))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    themes = {theme.pk: theme for link in links for theme in link.commitment.item.themes.all()}
    if themes:
        event.add("categories", sorted(str(one.local("name", language)) for one in themes.values()))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    place = occurrence.where(language)
    if place:
        event.add("location", str(place), {"LANGUAGE": place.language})
    if occurrence.position:
        event.add("geo", occurrence.position)
    if alarm is not None and not is_cancelled:
        rings = Alarm()
        rings.add("action", "DISPLAY")
        rings.add("description", str(name))
        rings.add("trigger", -alarm)
        event.add_component(rings)
    return event


def _said(text: LocalText) -> str:
    if not text.is_fallback:
        return text.text
    return gettext("%(text)s (in %(language)s)") % {
        "text": text.text,
        "language": text.language_name,
    }
