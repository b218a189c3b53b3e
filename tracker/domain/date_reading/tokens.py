"""A text as the words that dates are made of; every other word is passed over.

Each kind of token is one letter, so that the grammar can be written as regular expressions over
the letters of a run: tokens that follow each other with nothing but spaces between.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .months import alternatives, month_by_library, month_names, weekday_names
from .plain import PlainText, flat
from .words import Words
from .words.numerals import chinese_number

DAY, MONTH, YEAR, WEEKDAY = "D", "M", "Y", "W"
GLUE, YEAR_WORD, AND, TO, COMMA = "o", "y", "a", "r", "c"
SUFFIX, ORDINAL, EACH = "s", "L", "n"
MONTH_WORD, WEEK, WEEKEND, DAY_WORD, QUARTER, HALF = "m", "w", "e", "d", "q", "h"
NUMERIC, YEARS, QUARTER_CODE, CADENCE, ZERO = "X", "K", "G", "p", "Z"

MAX_ASKED = 200
"""How many words of one text are put to the library, so that its time is bounded."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    start: int
    end: int
    text: str
    value: int = 0
    certain: bool = True
    """False for a month's abbreviation or a name that is also a common word."""


_NUMERIC = (
    # A day of a month in figures, alone or the last of a range of days.
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}"
    r"|\d{1,2}\.[ ]?\d{1,2}\.[ ]?\d{4}"
    r"|(?:\d{1,2}[ ]?-[ ]?)?\d{1,2}/\d{1,2}/\d{4}"
    r"|\d{1,2}/\d{1,2}[ ]?-[ ]?\d{1,2}/\d{1,2}/\d{4}"
    r"|\d{1,2}\.(?:\d{1,2}\.)?[ ]?-[ ]?\d{1,2}\.\d{1,2}\.\d{4}"
    r"|\d{1,2}-\d{1,2}\.\d{1,2}\.\d{4}"
    r"|\d{1,2}-\d{1,2}-\d{4})"
)
# "May" and "march" are verbs, too: in small letters they count only before a year.
_COMMON_WORDS = {"en": frozenset({"may", "march"})}


@dataclass(frozen=True, slots=True)
class _Lexicon:
    pattern: re.Pattern[str]
    values: dict[str, tuple[tuple[re.Pattern[str], int, bool], ...]]


@cache
def _lexicon(words: Words) -> _Lexicon:
    def of(pattern: str) -> str:
        return flat(pattern, words.code)

    months = {of(name): value for name, value in month_names(words).items()}
    weekdays = {of(name): (number, True) for name, number in weekday_names(words).items()}
    ordinals = {of(name): (number, True) for name, number in words.ordinals.items()}
    letter = r"[^\W\d_]"
    left, right = (rf"(?<!{letter})", rf"(?!{letter})") if words.spaced else ("", "")
    # Arabic writes "and", "in", "by" and "for" in front of a name without a space.
    attached = "(?:[وبلف]|وب|ول)?" if words.code == "ar" else ""
    dotted = r"\.?" if words.spaced else ""

    def named(kind: str, *patterns: str, ahead: str = "", after: str = "") -> str:
        found = {one for pattern in patterns for one in alternatives(pattern)}
        listed = "|".join(sorted(found, key=lambda one: (-len(one), one)))
        return f"(?P<{kind}>{ahead}(?:{listed}){right}{after})" if listed else ""

    month = named("M", *months).removeprefix("(?P<M>").removesuffix(")")
    if words.code == "ar":
        # "أيار/مايو" is one month by both of its names.
        month += f"(?:[ ]?/[ ]?{month})?"
    # Vietnamese writes "tháng 10/2023"; Arabic and Chinese put words right before a figure.
    figure = r"(?<![\d_])(?<!\d[.,:])" + (r"(?<!\d/)" if words.code != "vi" else "")
    figure += rf"(?<!{letter})" if words.spaced and words.code != "ar" else r"(?<![a-z])"
    figures = [
        rf"(?P<X>{_NUMERIC}(?![\d/])(?!-\d))",
        rf"(?P<K>\d{{4}}[-/](?:\d{{4}}|\d{{2}})(?![\d/-]|[.,]\d|{letter}))"
        if words.spaced
        else r"(?P<K>\d{4}年?[ ]?[-至到/][ ]?\d{4}年)",
        "" if words.spaced else f"(?P<M>{month})",
        rf"(?P<Y>{of(words.year)}"
        + (r"(?!\d|[.,:]\d)" if words.spaced else "")
        # "2024г." and "2024م" are years, "1990s" and "2024x" are not.
        + (rf"(?!(?![гم]){letter})" if words.spaced else "")
        + ")",
        rf"(?P<D>{of(words.day)}(?!\d|[.,:]\d)" + (rf"(?!{letter})" if words.spaced else "") + ")",
    ]
    named_words = [
        f"(?P<M>{attached}{month}{dotted})" if words.spaced else "",
        r"(?P<G>q[1-4](?!\d))",
        named("b", of(words.years_apart)),
        named("p", of(words.cadence)),
        named("W", *weekdays, ahead="(?:[وبل])?" if words.code == "ar" else ""),
        named("e", of(words.weekend)),
        named("q", of(words.quarter)),
        named("h", of(words.half)),
        named("L", *ordinals),
        named("n", of(words.each)),
        named("m", of(words.month)),
        named("w", of(words.week)),
        named("y", of(words.year_word)),
        named("r", *(one for one in alternatives(of(words.to)) if one != "-")),
        named("d", of(words.day_word)),
        named("o", of(words.glue)),
        named("i", of(words.inside)),
        named("a", of(words.and_)),
        # French and Italian write "d'octobre", "dell'8 marzo".
        r"(?P<o_>(?:[dl]|dell|all|dall|nell|sull|qu)')" if words.code in ("fr", "it") else "",
    ]
    # Written so that a place inside a word or a number costs one look behind, not one per word.
    starts = f"{left}(?={letter})" if words.spaced else ""
    begins = r"(?=\d)" if words.spaced else ""
    choices = [
        f"{begins}{figure}(?:{'|'.join(one for one in figures if one)})",
        f"{starts}(?:{'|'.join(one for one in named_words if one)})",
        rf"(?P<s>(?<=[^\W_])'(?:{words.suffix}){right})" if words.suffix else "",
        r"(?P<r_>-|~)",
        r"(?P<a_>[/&])",
        r"(?P<c>,)",
    ]
    pattern = re.compile("|".join(one for one in choices if one))
    values = {
        MONTH: _compiled(months, attached, dotted),
        WEEKDAY: _compiled(weekdays, "(?:[وبل])?" if words.code == "ar" else "", ""),
        ORDINAL: _compiled(ordinals, "", ""),
    }
    return _Lexicon(pattern, values)


def _compiled(
    names: dict[str, tuple[int, bool]], before: str, after: str
) -> tuple[tuple[re.Pattern[str], int, bool], ...]:
    return tuple(
        (re.compile(f"{before}(?:{name}){after}"), number, certain)
        for name, (number, certain) in names.items()
    )


def runs(text: PlainText, words: Words) -> Iterator[Sequence[Token]]:
    """The runs of `text` that hold more than words which no date is made of alone."""
    run: list[Token] = []
    bracket: Token | None = None  # "3 May (Sunday) 2026"
    for token in _tokens(text, words):
        if run and _is_in_brackets(text.text, token):
            bracket = token
            continue
        if run and _gap(text.text, run[-1], bracket, token).strip(" "):
            if _may_be_a_date(run):
                yield run
            run = []
        run.append(token)
        bracket = None
    if run and _may_be_a_date(run):
        yield run


def _is_in_brackets(text: str, token: Token) -> bool:
    opened = token.kind == WEEKDAY and text[token.start - 1 : token.start] == "("
    return opened and text[token.end : token.end + 1] == ")"


def _gap(text: str, before: Token, bracket: Token | None, token: Token) -> str:
    """What stands between two tokens, without a weekday in brackets."""
    if bracket is None:
        return text[before.end : token.start]
    return text[before.end : bracket.start - 1] + text[bracket.end + 1 : token.start]


def _may_be_a_date(run: list[Token]) -> bool:
    return any(token.kind in "MYXKGpbnm" or token.text == "/" for token in run)


def _tokens(text: PlainText, words: Words) -> Iterator[Token]:
    asked = iter(_asked_months(text, words))
    month = next(asked, None)
    for token in _known_tokens(text, words):
        while month and month.start < token.start:
            yield month
            month = next(asked, None)
        yield token


def _known_tokens(text: PlainText, words: Words) -> Iterator[Token]:
    lexicon = _lexicon(words)
    known: dict[tuple[str, str], tuple[int, bool]] = {}
    for found in lexicon.pattern.finditer(text.text):
        kind = (found.lastgroup or "")[0]
        piece = found[0]
        value, certain = 0, True
        if kind in lexicon.values:
            key = (kind, piece)
            if key not in known:
                known[key] = _valued(lexicon.values[kind], piece)
            value, certain = known[key]
            if kind == MONTH and certain:
                # Only an abbreviation has a full stop of its own.
                piece = piece.rstrip(".")
            if kind == MONTH and piece in _COMMON_WORDS.get(words.code, ()):
                certain = text.is_capital(found.start())
        elif kind in (DAY, YEAR):
            value = _number(piece, words)
            if kind == DAY and not 1 <= value <= 31:
                kind = ZERO if value == 0 else "#"
        start = found.start()
        yield Token(kind, start, start + len(piece), piece, value, certain)


def _asked_months(text: PlainText, words: Words) -> list[Token]:
    """Words between a day and a year that are no name we know, but a month for dateparser."""
    if not words.spaced:
        return []
    lexicon = _lexicon(words)
    unknown: dict[str, int | None] = {}
    found = []
    for place in _between(words).finditer(text.text):
        word = place[1]
        if word not in unknown:
            if lexicon.pattern.fullmatch(word) or len(unknown) == MAX_ASKED:
                continue
            unknown[word] = month_by_library(word, words.code)
        number = unknown[word]
        if number:
            found.append(Token(MONTH, place.start(1), place.end(1), word, number))
    return found


@cache
def _between(words: Words) -> re.Pattern[str]:
    glue = flat(words.glue, words.code)
    return re.compile(
        rf"(?<![\w.,:/])\d{{1,2}}(?:[.º°]|[a-z]{{2,3}})?[ ]+(?:(?:{glue})[ ]+)?([^\W\d_]{{3,14}})"
        rf"(?=\.?,?[ ]+(?:(?:{glue})[ ]+)?\d{{4}}(?!\d))"
    )


def _valued(names: tuple[tuple[re.Pattern[str], int, bool], ...], piece: str) -> tuple[int, bool]:
    piece = piece.partition("/")[0].rstrip()
    for pattern, number, certain in names:
        if pattern.fullmatch(piece):
            return number, certain
    return 0, False


def _number(piece: str, words: Words) -> int:
    digits = re.search(r"\d+", piece)
    if digits:
        return int(digits[0])
    return chinese_number(piece) if words.code == "zh" else 0
