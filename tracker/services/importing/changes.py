"""What an import changes, text by text and word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from tracker.domain.documents import Document, Finding, ParsedItem
from tracker.models import ImportRun

from .proposals import DateProposal, DivergenceProposal, ItemProposal, Proposals

# Comparing takes quadratic time at worst; longer texts are shown as replaced whole.
MOST_WORDS = 2_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]+")

Segment = tuple[str, str]
"""`equal`, `delete` or `insert`, and the words it is about."""


@dataclass(frozen=True, slots=True)
class Change:
    """A text that an import adds: `before` is the current one, None where there is none yet.

    `position` 0 is the preamble of a language version, which is no `parsed` item.
    """

    position: int
    language: str
    before: str | None
    after: str
    parsed: ParsedItem | None = None
    file: int = 0

    @property
    def diff(self) -> tuple[Segment, ...]:
        """The words that go, come and stay, in order."""
        return word_diff(self.before or "", self.after)

    def as_json(self) -> dict[str, Any]:
        return {
            "position": self.position,
            "language": self.language,
            "before": self.before,
            "after": self.after,
            "diff": [list(segment) for segment in self.diff] if self.before is not None else [],
        }


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did or, with `dry_run`, would do.

    `preambles` are the preambles that differ from those stored before. `items`, `key_dates` and
    `divergences` are the proposals that were stored, or would be; `proposals` are all of them.
    `unlinked` are the positions whose items have several commitments, so that an editor has to
    say to which a new key date belongs.

    `language_versions` are pairs of language and new state. `known` says that these very bytes had
    been imported before; `run` is None where nothing was stored.
    """

    document: Document
    changes: tuple[Change, ...]
    preambles: tuple[Change, ...]
    unchanged: int
    new_items: int
    language_versions: tuple[tuple[str, str], ...]
    proposals: Proposals
    known: bool
    dry_run: bool
    run: ImportRun | None = None
    unlinked: tuple[int, ...] = ()

    @property
    def added(self) -> int:
        return sum(1 for change in self.changes if change.before is None)

    @property
    def replaced(self) -> int:
        return len(self.changes) - self.added

    @property
    def commitments(self) -> tuple[ItemProposal, ...]:
        """The items that get a commitment."""
        return tuple(one for one in self.proposals.items if one.kind)

    @property
    def key_dates(self) -> tuple[DateProposal, ...]:
        return tuple(one for one in self.proposals.key_dates if one.is_taken)

    @property
    def divergences(self) -> tuple[DivergenceProposal, ...]:
        return tuple(one for one in self.proposals.divergences if one.is_taken)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return self.document.warnings

    @property
    def is_change(self) -> bool:
        """Whether readers see another site than before."""
        return bool(
            self.changes
            or self.new_items
            or self.language_versions
            or self.commitments
            or self.key_dates
            or self.divergences
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "dry_run": self.dry_run,
            "changed": self.is_change,
            "items_created": self.new_items,
            "wordings": {
                "added": self.added,
                "replaced": self.replaced,
                "unchanged": self.unchanged,
            },
            "language_versions": dict(self.language_versions),
            "changes": [one.as_json() for one in (*self.preambles, *self.changes)],
            **self.proposals.as_json(),
        }


def word_diff(before: str, after: str) -> tuple[Segment, ...]:
    """The words of `before` and `after` as segments; joined without `insert` they are `before`."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        whole = [("equal", after)] if before == after else [("delete", before), ("insert", after)]
        return tuple(one for one in whole if one[1])
    found: list[Segment] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            found.append(("equal", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(("delete", "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(("insert", "".join(new[new_from:new_to])))
    return tuple(found)
