"""`…__among=[1, 2, 3]`: what `__in` says, with the whole list as one parameter.

A list of hundreds costs no more to write down than one of three, and is no query of its own for
each length: PostgreSQL is given an array, SQLite JSON.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Field, ForeignKey, Lookup
from django.db.models.sql.compiler import SQLCompiler


@Field.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """Of whole numbers or texts."""

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[int | str]) -> None:
        super().__init__(lhs, list(rhs))

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*parameters, self.rhs)
        listed = json.dumps(self.rhs)
        sql = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 (a column's name)
        return sql, (*parameters, listed)
