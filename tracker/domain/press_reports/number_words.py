"""Numbers written as words: the small ones and the tens, and ordinals, language by language.

A number below three is left out: "the two countries" is a pair, not a count of who attended.
"""

from functools import cache

from tracker.domain.folding import fold

_CARDINALS = {
    "en": "three four five six seven eight nine ten eleven twelve",
    "de": "drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "es": "tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "trois quatre cinq six sept huit neuf dix onze douze",
    "it": "tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "três quatro cinco seis sete oito nove dez onze doze",
    "ru": "три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "tr": "üç dört beş altı yedi sekiz dokuz on on_bir on_iki",
    "vi": "ba bốn - sáu bảy tám chín mười mười_một mười_hai",
    "id": "tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua_belas",
    "ar": "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "zh": "三 四 五 六 七 八 九 十 十一 十二",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety hundred",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
    "fr": "vingt trente quarante cinquante soixante - - - cent",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто",
    "tr": "yirmi otuz kırk elli altmış yetmiş seksen doksan yüz",
    "vi": "hai_mươi ba_mươi bốn_mươi năm_mươi sáu_mươi bảy_mươi tám_mươi chín_mươi một_trăm",
    "id": "dua_puluh tiga_puluh empat_puluh lima_puluh enam_puluh tujuh_puluh delapan_puluh "
    "sembilan_puluh seratus",
    "ar": "عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين مئة",
    "zh": "二十 三十 四十 五十 六十 七十 八十 九十 一百",
}
_ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "de": "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
    "es": "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo",
    "fr": "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième "
    "dixième onzième douzième",
    "it": "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo",
    "pt": "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo",
    "ru": "перв втор треть четверт пят шест седьм восьм девят десят одиннадцат двенадцат",
    "tr": "birinci ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu",
    "id": "pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh",
    "ar": "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر",
}
_FEMININES = {
    "es": "primera segunda tercera cuarta quinta sexta séptima octava novena décima",
    "fr": "première seconde",
    "it": "prima seconda terza quarta quinta sesta settima ottava nona decima",
    "pt": "primeira segunda terceira quarta quinta sexta sétima oitava nona décima",
    "ar": "الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة",
}
_ARABIC_UNITS = "الحادي الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع"
_ARABIC_TENS = {"عشر": 10, "والعشرون": 20, "والعشرين": 20, "والثلاثون": 30, "والثلاثين": 30}

_CHINESE = {character: value for value, character in enumerate("零一二三四五六七八九")}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@cache
def cardinals(language: str) -> dict[str, int]:
    """Numbers from three on by their folded words; empty where the language is not known."""
    found = _numbered(_CARDINALS.get(language, ""), 3, 1)
    tens = _numbered(_TENS.get(language, ""), 20, 10)
    if language == "en":
        units = {"one": 1, "two": 2} | found
        found |= {
            f"{ten} {unit}": value + units[unit]
            for ten, value in tens.items()
            for unit in units
            if value < 100 and units[unit] < 10
        }
    return found | tens


def spelt(language: str) -> list[str]:
    """The words of `cardinals` as they are written, accents included."""
    words = f"{_CARDINALS.get(language, '')} {_TENS.get(language, '')}".split()
    written = [word.replace("_", " ") for word in words if word != "-"]
    if language == "en":
        written += [word for word in cardinals("en") if " " in word]
    return written


@cache
def ordinals(language: str) -> dict[str, int]:
    """Ordinals by their folded words; in Russian by the stem that their endings are put to."""
    found = _numbered(_ORDINALS.get(language, ""), 1, 1)
    found |= _numbered(_FEMININES.get(language, ""), 1, 1)
    if language == "ar":
        units = _numbered(_ARABIC_UNITS, 1, 1)
        units |= {fold("الواحد"): 1, fold("الثانية"): 2}
        found |= {
            f"{unit} {fold(word)}": value + ten
            for unit, value in units.items()
            for word, ten in _ARABIC_TENS.items()
        }
    return found


def chinese(text: str) -> int | None:
    """十二 is 12, 二十三 is 23; None for what is no such number below a hundred."""
    tens, sign, units = text.rpartition("十")
    if not sign:
        return _CHINESE.get(text)
    high = _CHINESE.get(tens, 0) if tens else 1
    low = _CHINESE.get(units, 0) if units else 0
    return high * 10 + low if high and (low or not units) else None


def roman(text: str) -> int | None:
    """XIII is 13; None for what is no Roman number below 400, written in its only way."""
    values = [_ROMAN.get(letter, 0) for letter in text]
    if not values or 0 in values:
        return None
    following = [*values[1:], 0]
    total = sum(-one if one < after else one for one, after in zip(values, following, strict=True))
    return total if total > 0 and _as_roman(total) == text else None


def _as_roman(number: int) -> str:
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"))
    written = ""
    for value, sign in (*signs, (4, "IV"), (1, "I")):
        count, number = divmod(number, value)
        written += sign * count
    return written


def _numbered(words: str, first: int, step: int) -> dict[str, int]:
    return {
        fold(word.replace("_", " ")): first + step * index
        for index, word in enumerate(words.split())
        if word != "-"
    }
