"""The editors' site: one module a noun; importing this registers them all."""

from . import (
    accounts,
    commitments,
    divergences,
    items,
    key_dates,
    meetings,
    occurrences,
    organisations,
    plan_import,
    plans,
    reader_reports,
    reminders,
    sources,
    status_updates,
    themes,
)

__all__ = [
    "accounts",
    "commitments",
    "divergences",
    "items",
    "key_dates",
    "meetings",
    "occurrences",
    "organisations",
    "plan_import",
    "plans",
    "reader_reports",
    "reminders",
    "sources",
    "status_updates",
    "themes",
]
