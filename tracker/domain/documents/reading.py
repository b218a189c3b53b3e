"""Bytes to lines of text: what is refused, what is set right and noted.

Nothing is guessed: a file that is not UTF-8 is refused with the line and the byte. The checks run
over the set of distinct characters first, so that five megabytes cost one pass.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import DocumentRefused, Finding, Params

MAX_BYTES = 5_000_000
MAX_LINES = 100_000
MAX_LINE_LENGTH = 50_000
MAX_FINDINGS_PER_CODE = 20

# UAX #15, Stream-Safe Text Format: no text in use has more marks on one letter, and sorting a
# longer run takes quadratic time.
MAX_COMBINING_RUN = 30

_OTHER_FORMATS = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP, DOCX, ODT"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "GZIP"),
)
_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_BIDI_ISOLATES = frozenset("\u2066\u2067\u2068\u2069")
_LINE_SEPARATORS = frozenset("\u2028\u2029")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as a person gave it, with what that person chose.

    `encoding` is empty for UTF-8 and for UTF-16 with its mark; `format` is empty to be told from
    name and content, else "text", "markdown", "rst" or "html"; `language` is empty to be found.
    """

    name: str
    data: bytes
    encoding: str = ""
    format: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a document, NFC, without line ends; `numbers` are their lines in the file.

    `sha256` is that of the original bytes; `notes` says what was set right on the way.
    """

    lines: tuple[str, ...]
    sha256: str
    notes: tuple[Finding, ...]
    numbers: tuple[int, ...] = ()
    encoding: str = "utf-8"
    format: str = "text"


def read_text(file: SourceFile | bytes) -> Text:
    """The text of `file`. Raises `DocumentRefused` for all that is no text; bytes are UTF-8."""
    data = file if isinstance(file, bytes) else file.data
    _refuse_other_formats(data)
    notes: list[Finding] = []
    body = data
    if body.startswith(_UTF8_MARK):
        body = body[len(_UTF8_MARK) :]
        notes.append(Finding("byte_order_mark", 1))
    text = _decoded(body)
    if not text.strip():
        raise DocumentRefused([Finding("empty")])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    _refuse_sizes(lines)
    distinct = set(text)
    errors = [*_forbidden(lines, distinct), *_long_mark_runs(lines, distinct)]
    if errors:
        raise DocumentRefused(sorted(errors, key=lambda error: (error.line or 0, error.code)))
    notes.extend(_invisible(lines, distinct))
    if not unicodedata.is_normalized("NFC", text):
        lines = [unicodedata.normalize("NFC", line) for line in lines]
        notes.append(Finding("composed"))
    numbers = tuple(range(1, len(lines) + 1))
    return Text(tuple(lines), hashlib.sha256(data).hexdigest(), tuple(notes), numbers)


def _refuse_other_formats(data: bytes) -> None:
    if not data:
        raise DocumentRefused([Finding("empty")])
    if len(data) > MAX_BYTES:
        raise DocumentRefused([Finding("too_large", None, {"limit": MAX_BYTES})])
    for magic, name in _OTHER_FORMATS:
        if data.startswith(magic):
            raise DocumentRefused([Finding("other_format", None, {"format": name})])
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            raise DocumentRefused([Finding("other_encoding", None, {"encoding": name})])
    nul = data.find(b"\x00")
    if nul >= 0:
        raise DocumentRefused([Finding("nul", _line_at(data, nul), {"offset": nul})])


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
        params: Params = {"byte": f"0x{body[at]:02X}", "offset": at}
        # UTF-8 writes no surrogates: ED followed by A0..BF is one that was put there all the same.
        surrogate = body[at] == 0xED and body[at + 1 : at + 2] >= b"\xa0"
        code = "surrogate" if surrogate else "not_utf8"
        raise DocumentRefused([Finding(code, _line_at(body, at), params)]) from error


def _line_at(data: bytes, offset: int) -> int:
    before = data[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _refuse_sizes(lines: list[str]) -> None:
    if len(lines) > MAX_LINES:
        params = {"lines": len(lines), "limit": MAX_LINES}
        raise DocumentRefused([Finding("too_many_lines", None, params)])
    long = [
        Finding("line_too_long", number, {"length": len(line), "limit": MAX_LINE_LENGTH})
        for number, line in enumerate(lines, start=1)
        if len(line) > MAX_LINE_LENGTH
    ]
    if long:
        raise DocumentRefused(long[:MAX_FINDINGS_PER_CODE])


def _forbidden(lines: list[str], distinct: set[str]) -> list[Finding]:
    controls = {
        character
        for character in distinct
        if unicodedata.category(character) == "Cc" and character not in "\t\n"
    }
    found = _where("control", lines, (controls | _LINE_SEPARATORS) & distinct)
    found += _where("bidi_override", lines, _BIDI_OVERRIDES & distinct)
    isolates = _where("bidi_isolate", lines, _BIDI_ISOLATES & distinct)
    found += [
        finding
        for finding in isolates
        if finding.line is None or not _RIGHT_TO_LEFT.search(lines[finding.line - 1])
    ]
    return found


def _where(code: str, lines: list[str], characters: Iterable[str]) -> list[Finding]:
    """One finding per line that has one of `characters`, up to the limit of findings."""
    wanted = "".join(re.escape(character) for character in sorted(characters))
    if not wanted:
        return []
    pattern = re.compile(f"[{wanted}]")
    found: list[Finding] = []
    for number, line in enumerate(lines, start=1):
        match = pattern.search(line)
        if match:
            params: Params = {
                "character": f"U+{ord(match.group()):04X}",
                "column": match.start() + 1,
            }
            found.append(Finding(code, number, params))
            if len(found) == MAX_FINDINGS_PER_CODE:
                break
    return found


def _long_mark_runs(lines: list[str], distinct: set[str]) -> list[Finding]:
    marks = "".join(re.escape(one) for one in sorted(distinct) if unicodedata.combining(one))
    if not marks:
        return []
    pattern = re.compile(f"[{marks}]{{{MAX_COMBINING_RUN + 1}}}")
    return [
        Finding("combining_run", number, {"limit": MAX_COMBINING_RUN})
        for number, line in enumerate(lines, start=1)
        if pattern.search(line)
    ][:MAX_FINDINGS_PER_CODE]


def _invisible(lines: list[str], distinct: set[str]) -> list[Finding]:
    """Characters without width stay in the text; the report names the lines that have them."""
    return _where("invisible", lines, _INVISIBLE & distinct)
