"""What is small and asked for by many pages, kept by a process until something public changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

from tracker.models import SiteRevision

Kept = TypeVar("Kept")

_known: ContextVar[SiteRevision | None] = ContextVar("revision", default=None)


@contextmanager
def as_of(revision: SiteRevision) -> Iterator[None]:
    """In here `until_change` takes the site's revision to be this one, and does not ask again."""
    token = _known.set(revision)
    try:
        yield
    finally:
        _known.reset(token)


def until_change(make: Callable[[], Kept]) -> Callable[[], Kept]:
    """`make`, asked anew only after the site's revision was raised. What it returns is shared."""
    kept: dict[object, Kept] = {}

    @wraps(make)
    def known() -> Kept:
        revision = _known.get() or SiteRevision.current()
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
