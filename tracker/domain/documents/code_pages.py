"""The encodings that a person may choose, and how strange a text looks that was read in one.

`strangeness` puts previews into an order and decides nothing: the person does.
"""

import re
import unicodedata
from itertools import pairwise

NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "windows-1252": "Windows-1252",
    "windows-1250": "Windows-1250",
    "windows-1251": "Windows-1251",
    "windows-1253": "Windows-1253",
    "windows-1254": "Windows-1254",
    "windows-1255": "Windows-1255",
    "windows-1256": "Windows-1256",
    "windows-1257": "Windows-1257",
    "windows-1258": "Windows-1258",
    "iso-8859-1": "ISO 8859-1",
    "iso-8859-2": "ISO 8859-2",
    "iso-8859-5": "ISO 8859-5",
    "iso-8859-6": "ISO 8859-6",
    "iso-8859-7": "ISO 8859-7",
    "iso-8859-9": "ISO 8859-9",
    "iso-8859-15": "ISO 8859-15",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
    "ibm866": "IBM866",
    "ibm850": "IBM850",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "shift_jis": "Shift_JIS",
    "euc-kr": "EUC-KR",
}

_VIETNAMESE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
# Letters beyond ASCII of each language, small; a text is in one of them, hardly in two.
_LETTERS = {
    "de": "äöüß",
    "es": "áéíñóúü¿¡ªº",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "it": "àèéìíîòóùú",
    "pt": "àáâãçéêíóôõúªº",
    "tr": "âçğıîöşûüi̇",
    "vi": "ăâđêôơưáéíóúýàèìòùỳ" + _VIETNAMESE_MARKS,
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "hu": "áéíóöőúüű",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "el": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ،؛؟ـ",
    "fa": "آئابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی،؛؟",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "lt": "ąčęėįšųūž",
}
# The most frequent letters (more than 4 in a hundred): among code pages that show the same
# alphabet, the right one shows these most often.
_FREQUENT = frozenset(
    "оаеинтсрвл" "لابمنوير" "ανταοιεστρ" "יוהלאר"
    "的一是在不了有和人这中大为上个国我以要他年全会工日本各组织活动支持举行"
)  # fmt: skip
_TYPOGRAPHY = frozenset("«»“”„‘’–—…•·§№°€©®™\u00a0")
_CJK = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]")
# The characters of GB 2312's first level and their kin are what Chinese texts are made of.
_RARE_CJK = re.compile("[\u3400-\u4dbf\ue000-\uf8ff\U00020000-\U0003ffff\uff61-\uff9f]")
_LATIN = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\u0300-\u0323]")


def strangeness(text: str, encoding: str) -> float:
    """How little `text`, read in `encoding`, looks like writing: 0 is perfect, more is stranger."""
    beyond = [one for one in text if not one.isascii()]
    if not beyond:
        return 0.0
    known = max(_share(beyond, letters) for letters in _LETTERS.values())
    cjk = sum(1 for one in beyond if _CJK.match(one)) / len(beyond)
    rare = sum(1 for one in beyond if _RARE_CJK.match(one)) / len(beyond)
    frequent = sum(1 for one in beyond if one.lower() in _FREQUENT) / len(beyond)
    # A double-byte page makes some Chinese of nearly anything: it must show common characters.
    looks = max(known, cjk * min(1.0, 0.5 + 4 * frequent) if cjk > 0.8 else 0.0)
    controls = sum(1 for one in beyond if unicodedata.category(one) in ("Cc", "Co", "Cn"))
    breaks = sum(1 for before, after in pairwise(text) if _is_break(before, after))
    latin = sum(1 for one in beyond if _LATIN.match(one)) > len(beyond) // 2
    return (
        (1 - looks)
        + 2 * (controls + breaks) / len(beyond)
        + rare
        + (0 if latin or cjk > 0.8 else 0.4 * (1 - frequent))
        + list(NAMES).index(encoding) / 10_000
    )


def _share(beyond: list[str], letters: str) -> float:
    fitting = sum(1 for one in beyond if one.lower() in letters or one in _TYPOGRAPHY)
    return fitting / len(beyond)


def _is_break(before: str, after: str) -> bool:
    """Whether the script, or the case from small to capital, changes inside a word."""
    if before.isascii() and after.isascii():
        return False
    if not (before.isalpha() and after.isalpha()):
        return False
    turned = before.islower() and after.isupper()
    return turned or bool(_LATIN.match(before)) != bool(_LATIN.match(after))
