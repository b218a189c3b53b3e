"""Whether the languages of a document take turns, paragraph by paragraph or theme by theme."""

from collections.abc import Sequence
from itertools import pairwise

from . import languages
from .blocks import Block, Run, Stretch, run_of, suits
from .errors import Finding

_MISMATCHES = 0.1  # share of blocks that may break the turns
_BALANCE = 0.7  # share of turns in which the languages say about as much


def take_turns(blocks: Sequence[Block]) -> bool:
    """Whether each paragraph is followed by the same one in the next language; sets the keys."""
    order = list(dict.fromkeys(block.key for block in blocks if block.key))
    if not 1 < len(order) <= len(languages.IDENTIFIED) or len(blocks) < 2 * len(order):
        return False
    first = next(index for index, block in enumerate(blocks) if block.key)
    told = [(index, block.key) for index, block in enumerate(blocks) if block.key]
    wrong = sum(
        block.key != expected if block.key else not suits(block, expected)
        for index, block in enumerate(blocks)
        for expected in [order[(index - first) % len(order)]]
    )
    changes = sum(one != other for (_, one), (_, other) in pairwise(told))
    if wrong > _MISMATCHES * len(blocks) or changes < 2 * len(order) - 1:
        return False
    for index, block in enumerate(blocks):
        block.key = order[(index - first) % len(order)]
    return True


def is_balanced(stretches: Sequence[Stretch]) -> bool:
    """Whether the languages take turns, theme by theme, and say about as much in each turn."""
    order = list(dict.fromkeys(one.key for one in stretches))
    turns, rest = divmod(len(stretches), len(order))
    if len(order) < 2 or turns < 2 or rest:
        return False
    even = 0
    for turn in range(turns):
        part = stretches[turn * len(order) : (turn + 1) * len(order)]
        if [one.key for one in part] != order:
            return False
        sizes = [len(one.blocks) for one in part]
        even += max(sizes) <= 2 * min(sizes) and max(sizes) - min(sizes) <= 3
    return even >= _BALANCE * turns


def taken_apart(blocks: Sequence[Block]) -> tuple[list[Run], list[Finding]]:
    """One run for each language, with the finding alternating_languages."""
    order = dict.fromkeys(block.key for block in blocks)
    found = []
    for key in order:
        parts: list[list[Block]] = []
        previous = None
        for index, block in enumerate(blocks):
            if block.key == key:
                if previous is None or previous != index - 1:
                    parts.append([])
                parts[-1].append(block)
                previous = index
        found.append(run_of(key, parts))
    line = blocks[0].first.number
    listed = ", ".join(one.language for one in found)
    return found, [Finding("alternating_languages", line, {"languages": listed})]
