"""The numbers that a browser would print before the items of an HTML list."""

import re
from collections.abc import Mapping

from .outline import BULLET

_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(decimal|none|(?:lower|upper)-\w+)", re.I)
_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
}
_INTEGER = re.compile(r"\s*(-?\d{1,9})(?!\d)")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class CountedList:
    """One list; `mark` gives each item's mark: "3.", "b)", "iv)", "•", or "" for none."""

    def __init__(self, tag: str, attributes: Mapping[str, str], length: int) -> None:
        self.is_ordered = tag == "ol"
        self.style = self._style(attributes)
        self.step = -1 if "reversed" in attributes else 1
        start = _integer(attributes.get("start"))
        self.value = start if start is not None else (length if self.step < 0 else 1)
        self.is_first = True

    def mark(self, attributes: Mapping[str, str]) -> str:
        """The mark of the next item, whose own `value` and `type` go before the list's."""
        style = _TYPES.get(attributes.get("type", ""), self.style)
        given = _integer(attributes.get("value"))
        self.value = self.value if given is None else given
        value, self.value = self.value, self.value + self.step
        if style == "none":
            return ""
        if not self.is_ordered:
            return BULLET
        return printed(value, style)

    def _style(self, attributes: Mapping[str, str]) -> str:
        found = _STYLE.search(attributes.get("style", ""))
        if found:
            return _TYPES.get(found[1].lower(), found[1].lower())
        return _TYPES.get(attributes.get("type", ""), "decimal")


def printed(value: int, style: str) -> str:
    """`value` with its mark: letters and Roman numbers with a bracket, figures with a point.

    >>> printed(28, "lower-alpha"), printed(4, "upper-roman"), printed(3, "decimal")
    ('ab)', 'IV)', '3.')

    Values that a style cannot write are figures, as CSS Counter Styles has it.
    """
    kind = style.partition("-")[2]
    if kind == "alpha" and value > 0:
        text = _letters(value)
    elif kind == "roman" and 0 < value < 4000:
        text = _roman(value)
    else:
        return f"{value}."
    return f"{text.upper() if style.startswith('upper') else text})"


def _letters(value: int) -> str:
    text = ""
    while value:
        value, rest = divmod(value - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        text += letters * count
    return text


def _integer(text: str | None) -> int | None:
    found = _INTEGER.match(text or "")
    return int(found[1]) if found else None
