"""Dates in running text, language by language, with the words that state them.

The grammar is ours: CLDR's names (Babel) and the words of each language make tokens, shapes of
tokens make dates. dateparser is asked for the month where a word between a day and a year is none
of those names.
"""

from .finder import BadDate, Draft, Reading, find_anniversaries, find_dates, read_dates
from .found import Anniversary, FoundDate, Sense
from .words import LANGUAGES

__all__ = [
    "LANGUAGES",
    "Anniversary",
    "BadDate",
    "Draft",
    "FoundDate",
    "Reading",
    "Sense",
    "find_anniversaries",
    "find_dates",
    "read_dates",
]
