"""Which of the items above a marked line stands under: the levels of a list."""

from collections.abc import Sequence

from .items import ItemBuilder
from .marks import Line
from .printed_marks import PARTS, Style

MAX_DEPTH = 6
_RANKS = {
    Style.CAPITAL: -3,
    Style.ARTICLE: -2,
    Style.PARAGRAPH: -1,
    Style.NUMBER: 0,
    Style.CODE: 0,
    Style.BRACKETED: 1,
    Style.LETTER: 2,
    Style.ROMAN: 3,
    Style.BULLET: 4,
}


def depth_of(open_items: Sequence[ItemBuilder], line: Line) -> int:
    """How many of the open items, outermost first, the line stands under."""
    if not open_items:
        return 0
    if line.style is Style.CODE:
        for depth in range(len(open_items), 0, -1):
            above = open_items[depth - 1].line
            if _is_prefix(above, line):
                return depth
    fellows = [depth for depth, one in enumerate(open_items) if same_level(one.line, line)]
    if fellows:
        depth = next(
            (one for one in reversed(fellows) if open_items[one].line.indent <= line.indent),
            fellows[0],
        )
        depth = _lowered(open_items, depth, line)
        if depth == len(open_items):
            return depth
        fellow = open_items[depth].line
        deeper = line.indent >= fellow.indent + 2
        restarts = line.style is Style.BULLET or line.value == 1
        if deeper and restarts:
            return min(depth + 1, MAX_DEPTH)
        return depth
    return _depth_of_new(open_items, line)


def _lowered(open_items: Sequence[ItemBuilder], depth: int, line: Line) -> int:
    """The depth among bullets that are all alike.

    Under one that ends in a colon, those that begin small are its children.
    """
    if line.style is not Style.BULLET:
        return depth
    fellow = open_items[depth].line
    if line.starts_small and not fellow.starts_small and opens(open_items[depth]):
        return depth + 1
    if depth and not line.starts_small and fellow.starts_small:
        above = open_items[depth - 1].line
        if same_level(above, line) and not above.starts_small:
            return depth - 1
    return depth


def _depth_of_new(open_items: Sequence[ItemBuilder], line: Line) -> int:
    """The depth of a line whose kind of mark is not open yet."""
    top = open_items[0].line
    if line.style in (Style.NUMBER, Style.CODE) and _RANKS[top.style] > 0:
        return 0 if line.indent <= top.indent else 1
    coded = line.style is Style.CODE and top.style not in PARTS
    if coded or (top.style is Style.CODE and line.style is Style.NUMBER):
        return 0
    under = [
        depth + 1
        for depth, one in enumerate(open_items)
        if _RANKS[one.line.style] < _RANKS[line.style]
        or one.line.indent < line.indent
        or (one.line.style is Style.BULLET and line.style is Style.BULLET)
    ]
    return min(max(under, default=0), MAX_DEPTH)


def opens(builder: ItemBuilder) -> bool:
    """Whether the last words of an item are a colon, with nothing under it yet."""
    return not builder.children and builder.paragraphs[-1][-1][1].endswith((":", "："))


def same_level(one: Line, other: Line) -> bool:
    if one.style is Style.BULLET:
        return other.style is Style.BULLET and one.mark == other.mark
    if one.style is Style.CODE and other.style is Style.CODE:
        return len(one.path) == len(other.path)
    return one.style is other.style


def _is_prefix(above: Line, line: Line) -> bool:
    path = above.path
    return len(path) < len(line.path) and line.path[: len(path)] == path
