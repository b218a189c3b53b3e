"""Text made alike for searching: what a reader types finds what an editor wrote.

Case, accents and marks fall away in every script, and so do the spellings that readers of
Turkish (İ, I, ı, i), Russian (ё, е) and Arabic (alef with and without hamza) use side by side.
The result is for comparing, never for showing.
"""

import re
import unicodedata

MOST_TERMS = 8
LONGEST_TERM = 64
_LONGEST_QUERY = 2000
_LETTERS = str.maketrans(
    {
        # Letters that Unicode does not decompose although readers type the plain one.
        "ı": "i", "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t",
        "æ": "ae", "œ": "oe", "þ": "th",
        # Arabic: alef wasla and the dagger alef; teh marbuta; alef maksura and the Persian and
        # Urdu letters that look like Arabic ones; tatweel only stretches a word.
        "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ـ": "",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """`text` in lower case without marks or punctuation, words parted by single spaces.

    >>> fold("İzmir’de Её  «Día»")
    'izmir de ее dia'

    Idempotent. Digits of every script become Latin ones. Control characters, NUL among them,
    part words. й loses its mark with the others and equals и.
    """
    previous = None
    # A letter can decompose into one that folds again (ﷲ, ǆ); two rounds settle every character
    # of Unicode, and the third sees that nothing changes.
    while text != previous:
        previous, text = text, _fold_once(text)
    return text


def fold_terms(query: str) -> list[str]:
    """The first 8 distinct words of a query, folded, each cut to 64 characters."""
    words = (word[:LONGEST_TERM] for word in fold(query[:_LONGEST_QUERY]).split())
    return list(dict.fromkeys(words))[:MOST_TERMS]


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(map(_fold_character, text)).translate(_LETTERS)
    return unicodedata.normalize("NFC", re.sub(" +", " ", text).strip())


def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] in "PSZC":
        return " "
    return character
