"""What an item's text holds that is the same in every language: numbers, dates, acronyms, names.

Whole tokens are compared, never meanings. Where writing differs by language (VIII and 8, НАТО and
NATO, "two" and 2) the forms are brought together as far as that can be done by rule.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.folding import fold

from .date_groups import dates_of
from .items import ParsedItem
from .number_words import numbers_in_words
from .stated_date import StatedDate

LONGEST_TEXT = 50_000
"""Characters of an item that are looked at."""
_MOST_DIGITS = 9
_NAME_START = 5

# "1,144", "1 144" and "1.144" are one number; "4.5" and "12, 345" are two.
_NUMBER = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3}){1,3}(?!\d)|\d+")
_ROMAN = re.compile(r"(?<![\w-])(?=[IVXL]+(?!\w))(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_a-zа-я]{1,2}\.){2,}")
_ACRONYM = re.compile(r"(?<!\w)(?:[A-Z]{2,10}|[А-ЯЁ]{2,10})(?=s?(?!\w))")
_WORD = re.compile(r"[^\W\d_]+")
# In a text of which more than this many words, and this share, are in capitals, they say nothing.
_MOST_ACRONYMS = 4
_SHOUTED = 0.5
_CAPITALISED = re.compile(r"(?<!\w)[^\W\d_]{4,}")
_LATIN = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфхцыэ", "abvgdeziklmnoprstufhcie", strict=True))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)
_ALIKE = str.maketrans({"c": "k", "q": "k", "y": "i", "w": "v", "z": "s"})


@dataclass(frozen=True, slots=True)
class Anchors:
    """The tokens of one text.

    `figures` stand in it as figures or as Roman numerals, `numbers` are those outside dates;
    `any_numbers` are all that could pass for a figure: also words up to twelve and single Roman
    letters. `acronyms` maps a comparable form to the printed one. `names` are beginnings of
    words in capitals, comparable across Latin and Cyrillic letters.
    """

    figures: frozenset[int]
    numbers: frozenset[int]
    any_numbers: frozenset[int]
    dates: frozenset[str]
    acronyms: dict[str, str]
    names: frozenset[str]

    @property
    def firm(self) -> frozenset[tuple[str, str]]:
        """Figures, dates and acronyms as pairs of kind and value."""
        figures = {("number", str(number)) for number in self.figures}
        days = {("date", date) for date in self.dates}
        return frozenset(figures | days | {("acronym", one) for one in self.acronyms})

    @property
    def all(self) -> frozenset[tuple[str, str]]:
        return self.firm | {("name", name) for name in self.names}


def anchors_of(item: ParsedItem, language: str) -> Anchors:
    """The anchors of an item with its children; the marks of the children are none."""
    return anchors_in(joined_text(item), dates_of(item), language)


def joined_text(item: ParsedItem) -> str:
    """The text of an item and of its children, one a line, without the marks of the children."""
    return "\n".join([item.text, *map(joined_text, item.children)])


def anchors_in(text: str, dates: Iterable[StatedDate], language: str) -> Anchors:
    """The anchors of `text`, whose dates are `dates` (those that others give to it included)."""
    shown = text[:LONGEST_TEXT]
    stated = list(dates)
    rest = without_dates(shown, stated)
    firm, loose = _roman(rest)
    figures = _figures(shown) | firm
    return Anchors(
        figures=figures,
        numbers=_figures(rest) | firm,
        any_numbers=figures | loose | numbers_in_words(rest, language),
        dates=frozenset(date.edtf or date.rule for date in stated if date.edtf or date.rule),
        acronyms=_acronyms(rest),
        names=_names(rest),
    )


def without_dates(text: str, dates: Iterable[StatedDate], *, blank: str = " ") -> str:
    """`text` with the words of its dates blanked out, so that offsets stay."""
    words = sorted({date.text for date in dates if date.text}, key=len, reverse=True)
    if not words:
        return text
    pattern = "|".join(map(re.escape, words))
    return re.sub(rf"(?<!\d)(?:{pattern})(?!\d)", lambda found: blank * len(found[0]), text)


@lru_cache(maxsize=20_000)
def comparable(word: str) -> str:
    """A word in plain Latin letters: the same for "Lenin" and "Ленин", for "NATO" and "НАТО"."""
    return fold(word).translate(_LATIN)


def _figures(text: str) -> frozenset[int]:
    found = set()
    for figure in _NUMBER.findall(text):
        digits = re.sub(r"\D", "", figure)
        if len(digits) <= _MOST_DIGITS:
            found.add(int(digits))
    return frozenset(found)


def _roman(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Values of Roman numerals: of two letters and more, and of a single one, which may be none."""
    firm: set[int] = set()
    loose: set[int] = set()
    for found in _ROMAN.findall(text):
        values = [_ROMAN_VALUES[letter] for letter in found]
        signs = [
            -one if one < following else one
            for one, following in zip(values, [*values[1:], 0], strict=True)
        ]
        (firm if len(found) > 1 else loose).add(sum(signs))
    return frozenset(firm), frozenset(loose)


def _acronyms(text: str) -> dict[str, str]:
    dotted = [found for found in _DOTTED.findall(text) if found.isupper()]
    rest = _DOTTED.sub(" ", text) if dotted else text
    words = [word for word in _WORD.findall(rest) if len(word) > 1]
    shouted = sum(map(str.isupper, words))
    if shouted > _MOST_ACRONYMS and shouted > _SHOUTED * len(words):
        return {}
    printed = [found.replace(".", "") for found in dotted]
    printed += [one for one in _ACRONYM.findall(rest) if not _ROMAN.fullmatch(one)]
    return {comparable(one): one for one in printed}


def _names(text: str) -> frozenset[str]:
    return frozenset(
        comparable(word).translate(_ALIKE)[:_NAME_START]
        for word in _CAPITALISED.findall(text)
        if word[0].isupper() and not word.isupper()
    )
