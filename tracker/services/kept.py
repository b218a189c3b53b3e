"""What is small and asked for by many pages, kept by a process until something public changes."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from tracker.models import SiteRevision

Kept = TypeVar("Kept")


def until_change(make: Callable[[], Kept]) -> Callable[[], Kept]:
    """`make`, asked anew only after the site's revision was raised. What it returns is shared."""
    kept: dict[object, Kept] = {}

    @wraps(make)
    def known() -> Kept:
        revision = SiteRevision.current()
        if not revision.number:
            return make()
        # The time as well: a revision that was rolled back is given again to something else.
        state = (revision.number, revision.changed_at)
        found = kept.get(state)
        if found is None:
            found = make()
            kept.clear()
            kept[state] = found
        return found

    return known
