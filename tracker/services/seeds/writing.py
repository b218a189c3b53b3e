"""From entries to rows: made, updated field by field, or left to the editor who changed them."""

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models

from tracker.models import KeyDate, Occurrence, SeedRecord, Status, StatusUpdate

from . import shapes
from .checking import Entries, Entry
from .problems import Problems, SeedsRefused
from .report import Report
from .shapes import Shape
from .stored import Stored

REASON = "Loaded from seeds"
"""Stands in the history beside the change."""

_DATES = {"precision", "date", "rule", "rule_start", "rule_until", "duration_days"}


def record_key(shape: Shape, key: str) -> str:
    """The key of an object's `SeedRecord`, at most 200 characters."""
    name = f"{shape.label}/{key}"
    if len(name) <= 200:
        return name
    return f"{name[:180]}#{hashlib.sha256(name.encode()).hexdigest()[:16]}"


class Writer:
    """Writes entries in the order of their shapes. Problems are collected, never half stored:
    the caller holds the transaction."""

    def __init__(self, entries: Entries, problems: Problems, report: Report, today: date) -> None:
        self.entries = entries
        self.problems = problems
        self.report = report
        self.today = today
        self.stored = Stored()
        self.records = {record.key: record for record in SeedRecord.objects.all()}
        self.moved_dates: list[KeyDate] = []
        self._changed_records: dict[str, SeedRecord] = {}
        self._gone: set[tuple[type[models.Model], str]] = set()

    def write(self, shape: Shape) -> None:
        """Every entry of `shape`; what it refers to has been written before."""
        if shape.owned:
            self._remove_missing(shape)
        for entry in self._in_order(self.entries.of(shape)):
            if entry.is_sound:
                self._write(entry)

    def finish(self) -> None:
        """Store what was seeded. Raises `SeedsRefused` where there was any problem."""
        self.problems.refuse()
        SeedRecord.objects.bulk_create(
            self._changed_records.values(),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["values"],
        )

    def _in_order(self, entries: list[Entry]) -> list[Entry]:
        """Those that others of the same shape refer to come first."""
        names = {entry.key: entry for entry in entries}
        ordered: dict[str, Entry] = {}

        def visit(entry: Entry, above: tuple[str, ...]) -> None:
            if entry.key in above:
                self.problems.add(entry.place, f"{entry.key} refers to itself in a circle.")
                return
            for column, value in entry.values.items():
                field = _field(entry.shape.model, column)
                if field.related_model is entry.shape.model and value in names:
                    visit(names[value], (*above, entry.key))
            ordered.setdefault(entry.key, entry)

        for entry in entries:
            visit(entry, ())
        return list(ordered.values())

    def _write(self, entry: Entry) -> None:
        shape, name = entry.shape, f"{entry.shape.label} {entry.key}"
        row = self.stored.rows(shape).get(entry.key)
        record = self.records.get(record_key(shape, entry.key))
        if row is None and record is not None:
            self._gone.add((shape.model, entry.key))
            self.report.deleted.append(name)
            return
        if row is None and self._belongs_to_gone(entry):
            self._gone.add((shape.model, entry.key))
            self.report.skipped.append(name)
            return
        targets = self._targets(entry)
        if targets is None:
            return
        if row is None:
            self._create(entry, targets)
        else:
            self._update(entry, row, record, targets)

    def _belongs_to_gone(self, entry: Entry) -> bool:
        for column, key in self._references(entry):
            field = _field(entry.shape.model, column)
            required = column == entry.shape.parent or not field.null
            if required and (field.related_model, key) in self._gone:
                return True
        return False

    def _references(self, entry: Entry) -> list[tuple[str, str]]:
        found = [
            (column, value)
            for column, value in entry.values.items()
            if value and isinstance(_field(entry.shape.model, column), models.ForeignKey)
        ]
        if entry.parent:
            found.append((entry.shape.parent, entry.parent))
        return found

    def _targets(self, entry: Entry) -> dict[str, Any] | None:
        """Primary keys of what the entry refers to, per column; None where something is missing."""
        targets: dict[str, Any] = {}
        complete = True
        for column, key in self._references(entry):
            model = _field(entry.shape.model, column).related_model
            targets[column] = self.stored.pk(model, key)
            complete &= self._exists(entry, column, model, key, targets[column])
        for field in entry.shape.model._meta.many_to_many:
            if field.name in entry.values:
                model, pks = field.related_model, []
                for key in entry.values[field.name]:
                    pk = self.stored.pk(model, key)
                    complete &= self._exists(entry, field.name, model, key, pk)
                    pks += [pk] if pk else []
                targets[field.name] = pks
        return targets if complete else None

    def _exists(self, entry: Entry, column: str, model: Any, key: str, pk: int | None) -> bool:
        if pk is not None or (model, key) in self._gone:
            return True
        # What is in the files but not stored has a problem of its own, which was told there.
        source = (KeyDate, key.rpartition("/")[0]) if model is Occurrence else (model, key)
        if self.entries.has(*source) and self.stored.pk(*source) is None:
            return False
        self.problems.add(
            entry.place_of(column),
            f"{column}: there is no {model._meta.verbose_name} “{key.removeprefix('/')}”.",
        )
        return False

    def _create(self, entry: Entry, targets: dict[str, Any]) -> None:
        row = entry.shape.model()
        lists = {field.name for field in row._meta.many_to_many}
        columns = [column for column in entry.values if column not in lists]
        if entry.parent:
            columns.append(entry.shape.parent)
        self._fill(row, entry, columns, targets)
        if not self._save(entry, row, None):
            return
        for name in lists & set(targets):
            getattr(row, name).set(targets[name])
        self.stored.add(entry.shape, entry.key, row)
        self._remember(entry, {}, entry.values)
        self.report.created.append(f"{entry.shape.label} {entry.key}")

    def _update(
        self, entry: Entry, row: models.Model, record: SeedRecord | None, targets: dict[str, Any]
    ) -> None:
        shape = entry.shape
        last = record.values if record else {}
        changed, kept, agreed = [], [], {}
        for column, wanted in entry.values.items():
            if column in shape.key or column in shape.once:
                continue
            present = self.stored.value(row, column)
            if present == wanted:
                agreed[column] = wanted
            elif present == last.get(column, _untouched(row, column)):
                changed.append(column)
            else:
                kept.append(column)
        name = f"{shape.label} {entry.key}"
        if kept:
            self.report.kept[name] = kept
        if not changed:
            self.report.unchanged += 1
            self._remember(entry, last, agreed)
            return
        lists = [column for column in changed if column in _list_names(row)]
        columns = [column for column in changed if column not in lists]
        self._fill(row, entry, columns, targets)
        if columns and not self._save(entry, row, columns):
            return
        for column in lists:
            getattr(row, column).set(targets[column])
        if isinstance(row, KeyDate) and _DATES & set(columns):
            self.moved_dates.append(row)
        self._remember(entry, last, agreed | {column: entry.values[column] for column in changed})
        self.report.updated[name] = changed

    def _fill(
        self, row: models.Model, entry: Entry, columns: list[str], targets: dict[str, Any]
    ) -> None:
        for column in columns:
            field = _field(row, column)
            if isinstance(field, models.ForeignKey):
                setattr(row, field.attname, targets.get(column))
            else:
                setattr(row, column, field.to_python(entry.values[column]))
        if isinstance(row, StatusUpdate) and row._state.adding:
            row.kind = row.commitment.kind

    def _save(self, entry: Entry, row: models.Model, columns: list[str] | None) -> bool:
        """Whether `row` was stored; the reasons why not are told with the line of their column."""
        before = len(self.problems)
        if isinstance(row, StatusUpdate):
            self._check_update(entry, row, columns)
        try:
            # References were looked up by their natural keys: no query for each of them.
            row.clean_fields(exclude=_reference_names(row))
            row.validate_constraints()
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                for message in messages:
                    reason = message if column == "__all__" else f"{column}: {message}"
                    self.problems.add(entry.place_of(column), reason)
        if isinstance(row, KeyDate):
            self._check_rule(entry, row)
        if len(self.problems) > before:
            return False
        row._change_reason = REASON  # type: ignore[attr-defined]  # read by simple_history
        try:
            if columns is None:
                row.save()
            else:
                row.save(update_fields=columns)
        except DatabaseError as error:
            # The transaction may be unusable now, so this one ends the load.
            self.problems.add(entry.place, f"The database refuses this: {error}")
            raise SeedsRefused(self.problems) from error
        return True

    def _check_rule(self, entry: Entry, row: KeyDate) -> None:
        try:
            _ = row.recurrence
        except ValueError as error:
            self.problems.add(entry.place_of("rule"), f"rule: {error}")

    def _check_update(self, entry: Entry, row: StatusUpdate, columns: list[str] | None) -> None:
        fixed = {name.removesuffix("_id") for name in StatusUpdate.FIXED} & set(columns or ())
        if fixed:
            self.problems.add(
                entry.place_of(min(fixed)),
                f"{', '.join(sorted(fixed))}: a recorded statement is never changed; give the"
                " corrected one a name of its own.",
            )
        if row.as_of and row.as_of > self.today:
            self.problems.add(entry.place_of("as_of"), "as_of: the day lies in the future.")
        if row.status == Status.CONFIRMED and not self._is_independent(entry):
            self.problems.add(
                entry.place_of("status"),
                "status: a confirmation needs evidence that is independent of the parties.",
            )
        occurrence = row.occurrence
        # While something else is wrong, the link may be missing for that reason.
        if self.problems or occurrence is None:
            return
        if not row.commitment.key_dates.filter(pk=occurrence.key_date_id).exists():
            self.problems.add(
                entry.place_of("occurrence"),
                "occurrence: it belongs to a key date to which the commitment is not linked.",
            )

    def _is_independent(self, update: Entry) -> bool:
        return any(
            evidence.parent == update.key and evidence.values.get("independent")
            for evidence in self.entries.of(shapes.EVIDENCE)
        )

    def _remove_missing(self, shape: Shape) -> None:
        """Parts that the files no longer give to a parent that they do give."""
        entries = self.entries.of(shape)
        present = {entry.key for entry in entries}
        parents = {entry.key for entry in self._parents(shape)}
        for key, row in list(self.stored.rows(shape).items()):
            parent = self.stored.value(row, shape.parent)
            record = self.records.get(record_key(shape, key))
            if key in present or parent not in parents or record is None:
                continue
            if any(self.stored.value(row, name) != last for name, last in record.values.items()):
                self.report.kept[f"{shape.label} {key}"] = ["removal"]
                continue
            row._change_reason = REASON  # type: ignore[attr-defined]  # read by simple_history
            row.delete()
            self.records.pop(record.key).delete()
            del self.stored.rows(shape)[key]
            self.report.removed.append(f"{shape.label} {key}")

    def _parents(self, shape: Shape) -> list[Entry]:
        model = _field(shape.model, shape.parent).related_model
        return [entry for entry in self.entries.known.values() if entry.shape.model is model]

    def _remember(self, entry: Entry, last: dict[str, Any], values: dict[str, Any]) -> None:
        values = last | values
        if values != last or not last:
            key = record_key(entry.shape, entry.key)
            self._changed_records[key] = SeedRecord(key=key, values=values)


def _field(model: type[models.Model] | models.Model, column: str) -> Any:
    return model._meta.get_field(column)


def _untouched(row: models.Model, column: str) -> Any:
    """What a column holds that nobody filled."""
    if column in _list_names(row):
        return []
    field = _field(row, column)
    if isinstance(field, models.CharField | models.TextField):
        return field.get_default() or ""
    return field.get_default()


def _list_names(row: models.Model) -> set[str]:
    return {field.name for field in row._meta.many_to_many}


def _reference_names(row: models.Model) -> set[str]:
    return {
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and (field.null or getattr(row, field.attname))
    }
