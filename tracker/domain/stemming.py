"""The part of a search word that its inflected forms share.

Russian nouns and adjectives change their endings, so a nominative is rarely the form in a text;
the other languages offered are found well enough as parts of words.
"""

import re

import snowballstemmer

SHORTEST = 3
_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_RUSSIAN = snowballstemmer.stemmer("russian")


def stem(term: str) -> str:
    """`term` (folded, see `folding`) without its ending; itself where nothing is known of it.

    "палестина" and "палестинского" share "палестин".
    """
    if not _CYRILLIC.fullmatch(term):
        return term
    short = _RUSSIAN.stemWord(term)
    return short if len(short) >= SHORTEST else term
