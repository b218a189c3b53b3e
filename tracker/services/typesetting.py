"""Measures and breaks lines of text, each script in the font that draws it.

The fonts come with the site (Noto Sans and Noto Sans Arabic, packages with an open licence), so
that a machine without any font draws the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import fontpkg
import uharfbuzz

FAMILIES = ("Noto Sans", "Noto Sans Arabic")

_ARABIC = re.compile("([\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]+)")
_DIRECTING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST = 1000
"""Characters of a text that are looked at."""


def wrapped(text: str, size: float, *, width: float, most: int, weight: int = 400) -> list[str]:
    """`text` in at most `most` lines of `width`; what is left over ends in "…"."""
    lines: list[str] = []
    words = [part for word in clean(text).split() for part in _parts(word, size, weight, width)]
    while words and len(lines) < most:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size, weight) <= width:
            line = f"{line} {words.pop(0)}"
        lines.append(line)
    if words:
        line = lines[-1]
        while line and width_of(f"{line}…", size, weight) > width:
            line = line[:-1].rstrip()
        lines[-1] = f"{line}…"
    return lines


def _parts(word: str, size: float, weight: int, width: float) -> Iterable[str]:
    """A word that is wider than a line in pieces that are not."""
    while len(word) > 1 and width_of(word, size, weight) > width:
        kept = max(1, int(len(word) * width / width_of(word, size, weight)) - 1)
        yield word[:kept]
        word = word[kept:]
    yield word


def clean(text: str) -> str:
    """Without what XML forbids or what would turn the rest of the line round."""
    kept = "".join(one for one in text if one.isspace() or unicodedata.category(one)[0] != "C")
    return " ".join(_DIRECTING.sub("", kept)[:LONGEST].split())


def width_of(text: str, size: float, weight: int) -> float:
    """How wide `text` is; each script in the font that draws it."""
    total = 0.0
    for number, run in enumerate(_ARABIC.split(text)):
        if run:
            font = _font(FAMILIES[number % 2], weight)
            buffer = uharfbuzz.Buffer()
            buffer.add_str(run)
            buffer.guess_segment_properties()
            uharfbuzz.shape(font, buffer)
            total += sum(one.x_advance for one in buffer.glyph_positions) / font.face.upem
    return total * size


@cache
def _font(family: str, weight: int) -> uharfbuzz.Font:
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(font_file(family))))
    font.set_variations({"wght": weight})
    return font


@cache
def font_file(family: str) -> str:
    return str(fontpkg.path(family))
