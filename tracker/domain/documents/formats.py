"""Formats that a document's text can come in, and their reduction to lines of plain text."""

import re
from collections.abc import Callable

from .errors import DocumentRefused, Finding

TEXT = "text"
FORMATS = {TEXT: "Text", "markdown": "Markdown", "rst": "reStructuredText", "html": "HTML"}
"""What a person may choose, with the names that people write."""

_EXTENSIONS = {
    "html": "html", "htm": "html", "xhtml": "html",
    "md": "markdown", "markdown": "markdown", "mdown": "markdown", "mkd": "markdown",
    "rst": "rst", "rest": "rst",
}  # fmt: skip
# A page begins so, after white space, comments and an XML declaration.
_HTML_START = re.compile(r"<(?:!doctype\s+html|html)(?=[\s>])", re.IGNORECASE)
_BEFORE_HTML = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>|<!--.*?-->)?", re.DOTALL)
_HEAD = 4_000
_TAG = re.compile(r"</(?:p|li|ol|ul|div|h[1-6]|td|tr|table|body)\s*>", re.IGNORECASE)

_ESCAPE = re.compile(r"\\[.)(:*_#\[\]`~-]")
_FEWEST_MARKED = 3

Reduced = tuple[list[str], list[int], list[Finding]]


def check(chosen: str) -> None:
    """Refuse (unknown_format) a choice that is none of `FORMATS` nor ""."""
    if chosen and chosen not in FORMATS:
        raise DocumentRefused([Finding("unknown_format", None, {"format": chosen[:40]})])


def told(name: str, head: str) -> str:
    """The format of a file by the end of its `name`, and HTML by how the text begins.

    Text without a telling name is text: a number in it ("1.") means what stands there.
    """
    extension = name.rpartition(".")[2].casefold() if "." in name else ""
    if extension in _EXTENSIONS:
        return _EXTENSIONS[extension]
    head = head[:_HEAD]
    start = 0
    while match := _BEFORE_HTML.match(head, start):
        if match.end() == start:
            break
        start = match.end()
    return "html" if _HTML_START.match(head, start) else TEXT


def reduced(lines: list[str], numbers: list[int], format_: str) -> Reduced:
    """The lines of a document in `format_` as plain text, their line numbers, and notes.

    Notes: format_reduced, left_out, tags_in_text, escapes_in_text. Raises `DocumentRefused`:
    nested_too_deeply, too_many_lines, markup_unreadable, expands_too_much, empty.
    """
    if format_ == TEXT:
        return (
            lines,
            numbers,
            [
                *_hint("tags_in_text", _TAG, lines),
                *_hint("escapes_in_text", _ESCAPE, lines),
            ],
        )
    found, at, notes = _reducer(format_)("\n".join(lines))
    if not any(line.strip() for line in found):
        raise DocumentRefused([Finding("empty")])
    named = Finding("format_reduced", None, {"format": FORMATS[format_]})
    return found, at, [named, *notes]


def _hint(code: str, pattern: re.Pattern[str], lines: list[str]) -> list[Finding]:
    """Where plain text is full of another format's marks: they stay, as the letters they are."""
    marked = [number for number, line in enumerate(lines, start=1) if pattern.search(line)]
    if len(marked) < _FEWEST_MARKED:
        return []
    return [Finding(code, marked[0], {"lines": len(marked)})]


def _reducer(format_: str) -> Callable[[str], Reduced]:
    """The libraries are large, so only a document in their format asks for them."""
    if format_ == "markdown":
        from .from_markdown import markdown_lines

        return markdown_lines
    if format_ == "rst":
        from .from_rst import rst_lines

        return rst_lines
    from .from_html import html_lines

    return html_lines
