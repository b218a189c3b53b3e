"""What no text may hold, and what is reported of a text that may stay.

`check_bytes` needs nothing decoded; `check_lines` and `remarks` run over the set of distinct
characters first, so that five megabytes cost one pass.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from .containers import kind_of
from .errors import Bounded, DocumentRefused, Finding, Params

MAX_BYTES = 5_000_000
MAX_LINES = 100_000
MAX_LINE_LENGTH = 50_000

# UAX #15, Stream-Safe Text Format: no text in use has more marks on one letter, and sorting a
# longer run takes quadratic time.
MAX_COMBINING_RUN = 30

_BINARY_SAMPLE = 8_192
_BINARY_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1b"))
_LEAST_CONTROLS = 8
_CONTROL_SHARE = 20  # one byte in twenty

_BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_BIDI_ISOLATES = frozenset("\u2066\u2067\u2068\u2069")
_BIDI_MARKS = frozenset("\u061c\u200e\u200f")
_LINE_SEPARATORS = frozenset("\u2028\u2029")
_INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u180e\u200b\u200c\u200d\u3164\ufeff\uffa0") | {
    chr(point) for point in (*range(0x2060, 0x2065), *range(0xE0000, 0xE0080))
}
# Those that join nothing, so that none is missed at a line's edge.
_EDGES = "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff"
_NOTHING = dict.fromkeys(map(ord, _EDGES))
_BEFORE_LETTERS = re.compile(r"[\W\d_]+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

# Scripts whose letters look alike. The Greek letters of units and figures ("μg", "kΩ", "Δt") are
# none of them.
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\uff21-\uff5a"
_GREEK = "\u0370-\u0393\u0395-\u03a8\u03aa-\u03bb\u03bd-\u03ff\u1f00-\u1fff"
_CYRILLIC = "\u0400-\u052f\u1c80-\u1c88\u2de0-\u2dff\ua640-\ua69f"
_SCRIPTS = tuple(re.compile(f"[{letters}]") for letters in (_LATIN, _GREEK, _CYRILLIC))
_NOT_LATIN = re.compile(f"[{_GREEK}{_CYRILLIC}]")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])+")


def check_bytes(data: bytes, *, wide: bool) -> None:
    """Refuse what can be told without decoding: other formats, sizes, binary data.

    `wide` says that the bytes are UTF-16, where NUL and line ends are no single bytes. Codes:
    empty, other_format, too_large, too_many_lines, nul, binary, utf16_without_mark.
    """
    if not data:
        raise DocumentRefused([Finding("empty")])
    kind = kind_of(data)
    if kind:
        raise DocumentRefused([Finding("other_format", None, {"format": kind})])
    if len(data) > MAX_BYTES:
        raise DocumentRefused([Finding("too_large", None, {"limit": MAX_BYTES})])
    if wide:
        return
    if looks_wide(data):
        raise DocumentRefused([Finding("utf16_without_mark")])
    sample = data[:_BINARY_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _BINARY_CONTROLS))
    if controls >= _LEAST_CONTROLS and controls * _CONTROL_SHARE >= len(sample):
        raise DocumentRefused([Finding("binary")])
    nul = data.find(b"\x00")
    if nul >= 0:
        raise DocumentRefused([Finding("nul", line_at(data, nul), {"offset": nul})])
    _refuse_many_lines(line_at(data, len(data)))


def looks_wide(data: bytes) -> bool:
    """Whether the bytes look like UTF-16 without its mark: NUL at every other place, often."""
    sample = data[:_BINARY_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return min(even, odd) == 0 and max(even, odd) * 10 >= len(sample) and max(even, odd) > 2


def line_at(data: bytes, offset: int) -> int:
    """The 1-based line of the byte at `offset`; CR, LF and CR LF each end a line."""
    before = data[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def check_lines(
    lines: Sequence[str], numbers: Sequence[int], *, longest: int = MAX_LINE_LENGTH
) -> None:
    """Refuse lines beyond the sizes or with characters that no text has, naming each line.

    Codes: too_many_lines, line_too_long, control, noncharacter, bidi_override, bidi_isolate,
    combining_run.
    """
    _refuse_many_lines(len(lines))
    long = [
        Finding("line_too_long", number, {"length": len(line), "limit": longest})
        for number, line in zip(numbers, lines, strict=True)
        if len(line) > longest
    ]
    if long:
        raise DocumentRefused(Bounded(long).all())
    distinct = _distinct(lines)
    errors = [*_forbidden(lines, numbers, distinct), *_long_mark_runs(lines, numbers, distinct)]
    if errors:
        raise DocumentRefused(sorted(errors, key=lambda error: (error.line or 0, error.code)))


def remarks(lines: Sequence[str], numbers: Sequence[int]) -> list[Finding]:
    """What stays in the text and is reported: at most 20 findings per code.

    Codes: invisible (a character without width), replacement (U+FFFD: the file has already lost a
    character), private_use (no meaning outside one font), mixed_scripts (with the word).
    """
    distinct = _distinct(lines)
    private = {one for one in distinct if unicodedata.category(one) == "Co"}
    found = _where("invisible", lines, numbers, _INVISIBLE & distinct)
    found += _where("invisible", lines, numbers, _BIDI_MARKS & distinct, unless=_has_right_to_left)
    found += _where("replacement", lines, numbers, {"\ufffd"} & distinct)
    found += _where("private_use", lines, numbers, private)
    if _NOT_LATIN.search("".join(distinct)):
        found += _mixed_scripts(lines, numbers)
    return found


def without_edges(line: str) -> str:
    """`line` without the invisible characters around its mark and at its end.

    Copied pages have them before and within "1.", where they would hide that an item begins.
    """
    start = _BEFORE_LETTERS.match(line)
    head = start.group() if start else ""
    return head.translate(_NOTHING) + line[len(head) :].rstrip(_EDGES)


def _refuse_many_lines(count: int) -> None:
    if count > MAX_LINES:
        params: Params = {"lines": count, "limit": MAX_LINES}
        raise DocumentRefused([Finding("too_many_lines", None, params)])


def _distinct(lines: Sequence[str]) -> set[str]:
    return set().union(*map(set, lines)) if lines else set()


def _has_right_to_left(line: str) -> bool:
    return bool(_RIGHT_TO_LEFT.search(line))


def _forbidden(lines: Sequence[str], numbers: Sequence[int], distinct: set[str]) -> list[Finding]:
    controls = {one for one in distinct if unicodedata.category(one) in ("Cc", "Cs")} - {"\t"}
    found = _where("control", lines, numbers, controls | (_LINE_SEPARATORS & distinct))
    found += _where("noncharacter", lines, numbers, filter(_is_noncharacter, distinct))
    found += _where("bidi_override", lines, numbers, _BIDI_OVERRIDES & distinct)
    isolates = _BIDI_ISOLATES & distinct
    found += _where("bidi_isolate", lines, numbers, isolates, unless=_has_right_to_left)
    return found


def _is_noncharacter(character: str) -> bool:
    """Whether Unicode keeps the code point free for ever: XML, and so our feeds, refuse it."""
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _where(
    code: str,
    lines: Sequence[str],
    numbers: Sequence[int],
    characters: Iterable[str],
    *,
    unless: Callable[[str], bool] = lambda line: False,
) -> list[Finding]:
    """One finding per line that has one of `characters`, up to the limit of findings."""
    wanted = "".join(re.escape(character) for character in sorted(characters))
    if not wanted:
        return []
    pattern = re.compile(f"[{wanted}]")
    found = Bounded()
    for number, line in zip(numbers, lines, strict=True):
        match = pattern.search(line)
        if match and not unless(line):
            params: Params = {
                "character": f"U+{ord(match.group()):04X}",
                "column": match.start() + 1,
            }
            found.add(Finding(code, number, params))
    return found.all()


def _long_mark_runs(
    lines: Sequence[str], numbers: Sequence[int], distinct: set[str]
) -> list[Finding]:
    marks = "".join(re.escape(one) for one in sorted(distinct) if unicodedata.combining(one))
    if not marks:
        return []
    pattern = re.compile(f"[{marks}]{{{MAX_COMBINING_RUN + 1}}}")
    return Bounded(
        Finding("combining_run", number, {"limit": MAX_COMBINING_RUN})
        for number, line in zip(numbers, lines, strict=True)
        if pattern.search(line)
    ).all()


def _mixed_scripts(lines: Sequence[str], numbers: Sequence[int]) -> list[Finding]:
    """Words with letters of two scripts that look alike: "Мос" in Cyrillic, "kow" in Latin.

    A hyphen or a figure parts words, so that "COVID-ом" is no such word.
    """
    found = Bounded()
    for number, line in zip(numbers, lines, strict=True):
        if not _NOT_LATIN.search(line):
            continue
        for word in dict.fromkeys(_WORD.findall(line)):
            rare = _rarer_script(word)
            if rare:
                params: Params = {"word": word, "characters": rare}
                found.add(Finding("mixed_scripts", number, params))
    return found.all()


def _rarer_script(word: str) -> str:
    """The letters of the script that has fewer in `word`, "" for a word in one script."""
    present = [letters for one in _SCRIPTS if (letters := one.findall(word))]
    if len(present) < 2:
        return ""
    fewest = min(present, key=len)
    return ", ".join(f"{one} (U+{ord(one):04X})" for one in dict.fromkeys(fewest[:5]))
