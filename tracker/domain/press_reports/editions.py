"""Which meeting a report is about: ordinals beside the word for a meeting, and acronyms."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from tracker.domain.folding import fold

from .number_words import chinese, ordinals, roman


@dataclass(frozen=True, slots=True)
class Edition:
    """The number of a meeting: `printed` as it stands there, `context` the words around it
    without it, in which the name of the series is looked for."""

    number: int
    printed: str
    context: str
    line: int


@dataclass(frozen=True, slots=True)
class Acronym:
    """Capital letters that stand for a name, with every line that has them."""

    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FoundEdition:
    """An edition within one text, at `[start:end]`."""

    number: int
    start: int
    end: int
    context: str


_ROMAN = r"(?P<roman>[IVXLC]{1,7})"
_PRINTED = {
    "en": rf"\b(?P<digits>\d{{1,3}})(?:st|nd|rd|th)\b|\b{_ROMAN}\b",
    "de": rf"(?<![\d.])\b(?P<digits>\d{{1,3}})\.(?=\s+\w)|\b{_ROMAN}\.(?=\s)",
    "es": rf"\b(?P<digits>\d{{1,3}})\s?(?:\.?\s?[ºª°]|\.?(?:er|[ao])\b)|\b{_ROMAN}\b",
    "fr": rf"\b(?P<digits>\d{{1,3}})\s?(?:ème|ᵉ|er|re|e)\b|\b{_ROMAN}(?:e|ème)?\b",
    "it": rf"\b(?P<digits>\d{{1,3}})\s?(?:[ºª°]|[ao]\b)|\b{_ROMAN}\b",
    "pt": rf"\b(?P<digits>\d{{1,3}})\s?(?:\.?[ºª°]|[ao]\b)|\b{_ROMAN}\b",
    "ru": rf"\b(?P<digits>\d{{1,3}})\s?-?(?:[аоеиы]?[йяеюм]|ую|го|му|ым|х)\b|\b{_ROMAN}\b",
    "tr": rf"(?<![\d.])\b(?P<digits>\d{{1,3}})(?:\.|['’](?:inci|ıncı|uncu|üncü))(?=\s+\w)"
    rf"|\b{_ROMAN}\.(?=\s)",
    "vi": rf"\blần thứ\s+(?:(?P<digits>\d{{1,3}})|{_ROMAN})\b",
    "id": rf"\bke-?\s?(?P<digits>\d{{1,3}})\b|\bke-{_ROMAN}\b",
    "ar": r"(?:\bال(?:ـ)?\s?|\bرقم\s)(?P<digits>\d{1,3})\b",
    "zh": r"第\s?(?:(?P<digits>\d{1,3})|(?P<han>[一二三四五六七八九十]{1,4}))\s?[届屆次]",
}
# The words for a meeting, folded, as beginnings of words.
_MEETINGS = {
    "en": "meeting conference congress summit assembly forum session colloquium gathering",
    "de": "treffen konferenz kongress tagung versammlung gipfel forum parteitag kolloquium",
    "es": "encuentro reunion conferencia congreso cumbre asamblea foro coloquio",
    "fr": "rencontre reunion conference congres sommet assemblee forum colloque",
    "it": "incontro riunione conferenza congresso vertice assemblea forum colloquio",
    "pt": "encontro reuniao conferencia congresso cupula assembleia forum coloquio",
    "ru": "встреч совещани конференци конгресс съезд собрани саммит форум",
    "tr": "toplanti konferans kongre bulusma zirve kurultay forum",
    "vi": "cuoc_gap hoi_nghi dai_hoi dien_dan cuoc_hop",
    "id": "pertemuan konferensi kongres sidang forum muktamar",
    "ar": "لقاء اللقاء للقاء اجتماع الاجتماع مؤتمر المؤتمر للمؤتمر منتدي المنتدي",
    "zh": "会议 大会 论坛 會議 大會 会晤",
}
_BEFORE_AND_AFTER = {"vi": (18, 0), "id": (6, 4), "ar": (5, 3), "zh": (0, 12)}
_DEFAULT_REACH = (0, 8)
_CONTEXT = 160
_ACRONYM = re.compile(r"\b(?P<letters>[^\W\d_]{2,12})(?:-(?P<number>\d{1,3}))?\b")
_SENTENCE = re.compile(r"[.!?;。؟](?=\s)")
_SHOUTED = 0.6


def editions_in(
    text: str, language: str, *, taken: Iterable[tuple[int, int]] = ()
) -> Iterator[FoundEdition]:
    """Numbers of meetings in `text`, in their order.

    `taken` are spans that mean something else, such as dates. A meeting's acronym with its number
    ("ABC-17") counts in every language.
    """
    closed = list(taken)
    for start, end, number in sorted({*_printed(text, language), *_with_acronym(text)}):
        apart = not any(begin < end and start < finish for begin, finish in closed)
        acronym = "-" in text[start:end] and text[start].isupper()
        if apart and 0 < number < 400 and (acronym or _of_meeting(text, language, start, end)):
            before = text[max(0, start - _CONTEXT) : start]
            around = f"{before} {text[end : end + _CONTEXT]}"
            yield FoundEdition(number, start, end, " ".join(around.split()))


def acronyms_in(texts: Iterable[tuple[int, str]]) -> tuple[Acronym, ...]:
    """Words of capital letters in numbered lines, in the order of their first appearance.

    Roman numbers are none, nor are the words of a line that is in capitals throughout.
    """
    lines: dict[str, list[int]] = {}
    for line, text in texts:
        letters = [character for character in text if character.isalpha()]
        shouted = sum(map(str.isupper, letters)) > _SHOUTED * len(letters)
        if shouted and len(letters) > 12:
            continue
        for found in _ACRONYM.finditer(text):
            name = found["letters"]
            if name.isupper() and roman(name) is None and lines.setdefault(name, [])[-1:] != [line]:
                lines[name].append(line)
    return tuple(Acronym(text, tuple(where)) for text, where in lines.items())


def _printed(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    pattern = _pattern(language)
    if pattern is None:
        return
    for found in pattern.finditer(text):
        groups = found.groupdict()
        if groups.get("digits"):
            number: int | None = int(groups["digits"])
        elif groups.get("roman"):
            number = roman(groups["roman"])
        else:
            number = chinese(groups.get("han") or "")
        if number:
            yield found.start(), found.end(), number
    yield from _in_words(text, language)


def _in_words(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Ordinals written out: "third", "третья", "الثالث والعشرون"."""
    known = ordinals(language)
    stems = language == "ru"
    words = list(re.finditer(r"[^\W\d_]+", text))
    skip = -1
    for index, word in enumerate(words):
        if index <= skip:
            continue
        first = _folded(word.group())
        if index + 1 < len(words):
            second = _folded(words[index + 1].group())
            if f"{first} {second}" in known:
                skip = index + 1
                yield word.start(), words[skip].end(), known[f"{first} {second}"]
                continue
        if stems:
            number = next((value for stem, value in known.items() if _inflected(first, stem)), None)
        else:
            number = known.get(first)
        if number:
            yield word.start(), word.end(), number


@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    """The words of a text repeat themselves."""
    return fold(word)


# Folded, as in первая, второй, третья, третьей.
_RUSSIAN_ENDINGS = frozenset(
    "ая ои ую ыи ое ого ому ым ом ии я ю е еи его ему им ем".split()  # noqa: SIM905
)


def _inflected(word: str, stem: str) -> bool:
    return word.startswith(stem) and word.removeprefix(stem) in _RUSSIAN_ENDINGS


def _with_acronym(text: str) -> Iterator[tuple[int, int, int]]:
    for found in _ACRONYM.finditer(text):
        if found["number"] and len(found["letters"]) > 2 and found["letters"].isupper():
            yield found.start(), found.end(), int(found["number"])


def _of_meeting(text: str, language: str, start: int, end: int) -> bool:
    """Whether the word for a meeting stands near, in the same sentence."""
    before, after = _BEFORE_AND_AFTER.get(language, _DEFAULT_REACH)
    nouns = _meetings(language)
    if language == "zh":
        return any(noun in text[end : end + 40] for noun in nouns)
    ahead = _SENTENCE.split(text[end : end + 400])[0]
    behind = _SENTENCE.split(text[max(0, start - 400) : start])[-1]
    near = [*fold(behind).split()[-before:]] if before else []
    near_after = fold(ahead).split()[:after]
    joined = [" " + " ".join(words) for words in (near, near_after)]
    return any(f" {noun}" in words for words in joined for noun in nouns)


@cache
def _meetings(language: str) -> tuple[str, ...]:
    return tuple(fold(word.replace("_", " ")) for word in _MEETINGS.get(language, "").split())


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    printed = _PRINTED.get(language)
    return re.compile(printed) if printed else None
