"""Names of months and weekdays: CLDR's (Babel), the vocabulary's own forms, and dateparser's.

CLDR's names are looked for in the text. A word that stands where a month would, between a day
and a year, and is none of them ("Jänner", "Pebruari"), is put to dateparser.
"""

from functools import cache, lru_cache
from typing import Any

from babel import Locale

from .plain import plain
from .words import Words

_CONTEXTS = ("format", "stand-alone")
# Syria, Lebanon, Iraq and Jordan name the months in another way than Egypt and the Gulf.
_LOCALES = {"ar": ("ar", "ar_SY")}


@cache
def month_names(words: Words) -> dict[str, tuple[int, bool]]:
    """Patterns of plain text with the number of the month and whether it is written out."""
    found: dict[str, tuple[int, bool]] = {}
    for locale in map(Locale.parse, _LOCALES.get(words.code, (words.code,))):
        for width in ("wide", "abbreviated"):
            for context in _CONTEXTS:
                for number, name in locale.months[context][width].items():
                    pattern = plain(name, words.code).rstrip(".")
                    # Where figures are part of the name, the language has a pattern of its own.
                    if not any(character.isdecimal() for character in pattern):
                        found.setdefault(pattern, (number, width == "wide"))
    for number, forms in enumerate(words.months, start=1):
        for form in alternatives(forms):
            pattern = plain(form, words.code)
            found[pattern] = (number, found.get(pattern, (number, len(form) > 4))[1])
    return found


@cache
def weekday_names(words: Words) -> dict[str, int]:
    """Patterns of plain text with the weekday, 0 for Monday; none of them abbreviated."""
    found: dict[str, int] = {}
    for context in _CONTEXTS:
        names = Locale.parse(words.code).days[context]["wide"]
        found |= {plain(name, words.code): number for number, name in names.items()}
    for number, forms in enumerate(words.weekdays):
        found |= {plain(form, words.code): number for form in alternatives(forms)}
    return found


@lru_cache(maxsize=4096)
def month_by_library(word: str, language: str) -> int | None:
    """The month that dateparser takes `word` for, in that language alone."""
    try:
        data = _parser(language).get_date_data(f"5 {word} 2024")
    except (ValueError, OverflowError, RecursionError):
        return None
    day = data.date_obj
    return day.month if day and (day.year, day.day) == (2024, 5) else None


@cache
def _parser(language: str) -> Any:
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=[language],
        settings={
            "PARSERS": ["absolute-time"],
            "STRICT_PARSING": True,
            "DATE_ORDER": "DMY",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )


def alternatives(forms: str) -> list[str]:
    """The top level alternatives of a pattern: those inside brackets stay together."""
    parts, depth, current = [], 0, ""
    for character in forms:
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    return [part for part in [*parts, current] if part]
