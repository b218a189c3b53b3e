"""reStructuredText to lines of text, by docutils' parser alone.

None of docutils' transforms runs, so nothing is numbered, collected, dated or fetched. What its
parser cannot read stays as it was written. Left out: targets of links without a word, comments with
a note that names their line.
"""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, Parser, directives, states
from docutils.utils import new_document

from .errors import DocumentRefused, Finding, Params
from .hygiene import MAX_LINE_LENGTH
from .rst_walk import Walk

# docutils looks for the end of each mark-up up to the end of the paragraph.
MAX_INLINE_MARKS = 200

_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "syntax_highlight": "none",
    "line_length_limit": 4 * MAX_LINE_LENGTH,
    "tab_width": 4,
}
CHUNK_LINES = 200
LONGEST_CHUNK = 2_000
_DEFINITION = re.compile(r"\.\.\s+\|")
_TABLE_BORDER = re.compile(r"=+(?: +=+)+\s*$|\+[-=+]+\+\s*$")


class _AsWritten(Directive):
    """A directive that would add what the text does not say, or change how later texts are read."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        block = nodes.literal_block(self.block_text, self.block_text)
        block.line = self.lineno
        return [block]


for _name in ("date", "default-role", "include", "raw", "role"):
    directives.register_directive(_name, _AsWritten)


class _Silence:
    """Stands in for docutils' reporter: what is wrong inside a paragraph stays as it is written,
    and messages about it would take a thousand times its memory."""

    def message(self, *_args: object, **_kwargs: object) -> nodes.system_message:
        return nodes.system_message()

    info = warning = error = severe = message


_Parsed = tuple[list[nodes.Node], list[nodes.Node]]


def _inliner() -> states.Inliner:
    """docutils' own, but it is silent, and crowded paragraphs keep their marks. It cannot be
    subclassed: it looks for its patterns in its own class."""
    inliner = states.Inliner()
    parse = inliner.parse

    def guarded(text: str, lineno: int, memo: Any, parent: nodes.Element) -> _Parsed:
        if sum(map(text.count, "*`|_:@")) > MAX_INLINE_MARKS:
            return [nodes.Text(text)], []
        reporter, memo.document.reporter = memo.document.reporter, _Silence()
        try:
            return parse(text, lineno, memo, parent)[0], []
        finally:
            memo.document.reporter = reporter

    inliner.parse = guarded
    inliner.problematic = lambda text, rawsource, message: nodes.Text(text)
    return inliner


def rst_lines(source: str) -> tuple[list[str], list[int], list[Finding]]:
    """Lines of `source` (with line ends LF), their lines in it, and notes on what was left out.

    Raises `DocumentRefused`: nested_too_deeply, markup_unreadable, expands_too_much.
    """
    try:
        chunks = list(_chunks(source.split("\n")))
        walk = Walk(source, _definitions(chunks))
        for first, text in chunks:  # one tree at a time: it takes hundreds of times the memory
            walk.base = first
            walk.blocks(_parsed(text))
        walk.outline.flush()
    except RecursionError as error:
        raise DocumentRefused([Finding("nested_too_deeply")]) from error
    except DocumentRefused:
        raise
    except Exception as error:  # the parser is no guard: whatever stops it, the file is refused
        params: Params = {"format": "reStructuredText"}
        raise DocumentRefused([Finding("markup_unreadable", None, params)]) from error
    return walk.outline.lines, walk.outline.numbers, walk.notes.all()


def _definitions(chunks: list[tuple[int, str]]) -> dict[str, str]:
    """The texts of the substitutions that the file defines, wherever they are used."""
    return {
        name: definition.astext()
        for _, text in chunks
        if _DEFINITION.search(text)
        for name, definition in _parsed(text).substitution_defs.items()
        if not any(isinstance(one, nodes.substitution_reference) for one in definition.children)
    }


def _parsed(text: str) -> nodes.document:
    settings = get_default_settings(Parser)
    for name, value in _SETTINGS.items():
        setattr(settings, name, value)
    document = new_document("document", settings)
    Parser(inliner=_inliner()).parse(text, document)
    return document


def _chunks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Parts of the text with the number of lines before each.

    docutils copies the rest of the text for each list and heading, so a long text is parsed in
    parts: cut where a paragraph begins at the margin, not within a table; at worst at any blank
    line.
    """
    start, table = 0, -CHUNK_LINES
    for index in range(1, len(lines)):
        if _TABLE_BORDER.match(lines[index]):
            table = index
        length = index - start
        if length < CHUNK_LINES or lines[index - 1].strip() or not lines[index].strip():
            continue
        outside = lines[index][0] not in " \t" and index - table > CHUNK_LINES // 2
        if outside or length > LONGEST_CHUNK:
            yield start, "\n".join(lines[start:index])
            start = index
    yield start, "\n".join(lines[start:])
