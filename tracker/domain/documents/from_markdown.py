"""Markdown (CommonMark with tables) to lines of text, by markdown-it-py.

HTML inside is reduced as an HTML file is; what looks like a tag and is none stays. Addresses of
links and definitions of links are left out, their texts stay.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .errors import DocumentRefused, Finding
from .from_html import html_lines
from .outline import BULLET, Outline

# Text nested deeper than the library's limit would be dropped by it, so it is refused here.
MAX_NESTING = 100
# Looking for the end of each of very many brackets takes long; so many make no links.
MAX_BRACKETS = 5_000
MAX_PARAGRAPH = 20_000

_INLINE_TAGS = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "center", "cite", "code", "del", "em", "font", "i",
    "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "tt", "u", "var", "wbr",
))  # fmt: skip
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ADDRESS = re.compile(r"[:/#.@?]")
_HIDDEN = "<!--"


def markdown_lines(source: str) -> tuple[list[str], list[int], list[Finding]]:
    """Lines of `source` (with line ends LF), their lines in it, and notes on what was left out.

    Raises `DocumentRefused`: nested_too_deeply.
    """
    crowded = source.count("[") > MAX_BRACKETS
    parser = _parser(links=not crowded)
    environment: dict[str, Any] = {}
    tokens = parser.parse(source, environment)
    definitions = [
        *environment.get("references", {}).values(),
        *environment.get("duplicate_refs", ()),
    ]
    if not all(_ADDRESS.search(one["href"]) for one in definitions):
        # "[1]: Text" may define a link, or be a note that must not get lost.
        parser = _parser(links=False)
        tokens = parser.parse(source, environment)
    deep = next((one for one in tokens if one.level >= MAX_NESTING - 1), None)
    if deep is not None:
        raise DocumentRefused([Finding("nested_too_deeply", deep.map[0] + 1 if deep.map else None)])
    walk = _Walk(parser, tokens, environment)
    walk.run()
    return walk.outline.lines, walk.outline.numbers, walk.notes


def _parser(*, links: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    # Paragraphs are taken apart one by one: their tokens take a hundred times the text's memory.
    parser.core.ruler.disable(["inline", "text_join"])
    if not links:
        parser.disable(["reference", "link", "image"])
    return parser


class _Walk:
    """Goes through the tokens in their order; `line` is the line of the file it has reached."""

    def __init__(
        self, parser: MarkdownIt, tokens: list[Token], environment: dict[str, Any]
    ) -> None:
        self.parser = parser
        self.environment = environment
        self.tokens = tokens
        self.marks = _marks(tokens)
        self.outline = Outline(keeps_lines=True)
        self.notes: list[Finding] = []
        self.indents: list[int] = []
        self.row: list[tuple[int | None, str]] = []
        self.line = 1

    def run(self) -> None:
        before = ""
        for index, token in enumerate(self.tokens):
            if token.map:
                self.line = token.map[0] + 1
            self._take(index, token, before)
            before = token.type
        self.outline.flush()

    def _take(self, index: int, token: Token, before: str) -> None:
        outline = self.outline
        match token.type:
            case "inline":
                self._inline(token)
            case "paragraph_open" if before != "list_item_open":
                outline.flush() if token.hidden else outline.gap()
            case "paragraph_close":
                outline.flush() if token.hidden else outline.gap()
            case "heading_open" | "heading_close" | "blockquote_open" | "blockquote_close" | "hr":
                outline.gap()
            case "table_open" | "table_close":
                outline.gap()
            case "ordered_list_open" | "bullet_list_open" | "ordered_list_close":
                self._edge_of_list()
            case "bullet_list_close":
                self._edge_of_list()
            case "list_item_open":
                if self.indents or self.tokens[index - 1].type == "list_item_close":
                    outline.no_gap()
                self.indents.append(outline.indent)
                outline.indent += len(self.marks[index]) + 1
                outline.mark(self.marks[index], self.line)
            case "list_item_close":
                outline.end_item()
                outline.indent = self.indents.pop()
            case "tr_open":
                self.row = []
            case "th_close" | "td_close":
                self.row.append(outline.taken())
            case "tr_close":
                outline.row(self.row, self.line)
            case "fence" | "code_block":
                outline.gap()
                fence = 1 if token.type == "fence" else 0
                outline.verbatim(token.content.removesuffix("\n"), self.line + fence)
                outline.gap()
            case "html_block":
                self._html(token.content)

    def _edge_of_list(self) -> None:
        if self.indents:
            self.outline.flush()
        else:
            self.outline.gap()

    def _html(self, content: str) -> None:
        lines, numbers, notes = html_lines(content, self.line)
        self.outline.gap()
        for number, line in zip(numbers, lines, strict=True):
            self.outline.verbatim(line, number)
        self.notes += notes
        self.outline.gap()

    def _inline(self, token: Token) -> None:
        for index, part in enumerate(_parts(token.content)):
            if index:
                self.outline.line_break(self.line)
                self.line += 1
            children: list[Token] = []
            self.parser.inline.parse(part, self.parser, self.environment, children)
            self._children(children)

    def _children(self, children: list[Token]) -> None:
        for child in children:
            match child.type:
                case "softbreak" | "hardbreak":
                    self.outline.line_break(self.line)
                    self.line += 1
                case "html_inline":
                    self._inline_html(child.content)
                case "image":
                    self.outline.text(child.content, self.line)
                case _:
                    # Code can run over several lines, whose ends are spaces in it.
                    self.outline.text(child.content.replace("\n", " "), self.line)

    def _inline_html(self, content: str) -> None:
        tag = _TAG.match(content)
        if _BREAK.fullmatch(content):
            self.outline.line_break(self.line)
        elif not content.startswith(_HIDDEN) and not (tag and tag[1].lower() in _INLINE_TAGS):
            self.outline.text(content.replace("\n", " "), self.line)
        self.line += content.count("\n")


def _parts(paragraph: str) -> Iterator[str]:
    """The paragraph; where it is of no human length, in parts of whole lines."""
    if len(paragraph) <= MAX_PARAGRAPH:
        yield paragraph
        return
    lines: list[str] = []
    length = 0
    for line in paragraph.split("\n"):
        if lines and length + len(line) > MAX_PARAGRAPH:
            yield "\n".join(lines)
            lines, length = [], 0
        lines.append(line)
        length += len(line)
    yield "\n".join(lines)


def _marks(tokens: list[Token]) -> dict[int, str]:
    """The mark of each item by the index of its token.

    The printed numbers count, for a gap in them is worth a report; but where all are the same, as
    in lists left to the renderer ("1." each time), the items are counted.
    """
    found: dict[int, str] = {}
    open_lists: list[list[int]] = []
    for index, token in enumerate(tokens):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            open_lists.append([])
        elif token.type == "list_item_open":
            open_lists[-1].append(index)
        elif token.type == "bullet_list_close":
            found |= dict.fromkeys(open_lists.pop(), BULLET)
        elif token.type == "ordered_list_close":
            items = open_lists.pop()
            numbers = [int(tokens[item].info) for item in items]
            if len(Counter(numbers)) == 1:
                numbers = list(range(numbers[0], numbers[0] + len(items)))
            for item, number in zip(items, numbers, strict=True):
                found[item] = f"{number}{tokens[item].markup}"
    return found
