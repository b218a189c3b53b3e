"""What an editor decided about a document before it is stored, kept apart from the document.

The document is read anew each time and the decisions are applied to it, so the words that are
stored are always those of the file: an edit says where they part and where they belong, never what
they are.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from . import document as documents
from .cells import Column, EditRefused, column_of, dropped, gapped, itemised, joined, moved, parted
from .document import Document

MAX_EDITS = 2_000
MAX_TEXT = 500
_MAX_CUTS = 1_000

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Op(StrEnum):
    """What an edit does with the item it names.

    `at` of a split: offsets in the item's `full_text` where a new item begins; of an itemise: the
    indices of the paragraphs that begin an item; of a move: [-1] for up or [1] for down.
    """

    JOIN = "join"
    SPLIT = "split"
    MOVE = "move"
    GAP = "gap"
    DROP = "drop"
    ITEMISE = "itemise"


class Take(StrEnum):
    """What becomes of a proposed key date."""

    NEW = "new"
    EXISTING = "existing"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Edit:
    """One step at the side by side.

    `section` is the index in the sections of the document as it was read; `item` the position
    (1-based) as it was when the edit was made, after all edits before it.
    """

    op: Op
    section: int
    item: int = 0
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """For one proposed key date: `slug` of the new or the existing one, `names` per language."""

    take: Take
    slug: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions on one document.

    `languages` maps indices of sections to the language chosen, "" where the section is left out;
    `titles` maps positions to titles per language; `commitments` maps positions to the kind of the
    proposed commitment, "" for none; `key_dates` and `divergences` are by the ids of proposals.
    """

    languages: Mapping[int, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    titles: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    commitments: Mapping[int, str] = field(default_factory=dict)
    key_dates: Mapping[str, Choice] = field(default_factory=dict)
    divergences: Mapping[str, bool] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Any) -> "Decisions":
        """What `as_json` gave. Raises `EditRefused("bad_decisions")` for anything else."""
        _require(isinstance(data, dict) and set(data) <= set(cls.__dataclass_fields__))
        edits = data.get("edits", [])
        _require(isinstance(edits, list) and len(edits) <= MAX_EDITS)
        return cls(
            languages=_mapping(data.get("languages", {}), _index, _text),
            edits=tuple(_edit(one) for one in edits),
            titles=_mapping(data.get("titles", {}), _index, _texts),
            commitments=_mapping(data.get("commitments", {}), _index, _text),
            key_dates=_mapping(data.get("key_dates", {}), _text, _choice),
            divergences=_mapping(data.get("divergences", {}), _text, _flag),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain lists and mappings with strings for keys, as JSON has them."""
        return {
            "languages": {str(index): code for index, code in self.languages.items()},
            "edits": [
                {"op": str(one.op), "section": one.section, "item": one.item, "at": list(one.at)}
                for one in self.edits
            ],
            "titles": {str(position): dict(texts) for position, texts in self.titles.items()},
            "commitments": {str(position): kind for position, kind in self.commitments.items()},
            "key_dates": {
                key: {"take": str(one.take), "slug": one.slug, "names": dict(one.names)}
                for key, one in self.key_dates.items()
            },
            "divergences": dict(self.divergences),
        }

    @property
    def stamp(self) -> str:
        """Which edits and languages these are: what another tab changed gives another stamp."""
        shape = {key: self.as_json()[key] for key in ("languages", "edits")}
        digest = hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()
        return f"{len(self.edits)}-{digest[:12]}"

    def with_edit(self, edit: Edit) -> "Decisions":
        """These with one edit more. Raises `EditRefused("too_many_edits")`."""
        if len(self.edits) >= MAX_EDITS:
            raise EditRefused("too_many_edits")
        return replace(self, edits=(*self.edits, edit))

    def without_last_edit(self) -> "Decisions":
        """Undo: these without the last edit. Raises `EditRefused("nothing_to_undo")`."""
        if not self.edits:
            raise EditRefused("nothing_to_undo")
        return replace(self, edits=self.edits[:-1])


def columns(document: Document, decisions: Decisions) -> tuple[Column, ...]:
    """Every section of `document` as cells, with edits and languages applied, none left away.

    Raises `EditRefused` where an edit does not fit the document.
    """
    found = [column_of(index, section) for index, section in enumerate(document.sections)]
    for edit in decisions.edits:
        if not 0 <= edit.section < len(found):
            raise EditRefused("no_such_section")
        found[edit.section] = edited(found[edit.section], edit)
    return tuple(
        one.in_language(decisions.languages[one.index]) if one.index in decisions.languages else one
        for one in found
    )


def applied(document: Document, decisions: Decisions) -> Document:
    """`document` as the editor wants it; the same object where nothing was decided about it.

    Raises `EditRefused` where an edit does not fit the document.
    """
    if not decisions.edits and not decisions.languages:
        return document
    kept = [one.finished() for one in columns(document, decisions) if not one.left_out]
    return documents.recomposed(document, tuple(kept))


def edited(column: Column, edit: Edit) -> Column:
    """The column of the edit's section after it. Raises `EditRefused` where it does not fit."""
    match edit.op:
        case Op.JOIN:
            return joined(column, edit.item)
        case Op.SPLIT:
            return parted(column, edit.item, edit.at)
        case Op.MOVE:
            if edit.at not in ((-1,), (1,)):
                raise EditRefused("bad_decisions")
            return moved(column, edit.item, edit.at[0])
        case Op.GAP:
            return gapped(column, edit.item)
        case Op.DROP:
            return dropped(column, edit.item)
        case Op.ITEMISE:
            return itemised(column, edit.at)


def _require(good: bool) -> None:
    if not good:
        raise EditRefused("bad_decisions")


def _mapping(
    data: Any, key: Callable[[Any], _Key], value: Callable[[Any], _Value]
) -> dict[_Key, _Value]:
    _require(isinstance(data, dict))
    return {key(one): value(other) for one, other in data.items()}


def _index(data: Any) -> int:
    """A key of a JSON object that stands for a number."""
    _require(isinstance(data, str) and data.isascii() and data.isdigit() and len(data) <= 6)
    return int(data)


def _number(data: Any) -> int:
    _require(isinstance(data, int) and not isinstance(data, bool) and abs(data) < 10**8)
    return int(data)


def _text(data: Any) -> str:
    _require(isinstance(data, str) and len(data) <= MAX_TEXT and "\0" not in data)
    return str(data)


def _texts(data: Any) -> dict[str, str]:
    return _mapping(data, _text, _text)


def _flag(data: Any) -> bool:
    _require(isinstance(data, bool))
    return bool(data)


def _choice(data: Any) -> Choice:
    _require(isinstance(data, dict) and set(data) <= {"take", "slug", "names"})
    _require(data.get("take") in list(Take))
    return Choice(Take(data["take"]), _text(data.get("slug", "")), _texts(data.get("names", {})))


def _edit(data: Any) -> Edit:
    _require(isinstance(data, dict) and set(data) <= {"op", "section", "item", "at"})
    _require(data.get("op") in list(Op) and "section" in data)
    at = data.get("at", [])
    _require(isinstance(at, list) and len(at) <= _MAX_CUTS)
    return Edit(
        Op(data["op"]),
        _number(data["section"]),
        _number(data.get("item", 0)),
        tuple(_number(one) for one in at),
    )
