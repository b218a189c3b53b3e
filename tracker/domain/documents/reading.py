"""Bytes to lines of text: what is refused, what is set right and noted.

Nothing is guessed. Sizes and other formats are looked at before anything is decoded; the characters
are looked at before any markup is read, and again in what the markup gives.
"""

import hashlib
import unicodedata
from dataclasses import dataclass

from . import formats
from .encodings import canonical, decode, is_wide
from .errors import DocumentRefused, Finding
from .hygiene import (
    MAX_BYTES,
    MAX_LINE_LENGTH,
    MAX_LINES,
    check_bytes,
    check_lines,
    remarks,
    without_edges,
)

__all__ = [
    "MAX_BYTES",
    "MAX_LINES",
    "MAX_LINE_LENGTH",
    "SourceFile",
    "Text",
    "read_text",
]

# A page's lines are made by programs: whole pages stand on one.
MAX_HTML_LINE_LENGTH = 1_000_000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as a person gave it, with what that person chose.

    `encoding` is empty for UTF-8 and for UTF-16 with its mark, else one of `encodings.ENCODINGS`;
    `format` is empty to be told from name and content, else "text", "markdown", "rst" or "html";
    `language` is empty to be found.
    """

    name: str
    data: bytes
    encoding: str = ""
    format: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a document, NFC, without line ends; `numbers` are their lines in the file.

    Invisible characters stay within words, and are left out around marks and at the ends of lines.

    `sha256` is that of the original bytes; `notes` says what was set right on the way. `encoding`
    and `format` are those that were used.
    """

    lines: tuple[str, ...]
    sha256: str
    notes: tuple[Finding, ...]
    numbers: tuple[int, ...] = ()
    encoding: str = "utf-8"
    format: str = formats.TEXT


def read_text(file: SourceFile) -> Text:
    """The text of `file`, reduced to plain lines.

    Raises `DocumentRefused`, and nothing else, for all that is no text within the limits. Takes
    time and memory linear in the number of bytes.
    """
    formats.check(file.format)
    encoding = canonical(file.encoding)
    check_bytes(file.data, wide=is_wide(file.data, encoding))
    decoded = decode(file.data, encoding)
    text = decoded.text
    if not text.strip():
        raise DocumentRefused([Finding("empty")])
    format_ = file.format or formats.told(file.name, text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbers = list(range(1, len(lines) + 1))
    longest = MAX_HTML_LINE_LENGTH if format_ == "html" else MAX_LINE_LENGTH
    check_lines(lines, numbers, longest=longest)
    lines, numbers, notes = formats.reduced(lines, numbers, format_)
    if format_ != formats.TEXT:
        check_lines(lines, numbers)
    notes = [*decoded.notes, *notes, *remarks(lines, numbers)]
    lines = [line if line.isascii() else without_edges(line) for line in lines]
    composed = [line if line.isascii() else unicodedata.normalize("NFC", line) for line in lines]
    if composed != lines:
        notes.append(Finding("composed"))
    return Text(
        tuple(composed),
        hashlib.sha256(file.data).hexdigest(),
        tuple(notes),
        tuple(numbers),
        decoded.encoding,
        format_,
    )
