"""Which language a text is in, and which languages a line announces."""

import re
from functools import cache
from typing import Any

UNDETERMINED = "und"  # ISO 639-2
IN_LATIN_LETTERS = frozenset({"de", "en", "es", "fr", "id", "it", "pt", "tr", "vi"})
IDENTIFIED = ("ar", "de", "en", "es", "fr", "id", "it", "pt", "ru", "tr", "vi", "zh")

_SAMPLE = 20_000
_FEWEST_LETTERS = 15
_LEAST_CONFIDENCE = 0.5
_SCRIPTS = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "other": re.compile(
        "[\u0370-\u03ff\u0530-\u058f\u0590-\u05ff\u0900-\u1cff\u1f00-\u1fff\uac00-\ud7a3]"
    ),
}
_ASCII_LETTER = re.compile("[A-Za-z]")
# Letters that Russian and Arabic do not have: a text with them is in a neighbour's language.
_NOT_RUSSIAN = re.compile("[іїєґўјљњћђџѓќәғқңөұүһІЇЄҐЎЈЉЊЋЂЏЃЌӘҒҚҢӨҰҮҺ]")
_NOT_ARABIC = re.compile("[پچژگکیٹڈڑںےھ]")
_FOREIGN_SHARE = 100  # one such letter in a hundred is more than a quoted name

_TOKENS = re.compile(r"[\s,;/|()\u2022\u00b7\u060c\u061b\u3001\uff0c\uff1b和及与]+")
# Words between or before the names of languages: "English and Bahasa Indonesia".
_BESIDE_NAMES = frozenset(
    {"and", "und", "et", "y", "e", "ed", "и", "ve", "dan", "và", "و", "和", "及"}
    | {"bahasa", "tiếng", "dili", "язык", "языки"}
)
_OTHER_NAMES = {
    "英文": "en", "法文": "fr", "德文": "de", "俄文": "ru", "西班牙文": "es", "意大利文": "it",
    "葡萄牙文": "pt", "土耳其文": "tr", "越南文": "vi", "阿拉伯文": "ar", "印尼文": "id",
    "汉语": "zh", "简体中文": "zh", "castellano": "es",
}  # fmt: skip
_SENTENCE_END = (".", ":", ";", "!", "?", "…", "؟", "。")
_LONGEST_LANGUAGE_LINE = 300
_LONGEST_LABEL = 40


def script_of(text: str) -> str | None:
    """The script that most letters of `text` are in; None without a letter of a known one."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "latin" if _ASCII_LETTER.search(sample) else None
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


def detect(text: str, *, least_confidence: float = _LEAST_CONFIDENCE) -> str:
    """The ISO 639-1 code of the language of `text`, one of `IDENTIFIED`, or "und".

    The script decides first; py3langid decides among the languages written in Latin letters.
    """
    sample = text[:_SAMPLE]
    script = script_of(sample)
    if script == "cyrillic":
        return UNDETERMINED if _foreign(sample, _NOT_RUSSIAN, "cyrillic") else "ru"
    if script == "arabic":
        return UNDETERMINED if _foreign(sample, _NOT_ARABIC, "arabic") else "ar"
    if script == "han":
        return UNDETERMINED if _foreign(sample, _SCRIPTS["kana"], "han") else "zh"
    if script != "latin" or len(_SCRIPTS["latin"].findall(sample)) < _FEWEST_LETTERS:
        return UNDETERMINED
    code, confidence = _identifier().classify(sample)
    return str(code) if confidence >= least_confidence else UNDETERMINED


def announced(line: str) -> frozenset[str]:
    """The languages that a line announces, empty for a line that announces none.

    Two or more codes with a capital ("Ar En Es Ru Tr") or names of languages at the line's end;
    small codes count only where the line, after a label with a colon, holds nothing else.
    """
    text = line.strip()
    if len(text) > _LONGEST_LANGUAGE_LINE or text.endswith(_SENTENCE_END):
        return frozenset()
    tokens = [token for token in _TOKENS.split(_after_label(text)) if token]
    found, rest = _tail(tokens)
    if rest:
        small = any(len(token) == 2 and token.islower() for token in tokens[rest:])
        found = frozenset() if small else found
    return found if len(found) > 1 else frozenset()


def named(text: str) -> str:
    """The language that a label names ("Français", "EN:"), "" where it is no such label."""
    label = text.strip().strip(":：()[]-–— ")
    if len(label) == 2 and label.isascii() and not label.isupper():
        return ""
    return (_code_of(label) or "") if len(label) <= _LONGEST_LABEL else ""


def only_announces(line: str) -> bool:
    """Whether the line holds languages and nothing else but a label, so that it is no title."""
    tokens = [token for token in _TOKENS.split(_after_label(line)) if token]
    return bool(announced(line)) and _tail(tokens)[1] == 0


def _after_label(text: str) -> str:
    return text.replace("：", ":").rpartition(":")[2]


def _tail(tokens: list[str]) -> tuple[frozenset[str], int]:
    """The languages named by the last tokens, and how many tokens stand before them."""
    found: set[str] = set()
    index = len(tokens)
    while index:
        if found and tokens[index - 1].casefold() in _BESIDE_NAMES:
            index -= 1
            continue
        code = _code_of(tokens[index - 1])
        width = 1
        if code is None and index > 1:
            code = _code_of(f"{tokens[index - 2]} {tokens[index - 1]}")
            width = 2
        if code is None:
            break
        found.add(code)
        index -= width
    return frozenset(found), index


def _code_of(word: str) -> str | None:
    if len(word) == 2 and word.isascii():
        return word.lower() if word.lower() in _codes() else None
    folded = word.casefold()
    names = _names()
    # Arabic writes "and" as a letter before the next word.
    return names.get(folded) or (names.get(folded[1:]) if folded[:1] == "و" else None)


def _foreign(sample: str, letters: re.Pattern[str], script: str) -> bool:
    return len(letters.findall(sample)) * _FOREIGN_SHARE > len(_SCRIPTS[script].findall(sample))


@cache
def _codes() -> frozenset[str]:
    from babel import Locale

    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)


@cache
def _names() -> dict[str, str]:
    """Each identified language's name in each identified language (Unicode CLDR), folded."""
    from babel import Locale

    found = dict(_OTHER_NAMES)
    for written in IDENTIFIED:
        for code in IDENTIFIED:
            name = Locale(written).languages[code].casefold()
            found[name] = code
            first, _, rest = name.partition(" ")
            if rest and first in _BESIDE_NAMES:
                found[rest] = code
    return found


@cache
def _identifier() -> Any:
    """The model takes seconds and 60 MB to load, so only a text in Latin letters asks for it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(IDENTIFIED)
    return identifier
