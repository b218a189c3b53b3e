"""Lines to runs: stretches of a document in one language, whatever their order.

A block is a paragraph, or an item with its wrapped lines. Script and common words tell the
language of most blocks; those too short to tell go with their neighbours: a heading or a lead with
what follows it, an item with what stands before. Languages that take turns are taken apart.
"""

from collections.abc import Sequence
from itertools import pairwise

from . import languages
from .alternation import is_balanced, take_turns, taken_apart
from .blocks import LATIN, Block, Run, Stretch, blocks_of, run_of, stretches_of, suits, tell_keys
from .errors import DocumentRefused, Finding, Params
from .marks import Kind, Line

MAX_CHANGES = 1_000  # of language from block to block
MAX_RUNS = 300
_SAMPLE = 2_000


def runs(lines: Sequence[Line], language: str = "") -> tuple[list[Run], list[Finding]]:
    """The runs of `lines`; a `language` that a person chose makes one run of them.

    Findings: alternating_languages. Raises `DocumentRefused` for a text that changes its language
    without end.
    """
    if language:
        return [Run(language, tuple(lines))], []
    blocks = blocks_of(lines)
    if not blocks:
        return [], []
    labelled = _labelled(blocks)
    if labelled:
        return labelled, []
    tell_keys(blocks)
    if take_turns(blocks):
        return taken_apart(blocks)
    _spread(blocks)
    stretches = stretches_of(blocks)
    _refuse_too_many(stretches, MAX_CHANGES)
    if is_balanced(stretches):
        return taken_apart(blocks)
    absorbed = _absorbed(stretches)
    _refuse_too_many(absorbed, MAX_RUNS)
    return [run_of(one.key, [one.blocks]) for one in absorbed], []


def _labelled(blocks: Sequence[Block]) -> list[Run]:
    """The runs of a document whose parts are headed by the names of their languages.

    A name alone on its line heads a part where at least two do, of different languages, each with
    a marked line before the next. What stands before the first goes with it.
    """
    heads = [
        (index, code)
        for index, block in enumerate(blocks)
        if not block.is_marked
        and len(block.lines) == 1
        and block.after_blank
        and (code := languages.named(block.first.text)) in languages.IDENTIFIED
    ]
    if len(heads) < 2 or len({code for _index, code in heads}) < len(heads):
        return []
    starts = [0, *(index for index, _code in heads[1:]), len(blocks)]
    parts = [list(blocks[first:last]) for first, last in pairwise(starts)]
    if not all(any(block.is_marked for block in part) for part in parts):
        return []
    found = []
    for (_index, code), part in zip(heads, parts, strict=True):
        run = run_of(code, [part])
        found.append(Run(code, run.lines))
    return found


def _refuse_too_many(stretches: Sequence[Stretch], limit: int) -> None:
    """Each stretch may cost an identification, so their number is bounded."""
    if len(stretches) > limit:
        params: Params = {"sections": len(stretches), "limit": limit}
        raise DocumentRefused([Finding("too_many_sections", None, params)])


def _spread(blocks: Sequence[Block]) -> None:
    """Give the blocks that tell nothing the key of a neighbour."""
    following = [""] * len(blocks)
    key = ""
    for index in range(len(blocks) - 1, -1, -1):
        following[index] = key
        key = blocks[index].key or key
    listed = False  # whether an item of no known language stands before the first known one
    previous = ""
    for index, block in enumerate(blocks):
        if block.key:
            previous = block.key
            continue
        after = following[index]
        listed = listed or (not previous and block.first.kind is Kind.ITEM)
        leads = not block.is_marked and (block.after_blank or block.lines[-1].is_lead)
        if previous and (not leads or not after):
            candidate = previous
        elif not previous and listed:
            candidate = after if leads and suits(block, after) else ""
        else:
            candidate = after
        if candidate and not suits(block, candidate) and previous != after:
            candidate = next((one for one in (previous, after) if suits(block, one)), "")
        block.key = candidate or LATIN
        previous = block.key if block.key != LATIN else previous


def _absorbed(stretches: list[Stretch]) -> list[Stretch]:
    """The stretches without those that are no sections: a quotation, a mistaken item."""
    found: list[Stretch] = []
    for index, one in enumerate(stretches):
        after = stretches[index + 1] if index + 1 < len(stretches) else None
        before = found[-1] if found else None
        if before is None:
            found.append(one)
        elif one.key == before.key or _belongs(one, before, after):
            before.blocks.extend(one.blocks)
        elif before.key == LATIN and _goes_on(before, one):
            before.key = one.key
            before.blocks.extend(one.blocks)
        else:
            found.append(one)
    return found


def _belongs(one: Stretch, before: Stretch, after: Stretch | None) -> bool:
    marked = one.marked
    flanked = after is not None and after.key == before.key
    if one.key == LATIN and before.key in languages.IN_LATIN_LETTERS:
        return True
    if flanked:
        return not marked or len(marked) == len(one.blocks)
    same_script = (one.key in languages.IN_LATIN_LETTERS) == (
        before.key in languages.IN_LATIN_LETTERS
    )
    restarts = bool(marked) and marked[0].first.value == 1
    only_items = len(marked) == len(one.blocks)
    return same_script and only_items and not (restarts and len(marked) > 1)


def _goes_on(before: Stretch, one: Stretch) -> bool:
    """Whether items of no known language are the beginning of the list that `one` goes on with."""
    if one.key not in languages.IN_LATIN_LETTERS:
        return False
    code = languages.detect(before.text[:_SAMPLE])
    if code != languages.UNDETERMINED:
        return code == one.key
    last = next((block.first for block in reversed(before.marked) if block.first.value), None)
    first = next((block.first for block in one.marked if block.first.value), None)
    if last is None or first is None:
        return not before.marked
    return first.value == last.value + 1 or last.style is not first.style
