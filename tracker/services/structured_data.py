"""Key dates and plans in the words of schema.org, for programs that read pages (JSON-LD)."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from tracker.models import KeyDate, Occurrence, Plan

CONTEXT = "https://schema.org"
STATUSES = {
    Occurrence.State.SCHEDULED: "EventScheduled",
    Occurrence.State.MOVED: "EventRescheduled",
    Occurrence.State.CANCELLED: "EventCancelled",
}


def event(key_date: KeyDate, occurrence: Occurrence) -> dict[str, Any]:
    """An occurrence as an `Event`; days are inclusive, as schema.org has them."""
    name = key_date.local("name")
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": f"urn:uuid:{occurrence.uid}",
        "name": str(name),
        "inLanguage": name.language,
        "startDate": occurrence.start.isoformat(),
        "endDate": occurrence.end.isoformat(),
        "eventStatus": f"{CONTEXT}/{STATUSES[Occurrence.State(occurrence.state)]}",
        "url": settings.SITE_URL + reverse("tracker:key-date", args=[key_date.slug]),
    }
    description = key_date.local("description")
    if description:
        found["description"] = str(description)
    if location := _location(occurrence):
        found["location"] = location
    return found


def _location(occurrence: Occurrence) -> dict[str, Any]:
    """A `Place` with what is known of it; nothing where nothing is."""
    found: dict[str, Any] = {}
    if place := occurrence.where():
        found["name"] = str(place)
    if position := occurrence.position:
        latitude, longitude = position
        found["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": latitude,
            "longitude": longitude,
        }
    return {"@type": "Place", **found} if found else {}


def dataset(plan: Plan) -> dict[str, Any]:
    """A plan's commitments and what is known of them, as a `Dataset`."""
    title = plan.local("title")
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": str(title),
        "description": str(plan.local("summary") or title),
        "inLanguage": title.language,
        "url": settings.SITE_URL + reverse("tracker:plan", args=[plan.slug]),
        "temporalCoverage": f"{plan.valid_from.isoformat()}/{plan.end or '..'}",
        "isAccessibleForFree": True,
        "license": settings.TRACKER_DATA_LICENCE_URL,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": settings.SITE_URL + path,
            }
            for kind, path in (
                ("application/json", f"/api/v1/plans/{plan.slug}/items/"),
                ("text/csv", reverse("tracker:commitments-file", args=[plan.slug, "csv"])),
                ("text/calendar", reverse("tracker:plan-calendar", args=[plan.slug])),
            )
        ],
    }
    return found
