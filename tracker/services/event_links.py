"""Addresses at which calendars of others open a form, filled in with one occurrence."""

from urllib.parse import urlencode

from tracker.models import Occurrence
from tracker.services.date_texts import provenance

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


def event_links(occurrence: Occurrence, *, language: str, site_url: str) -> dict[str, str]:
    """`google` and `outlook` for an occurrence on days; whole days, the end exclusive.

    Nothing is asked of either unless the reader follows the link.
    """
    key_date = occurrence.key_date
    name = str(key_date.local("name", language))
    page = f"{site_url}/{language}/dates/{key_date.slug}/"
    text = f"{provenance(key_date, language)}\n\n{page}"
    place = str(occurrence.where(language))
    start, end = occurrence.start, occurrence.span.exclusive_end
    google = {
        "action": "TEMPLATE",
        "text": name,
        "dates": f"{start:%Y%m%d}/{end:%Y%m%d}",
        "details": text,
        "location": place,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "allday": "true",
        "subject": name,
        "startdt": start.isoformat(),
        "enddt": end.isoformat(),
        "body": text,
        "location": place,
    }
    return {"google": _address(GOOGLE, google), "outlook": _address(OUTLOOK, outlook)}


def _address(base: str, words: dict[str, str]) -> str:
    return f"{base}?{urlencode({name: value for name, value in words.items() if value})}"
