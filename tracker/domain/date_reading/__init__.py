"""Dates in running text, language by language, with the words that state them."""

from .found import Anniversary, FoundDate, Sense

__all__ = ["Anniversary", "FoundDate", "Sense"]
