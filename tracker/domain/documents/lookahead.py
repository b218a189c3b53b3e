"""What comes after each line of a run, looked up once from the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import word_evidence
from .marks import Kind, Line, names_month
from .printed_marks import PARTS, Style

_NEAR = 0.85
_SEVERAL = 3
_LONGEST_MENU = 30
_FEWEST_GAPS = 2
_MARKING = PARTS | {Style.CODE, Style.BRACKETED}


@dataclass(frozen=True, slots=True)
class Ahead:
    """`next_number`, `run_end` and `sentence_end` are by index of the line.

    `width` is that of the widest line, `has_wrap_column` whether several come near to it, as lines
    do that are broken for want of room; `last_first` the index of the last line numbered 1, or -1;
    `numbered` and `lettered` say which marks make the items, bullets where neither is;
    `actions_from` is the index from which bullets are items.
    """

    next_number: list[int | None]
    run_end: list[Line]
    sentence_end: list[Line]
    width: int
    has_wrap_column: bool
    last_first: int
    numbered: bool
    lettered: bool
    actions_from: int
    next_part: list[int | None]
    """For each line the number of the next article or Roman numeral."""


def look_ahead(lines: Sequence[Line]) -> Ahead:
    """Look `lines` through."""
    numbered = _is_numbered(lines)
    firsts = (at for at, one in enumerate(lines) if one.style is Style.NUMBER and one.value == 1)
    widths = [one.indent + len(one.whole) for one in lines if one.kind is not Kind.BLANK]
    width = max(widths, default=0)
    run_end, sentence_end = _prose_ends(lines)
    return Ahead(
        _next_numbers(lines),
        run_end,
        sentence_end,
        width,
        sum(one >= _NEAR * width for one in widths) >= _SEVERAL,
        max(firsts, default=-1),
        numbered,
        not numbered and any(one.style is Style.LETTER for one in lines),
        _clauses_until(lines) if numbered else _actions_from(lines),
        _next_parts(lines),
    )


def _next_numbers(lines: Sequence[Line]) -> list[int | None]:
    """For each line the number of the next item; days of months inside a sentence are none."""
    found: list[int | None] = [None] * len(lines)
    value: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        found[index] = value
        line = lines[index]
        if line.style is Style.NUMBER:
            before = lines[index - 1] if index else line
            inside = before.kind is not Kind.BLANK and not before.is_complete
            if not (inside and names_month(line.text)):
                value = line.value
    return found


def _next_parts(lines: Sequence[Line]) -> list[int | None]:
    found: list[int | None] = [None] * len(lines)
    value: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        found[index] = value
        if lines[index].style in PARTS:
            value = lines[index].value
    return found


def _prose_ends(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """For each line the last of its unbroken lines of prose, and the one that ends its sentence."""
    run, sentence = list(lines), list(lines)
    for index in range(len(lines) - 2, -1, -1):
        if lines[index + 1].kind is Kind.PROSE and not lines[index + 1].is_heading:
            run[index] = run[index + 1]
            if not lines[index].is_complete:
                sentence[index] = sentence[index + 1]
    return run, sentence


def _is_numbered(lines: Sequence[Line]) -> bool:
    numbers = [line.value for line in lines if line.style is Style.NUMBER]
    other = any(line.style in _MARKING for line in lines)
    return other or 1 in numbers or len(numbers) > 1


def _clauses_until(lines: Sequence[Line]) -> int:
    """The index from which numbers are items, in lines that number the preamble, too.

    So they do where "Noting that:" stands above the first numbers, or each of them begins like
    that, and "Decides:" above later ones.
    """
    marked = [index for index, line in enumerate(lines) if line.kind is Kind.ITEM]
    leads = [index for index, line in enumerate(lines) if line.kind is Kind.PROSE and line.is_lead]
    decides = next((at for at in leads if word_evidence.decides(lines[at].text)), None)
    if not marked or decides is None or not marked[0] < decides < marked[-1]:
        return 0
    before = [index for index in marked if index < decides]
    noted = [index for index in leads if index < before[0]]
    if noted and word_evidence.notes(lines[noted[-1]].text):
        return decides
    return decides if all(word_evidence.recalls(lines[at].text) for at in before) else 0


def _actions_from(lines: Sequence[Line]) -> int:
    """The index from which bullets are items, in lines that have no other marks.

    Where a lead line that announces actions comes after bullets which no such line announced,
    those before it are clauses of the preamble. A single bullet without a lead is no list.
    """
    bullets = [index for index, line in enumerate(lines) if line.kind is Kind.BULLET]
    if not bullets:
        return 0
    leads = [index for index, line in enumerate(lines) if line.kind is Kind.PROSE and line.is_lead]
    operative = [index for index in leads if word_evidence.announces_actions(lines[index].text)]
    before = [index for index in leads if index < bullets[0]]
    for chosen in (operative, leads):
        if chosen and chosen[0] > bullets[0] and chosen[0] < bullets[-1]:
            if before and chosen is leads:
                break
            return chosen[0]
    if leads and leads[0] < bullets[-1]:
        return 0
    clauses = [index for index in bullets if word_evidence.recalls(lines[index].text)]
    if clauses and clauses[-1] < bullets[-1]:
        return clauses[-1] + 1
    plain = [
        index
        for index in bullets
        if lines[index].text[-1:] in ".;,!。；，" or _says_something(lines[index].text)
    ]
    return 0 if len(plain) > 1 else len(lines)


def _says_something(text: str) -> bool:
    """Whether a bullet is more than the two words of a menu."""
    return len(text) > _LONGEST_MENU or text.count(" ") >= _FEWEST_GAPS
