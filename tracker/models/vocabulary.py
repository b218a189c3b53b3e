"""The words with which a commitment's kind, its status and the basis of a date are told.

`RECORDABLE` is the one table of which status an editor may record for which kind; the database
holds it as a constraint on `StatusUpdate`, the admin offers only what it allows.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of promise a commitment is; decides which statuses make sense."""

    DATED = "dated", _("One-off, dated")
    UNDATED = "undated", _("One-off, date not given")
    RECURRING = "recurring", _("Recurring")
    CONTINUOUS = "continuous", _("Continuous")
    POSITION = "position", _("Statement of position")


class Status(models.TextChoices):
    """What is known of a commitment or of one of its occurrences."""

    NOT_DUE = "not_due", _("Not yet due")
    DATE_UNKNOWN = "date_unknown", _("Date not known")
    AWAITING = "awaiting", _("No report yet")
    REPORTED = "reported", _("Reported by a party")
    CONFIRMED = "confirmed", _("Confirmed independently")
    CHANGED = "changed", _("Held with changes")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    QUIET = "quiet", _("No recent report")
    LAPSED = "lapsed", _("Plan ended, no report found")
    CARRIED_OVER = "carried_over", _("Continued in a later plan")
    SUPERSEDED = "superseded", _("Replaced")
    MERGED = "merged", _("Merged with another")
    POSITION = "position", _("Not tracked")


ONWARD = frozenset({Status.CARRIED_OVER, Status.SUPERSEDED, Status.MERGED})
WITH_REPORT = frozenset({Status.REPORTED, Status.CONFIRMED, Status.CHANGED})

_CONTINUOUS = ONWARD | {Status.AWAITING, Status.REPORTED, Status.CONFIRMED}
_EVENT = _CONTINUOUS | {Status.CHANGED, Status.POSTPONED, Status.CANCELLED}

RECORDABLE: dict[Kind, frozenset[Status]] = {
    Kind.DATED: _EVENT,
    Kind.UNDATED: _EVENT,
    Kind.RECURRING: _EVENT,
    Kind.CONTINUOUS: _CONTINUOUS,
    Kind.POSITION: ONWARD,
}


class Basis(models.TextChoices):
    """On what a date or a figure rests."""

    TEXT = "text", _("stated in the text")
    WINDOW = "window", _("follows from the plan's period")
    GENERAL_KNOWLEDGE = "general_knowledge", _("added by editors; not in the text")
    OUTSIDE_REPORT = "outside_report", _("from outside reports; not in the text")
