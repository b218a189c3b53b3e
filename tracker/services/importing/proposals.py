"""What an import proposes besides the wordings, with what an editor decided about it.

For a plan without items everything is proposed and taken unless an editor leaves it; for a plan
that editors work on nothing is taken unless they choose it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.documents.decisions import Choice, Take
from tracker.domain.documents.divergences import ProposedDivergence
from tracker.domain.documents.key_dates import ProposedKeyDate
from tracker.models import KeyDate


@dataclass(frozen=True, slots=True)
class ItemProposal:
    """An item, or for a plan that has its items a commitment that an editor chose.

    `titles` are per content language, as they will be stored. `kind` is that of its commitment,
    "" for none. `theme` is the heading it stands under, per language of the document.
    """

    position: int
    titles: Mapping[str, str]
    kind: str
    theme: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DateProposal:
    """A key date with what becomes of it.

    `existing` are the key dates with exactly this date or rule, those that cover the plan's period
    first. `choice` is the editor's, or what happens without one; its `slug` and `names` (per
    content language) are filled in as they will be stored.
    """

    proposed: ProposedKeyDate
    existing: tuple[KeyDate, ...]
    choice: Choice

    @property
    def is_taken(self) -> bool:
        return self.choice.take is not Take.LEAVE


@dataclass(frozen=True, slots=True)
class DivergenceProposal:
    proposed: ProposedDivergence
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Proposals:
    items: tuple[ItemProposal, ...] = ()
    key_dates: tuple[DateProposal, ...] = ()
    divergences: tuple[DivergenceProposal, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Lists of `items`, `key_dates` and `divergences`, each saying whether it is taken."""
        return {
            "items": [
                {"position": one.position, "titles": dict(one.titles), "kind": one.kind or None}
                for one in self.items
            ],
            "key_dates": [_key_date(one) for one in self.key_dates],
            "divergences": [_divergence(one) for one in self.divergences],
        }


def _key_date(one: DateProposal) -> dict[str, Any]:
    proposed = one.proposed
    return {
        "id": proposed.id,
        "take": str(one.choice.take),
        "slug": one.choice.slug,
        "names": dict(one.choice.names),
        "existing": [key_date.slug for key_date in one.existing],
        "edtf": proposed.edtf or None,
        "precision": str(proposed.precision),
        "rule": proposed.rule or None,
        "days": proposed.days,
        "sense": str(proposed.sense),
        "basis": proposed.basis,
        "positions": list(proposed.positions),
        "statements": [
            {
                "language": statement.language,
                "stated": str(statement.stated),
                "text": statement.text,
                "line": statement.line,
                "file": statement.file,
            }
            for statement in proposed.statements
        ],
    }


def _divergence(one: DivergenceProposal) -> dict[str, Any]:
    proposed = one.proposed
    return {
        "id": proposed.id,
        "take": one.is_taken,
        "position": proposed.position,
        "languages": list(proposed.languages),
        "kind": str(proposed.kind),
        "code": proposed.code,
        "severity": str(proposed.severity),
        "params": dict(proposed.params),
        "line": proposed.line,
        "file": proposed.file,
    }
