"""What decides whether a public page is still right: the site's revision, the day, the release."""

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone


def token() -> str | None:
    """The state of the site as one text; None while the database does not answer."""
    close_old_connections()
    try:
        revision = apps.get_model("tracker", "SiteRevision").current()
    except DatabaseError:
        return None
    finally:
        close_old_connections()
    parts = (
        revision.number,
        revision.changed_at.isoformat(),
        timezone.localdate().isoformat(),
        settings.RELEASE,
    )
    return "|".join(map(str, parts))
