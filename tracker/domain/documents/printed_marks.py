"""What a line begins with when it is marked: numbers, codes, letters, bullets, articles."""

import re
from enum import Enum

_HAN_DIGITS = "一二三四五六七八九"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"  # the order in which Arabic letters count

# The number of an item with its mark: "1. ", "1) ", "1\. " (Markdown), "1.- ", "1 – ", "1- ",
# "1º.- ", "1/ ". A figure after a dash or stroke makes a range ("4 - 5 May"), not an item.
_NUMBER = re.compile(r"(\d{1,3})[ºª°]?(?:\\?\.| ?\\?\)|\\?\.-|(?: ?[–—-]|/)(?=\s+\D))\s+(?=\S)")
# Without a space only before a word, so that "1.5", "1.05.2024" and "14.a" are none.
_GLUED = re.compile(r"(\d{1,3})(?:[.)]|\.-)(?=[\"“«'¿¡]?(?:[^\W\d_]{2}|[^\W\d_a-zà-ÿа-яªº]\s))")
_EAST_ASIAN = re.compile(rf"(\d{{1,3}}|[{_HAN_DIGITS}十百]{{1,4}})[、．]\s*(?=\S)")
_BRACKETED = re.compile(rf"[(（](\d{{1,3}}|[{_HAN_DIGITS}十百]{{1,4}})[)）]\s*(?=\S)")
_LETTER = re.compile(r"(?:\(([a-zа-яأ-ي]|[A-Z])\)|([a-zа-яأ-ي])[.)]|([A-Z])\))\s+(?=\S)")
_ROMAN = re.compile(r"(?:\(([ivx]{2,5}|i)\)|([ivx]{2,5}|i)[.)])\s+(?=\S)")
_CODE = re.compile(
    r"((?:[A-Z]{1,6}\d{0,4}|\d{1,3})(?:\.(?:[A-Z]{0,6}\d{1,4}|[A-Z]{2,6}|[a-z])){1,5})"
    r"(?:\\?[.):])?(?:\s*[–-])?\s+(?=\S)"
)
# "I. ", "II) ", "IV – "; with what a chapter needs to be one, see `marks`.
_UPPER = re.compile(r"([A-Z])\\?\.\s+(?=\S)")
_CAPITAL = re.compile(r"([IVXL]{1,7})(?:\\?\.-?|\)| ?[–—-])\s+(?=\S)")
_ARTICLE = re.compile(
    r"(?:(§ ?)|(?:article|art\.|artikel|art[ií]culo|articolo|artigo|статья|ст\.|madde|pasal|điều"
    r"|المادة|مادة|action|measure|objective|commitment|maßnahme|verpflichtung|acción|medida|acuerdo"
    r"|compromiso|mesure|engagement|azione|misura|impegno|ação|compromisso|мера|мероприятие"
    r"|обязательство|eylem|tedbir|taahhüt|aksi|komitmen|الإجراء|إجراء)\s{1,3}\(?)(\d{1,3}|[IVXL]{1,7}|premier)(?:er|[ºª°])?(?![\w/])\)?"
    r"(\s?(?:[.:)](?:-|\s?[–—])?|[–—-]))?(?:\s+|$)|第([一二三四五六七八九十百]{1,4}|\d{1,3})条(?:\s*([：:、])|\s*)",
    re.IGNORECASE,
)
_RULER = re.compile(r"[-=_*~·—–]{3,}$")
_CELL = re.compile(r"(?:\|\s*)?(\d{1,3})\.?\s*[|\t]\s*(?=[^\W\d_])")
_BULLET = re.compile(r"(?:([✅☑☐❖◆◇★•◦▪‣●○■□➢►✓✔\uf0b7])\s*|([·*–—−-])\s+)(?=[^\s])")
ALONE = re.compile(r"\(?(\d{1,3})(?:\\?[.)]|\.-)$")


_ORDINALS = {
    word: number
    for words in (
        "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo",
        "primera segunda tercera cuarta quinta sexta séptima octava novena décima",
        "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo",
        "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo",
        "أولاً ثانياً ثالثاً رابعاً خامساً سادساً سابعاً ثامناً تاسعاً عاشراً",
        "أولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا",
    )
    for number, word in enumerate(words.split(), start=1)
} | {"premier": 1}
# "PRIMERO.- ", "أولاً: ": with a sign behind it, the word is no part of a sentence.
_ORDINAL = re.compile(
    rf"({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?:[.:]-?|\s?[–—-])\s*(?=\S)",
    re.IGNORECASE,
)


class Style(Enum):
    """How a line is marked."""

    NONE = ""
    NUMBER = "1."
    BRACKETED = "(1)"
    CODE = "14.1"
    LETTER = "a)"
    ROMAN = "i)"
    BULLET = "•"
    CAPITAL = "I."
    ARTICLE = "Article 1"
    PARAGRAPH = "§ 1"


PARTS = frozenset({Style.CAPITAL, Style.ARTICLE, Style.PARAGRAPH})
"""The marks of what a text is parted into at the top: all other marks stand under them."""


def found_part(whole: str) -> tuple[Style, str, int] | None:
    """Style, mark and end of a Roman numeral in capitals or of an article's number.

    The end is the line's where the mark stands alone.
    """
    if match := _CAPITAL.match(whole):
        return Style.CAPITAL, match[1], match.end()
    if match := _UPPER.match(whole):
        return Style.LETTER, match[1], match.end()
    if match := _ORDINAL.match(whole):
        return Style.ARTICLE, match[1], match.end()
    if match := _ARTICLE.match(whole):
        end = match.end()
        if match[3] or match[4] or end == len(whole) or whole[end].isupper():
            style = Style.PARAGRAPH if match[1] else Style.ARTICLE
            return style, match[2] or match[4], end
    return None


def found_mark(whole: str) -> tuple[Style, str, int] | None:
    """Style, mark and end of any other mark."""
    first = whole[0]
    if match := _CELL.match(whole):
        return Style.NUMBER, match[1], match.end()
    if match := _BULLET.match(whole):
        return None if _RULER.match(whole) else (Style.BULLET, first, match.end())
    if first.isdecimal():
        for pattern in (_NUMBER, _GLUED, _EAST_ASIAN):
            if match := pattern.match(whole):
                return Style.NUMBER, match[1], match.end()
    elif first in "(（" and (match := _BRACKETED.match(whole)):
        return Style.BRACKETED, match[1], match.end()
    elif match := _EAST_ASIAN.match(whole):
        return Style.NUMBER, match[1], match.end()
    for style, pattern in ((Style.ROMAN, _ROMAN), (Style.LETTER, _LETTER), (Style.CODE, _CODE)):
        if match := pattern.match(whole):
            mark = next(group for group in match.groups() if group)
            return style, mark, match.end()
    return None


def value_of(mark: str, style: Style) -> int:
    """The value of a printed mark, 0 where it has none."""
    if style is Style.CODE:
        tail = mark.rpartition(".")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return int(tail) if tail.isdecimal() else 0
    if style is Style.ROMAN:
        return roman(mark)
    if style is Style.LETTER:
        for first in "aAа":
            if 0 <= ord(mark) - ord(first) < 26:
                return ord(mark) - ord(first) + 1
        return 1 if mark == "ا" else _ABJAD.find(mark) + 1
    if mark.isdecimal():
        return int(mark)
    if style in PARTS:
        return _ORDINALS.get(mark.casefold()) or roman(mark) or _han_number(mark)
    return _han_number(mark) if style in (Style.NUMBER, Style.BRACKETED) else 0


def roman(mark: str) -> int:
    """The value of a Roman numeral up to 89, 0 for anything else."""
    values = {"i": 1, "v": 5, "x": 10, "l": 50}
    digits = [values.get(one, 0) for one in mark.lower()]
    if not all(digits):
        return 0
    return sum(
        -one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True)
    )


def _han_number(mark: str) -> int:
    if "百" in mark:
        return 0
    tens, ten, ones = mark.rpartition("十")
    if any(part and part not in _HAN_DIGITS for part in (tens, ones)):
        return 0
    return ((_HAN_DIGITS.find(tens) + 1 or 1) * 10 if ten else 0) + (
        _HAN_DIGITS.index(ones) + 1 if ones else 0
    )
