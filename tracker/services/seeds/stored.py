"""What the database holds, by natural key, in the same JSON values as the files."""

from typing import Any

from django.db import models

from tracker.models import (
    Commitment,
    Item,
    KeyDate,
    Meeting,
    MeetingSeries,
    Occurrence,
    Organisation,
    Plan,
    Source,
    StatusUpdate,
    Theme,
)

from .shapes import Shape


class Stored:
    """Rows of the models that seeds fill; each is read once, with one query and one per list."""

    def __init__(self) -> None:
        self._keys: dict[type[models.Model], dict[int, str]] = {}
        self._rows: dict[str, dict[str, models.Model]] = {}
        self._lists: dict[tuple[type[models.Model], str], dict[int, list[str]]] = {}
        self._pks: dict[type[models.Model], dict[str, int]] = {}

    def rows(self, shape: Shape) -> dict[str, models.Model]:
        """Every row of `shape` by natural key."""
        if shape.label not in self._rows:
            rows = shape.model._default_manager.all()
            if shape.parent:
                rows = rows.filter(**{f"{shape.parent}__isnull": False})
            by_key = {self._key(shape, row): row for row in rows}
            self._rows[shape.label] = {key: row for key, row in by_key.items() if key}
        return self._rows[shape.label]

    def value(self, row: models.Model, column: str) -> Any:
        """What `column` of `row` holds, as JSON."""
        field = row._meta.get_field(column)
        if isinstance(field, models.ManyToManyField):
            return self._list(type(row), field).get(row.pk, [])
        if isinstance(field, models.ForeignKey):
            return self.key_of(field.related_model, getattr(row, field.attname))
        value = getattr(row, column)
        if isinstance(field, models.DateField):
            return value.isoformat() if value else None
        if isinstance(field, models.CharField | models.TextField):
            return value or ""
        return value

    def pk(self, model: type[models.Model], key: str) -> int | None:
        """The row that `key` names, or None."""
        self._read_keys(model)
        return self._pks[model].get(key)

    def key_of(self, model: Any, pk: int | None) -> str | None:
        """The natural key of a row; None for rows that have none, such as editors' updates."""
        self._read_keys(model)
        return self._keys[model].get(pk) if pk is not None else None

    def add(self, shape: Shape, key: str, row: models.Model) -> None:
        """Remember a row that was just made."""
        self.rows(shape)[key] = row
        if shape.model in _PATHS:
            self._read_keys(shape.model)
            self._keys[shape.model][row.pk] = key
            self._pks[shape.model][key] = row.pk

    def forget(self, model: type[models.Model]) -> None:
        """Read `model` anew when it is next asked for."""
        self._keys.pop(model, None)
        self._pks.pop(model, None)

    def _key(self, shape: Shape, row: models.Model) -> str:
        parts = [self.value(row, name) for name in shape.key]
        own = "/".join("" if part is None else str(part) for part in parts)
        if not own.strip("/"):
            return ""
        if not shape.parent:
            return own
        parent = self.value(row, shape.parent)
        return f"{parent}{shape.joined_by}{own}" if parent else ""

    def _list(
        self, model: type[models.Model], field: models.ManyToManyField
    ) -> dict[int, list[str]]:
        if (model, field.name) not in self._lists:
            lists: dict[int, list[str]] = {}
            through: Any = field.remote_field.through
            pairs = through._default_manager.values_list(
                f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
            )
            for owner, target in pairs:
                key = self.key_of(field.related_model, target)
                if key:
                    lists.setdefault(owner, []).append(key)
            self._lists[model, field.name] = {owner: sorted(keys) for owner, keys in lists.items()}
        return self._lists[model, field.name]

    def _read_keys(self, model: Any) -> None:
        if model in self._keys:
            return
        keys: dict[int, str] = {}
        for pk, *parts in model._default_manager.values_list("pk", *_PATHS[model]):
            if None in parts:
                continue
            if model is Commitment:
                plan, position, letter = parts
                keys[pk] = f"{plan}/{position}{letter}"
            else:
                keys[pk] = "/".join(map(str, parts))
        self._keys[model] = keys
        self._pks[model] = {key: pk for pk, key in keys.items()}


_PATHS: dict[type[models.Model], tuple[str, ...]] = {
    Item: ("plan__slug", "position"),
    Commitment: ("item__plan__slug", "item__position", "key"),
    Occurrence: ("key_date__slug", "nominal"),
    **dict.fromkeys(
        (KeyDate, Meeting, MeetingSeries, Organisation, Plan, Source, StatusUpdate, Theme),
        ("slug",),
    ),
}
"""What others refer to, and the columns that make its natural key."""
