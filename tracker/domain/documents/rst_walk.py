"""The tree that docutils makes of reStructuredText, to lines of text."""

from docutils import nodes

from .errors import Bounded, DocumentRefused, Finding, Params
from .html_lists import printed
from .outline import BULLET, Outline

MAX_SUBSTITUTED = 100_000

_ERROR = 3
_DISABLED = "directive disabled."
_DEFINITION_INDENT = 4
_STYLES = {
    "loweralpha": "lower-alpha",
    "upperalpha": "upper-alpha",
    "lowerroman": "lower-roman",
    "upperroman": "upper-roman",
}
_TEXT_BLOCKS = (
    nodes.title, nodes.subtitle, nodes.paragraph, nodes.term, nodes.caption, nodes.rubric,
    nodes.attribution, nodes.classifier, nodes.line, nodes.option_string, nodes.math_block,
)  # fmt: skip
_LISTS = (nodes.bullet_list, nodes.enumerated_list)
_UNSEEN = (nodes.target, nodes.pending, nodes.colspec, nodes.image, nodes.Invisible)


class Walk:
    """Goes through the nodes in their order; `line` is the line of the file it has reached."""

    def __init__(self, source: str, definitions: dict[str, str]) -> None:
        self.source = source.split("\n")
        self.outline = Outline(keeps_lines=True)
        self.notes = Bounded()
        self.base = 0
        self.line = 1
        self.in_list = 0
        self.left = MAX_SUBSTITUTED
        self.definitions = definitions

    def _reach(self, node: nodes.Node) -> None:
        if node.line:
            self.line = node.line + self.base

    def blocks(self, parent: nodes.Element) -> None:
        for child in parent.children:
            self.block(child)

    def block(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Text):
            self._write(node.astext())
            return
        self._reach(node)
        if isinstance(node, nodes.comment):
            self._note(node)
        elif isinstance(node, nodes.system_message):
            self._unread(node)
        elif isinstance(node, _LISTS):
            self._list(node)
        elif isinstance(node, nodes.literal_block | nodes.doctest_block):
            self._verbatim(node.astext())
        elif isinstance(node, nodes.title):
            self._title(node)
        elif isinstance(node, nodes.field):
            self._labelled(f"{node[0].astext()}: ", node[1])
        elif isinstance(node, nodes.footnote | nodes.citation):
            self._labelled(f"[{node[0].astext()}] " if node.children else "", node, skip=1)
        elif isinstance(node, nodes.definition):
            self._indented(node, _DEFINITION_INDENT)
        elif isinstance(node, nodes.row):
            self._row(node)
        elif isinstance(node, _TEXT_BLOCKS):
            self._paragraph(node)
        elif isinstance(node, nodes.Part):
            self.blocks(node)
        elif not isinstance(node, _UNSEEN):
            self.outline.gap()
            self.blocks(node)
            self.outline.gap()

    def _paragraph(self, node: nodes.Element) -> None:
        tight = isinstance(node, nodes.line | nodes.term | nodes.option_string)
        self.outline.flush() if tight else self.outline.gap()
        self._inline(node)
        self.outline.flush() if tight else self.outline.gap()

    def _inline(self, node: nodes.Element) -> None:
        for child in node.children:
            if isinstance(child, nodes.Text):
                self._write(child.astext())
            elif isinstance(child, nodes.footnote_reference | nodes.citation_reference):
                self._write(f"[{child.astext()}]")
            elif isinstance(child, nodes.substitution_reference):
                self._substitute(child)
            elif isinstance(child, nodes.image):
                self._write(child.get("alt", ""))
            elif not isinstance(child, nodes.system_message):
                self._inline(child)

    def _write(self, text: str) -> None:
        for offset, part in enumerate(text.split("\n")):
            if offset:
                self.outline.line_break(self.line)
                self.line += 1
            self.outline.text(part, self.line)

    def _substitute(self, node: nodes.substitution_reference) -> None:
        name = node.get("refname", "")
        text = self.definitions.get(name)
        self.left -= len(text or "")
        if self.left < 0:
            params: Params = {"limit": MAX_SUBSTITUTED}
            raise DocumentRefused([Finding("expands_too_much", self.line, params)])
        self._write(f"|{node.astext()}|" if text is None else text.replace("\n", " "))

    def _title(self, node: nodes.title) -> None:
        """A title's line is noted as that of its underline, mostly."""
        first = node.astext().split("\n")[0][:20]
        at = self.line
        for line in (at, at - 1, at - 2):
            if 0 < line <= len(self.source) and first and first in self.source[line - 1]:
                self.line = line
                break
        self._paragraph(node)

    def _verbatim(self, text: str) -> None:
        self.outline.gap()
        self.outline.verbatim(text.rstrip("\n"), self.line)
        self.outline.gap()

    def _list(self, node: nodes.Element) -> None:
        self.outline.flush() if self.in_list else self.outline.gap()
        ordered = isinstance(node, nodes.enumerated_list)
        for offset, item in enumerate(node.children):
            if not isinstance(item, nodes.list_item):
                self.block(item)
                continue
            self._reach(item)
            mark = _mark(node, offset) if ordered else BULLET
            if self.in_list or offset:
                self.outline.no_gap()
            self.outline.mark(mark, self.line)
            self._item(item, len(mark) + 1)
        self.outline.flush() if self.in_list else self.outline.gap()

    def _item(self, item: nodes.list_item, width: int) -> None:
        self.in_list += 1
        self.outline.indent += width
        for index, child in enumerate(item.children):
            if index == 0 and isinstance(child, nodes.paragraph):
                self._reach(child)
                self._inline(child)
                self.outline.gap()
            else:
                self.block(child)
        self.outline.end_item()
        self.outline.indent -= width
        self.in_list -= 1

    def _labelled(self, label: str, body: nodes.Element, skip: int = 0) -> None:
        """A field or a note: its first paragraph follows the label on the same line."""
        self.outline.flush()
        self.outline.text(label, self.line)
        for index, child in enumerate(body.children[skip:]):
            if index == 0 and isinstance(child, nodes.paragraph):
                self._reach(child)
                self._inline(child)
                self.outline.flush()
            else:
                self.block(child)
        self.outline.flush()

    def _indented(self, node: nodes.Element, columns: int) -> None:
        self.outline.flush()
        self.outline.indent += columns
        self.in_list += 1
        self.blocks(node)
        self.in_list -= 1
        self.outline.flush()
        self.outline.indent -= columns

    def _row(self, node: nodes.row) -> None:
        cells: list[tuple[int | None, str]] = []
        simple = all(
            not entry.children
            or (len(entry.children) == 1 and isinstance(entry.children[0], nodes.paragraph))
            for entry in node.children
        )
        if not simple:
            self.blocks(node)
            return
        self.outline.flush()
        for entry in node.children:
            for paragraph in entry.children:
                self._reach(paragraph)
                self._inline(paragraph)
            cells.append(self.outline.taken())
        self.outline.row(cells, self.line)

    def _note(self, node: nodes.comment) -> None:
        text = " ".join(node.astext().split())
        if text:
            self.notes.add(Finding("left_out", self.line, {"characters": len(text)}))

    def _unread(self, node: nodes.system_message) -> None:
        """What the parser could not read, it keeps in its message: it goes back into the text."""
        self.line = node.get("line", self.line - self.base) + self.base
        about = node[0].astext() if node.children else ""
        if node.get("level", 0) < _ERROR and not about.endswith(_DISABLED):
            return
        for child in node.children:
            if isinstance(child, nodes.literal_block):
                self._verbatim(child.astext())


def _mark(node: nodes.enumerated_list, offset: int) -> str:
    style = _STYLES.get(node.get("enumtype", ""), "decimal")
    number = printed(int(node.get("start", 1)) + offset, style)[:-1]
    return f"{node.get('prefix', '')}{number}{node.get('suffix', '.')}"
