"""Text made plain for matching, with the way back to where each character stood.

Case, accents, digits of other scripts, typographic dashes, apostrophes and spaces are made alike,
and characters without width are left out, so that neither a soft hyphen nor a vowel sign hides
a date. Paragraphs stay apart: where two line breaks stood, a line break stands.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_WIDTHLESS = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
)
# The vowel signs of Arabic and its tatweel; the combining accents of letters that are not composed.
_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
_ACCENTS = "\u0300-\u036f"
_TAKEN_OUT = re.compile(f"[{_WIDTHLESS}{_MARKS}{_ACCENTS}]")
_TAKEN_OUT_BUT_TONES = re.compile(f"[{_WIDTHLESS}{_MARKS}]")
_PARAGRAPH = re.compile(r"\n[ ]*\n")
_ALIKE = {
    **dict.fromkeys("’‘ʼʹ′`´＇ʻ", "'"),
    **dict.fromkeys("‐‑‒–—―−－﹣\u2e3a", "-"),
    **dict.fromkeys("／⁄", "/"),
    **dict.fromkeys("．", "."),
    **dict.fromkeys("，،、", ","),
    **dict.fromkeys("（", "("),
    **dict.fromkeys("）", ")"),
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىی", "ي"),
    "ک": "ك",
    "ة": "ه",
    "ё": "е",
    "Ё": "е",
    "İ": "i",
    "ı": "i",
    "～": "-",
    "〜": "-",
    "\t": " ",
}


class _Letters(dict[int, str]):
    """What each character becomes, worked out once: always exactly one character."""

    def __init__(self, *, accents: bool) -> None:
        super().__init__()
        self.accents = accents

    def __missing__(self, code: int) -> str:
        self[code] = found = self._of(chr(code))
        return found

    def _of(self, character: str) -> str:
        if character in _ALIKE:
            return _ALIKE[character]
        category = unicodedata.category(character)
        if category == "Nd":
            return str(unicodedata.decimal(character))
        if category == "Zs":
            return " "
        small = character.lower()
        if len(small) != 1:
            return character
        if self.accents and "\u00c0" <= small < "\u0250":
            return unicodedata.normalize("NFD", small)[0]
        return small


@cache
def _letters(*, accents: bool) -> _Letters:
    return _Letters(accents=accents)


def plain(text: str, language: str) -> str:
    """`text` with every character made plain; as long as `text`. Tones of Vietnamese stay."""
    return text.translate(_letters(accents=language != "vi"))


# A space that is neither optional nor in a class of characters parts two words.
_GAP = re.compile(r"(?<!\[) (?![\]?])")


def flat(pattern: str, language: str) -> str:
    """A pattern of `words` for plain text: any number of spaces where it has one."""
    return _GAP.sub("[ ]+", plain(pattern, language))


@dataclass(frozen=True, slots=True)
class PlainText:
    """`text` is the plain form of `original`; `start` and `end` lead back to `original`."""

    original: str
    text: str
    offsets: tuple[int, ...] | None

    @classmethod
    def of(cls, original: str, language: str) -> "PlainText":
        taken_out = _TAKEN_OUT_BUT_TONES if language == "vi" else _TAKEN_OUT
        offsets: tuple[int, ...] | None = None
        kept = original
        if taken_out.search(original):
            places = [n for n, one in enumerate(original) if not taken_out.match(one)]
            offsets = tuple(places)
            kept = "".join(map(original.__getitem__, places))
        text = plain(kept, language).replace("\r", " ")
        text = _PARAGRAPH.sub(lambda found: "\0" * len(found[0]), text)
        return cls(original, text.replace("\n", " ").replace("\0", "\n"), offsets)

    def start(self, index: int) -> int:
        """Where the character at `index` of the plain text stands in the original."""
        return index if self.offsets is None else self.offsets[index]

    def end(self, index: int) -> int:
        """Where in the original the plain text before `index` ends."""
        return index if self.offsets is None else self.offsets[index - 1] + 1

    def is_capital(self, index: int) -> bool:
        return self.original[self.start(index)].isupper()
