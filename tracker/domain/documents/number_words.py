"""Small numbers written as words, so that "two" in one language is not missed where another has 2.

Only for calming: a word lets a figure pass, it never asks for one. The lists need not be whole
for that, and what they lack costs an editor one glance.
"""

import re
from functools import cache, lru_cache

from tracker.domain.folding import fold

# For 1 to 12, parted by ";": folded words, "*" for any ending. Compared word by word.
_WORDS = {
    "ar": "واحد* اول*;اثن* ثاني* ثان;ثلاث* ثالث*;اربع* رابع*;خمس* خامس*;ست سته سادس*;سبع* سابع*;"
    "ثمان* ثامن*;تسع* تاسع*;عشر عشره عاشر*;احدعشر;اثناعشر",
    "de": "ein* erst*;zwei* zweit* beide*;drei* dritt*;vier*;funf*;sechs*;sieben* siebt*;acht*;"
    "neun*;zehn*;elf*;zwolf*",
    "en": "one first once;two second twice both;three third;four fourth;five fifth;six sixth;"
    "seven seventh;eight eighth;nine ninth;ten tenth;eleven eleventh;twelve twelfth",
    "es": "un una uno primer*;dos segund* ambos ambas;tres tercer*;cuatro cuart*;cinco quint*;"
    "seis sext*;siete septim*;ocho octav*;nueve noven*;diez decim*;once undecim*;doce duodecim*",
    "fr": "un une premier*;deux deuxieme* second*;trois troisieme*;quatre quatrieme*;"
    "cinq cinquieme*;six sixieme*;sept septieme*;huit huitieme*;neuf neuvieme*;"
    "dix dixieme*;onze onzieme*;douze douzieme*",
    "id": "satu pertama;dua kedua;tiga ketiga;empat keempat;lima kelima;enam keenam;tujuh ketujuh;"
    "delapan kedelapan;sembilan kesembilan;sepuluh kesepuluh;sebelas kesebelas",
    "it": "un una uno prim*;due second* entramb*;tre terz*;quattro quart*;cinque quint*;sei sest*;"
    "sette settim*;otto ottav*;nove non*;dieci decim*;undici undicesim*;dodici dodicesim*",
    "pt": "um uma primeir*;dois duas segund* ambos ambas;tres terceir*;quatro quart*;cinco quint*;"
    "seis sext*;sete setim*;oito oitav*;nove non*;dez decim*;onze;doze",
    "ru": "од* перв*;два две двух двум двумя втор* оба обе;три трех трем трет*;четыр* четверт*;"
    "пять пяти пят*;шест*;семь семи седьм*;восем* восьм*;девят*;десят*;одиннадцат*;двенадцат*",
    "tr": "bir birinci* ilk;iki* ikinci*;uc ucuncu*;dort* dorduncu*;bes* besinci*;alti altinci*;"
    "yedi yedinci*;sekiz* sekizinci*;dokuz*;on onuncu*",
    "vi": "mot nhat;hai nhi;ba;bon tu;nam;sau;bay;tam;chin;muoi",
}  # fmt: skip
_LONGEST_WORD = 12
_WORD = re.compile(r"[^\W\d_]+")
_CHINESE = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}


def numbers_in_words(text: str, language: str) -> frozenset[int]:
    """The numbers from 1 to 12 that `text` writes as words; in Chinese those up to 9999."""
    if language == "zh":
        return _chinese_numbers(text)
    found = {_number(word, language) for word in set(_WORD.findall(text))}
    return frozenset(number for number in found if number is not None)


@lru_cache(maxsize=20_000)
def _number(word: str, language: str) -> int | None:
    whole, prefixes = _lists(language)
    folded = fold(word)
    if folded in whole:
        return whole[folded]
    ends = range(min(len(folded), _LONGEST_WORD), 1, -1)
    return next((prefixes[folded[:end]] for end in ends if folded[:end] in prefixes), None)


@cache
def _lists(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Whole words, and beginnings of words, with the number that they mean."""
    whole: dict[str, int] = {}
    prefixes: dict[str, int] = {}
    for value, words in enumerate(_WORDS.get(language, "").split(";"), start=1):
        for word in words.split():
            if word.endswith("*"):
                prefixes[word[:-1]] = value
            else:
                whole[word] = value
    return whole, prefixes


def _chinese_numbers(text: str) -> frozenset[int]:
    found = set()
    total = digit = 0
    inside = False
    for character in f"{text} ":
        if character in _CHINESE:
            digit, inside = _CHINESE[character], True
        elif character in _CHINESE_UNITS:
            total += (digit or 1) * _CHINESE_UNITS[character]
            digit, inside = 0, True
        elif inside:
            found.add(total + digit)
            total, digit, inside = 0, 0, False
    return frozenset(found)
