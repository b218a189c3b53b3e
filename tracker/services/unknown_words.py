"""Words of an address that name nothing here.

A page leaves them out and says so beside what it shows. A feed, a file or the API cannot say it:
its reader would take everything for what was asked for. They refuse and name what there is.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext

Known = Sequence[object] | QuerySet[Any, Any]
"""What could have been asked for; a query is asked only where it is told."""

LONGEST_VALUE = 60
MOST_NAMED = 30


class Unknown(NamedTuple):
    """A `name=value` that means nothing here, and what would; only the first few are told.

    `without` is what it would have a meaning beside.
    """

    name: str
    value: str
    known: Known = ()
    without: str = ""

    @classmethod
    def of(cls, name: str, value: str, known: Known = (), *, without: str = "") -> "Unknown":
        """With as much of what the reader wrote as can be shown."""
        return cls(name, value[:LONGEST_VALUE].replace("\x00", ""), known, without)

    def __str__(self) -> str:
        words = {"word": f"{self.name}={self.value}"}
        if self.without:
            text = gettext("“%(word)s” means nothing without “%(other)s”.")
            return text % {**words, "other": self.without}
        listed = [str(one) for one in self.known[: MOST_NAMED + 1]]
        if not listed:
            return gettext("“%(word)s” is not known here.") % words
        if len(listed) > MOST_NAMED:
            listed[MOST_NAMED] = "…"
        text = gettext("“%(word)s” is not known here. Known: %(known)s")
        return text % {**words, "known": ", ".join(listed)}


class UnknownWords(Exception):
    """An answer without these words would be another one. Its text is in the active language."""

    def __init__(self, words: Sequence[Unknown]) -> None:
        super().__init__(*words)
        self.words = words

    def __str__(self) -> str:
        return "\n".join(map(str, self.words))
