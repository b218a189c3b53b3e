"""HTML to lines of text, by lxml. No markup is interpreted but that of the text's structure.

Left out on purpose: scripts, styles, what describes the page, form controls, drawings and other
embedded things, without a word; navigation and hidden text, with a note that names its line.
"""

import re
from dataclasses import replace

from lxml import etree

from .errors import Bounded, DocumentRefused, Finding, Params
from .html_lists import CountedList
from .outline import Outline

# libxml2 notes lines in 16 bits.
MAX_LINES = 65_000

_SILENT = frozenset((
    "script", "style", "title", "template", "svg", "canvas", "audio", "video", "object", "embed",
    "iframe", "map", "select", "button", "textarea", "datalist", "meter", "progress",
))  # fmt: skip
# Blocks that stand apart from what is around them, and those that only end a line.
_APART = frozenset((
    "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "dl",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "legend", "main", "menu", "ol", "p", "pre", "search", "section",
    "summary", "table", "ul", "noscript",
))  # fmt: skip
_BLOCKS = _APART | frozenset((
    "body", "caption", "dd", "div", "dt", "head", "html", "li", "tbody", "td", "tfoot", "th",
    "thead", "tr", "option", "optgroup",
))  # fmt: skip
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_IN_LAYOUT = _LISTS | frozenset(
    ("table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dl", "hr")
)
_PARAGRAPHS = frozenset(("p", "div", "section", "article"))
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)(?![\w-])", re.I)
_RAISED = {
    "sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
_DD_INDENT = 4


def html_lines(source: str, first: int = 1) -> tuple[list[str], list[int], list[Finding]]:
    """Lines of `source` (with line ends LF), their lines in it, and notes on what was left out.

    `first` is the number of the first line, for HTML inside another text.

    Raises `DocumentRefused`: too_many_lines, nested_too_deeply (more than 256 open elements).
    Linear in time.
    """
    count = source.count("\n") + 1
    if count > MAX_LINES:
        raise DocumentRefused(
            [Finding("too_many_lines", None, {"lines": count, "limit": MAX_LINES})]
        )
    # No entity of the document's own is ever defined or fetched: HTML has none.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        root = etree.fromstring(source.encode("utf-8"), parser)
    except etree.LxmlError as error:
        raise DocumentRefused([Finding("markup_unreadable", None, {"format": "HTML"})]) from error
    for entry in parser.error_log:
        if entry.level_name == "FATAL":
            raise DocumentRefused([Finding("nested_too_deeply", entry.line + first - 1)])
    if root is None:
        return [], [], []
    walk = _Walk(root)
    walk.run()
    numbers = [number + first - 1 for number in walk.outline.numbers]
    notes = [replace(note, line=(note.line or 1) + first - 1) for note in walk.notes.all()]
    return walk.outline.lines, numbers, notes


class _Walk:
    """Goes through the elements in their order; `line` is the line of the file it has reached."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.layout = _layout_rows(root)
        self.outline = Outline()
        self.notes = Bounded()
        self.lists: list[CountedList] = []
        self.indents: list[int] = []
        self.row: list[tuple[int | None, str]] | None = None
        self.code: list[str] | None = None
        self.raised: dict[int, int] | None = None
        self.line = 1

    def run(self) -> None:
        self._title()
        walk = etree.iterwalk(self.root, events=("start", "end", "comment"))
        for event, element in walk:
            if event == "comment":
                self.line = element.sourceline or self.line
                self._text(element.tail)
            elif event == "start":
                self.line = element.sourceline or self.line
                if _is_left_out(element):
                    self._note(element)
                    walk.skip_subtree()
                else:
                    self._start(element)
                    self._text(element.text)
            else:
                if not _is_left_out(element):
                    self._end(element)
                self._text(element.tail)
        self.outline.flush()

    def _title(self) -> None:
        """The page's title, where no first heading says what the text is."""
        title = self.root.find(".//title")
        if title is not None and self.root.find(".//h1") is None and title.text:
            self.outline.line(title.text, title.sourceline or 1)
            self.outline.gap()

    def _note(self, element: etree._Element) -> None:
        """Say that text was left out, where a reader of the page could have seen it."""
        if element.tag in _SILENT:
            return
        characters = len(" ".join("".join(element.itertext()).split()))
        if characters:
            params: Params = {"characters": characters}
            self.notes.add(Finding("left_out", element.sourceline, params))

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._part(tag, is_first_in_item=_is_first_in_item(element))
        if tag in _LISTS:
            self.lists.append(CountedList(tag, element.attrib, len(element)))
        elif tag == "li":
            self._start_item(element)
        elif tag == "dd":
            self._indent(_DD_INDENT)
        elif tag == "tr" and element not in self.layout:
            self.row = []
        elif tag == "pre" and self.row is None:
            self.code = []
        elif tag == "br":
            self._break()
        elif tag == "q":
            self._text("“")
        elif tag in _RAISED and not len(element) and (element.text or "").isdecimal():
            self.raised = _RAISED[tag]

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in ("td", "th") and self.row is not None:
            self.row.append(self.outline.taken())
        elif tag == "tr" and self.row is not None:
            self._end_row()
        elif tag == "pre" and self.code is not None:
            code, self.code = "".join(self.code).removeprefix("\n"), None
            self.outline.verbatim(code, self.line - code.count("\n"))
        elif tag == "q":
            self._text("”")
        elif tag in _RAISED:
            self.raised = None
        if tag in _BLOCKS:
            self._part(tag)
        if tag in _LISTS and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.outline.end_item()
            self.outline.indent = self.indents.pop()
        elif tag == "dd":
            self.outline.indent = self.indents.pop()

    def _part(self, tag: str, *, is_first_in_item: bool = False) -> None:
        """Where a block starts or ends, a line ends, and mostly a blank one follows."""
        if self.row is not None:
            self.outline.text(" ", self.line)
        elif self.code is not None:
            return
        elif tag in _APART and not is_first_in_item and not (tag in _LISTS and self.indents):
            self.outline.gap()
        else:
            self.outline.flush()

    def _start_item(self, element: etree._Element) -> None:
        inner = self.lists[-1] if self.lists else CountedList("ul", {}, 1)
        printed = inner.mark(element.attrib)
        if self.indents or not inner.is_first:
            self.outline.no_gap()
        inner.is_first = False
        self._indent(len(printed) + 1 if printed else 0)
        if printed:
            self.outline.mark(printed, self.line)

    def _indent(self, columns: int) -> None:
        self.indents.append(self.outline.indent)
        self.outline.indent += columns

    def _break(self) -> None:
        if self.row is not None:
            self.outline.text(" ", self.line)
        elif self.code is not None:
            self.code.append("\n")
        else:
            self.outline.line_break(self.line)

    def _text(self, data: str | None) -> None:
        if not data:
            return
        if self.raised:
            data = data.translate(self.raised)
        if self.code is not None:
            self.code.append(data)
        else:
            self.outline.text(data, self.line)
        self.line += data.count("\n")

    def _end_row(self) -> None:
        cells = [*(self.row or []), self.outline.taken()]
        self.row = None
        self.outline.row(cells, self.line)


def _is_left_out(element: etree._Element) -> bool:
    if element.tag in _SILENT or element.tag == "nav" or element.get("role") == "navigation":
        return True
    return element.get("hidden") is not None or bool(_NOT_SHOWN.search(element.get("style", "")))


def _is_first_in_item(element: etree._Element) -> bool:
    """Whether only an item's mark stands before the block, so that it goes on the same line."""
    parent = element.getparent()
    if parent is None or parent.tag != "li" or (parent.text or "").strip():
        return False
    return element.getprevious() is None


def _layout_rows(root: etree._Element) -> set[etree._Element]:
    """Rows of tables that hold whole blocks or several paragraphs in a cell: no rows of data."""
    found: set[etree._Element] = set()
    rows: list[etree._Element] = []
    paragraphs = [0]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag, starts = element.tag, event == "start"
        if starts and rows and tag in _IN_LAYOUT:
            found.add(rows[-1])
        if tag == "tr":
            rows.append(element) if starts else rows.pop()
        elif tag in ("td", "th"):
            paragraphs.append(0) if starts else paragraphs.pop()
        elif starts and tag in _PARAGRAPHS and rows:
            paragraphs[-1] += 1
            if paragraphs[-1] > 1:
                found.add(rows[-1])
    return found
