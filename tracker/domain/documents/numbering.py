"""Whether the printed numbers of a section's items count up, and where they do not."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .errors import Bounded, Finding, Params
from .items import ParsedItem
from .printed_marks import Style, roman, value_of
from .sections import Section


def remarks(section: Section) -> list[Finding]:
    """What a reader would ask about the numbers. All numbers alike say nothing and are fine.

    Findings, each with the line and, as `first` or `before`, the other line it is about:
    number_repeated, number_missing (`printed` are the numbers left out), printed_numbers (a
    number that goes back or does not begin at 1, with the `expected` one).
    """
    return Bounded(
        finding for counted in _counted(section.items) for finding in _checked(counted, section)
    ).all()


def _counted(items: Sequence[ParsedItem]) -> Iterator[list[tuple[int, ParsedItem]]]:
    """The items that count together: codes by their beginning, numbers by their theme."""
    parted = bool(items) and items[0].printed == "I"
    values = [roman(item.printed) if parted else _value(item) for item in items]
    if len(items) > 1 and len(set(values)) == 1:
        return
    run: list[tuple[int, ParsedItem]] = []
    for value, item in zip(values, items, strict=True):
        if run and not _together(run[-1][1], item, value):
            yield run
            run = []
        if value:
            run.append((value, item))
    if run:
        yield run


def _together(before: ParsedItem, item: ParsedItem, value: int) -> bool:
    if "." in before.printed or "." in item.printed:
        return before.printed.rpartition(".")[0] == item.printed.rpartition(".")[0]
    themes_differ = (before.heading_line, before.lead_line) != (item.heading_line, item.lead_line)
    return bool(value) and not (value == 1 and themes_differ)


def _checked(run: Sequence[tuple[int, ParsedItem]], section: Section) -> Iterator[Finding]:
    first, item = run[0]
    starts_list = item.position == 1 and "." not in item.printed
    coded = any("." in child.printed for child in item.children)
    if starts_list and first != 1 and not coded:
        yield _finding("printed_numbers", section, item, {"expected": 1})
    if len({value for value, _ in run}) == 1:
        return
    expected = first
    for (before, earlier), (value, item) in pairwise(run):
        expected += 1
        if value in (expected, before + 1):
            expected = value
        elif value == before:
            yield _finding("number_repeated", section, item, {"first": earlier.first_line})
        elif value > before:
            start = before + 1
            missing = f"{start}–{value - 1}" if value - 1 > start else str(start)
            params: Params = {"before": earlier.first_line, "missing": missing}
            yield _finding("number_missing", section, item, params)
            expected = value
        else:
            params = {"expected": expected, "before": earlier.first_line}
            yield _finding("printed_numbers", section, item, params)
            expected = value


def _finding(code: str, section: Section, item: ParsedItem, params: Params) -> Finding:
    known: Params = {"language": section.language, "printed": item.printed, **params}
    return Finding(code, item.first_line, known, section.file)


def _value(item: ParsedItem) -> int:
    """The value of the printed number; 0 for bullets and letters, which nobody counts by."""
    printed = item.printed
    if "." in printed:
        return value_of(printed, Style.CODE)
    return value_of(printed, Style.NUMBER)
