"""The name of a day as a text prints it: beside a date, or anywhere in an item.

A name is what stands in quotation marks, or a phrase in capitals around the language's word for
"day" ("Victory Day", "Día de la Victoria", "Zafer Günü"). Nothing is translated and nothing is
known of any day: a name that is not printed is no name. Only the case endings of the Turkish and
the Russian word for "day" are taken off.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

MAX_NAME = 120
_NEAR = 200  # Characters before and after a date that are looked at.
_LONGEST_PHRASE = 15  # Words to either side of the one for "day".
_LONGEST_SMALL = 6  # Words of a name that is written in small letters.

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_QUOTED = re.compile('“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|"([^"]+)"|《([^《》]+)》|「([^「」]+)」')
# What may stand between a date and its name: a mark, and one short word ("on", "am", "el").
_BETWEEN = re.compile(r"[\s,،，(–—:-]*(?:[^\W\d_]{1,4}\s+)?")
_APOSTROPHE = re.compile("['’]")
_SENTENCE_END = re.compile(r"[.!?•\n]")
_CHINESE = re.compile("(?:国际|世界|全国)[\u4e00-\u9fff]{1,8}?(?:日|节)")

_DAY_FIRST = {"es": "Día", "fr": "Journée", "id": "Hari", "it": "Giornata", "pt": "Dia"}
_DAY_LAST = {
    "de": re.compile(
        r"(?!(?:Mon|Diens|Donners|Frei|Sams|Sonn|Werk|Feier|Ver|Bei|Er|Bundes|Land)tag)[A-Z]\w+tag|Tag"
    ),
    "en": re.compile("Day"),
    "tr": re.compile("Günü(?:nü|nde|nden|nün|ne)?"),
}
_SMALL = {"ru": re.compile("Д(?:ень|ня|ню|нём|нем|не)"), "vi": re.compile("[Nn]gày")}
_RUSSIAN_ANY_CASE = re.compile(r"[А-Я][а-яё]+(?: [а-яё]+){0,4} д(?:ень|ня|ню|нём|нем|не)\b")
_RUSSIAN_DAY_LAST = re.compile(r"[А-Я][а-яё]+(?:ый|ий|ой)(?: [а-яё]+(?:ый|ий|ой))* день\b")
_PARTICLES = {
    "de": "der die das des dem den für gegen von und",
    "en": "of the for and against",
    "es": "de del la las los el y e por para contra",
    "fr": "de du des la le les et pour contre",
    "id": "dan untuk",
    "it": "di del della dei degli delle e per contro la il",
    "pt": "de da do das dos e pela pelo para contra a o",
    "tr": "ve ile",
}
_PARTICLE_WORDS = {language: frozenset(words.split()) for language, words in _PARTICLES.items()}
_AND = frozenset({"and", "und"})
# First words in capitals that are the name's own, not only the sentence's.
_FIRST_OF_NAMES = frozenset({
    "African", "European", "Global", "International", "National", "Universal", "World",
    "Internationale", "Internationalen", "Internationaler", "Dünya", "Ulusal", "Uluslararası",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayName:
    """A name and its place, as offsets in the text that was searched."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int
    joined: bool
    """Whether only white space parts it from the token before."""
    opens: bool
    """Whether it begins the text or a sentence."""

    @property
    def is_capital(self) -> bool:
        return self.word[0].isupper()


def name_beside(text: str, words: str, language: str) -> str:
    """The name printed next to `words`, a date of `text`; "" where none is.

    >>> name_beside("Celebrating Victory Day, 9 May, in every town", "9 May", "en")
    'Victory Day'
    """
    start = text.find(words) if words else -1
    if start < 0:
        return ""
    after = text[start + len(words) :][:_NEAR]
    before = text[max(0, start - _NEAR) : start]
    for find in (_quoted, _named(language)):
        for one in find(after):
            if _BETWEEN.fullmatch(after[: one.start]):
                return one.name
        for one in reversed(find(before)):
            if _BETWEEN.fullmatch(before[one.end :]):
                return one.name
    return ""


def named_days(text: str, language: str) -> tuple[DayName, ...]:
    """The phrases that name a day, in the order of the text.

    They are told by capitals, so a language without them has none (Chinese apart, for names that
    begin like "International"); in Russian and Vietnamese only the first word needs one.
    """
    if language == "zh":
        return tuple(DayName(one[0], one.start(), one.end()) for one in _CHINESE.finditer(text))
    found = list(_phrases(_tokens(text), language))
    if language == "ru":
        found += [
            DayName(one[0], one.start(), one.end()) for one in _RUSSIAN_DAY_LAST.finditer(text)
        ]
    return tuple(one for one in found if len(one.name) <= MAX_NAME)


def names_a_day(text: str, language: str) -> str:
    """The first name of a day that `text` mentions in whatever case of the noun, or ""."""
    found = named_days(text, language)
    if found:
        return found[0].name
    other = _RUSSIAN_ANY_CASE.search(text) if language == "ru" else None
    return other[0] if other else ""


def _named(language: str) -> Callable[[str], Sequence[DayName]]:
    return lambda text: named_days(text, language)


def _quoted(text: str) -> Sequence[DayName]:
    return [
        DayName(name, one.start(), one.end())
        for one in _QUOTED.finditer(text)
        if 0 < len(name := " ".join(one[one.lastindex or 1].split()).rstrip(".,;:")) <= MAX_NAME
    ]


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        opens = not found or bool(_SENTENCE_END.search(gap))
        found.append(_Token(match[0], match.start(), match.end(), not gap.strip(), opens))
        end = match.end()
    return found


def _phrases(tokens: Sequence[_Token], language: str) -> Iterator[DayName]:
    for place, token in enumerate(tokens):
        stem = _APOSTROPHE.split(token.word, 1)[0]
        if language in _SMALL and _SMALL[language].fullmatch(stem):
            phrase = _small(tokens, place)
        elif _DAY_FIRST.get(language) == stem:
            phrase = _rightwards(tokens, place, language)
        elif language in _DAY_LAST and _DAY_LAST[language].fullmatch(stem):
            phrase = _leftwards(tokens, place, language)
            if language != "tr":
                phrase += _rightwards(tokens, place, language, without=_AND)[1:]
        else:
            continue
        if len(phrase) > 1 or stem.endswith("tag"):
            yield DayName(_name(phrase, token, language), phrase[0].start, phrase[-1].end)


def _name(phrase: Sequence[_Token], day: _Token, language: str) -> str:
    words = [one.word for one in phrase]
    index = list(phrase).index(day)
    if language == "ru":
        words[index] = "День"
    elif language == "tr":
        words[index] = "Günü"
    return " ".join(words)


def _rightwards(
    tokens: Sequence[_Token], place: int, language: str, *, without: frozenset[str] = frozenset()
) -> list[_Token]:
    """The day's word with what follows it in capitals, particles between them included."""
    particles = _PARTICLE_WORDS[language] - without
    end = place + 1
    for index in range(place + 1, min(place + 1 + _LONGEST_PHRASE, len(tokens))):
        token = tokens[index]
        if not token.joined or not (token.is_capital or token.word in particles):
            break
        if token.is_capital:
            end = index + 1
    return list(tokens[place:end])


def _leftwards(tokens: Sequence[_Token], place: int, language: str) -> list[_Token]:
    """The day's word with what stands before it in capitals."""
    particles = _PARTICLE_WORDS[language] - _AND
    start = place
    for index in range(place - 1, max(place - 1 - _LONGEST_PHRASE, -1), -1):
        token = tokens[index]
        if not tokens[index + 1].joined or not (token.is_capital or token.word in particles):
            break
        if token.is_capital:
            start = index
    first = tokens[start]
    if first.opens and place - start > 1 and first.word not in _FIRST_OF_NAMES:
        start += 1  # The capital is the sentence's: "Organising May Day 2024".
    return list(tokens[start : place + 1])


def _small(tokens: Sequence[_Token], place: int) -> list[_Token]:
    """A day with a name in small letters: its words in capitals, else all up to the next mark."""
    end = place + 1
    while end < len(tokens) and tokens[end].joined and end - place <= _LONGEST_SMALL:
        end += 1
    following = tokens[place + 1 : end]
    capitals = next((n for n, one in enumerate(following) if not one.is_capital), len(following))
    vietnamese = tokens[place].word[1:] == "gày"
    if capitals and not vietnamese:
        following = following[:capitals]
    elif len(following) >= _LONGEST_SMALL or (vietnamese and not capitals):
        return []
    return [tokens[place], *following]
