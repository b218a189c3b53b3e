"""Bytes to characters: UTF-8, UTF-16 by its mark, or what a person chose. Nothing is guessed."""

import re
from dataclasses import dataclass

from .code_pages import NAMES, strangeness
from .errors import DocumentRefused, Finding, Params
from .hygiene import line_at, looks_wide

ENCODINGS = tuple(NAMES)
"""What a person may choose, in the names of IANA; `NAMES` has them as people write them."""

PREVIEW_LINES = 8
PREVIEW_WIDTH = 160

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UTF32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_WIDE = ("utf-16", "utf-16-le", "utf-16-be")
# Two bytes of such a page can be one letter of UTF-8 by chance, so that one line proves little.
_DOUBLE_BYTE = ("gb18030", "big5", "shift_jis", "euc-kr")
_FEWEST_BY_CHANCE = 4

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_LINES = re.compile("([^\r\n]*)(?:\r\n|\r|\n|$)")
_DECLARATION = re.compile(
    rb"<(?:meta|\?xml)[^>]{1,200}?(?:charset|encoding)=[\"']?([\w.-]{1,40})", re.I
)
_HEAD = 2_000
_BYTE_LINES = re.compile(rb"[^\r\n]+")
_SEQUENCES = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    notes: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file looks in `encoding`; `name` is for people ("Windows-1251").

    `lines` are pairs of the line's number and its text, cut to 160 characters: the first eight
    lines that have a letter beyond ASCII.
    """

    encoding: str
    name: str
    lines: tuple[tuple[int, str], ...]


def canonical(chosen: str) -> str:
    """The name of `ENCODINGS` for what a person wrote ("CP1251", "latin-1"), "" for "".

    Raises `DocumentRefused` (unknown_encoding) for any other.
    """
    plain = re.sub(r"[\s_-]+", "-", chosen.strip().casefold())
    plain = _ALIASES.get(plain, plain)
    for name in ("", *ENCODINGS):
        if plain == name.replace("_", "-"):
            return name
    raise DocumentRefused([Finding("unknown_encoding", None, {"encoding": chosen[:40]})])


def is_wide(data: bytes, encoding: str) -> bool:
    """Whether `data` is to be read as UTF-16, by its mark or by choice."""
    return encoding in _WIDE or (not encoding and data[:2] in _UTF16_MARKS)


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The characters of `data`, without a byte order mark.

    `encoding` is one of `ENCODINGS` or "" for UTF-8 and UTF-16 by its mark. Raises
    `DocumentRefused`: other_encoding (UTF-32), mark_contradicts, not_utf8, surrogate,
    mixed_encodings, not_in_encoding. Notes: byte_order_mark, encoding_chosen, looks_like_utf8.
    """
    if data.startswith(_UTF32_MARKS):
        raise DocumentRefused([Finding("other_encoding", None, {"encoding": "UTF-32"})])
    mark, marked = _mark(data)
    body = data[len(mark) :]
    notes = [Finding("byte_order_mark", 1)] if mark else []
    name = marked or ("utf-16-le" if encoding == "utf-16" else encoding) or "utf-8"
    if marked and encoding not in ("", marked) and not (encoding == "utf-16" and marked in _WIDE):
        params: Params = {"encoding": NAMES[encoding], "marked": NAMES[marked]}
        raise DocumentRefused([Finding("mark_contradicts", 1, params)])
    if name == "utf-8":
        return Decoded(_utf8(body, len(mark)), name, tuple(notes))
    if encoding:
        notes.append(Finding("encoding_chosen", None, {"encoding": NAMES[name]}))
    if name not in _WIDE:
        notes += _against_utf8(body, name)
    return Decoded(_strict(body, name), name, tuple(notes))


def previews(data: bytes) -> tuple[Preview, ...]:
    """What `data` looks like in each code page that can decode all of it, most plausible first.

    The order rests on what an HTML page declares, then on the letters that languages use; it
    chooses nothing. Pages that give the same text are shown once. Empty for text in UTF-8 and for
    UTF-16 with its mark.
    """
    if _mark(data)[0] or data.startswith(_UTF32_MARKS):
        return ()
    wide = looks_wide(data)
    if not wide and _is_utf8(data):
        return ()
    declared = _declared(data)
    found: dict[tuple[tuple[int, str], ...], tuple[float, Preview]] = {}
    candidates = ("utf-16-le", "utf-16-be") if wide else (declared, *ENCODINGS)
    for name in candidates:
        if not wide and (name in _WIDE or name in ("", "utf-8")):
            continue
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        lines = _shown(text)
        if lines and lines not in found:
            sample = "\n".join(line for _, line in lines)
            strange = -1.0 if name == declared else strangeness(sample, name)
            found[lines] = (strange, Preview(name, NAMES[name], lines))
    return tuple(preview for _, preview in sorted(found.values(), key=lambda one: one[0]))


def _mark(data: bytes) -> tuple[bytes, str]:
    if data.startswith(_UTF8_MARK):
        return _UTF8_MARK, "utf-8"
    return data[:2] if data[:2] in _UTF16_MARKS else b"", _UTF16_MARKS.get(data[:2], "")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8(body: bytes, skipped: int) -> str:
    """Offsets of errors count from the start of the file, the `skipped` mark included."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
        params: Params = {"byte": f"0x{body[at]:02X}", "offset": at + skipped}
        # UTF-8 writes no surrogates: ED followed by A0..BF is one that was put there all the same.
        if body[at] == 0xED and body[at + 1 : at + 2] >= b"\xa0":
            code = "surrogate"
        else:
            code = "mixed_encodings" if _utf8_evidence(body) else "not_utf8"
        raise DocumentRefused([Finding(code, line_at(body, at), params)]) from error


def _against_utf8(body: bytes, name: str) -> list[Finding]:
    """Refuse a file that is UTF-8 in some lines; warn where it is in all of them."""
    if not _utf8_evidence(body, _FEWEST_BY_CHANCE if name in _DOUBLE_BYTE else 1):
        return []
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
        params: Params = {"byte": f"0x{body[at]:02X}", "offset": at}
        raise DocumentRefused([Finding("mixed_encodings", line_at(body, at), params)]) from error
    return [Finding("looks_like_utf8", None, {"encoding": NAMES[name]})]


def _utf8_evidence(body: bytes, fewest: int = 1) -> bool:
    """Whether a line holds at least `fewest` letters beyond ASCII and is valid UTF-8."""
    for match in _BYTE_LINES.finditer(body):
        line = match.group()
        many = fewest == 1 or len(_SEQUENCES.findall(line)) >= fewest
        if _BEYOND_ASCII.search(line) and many and _is_utf8(line):
            return True
    return False


def _strict(body: bytes, name: str) -> str:
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        at = error.start
        line = body[:at].decode(name, "ignore").count("\n") + 1
        params: Params = {
            "byte": f"0x{body[at]:02X}",
            "offset": at,
            "encoding": NAMES[name],
        }
        code = "surrogate" if "surrogate" in error.reason else "not_in_encoding"
        raise DocumentRefused([Finding(code, line, params)]) from error


def _shown(text: str) -> tuple[tuple[int, str], ...]:
    found = []
    for number, match in enumerate(_LINES.finditer(text), start=1):
        line = match[1]
        if not line.isascii():
            first = next(at for at, one in enumerate(line) if not one.isascii())
            start = max(0, first - PREVIEW_WIDTH // 2)
            found.append((number, line[start : start + PREVIEW_WIDTH].strip()))
            if len(found) == PREVIEW_LINES:
                break
    return tuple(found)


def _declared(data: bytes) -> str:
    """The encoding that a page says it is in: worth being shown first, not worth being believed."""
    found = _DECLARATION.search(data[:_HEAD])
    if not found:
        return ""
    try:
        return canonical(found[1].decode("ascii"))
    except DocumentRefused:
        return ""


_ALIASES = {
    "utf8": "utf-8", "utf-8-sig": "utf-8", "utf16": "utf-16", "utf16le": "utf-16-le",
    "utf-16le": "utf-16-le", "utf16be": "utf-16-be", "utf-16be": "utf-16-be",
    "latin-1": "iso-8859-1", "latin1": "iso-8859-1", "koi8r": "koi8-r", "koi8u": "koi8-u",
    "gbk": "gb18030", "gb2312": "gb18030", "cp866": "ibm866", "sjis": "shift-jis",
    **{f"cp125{n}": f"windows-125{n}" for n in range(9)},
    **{f"iso8859-{n}": f"iso-8859-{n}" for n in range(1, 17)},
}  # fmt: skip
