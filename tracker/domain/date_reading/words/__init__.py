"""The words by which each language states dates, as data: one module per language."""

from functools import cache
from importlib import import_module

from .vocabulary import Words

LANGUAGES = ("ar", "de", "en", "es", "fr", "id", "it", "pt", "ru", "tr", "vi", "zh")


@cache
def words_of(language: str) -> Words | None:
    """The words of a language (`pt-br` reads as `pt`), None for one that cannot be read."""
    code = language.replace("_", "-").partition("-")[0].lower()
    if code not in LANGUAGES:
        return None
    found: Words = import_module(f".lang_{code}", __name__).WORDS
    return found


__all__ = ["LANGUAGES", "Words", "words_of"]
