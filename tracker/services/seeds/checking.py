"""From nodes to entries: every field known, every value of its type, nothing named twice."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from yaml.nodes import MappingNode, Node, SequenceNode

from tracker.domain.edtf import FuzzyDate
from tracker.models import KeyDate, Meeting

from . import shapes
from .problems import Place, Problems
from .reading import Folder, describe, is_null, pairs, read_folders
from .shapes import Shape
from .values import INVALID, ValueReader


@dataclass(slots=True)
class Entry:
    """One object as the files want it; `values` maps columns (`title_en`) to JSON values.

    `is_sound` is false where something in it was refused: it is never written, and what refers
    to it is not to blame.
    """

    shape: Shape
    key: str
    parent: str
    place: Place
    is_sound: bool = True
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def place_of(self, column: str) -> Place:
        """The line of `column`; a translated base field is found at any of its languages."""
        for name, place in self.places.items():
            if name == column or name.startswith(f"{column}_"):
                return place
        return self.place


@dataclass(slots=True)
class Entries:
    """All entries by shape, in file order.

    `is_whole` is false where a file could not be read: what it holds is not known then.
    """

    by_shape: dict[str, list[Entry]] = field(default_factory=dict)
    known: dict[tuple[str, str], Entry] = field(default_factory=dict)
    targets: set[tuple[type[models.Model], str]] = field(default_factory=set)
    is_whole: bool = True

    def add(self, entry: Entry, problems: Problems) -> None:
        first = self.known.setdefault((entry.shape.label, entry.key), entry)
        if first is not entry:
            problems.add(
                entry.place, f"{entry.shape.label} {entry.key} was already given at {first.place}."
            )
            return
        self.targets.add((entry.shape.model, entry.key))
        self.by_shape.setdefault(entry.shape.label, []).append(entry)

    def of(self, shape: Shape) -> list[Entry]:
        return self.by_shape.get(shape.label, [])

    def has(self, model: type[models.Model], key: str) -> bool:
        return (model, key) in self.targets


def check(directory: Path, problems: Problems, notes: Problems) -> Entries:
    """Everything that the files below `directory` give. What is wrong goes to `problems`."""
    entries = Entries()
    folders = read_folders(directory, problems)
    entries.is_whole = not problems
    for folder in folders:
        _FolderCheck(folder, entries, problems, notes).run()
    return entries


class _FolderCheck:
    """The files of one folder: they may speak of one plan, whose name is their scope."""

    def __init__(
        self, folder: Folder, entries: Entries, problems: Problems, notes: Problems
    ) -> None:
        self.folder = folder
        self.entries = entries
        self.problems = problems
        self.notes = notes
        self.plan = ""

    def run(self) -> None:
        plans = [(key, value) for name, key, value in self.folder.collections if name == "plan"]
        for _key, value in plans:
            slug = self._slug(value)
            if self.plan and slug != self.plan:
                self.problems.add(value, f"This folder already holds the plan “{self.plan}”.")
                return
            self.plan = slug
            if slug:
                self._entry(shapes.PLAN, value, key="", parent="")
        for name, key_node, value in self.folder.collections:
            if name in shapes.ANYWHERE:
                self._collection(shapes.ANYWHERE[name], value, parent="")
            elif name in shapes.OF_A_PLAN and self.plan:
                shape = shapes.OF_A_PLAN[name]
                self._collection(shape, value, parent=self.plan if shape.parent else "")
            elif name in shapes.OF_A_PLAN:
                if not plans and self.entries.is_whole:
                    self.problems.add(
                        key_node, f"“{name}” belongs to a plan, and no file of this folder has one."
                    )
            elif name != "plan":
                known = ", ".join(["plan", *shapes.ANYWHERE, *shapes.OF_A_PLAN])
                self.problems.add(key_node, f"“{name}” is no collection; there are {known}.")

    def _slug(self, node: Node) -> str:
        if isinstance(node, MappingNode):
            for key, value in node.value:
                if key.value == "slug" and not is_null(value):
                    return str(value.value)
        self.problems.add(node, "A plan needs its slug.")
        return ""

    def _collection(self, shape: Shape, node: Node, *, parent: str) -> None:
        if is_null(node):
            return
        if shape.named:
            for key, key_node, value in pairs(node, self.problems):
                self._entry(shape, value, key=key, parent=parent, named_at=key_node)
        elif isinstance(node, SequenceNode):
            for child in node.value:
                self._entry(shape, child, key="", parent=parent)
        else:
            self.problems.add(node, f"{shape.name}: Expected a list, found {describe(node)}.")

    def _entry(
        self, shape: Shape, node: Node, *, key: str, parent: str, named_at: Node | None = None
    ) -> None:
        entry = Entry(shape, "", parent, Place.of(named_at or node))
        reader = ValueReader(self.problems, self.notes, self.plan)
        children = {child.name: child for child in shape.children}
        nested: list[tuple[Shape, Node]] = []
        before = len(self.problems)
        if key:
            named = _field(shape, shape.key[-1])
            try:
                named.run_validators(key)
            except ValidationError as error:
                self.problems.add(entry.place, f"“{key}”: {' '.join(error.messages)}")
                return
            entry.values[named.name] = key
        for name, key_node, value in pairs(node, self.problems):
            if name in children:
                nested.append((children[name], value))
            elif name in shape.fields:
                found = reader.columns(
                    _field(shape, name), value, translated=name in shape.translated
                )
                entry.values |= found
                entry.places |= dict.fromkeys([name, *found], Place.of(key_node))
            else:
                allowed = ", ".join([*shape.fields, *children])
                self.problems.add(
                    key_node, f"“{name}” is no field of {shape.name}; there are {allowed}."
                )
        if not self._is_complete(entry):
            return
        entry.key = _natural_key(entry)
        self._agree(entry)
        entry.is_sound = len(self.problems) == before
        self.entries.add(entry, self.problems)
        for child, value in nested:
            self._collection(child, value, parent=entry.key)

    def _is_complete(self, entry: Entry) -> bool:
        """Whether it can be told apart; tells what is missing."""
        shape = entry.shape
        for name in shape.fields:
            field = _field(shape, name)
            given = name in entry.values or name in entry.places
            required = not (field.blank or field.null or field.has_default()) or name in shape.key
            if required and not given and field.name != shape.parent:
                self.problems.add(entry.place, f"{shape.name}: {name} is missing.")
        return all(entry.values.get(name, INVALID) not in (INVALID, "") for name in shape.key) or (
            shape is shapes.STATEMENTS and "language" in entry.values
        )

    def _agree(self, entry: Entry) -> None:
        """What fields of one entry say about each other, and what follows from them."""
        if entry.shape.model is Meeting and "dates" in entry.values:
            dates = FuzzyDate.parse(entry.values["dates"])
            entry.values["start"] = dates.start.isoformat() if dates.start else None
            entry.values["end"] = dates.end.isoformat() if dates.end else None
        if entry.shape.model is KeyDate and entry.values.get("date"):
            found = FuzzyDate.parse(entry.values["date"]).precision.value
            if entry.values.get("precision", found) != found:
                self.problems.add(
                    entry.place_of("precision"),
                    f"precision is {entry.values['precision']}, but the date is a {found}.",
                )


def _field(shape: Shape, name: str) -> models.Field:
    return shape.model._meta.get_field(name)  # type: ignore[return-value]  # never a reverse one


def _natural_key(entry: Entry) -> str:
    own = "/".join(str(entry.values.get(name) or "") for name in entry.shape.key)
    return f"{entry.parent}{entry.shape.joined_by}{own}" if entry.parent else own
