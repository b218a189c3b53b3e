"""Lines to runs: stretches of a document in one language, whatever their order.

A block is a paragraph, or an item with its wrapped lines. Script and common words tell the
language of most blocks; those too short to tell go with their neighbours: a heading or a lead with
what follows it, an item with what stands before. Languages that take turns are taken apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from . import languages, word_evidence
from .errors import Finding
from .marks import Kind, Line

_LATIN = "latin"  # key of a block in Latin letters whose language is not known
_IDENTIFICATIONS = 200  # each takes a millisecond
_FEWEST_LETTERS = 20
_LEAST_CONFIDENCE = 0.95
_SAMPLE = 2_000
_MISMATCHES = 0.1  # share of blocks that may break the turns
_BALANCE = 0.7  # share of turns in which the languages say about as much


@dataclass(frozen=True, slots=True)
class Run:
    """Lines in one language, blank ones included; `language` is a code or "und".

    `is_certain` is false where no part of it told the language by itself.
    """

    language: str
    lines: tuple[Line, ...]
    is_certain: bool = True


@dataclass(slots=True)
class _Block:
    """`key` is a language or, for other scripts than Latin, the script; "" is not told."""

    lines: list[Line]
    after_blank: bool
    script: str | None
    key: str = ""

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def is_marked(self) -> bool:
        return self.first.kind is not Kind.PROSE

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Stretch:
    key: str
    blocks: list[_Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(block.text for block in self.blocks)

    @property
    def marked(self) -> list[_Block]:
        return [block for block in self.blocks if block.is_marked]


def runs(lines: Sequence[Line], language: str = "") -> tuple[list[Run], list[Finding]]:
    """The runs of `lines`; a `language` that a person chose makes one run of them.

    Findings: alternating_languages.
    """
    if language:
        return [Run(language, tuple(lines))], []
    blocks = _blocks(lines)
    if not blocks:
        return [], []
    _tell(blocks)
    if _take_turns(blocks):
        return _taken_apart(blocks)
    _spread(blocks)
    stretches = _stretches(blocks)
    if _is_balanced(stretches):
        return _taken_apart(blocks)
    return [_run(one.key, [one.blocks]) for one in _absorbed(stretches)], []


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    found: list[_Block] = []
    gap = True
    for line in lines:
        if line.kind is Kind.BLANK:
            gap = True
            continue
        script = languages.script_of(line.text)
        script = "han" if script == "kana" else script
        if gap or _begins(found[-1], line, script):
            found.append(_Block([line], gap, script))
        else:
            found[-1].lines.append(line)
        gap = False
    return found


def _begins(block: _Block, line: Line, script: str | None) -> bool:
    previous = block.lines[-1]
    if line.kind is not Kind.PROSE or line.is_heading or previous.is_heading or previous.is_lead:
        return True
    if line.starts_small:
        return False
    if None not in (script, block.script) and script != block.script:
        return True
    return previous.is_complete and line.indent <= block.first.indent


def _tell(blocks: Iterable[_Block]) -> None:
    """Set the keys that the blocks tell by themselves."""
    left = _IDENTIFICATIONS
    for block in blocks:
        text = block.text[:_SAMPLE]
        if block.script is None:
            continue
        script = languages.script_of(text) or ""
        if script != _LATIN:
            block.key = "han" if script == "kana" else script
            continue
        block.key = word_evidence.tell(text)
        if not block.key and left and len(text) >= _FEWEST_LETTERS:
            left -= 1
            code = languages.detect(text, least_confidence=_LEAST_CONFIDENCE)
            block.key = "" if code == languages.UNDETERMINED else code


def _take_turns(blocks: Sequence[_Block]) -> bool:
    """Whether each paragraph is followed by the same one in the next language; sets the keys."""
    order = list(dict.fromkeys(block.key for block in blocks if block.key))
    if not 1 < len(order) <= len(languages.IDENTIFIED) or len(blocks) < 2 * len(order):
        return False
    first = next(index for index, block in enumerate(blocks) if block.key)
    told = [(index, block.key) for index, block in enumerate(blocks) if block.key]
    wrong = sum(key != order[(index - first) % len(order)] for index, key in told)
    changes = sum(one != other for (_, one), (_, other) in pairwise(told))
    if wrong > _MISMATCHES * len(told) or changes < 2 * len(order) - 1:
        return False
    for index, block in enumerate(blocks):
        block.key = order[(index - first) % len(order)]
    return True


def _spread(blocks: Sequence[_Block]) -> None:
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
            candidate = after if leads and _suits(block, after) else ""
        else:
            candidate = after
        if candidate and not _suits(block, candidate) and previous != after:
            candidate = next((one for one in (previous, after) if _suits(block, one)), "")
        block.key = candidate or _LATIN
        previous = block.key if block.key != _LATIN else previous


def _suits(block: _Block, key: str) -> bool:
    """Whether the letters of the block can be of the language."""
    return bool(key) and (
        block.script is None or (block.script == _LATIN) == (key in languages.IN_LATIN_LETTERS)
    )


def _stretches(blocks: Iterable[_Block]) -> list[_Stretch]:
    found: list[_Stretch] = []
    for block in blocks:
        if not found or found[-1].key != block.key:
            found.append(_Stretch(block.key))
        found[-1].blocks.append(block)
    return found


def _is_balanced(stretches: Sequence[_Stretch]) -> bool:
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


def _taken_apart(blocks: Sequence[_Block]) -> tuple[list[Run], list[Finding]]:
    order = dict.fromkeys(block.key for block in blocks)
    found = []
    for key in order:
        parts: list[list[_Block]] = []
        previous = None
        for index, block in enumerate(blocks):
            if block.key == key:
                if previous is None or previous != index - 1:
                    parts.append([])
                parts[-1].append(block)
                previous = index
        found.append(_run(key, parts))
    line = blocks[0].first.number
    listed = ", ".join(one.language for one in found)
    return found, [Finding("alternating_languages", line, {"languages": listed})]


def _absorbed(stretches: list[_Stretch]) -> list[_Stretch]:
    """The stretches without those that are no sections: a quotation, a mistaken item."""
    found: list[_Stretch] = []
    for index, one in enumerate(stretches):
        after = stretches[index + 1] if index + 1 < len(stretches) else None
        before = found[-1] if found else None
        if before is None:
            found.append(one)
        elif one.key == before.key or _belongs(one, before, after):
            before.blocks.extend(one.blocks)
        elif before.key == _LATIN and _goes_on(before, one):
            before.key = one.key
            before.blocks.extend(one.blocks)
        else:
            found.append(one)
    return found


def _belongs(one: _Stretch, before: _Stretch, after: _Stretch | None) -> bool:
    marked = one.marked
    flanked = after is not None and after.key == before.key
    if one.key == _LATIN and before.key in languages.IN_LATIN_LETTERS:
        return True
    if flanked:
        return not marked or len(marked) == len(one.blocks)
    same_script = (one.key in languages.IN_LATIN_LETTERS) == (
        before.key in languages.IN_LATIN_LETTERS
    )
    restarts = bool(marked) and marked[0].first.value == 1
    only_items = len(marked) == len(one.blocks)
    return same_script and only_items and not (restarts and len(marked) > 1)


def _goes_on(before: _Stretch, one: _Stretch) -> bool:
    """Whether items of no known language are the beginning of the list that `one` goes on with."""
    if one.key not in languages.IN_LATIN_LETTERS:
        return False
    code = languages.detect(before.text[:_SAMPLE])
    if code != languages.UNDETERMINED:
        return code == one.key
    last = before.marked[-1].first.value if before.marked else 0
    first = one.marked[0].first.value if one.marked else 0
    return not before.marked or (last > 0 and first == last + 1)


def _run(key: str, parts: Iterable[list[_Block]]) -> Run:
    lines: list[Line] = []
    for part in parts:
        if lines:
            lines.append(Line(part[0].first.number, Kind.BLANK))
        for block in part:
            if lines and block.after_blank and lines[-1].kind is not Kind.BLANK:
                lines.append(Line(block.first.number, Kind.BLANK))
            lines.extend(block.lines)
    if key in languages.IDENTIFIED:
        return Run(key, tuple(lines))
    text = " ".join(line.text for line in lines)
    return Run(languages.detect(text), tuple(lines), is_certain=key != _LATIN)
