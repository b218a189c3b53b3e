"""Named places between the steps of sending, where a test may let the process die.

In production nothing is ever registered here and `reach` does nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

AFTER_CLAIM = "after claim"
BEFORE_DATA = "before DATA"
AFTER_ACCEPTANCE = "after 250"
BEFORE_COMMIT = "before commit"
AFTER_COMMIT = "after commit"

ALL = (AFTER_CLAIM, BEFORE_DATA, AFTER_ACCEPTANCE, BEFORE_COMMIT, AFTER_COMMIT)

_armed: dict[str, Callable[[], None]] = {}


def reach(name: str) -> None:
    """Do what was armed for this place, if anything."""
    if _armed and (act := _armed.get(name)):
        act()


@contextmanager
def armed(name: str, act: Callable[[], None]) -> Iterator[None]:
    before = _armed.get(name)
    _armed[name] = act
    try:
        yield
    finally:
        _armed.pop(name)
        if before:
            _armed[name] = before
