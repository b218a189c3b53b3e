"""Marked-up text on its way to plain lines: paragraphs, list marks, indentation.

Every line keeps the number of the line of the file that it comes from. A paragraph that is wrapped
in the file stays wrapped, so that a date in it can be traced to its line. Where line ends mean
nothing to a reader, as in HTML, a wrapped line that begins like an item ("24. …", "- …") is joined
to the one before.
"""

import re
from dataclasses import dataclass, field

BULLET = "•"
CELL_BORDER = " | "

# A line that begins with a word of letters, or runs on in a script without spaces, is no mark.
_NO_MARK = re.compile(
    r"(?![\u3040-\u9fff])(?:[^\W\d_]{2,}(?=[\s,;:’'-]|$)|[^\W\d_]{6,})"
    r"|(?![一二三四五六七八九十第])[\u3040-\u9fff]{2}"
)
_MARK_CELL = re.compile(r"(?=.*\d)[\w.()–-]{1,20}")
_NUMBER_CELL = re.compile(r"\d{1,3}")
_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class Outline:
    """Collects lines; `indent` is the column where the text of the current block begins.

    `keeps_lines` says that a line end of the file is one that its readers see.
    """

    keeps_lines: bool = False
    lines: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    indent: int = 0
    _pieces: list[tuple[int, str]] = field(default_factory=list)
    _mark: tuple[int, str] | None = None
    _gap: bool = False

    def text(self, data: str, number: int) -> None:
        """Running text that begins in line `number` of the file; white space will collapse."""
        for offset, part in enumerate(data.split("\n")):
            self._pieces.append((number + offset, part))

    def line_break(self, number: int) -> None:
        """A line ends here whatever comes next; two in a row part paragraphs."""
        self._pieces.append((number, "\n"))

    def mark(self, printed: str, number: int) -> None:
        """The next paragraph is an item with the mark `printed` ("1.", "a)", "•")."""
        self.flush()
        self._put_mark_alone()
        self._mark = (number, printed)

    def verbatim(self, data: str, number: int) -> None:
        """Lines whose white space and ends are kept, as those of code."""
        self.flush()
        for offset, line in enumerate(data.split("\n")):
            self._put(number + offset, line.rstrip())

    def line(self, text: str, number: int) -> None:
        """One line of its own."""
        self.flush()
        self._put(number, _SPACES.sub(" ", text).strip())

    def gap(self) -> None:
        """A blank line before whatever comes next."""
        self.flush()
        self._gap = True

    def no_gap(self) -> None:
        """No blank line after all: the next line belongs to the list above it."""
        self.flush()
        self._gap = False

    def flush(self) -> None:
        """End the current paragraph."""
        pieces, self._pieces = self._pieces, []
        for number, text in _wrapped(pieces, self.keeps_lines):
            if text:
                self._put(number, text)
            else:
                self._gap = True

    def taken(self) -> tuple[int | None, str]:
        """The current paragraph as one line, with the line it begins in; it is not put down."""
        pieces, self._pieces = self._pieces, []
        lines = [(number, text) for number, text in _wrapped(pieces, self.keeps_lines) if text]
        return (lines[0][0] if lines else None), " ".join(text for _, text in lines)

    def row(self, cells: list[tuple[int | None, str]], number: int) -> None:
        """A table's row as one line; a number in its first cell becomes the mark of an item."""
        filled = [(line, text) for line, text in cells if text]
        if not filled:
            return
        texts = [text for _, text in filled]
        if len(texts) > 1 and _MARK_CELL.fullmatch(texts[0]):
            mark = f"{texts[0]}." if _NUMBER_CELL.fullmatch(texts[0]) else texts[0]
            texts[:2] = [f"{mark} {texts[1]}"]
        self.line(CELL_BORDER.join(texts), filled[0][0] or number)

    def end_item(self) -> None:
        """An item ends; a mark without any text is put down all the same."""
        self.flush()
        self._put_mark_alone()

    def _put_mark_alone(self) -> None:
        if self._mark:
            number, printed = self._mark
            self._mark = None
            self._put(number, printed, back=len(printed) + 1)

    def _put(self, number: int, text: str, back: int = 0) -> None:
        if self._mark and text:
            printed = self._mark[1]
            self._mark = None
            text = f"{printed} {text}"
            back = len(printed) + 1
        if self._gap and self.lines and self.lines[-1]:
            self.lines.append("")
            self.numbers.append(number)
        self._gap = False
        self.lines.append(" " * (self.indent - back) + text if text else "")
        self.numbers.append(number)


def _wrapped(pieces: list[tuple[int, str]], keeps_lines: bool) -> list[tuple[int, str]]:
    """The pieces of a paragraph as lines; an empty one stands where a paragraph ends."""
    lines: list[tuple[int, list[str]]] = []
    current = 0  # the line of the file that the last of `lines` has reached
    broken = True
    for number, text in pieces:
        if text == "\n":
            if broken and lines:
                lines.append((number, []))
            broken = True
        elif number == current and not broken:
            lines[-1][1].append(text)
        elif text.strip(" \t\r\f"):
            if broken or keeps_lines or _NO_MARK.match(text.lstrip()):
                lines.append((number, [text]))
            else:
                lines[-1][1].append(f" {text}")
            current, broken = number, False
    return [(number, _SPACES.sub(" ", "".join(parts)).strip(" ")) for number, parts in lines]
