"""Figures of attendance in running text: how many delegates, parties, countries it says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tracker.domain.folding import fold

from .number_words import cardinals, spelt


class Measure(StrEnum):
    """What is counted; the values are those of the stored figures."""

    DELEGATES = "delegates"
    PARTIES = "parties"
    COUNTRIES = "countries"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as the report states it: `words` are quoted from the text, `line` is theirs.

    `approximate` where the text says "about" or "more than". `also` are further lines that state
    the same number of the same thing.
    """

    measure: Measure
    value: int
    words: str
    line: int
    approximate: bool = False
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A figure within one text, at `[start:end]`."""

    measure: Measure
    value: int
    start: int
    end: int
    approximate: bool


# The nouns as beginnings or whole words of regular expressions, with a mark or without.
_NOUNS: dict[str, dict[Measure, str]] = {
    "en": {
        Measure.DELEGATES: r"delegates?|participants?|attendees?",
        Measure.PARTIES: r"part(?:y|ies)",
        Measure.COUNTRIES: r"countr(?:y|ies)",
    },
    "de": {
        Measure.DELEGATES: r"(?:\w+)?delegierten?r?|teilnehmer(?:innen|n)?|teilnehmenden?",
        Measure.PARTIES: r"(?:\w+)?parteien",
        Measure.COUNTRIES: r"ländern?|staaten",
    },
    "es": {
        Measure.DELEGATES: r"delegad[oa]s|participantes",
        Measure.PARTIES: r"partidos",
        Measure.COUNTRIES: r"países",
    },
    "fr": {
        Measure.DELEGATES: r"délégué(?:e)?s|participant(?:e)?s",
        Measure.PARTIES: r"partis",
        Measure.COUNTRIES: r"pays",
    },
    "it": {
        Measure.DELEGATES: r"delegat[ie]|partecipanti",
        Measure.PARTIES: r"partiti",
        Measure.COUNTRIES: r"paesi",
    },
    "pt": {
        Measure.DELEGATES: r"delegad[oa]s|participantes",
        Measure.PARTIES: r"partidos",
        Measure.COUNTRIES: r"países",
    },
    "ru": {
        Measure.DELEGATES: r"делегат\w*|участник\w*",
        Measure.PARTIES: r"парти[йияю]\w*",
        Measure.COUNTRIES: r"стран\w{0,3}|государств\w{0,3}",
    },
    "tr": {
        Measure.DELEGATES: r"delege\w*|katılımcı\w*|temsilci(?!lik)\w*",
        Measure.PARTIES: r"parti\w*",
        Measure.COUNTRIES: r"ülke\w*",
    },
    "vi": {
        Measure.DELEGATES: r"đại biểu",
        Measure.PARTIES: r"(?:chính )?đảng",
        Measure.COUNTRIES: r"quốc gia|nước",
    },
    "id": {
        Measure.DELEGATES: r"utusan|delegat(?:us)?|peserta",
        Measure.PARTIES: r"partai",
        Measure.COUNTRIES: r"negara",
    },
    "ar": {
        Measure.DELEGATES: r"مندوب[\w\u064b-\u0652]*|مشارك[\w\u064b-\u0652]*",
        Measure.PARTIES: r"حزب[\w\u064b-\u0652]*|أحزاب",
        Measure.COUNTRIES: r"بلد[\w\u064b-\u0652]*|دول[\w\u064b-\u0652]*",
    },
    "zh": {
        Measure.DELEGATES: r"代表",
        Measure.PARTIES: r"政党|党",
        Measure.COUNTRIES: r"国家",
    },
}
# Between a number and its noun stand adjectives; one of these words begins something else.
_BREAKS = {
    "en": "of from in at on for to by with the a an who that which days years hours per than",
    "de": "aus von in im an am bis für mit der die das den dem des jahre jahren tage uhr prozent",
    "es": "de del en con por para a al la el los las que años días horas",
    "fr": "en avec par pour à au aux la le les que ans jours heures",
    "it": "in con per da del della dei la il i le che anni giorni ore",
    "pt": "de do da em com por para a o os as que anos dias horas",
    "ru": "из в во на по с со от до для и лет года год году дней часов",
    "tr": "için ile yıl yılda gün saat den dan ocak şubat mart nisan mayıs haziran",
    "vi": "từ tại ở của năm ngày tháng giờ với các có sự và lần",
    "id": "dari di ke pada dengan untuk yang tahun hari jam",
    "ar": "من في إلى على مع عام سنة يوم",
    "zh": "",
}
_ABOUT = {
    "en": r"about|around|some|nearly|almost|more than|over|at least|up to",
    "de": r"etwa|rund|ungefähr|fast|knapp|über|mehr als|mindestens|bis zu",
    "es": r"unos|unas|cerca de|casi|más de|alrededor de|al menos",
    "fr": r"environ|près de|quelque|plus de|au moins|une? (?:cin|ving|tren)\w+ de",
    "it": r"circa|quasi|più di|oltre|almeno",
    "pt": r"cerca de|quase|mais de|ao menos",
    "ru": r"около|примерно|почти|более|свыше|не менее|до",
    "tr": r"yaklaşık|aşkın|en az",
    "vi": r"khoảng|gần|hơn|trên|ít nhất",
    "id": r"sekitar|hampir|lebih dari|kira-kira|sedikitnya",
    "ar": r"نحو|حوالي|قرابة|أكثر من",
    "zh": r"约|近|超过",
}
_MOST_BETWEEN = 3
_LARGEST = 1_000_000
_DIGITS = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d{1,7}"
# Not the end of a date, a fraction or a code; "ke-17" and "lần thứ 23" are ordinals.
_NOT_BEFORE = r"(?<![\w./,:№#–-])(?<!thứ )(?<!№ )(?<!No\. )"


def figures_in(
    text: str, language: str, *, taken: Iterable[tuple[int, int]] = ()
) -> Iterator[Found]:
    """Figures of `text` in their order; nothing in a language whose nouns are not known.

    `taken` are spans that mean something else, such as dates.
    """
    pattern = _pattern(language)
    if pattern is None:
        return
    closed = list(taken)
    words = cardinals(language)
    for found in pattern.finditer(text):
        number = found["number"]
        inside = any(
            start < found.end("number") and found.start("number") < end for start, end in closed
        )
        value = _value(number, words)
        if inside or value is None or not 0 < value < _LARGEST:
            continue
        if _broken(found["between"] or "", language):
            continue
        for measure in Measure:
            if found[measure.value]:
                start = found.start("about") if found["about"] else found.start("number")
                yield Found(measure, value, start, found.end(), bool(found["about"]))


def merged(found: Iterable[Figure]) -> tuple[Figure, ...]:
    """One figure for each number of each measure, with all lines that state it."""
    kept: dict[tuple[Measure, int], Figure] = {}
    for one in found:
        first = kept.setdefault((one.measure, one.value), one)
        if one is not first and one.line not in (first.line, *first.also):
            kept[one.measure, one.value] = Figure(
                first.measure,
                first.value,
                first.words,
                first.line,
                first.approximate and one.approximate,
                tuple(sorted((*first.also, one.line))),
            )
    return tuple(kept.values())


def _value(printed: str, words: dict[str, int]) -> int | None:
    digits = re.sub(r"\D", "", printed)
    return int(digits) if digits else words.get(fold(printed))


def _broken(between: str, language: str) -> bool:
    return bool(set(between.casefold().split()) & _breaks(language))


@cache
def _breaks(language: str) -> frozenset[str]:
    return frozenset(_BREAKS.get(language, "").split())


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    nouns = _NOUNS.get(language)
    if nouns is None:
        return None
    if language == "zh":
        measures = "|".join(f"(?P<{one.value}>{noun})" for one, noun in nouns.items())
        number = rf"(?P<number>(?<![\d.第]){_DIGITS})"
        between = r"(?P<between>[名位个個]?[^\W\d]{0,6}?)"
        return re.compile(rf"(?P<about>{_ABOUT[language]})?\s*{number}\s*{between}(?:{measures})")
    measures = "|".join(rf"(?P<{one.value}>(?:{noun})(?!\w))" for one, noun in nouns.items())
    words = "|".join(_joined(word) for word in sorted(spelt(language), key=len, reverse=True))
    number = rf"(?P<number>{_NOT_BEFORE}(?:{_DIGITS})(?![.,]?\d|\.\s)|\b(?:{words})\b)"
    between = rf"(?P<between>(?:[^\W\d_][\w'’-]*,?\s+){{0,{_MOST_BETWEEN}}}?)"
    about = rf"(?:\b(?P<about>{_ABOUT[language]})\s+)?"
    return re.compile(rf"{about}{number}\s+{between}(?:{measures})", re.I)


def _joined(word: str) -> str:
    return r"[\s-]".join(re.escape(part) for part in word.split())
