"""Copies of one plan with all that belongs to it, made by the database itself.

A thousand plans with a million occurrences take minutes when every row passes through Python.
"""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import DateField, DateTimeField, ForeignKey, Max, Min, Model
from django.db.models.fields import CharField, TextField

from tracker.models import (
    Commitment,
    CommitmentDate,
    Item,
    KeyDate,
    Meeting,
    Occurrence,
    Plan,
    SearchEntry,
    SearchText,
    SiteRevision,
    Source,
    StatusUpdate,
)

FIRST_COPY = 1_000_000
"""Primary keys of copies begin here, beyond those of anything written one by one before."""
KINDS: dict[str, type[Model]] = {
    "item": Item,
    "key_date": KeyDate,
    "meeting": Meeting,
    "update": StatusUpdate,
}
NUMBERED = ("plan-0", "Plan 0", "plan 0")
"""What in texts, titles and addresses becomes the number of the copy."""


class Copies:
    """Made from the rows of the plan `plan-0`; call it when these and no others of theirs exist.

    `rows` names the primary keys of what belongs to the plan, for models of which there are others.
    Copy `n` begins where `shift(n)` says, `days` are spread over so many copies.
    """

    def __init__(self, plan: Plan, *, first: date, days: int, most: int) -> None:
        self.most, self.days = most, days
        self.shift = (first - plan.valid_from).days
        self.ranges: dict[type[Model], tuple[int, int]] = {
            Meeting: (plan.meeting_id, plan.meeting_id),
            Source: (plan.source_id, plan.source_id),
        }
        for model in (
            Plan,
            Item,
            Item.themes.through,
            Item.organisations.through,
            Commitment,
            KeyDate,
            CommitmentDate,
            Occurrence,
            StatusUpdate,
            SearchEntry,
        ):
            ends = model._default_manager.aggregate(Min("pk"), Max("pk"))
            self.ranges[model] = (ends["pk__min"], ends["pk__max"])
        self.texts = ", ".join(map(str, SearchText.objects.values_list("pk", flat=True)))
        self.made = 1

    def up_to(self, plans: int) -> None:
        """Copy until there are `plans`, the first one counted."""
        with connection.cursor() as cursor:
            for model in (*self.ranges, SearchText):
                cursor.execute(self._statement(model, plans))
        self.made = max(self.made, plans)
        SiteRevision.bump()

    def _statement(self, model: type[Model], plans: int) -> str:
        """INSERT … SELECT of every row of the plan, once for each copy."""
        quote = connection.ops.quote_name
        fields = model._meta.concrete_fields
        columns = ", ".join(quote(field.column) for field in fields)
        values = ", ".join(self._value(model, field) for field in fields)
        table = quote(model._meta.db_table)
        if model is SearchText:
            which = f"o.id IN ({self.texts})"
        else:
            which = "o.id BETWEEN {} AND {}".format(*self.ranges[model])
        return (
            f"INSERT INTO {table} ({columns}) "  # noqa: S608 (names and numbers of ours)
            f"WITH RECURSIVE copy(n) AS (SELECT {self.made} "
            f"UNION ALL SELECT n + 1 FROM copy WHERE n + 1 < {plans}) "
            f"SELECT {values} FROM copy CROSS JOIN {table} AS o "
            f"WHERE {which} AND n < {plans} ORDER BY n, o.id"
        )

    def _value(self, model: type[Model], field: Any) -> str:
        """The SQL of one column of copy `n` of the row `o`."""
        column = f"o.{connection.ops.quote_name(field.column)}"
        if field.primary_key and model is SearchText:  # made of the kind and the object's key
            return f"o.id - o.object_id + {self._of_kind()}"
        if field.primary_key:
            return self._moved(column, model)
        if isinstance(field, ForeignKey):
            target = field.related_model
            return self._moved(column, target) if target in self.ranges else column
        if field.name == "object_id":
            return self._of_kind()
        if model is Meeting and field.name == "edition":
            return f"{column} + n"
        if isinstance(field, DateTimeField):
            return _minutes_before(column)
        if isinstance(field, DateField):
            return self._later(column)
        if model is Meeting and field.name == "dates":
            return self._later(f"CAST({column} AS date)" if _is_postgresql() else column, text=True)
        if isinstance(field, CharField | TextField):
            for text in NUMBERED:
                column = f"replace({column}, '{text}', '{text[:-1]}' || n)"
        return column

    def _of_kind(self) -> str:
        """The key of the copy of the object that a text for search is about."""
        cases = " ".join(
            f"WHEN '{kind}' THEN {self._moved('o.object_id', model)}"
            for kind, model in KINDS.items()
        )
        return f"(CASE o.kind {cases} END)"

    def _moved(self, column: str, model: type[Model]) -> str:
        low, high = self.ranges[model]
        return f"{column} - {low} + n * {high - low + 1} + {FIRST_COPY}"

    def _later(self, column: str, *, text: bool = False) -> str:
        days = f"({self.shift} + {self.days} * (n - 1) / {max(1, self.most - 1)})"
        if not _is_postgresql():
            return f"date({column}, {days} || ' days')"
        later = f"{column} + {days}"
        return f"to_char({later}, 'YYYY-MM-DD')" if text else later


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _minutes_before(column: str) -> str:
    """Nothing is recorded in the same moment as something else, the first plan last."""
    if _is_postgresql():
        return f"{column} - n * interval '1 minute'"
    return f"datetime({column}, '-' || n || ' minutes')"
