"""Blocks of lines, and what each tells of its language by itself.

A block is a paragraph, or an item with its wrapped lines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from . import languages, word_evidence
from .marks import Kind, Line

LATIN = "latin"  # key of a block in Latin letters whose language is not known
_IDENTIFICATIONS = 200  # each takes a millisecond
_FEWEST_LETTERS = 20
_LEAST_CONFIDENCE = 0.95
_SAMPLE = 2_000


@dataclass(frozen=True, slots=True)
class Run:
    """Lines in one language, blank ones included; `language` is a code or "und".

    `is_certain` is false where no part of it told the language by itself.
    """

    language: str
    lines: tuple[Line, ...]
    is_certain: bool = True


@dataclass(slots=True)
class Block:
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
class Stretch:
    key: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(block.text for block in self.blocks)

    @property
    def marked(self) -> list[Block]:
        return [block for block in self.blocks if block.is_marked]


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    found: list[Block] = []
    gap = True
    for line in lines:
        if line.kind is Kind.BLANK:
            gap = True
            continue
        script = languages.script_of(line.text)
        script = "han" if script == "kana" else script
        if gap or _begins(found[-1], line, script):
            found.append(Block([line], gap, script))
        else:
            found[-1].lines.append(line)
        gap = False
    return found


def _begins(block: Block, line: Line, script: str | None) -> bool:
    previous = block.lines[-1]
    if line.kind is not Kind.PROSE or line.is_heading or previous.is_heading or previous.is_lead:
        return True
    if line.starts_small:
        return False
    if None not in (script, block.script) and script != block.script:
        return True
    return previous.is_complete and line.indent <= block.first.indent


def tell_keys(blocks: Iterable[Block]) -> None:
    """Set the keys that the blocks tell by themselves."""
    left = _IDENTIFICATIONS
    for block in blocks:
        text = block.text[:_SAMPLE]
        if block.script is None:
            continue
        script = languages.script_of(text) or ""
        if script != LATIN:
            block.key = "han" if script == "kana" else script
            continue
        block.key = word_evidence.tell(text)
        if not block.key and left and len(text) >= _FEWEST_LETTERS:
            left -= 1
            code = languages.detect(text, least_confidence=_LEAST_CONFIDENCE)
            block.key = "" if code == languages.UNDETERMINED else code


def suits(block: Block, key: str) -> bool:
    """Whether the letters of the block can be of the language."""
    return bool(key) and (
        block.script is None or (block.script == LATIN) == (key in languages.IN_LATIN_LETTERS)
    )


def stretches_of(blocks: Iterable[Block]) -> list[Stretch]:
    found: list[Stretch] = []
    for block in blocks:
        if not found or found[-1].key != block.key:
            found.append(Stretch(block.key))
        found[-1].blocks.append(block)
    return found


def run_of(key: str, parts: Iterable[list[Block]]) -> Run:
    """The run of parts of a document, with blank lines where they were and between the parts."""
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
    return Run(languages.detect(text), tuple(lines), is_certain=key != LATIN)
