from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connections, models

from .search_entry import SearchEntry

TABLE = "tracker_searchtext"
INDEX = "tracker_search_words"
"""SQLite's full-text table of it, kept in step by triggers (migration 0012)."""
SHORTEST_INDEXED = 3
"""Characters; nothing shorter can be asked of an index of trigrams."""
IN_TITLE, IN_TEXT = "titles", "folded"
SPAN = 1 << 40
"""Primary keys for the objects of a kind."""


def key_of(kind: str, object_id: int) -> int:
    """The primary key of an object's text: a kind has a range of its own, so that the index of
    SQLite reads the places of a word in one kind alone.
    """
    return (SearchEntry.Kind.values.index(kind) + 1) * SPAN + object_id


def sought(word: str) -> str:
    """What is looked for: a word of one or two letters only where a word begins."""
    return word if len(word) >= SHORTEST_INDEXED else f" {word}"


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    def holding(self, words: Iterable[str]) -> "SearchTextQuerySet":
        """Texts that hold every one of the folded `words`, inside longer words too."""
        found = self
        for word in words:
            found = found.filter(folded__contains=sought(word))
        return found

    def first_of_each_kind(self, words: list[str], *, most: int) -> list[tuple[str, str, int]]:
        """Kind, `IN_TITLE` or `IN_TEXT`, and primary key of the objects that hold all `words`.

        Of each kind up to `most` with all of them in a title and up to `most` with all of them
        anywhere, in one query. It looks no further, however many there are.
        """
        connection = connections[self.db]
        lane = _lane_of_postgresql if connection.vendor == "postgresql" else _lane_of_sqlite
        parts, parameters = [], []
        for kind in SearchEntry.Kind.values:
            for column in (IN_TITLE, IN_TEXT):
                part, values = lane(self.db, kind, column, [sought(word) for word in words])
                name = f"{kind}_{column}"
                parts.append(f"SELECT * FROM ({part} LIMIT %s) AS {name}")  # noqa: S608 (ours)
                parameters += [*values, most]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            return list(cursor.fetchall())


def _lane_of_postgresql(
    alias: str, kind: str, column: str, words: list[str]
) -> tuple[str, list[Any]]:
    """The inner query is planned as if all were wanted, so by the index of the kind, and then read
    no further than the limit: planned with the limit, a word that is frequent in another kind
    would be looked for in every row.
    """
    held = "".join(f" AND {column} LIKE %s" for _word in words)
    return (
        f"WITH found AS MATERIALIZED "  # noqa: S608 (names of ours)
        f"(SELECT object_id FROM {TABLE} WHERE kind = '{kind}'{held}) "
        f"SELECT '{kind}' AS kind, '{column}' AS lane, object_id FROM found",
        [f"%{word}%" for word in words],
    )


def _lane_of_sqlite(alias: str, kind: str, column: str, words: list[str]) -> tuple[str, list[Any]]:
    values: list[Any] = []
    tables, conditions = f"{TABLE} AS t", [f"t.kind = '{kind}'"]
    # Folded words hold letters and digits alone: nothing in them ends the quotation.
    indexed = [word for word in words if len(word) >= SHORTEST_INDEXED]
    if indexed and _has_index(alias):
        tables = f"{INDEX} AS f JOIN {TABLE} AS t ON t.id = f.rowid"
        first = key_of(kind, 0)
        conditions = [f"f.{INDEX} MATCH %s AND f.rowid BETWEEN {first} AND {first + SPAN - 1}"]
        values.append(" AND ".join(f'{column} : "{word}"' for word in indexed))
    else:
        indexed = []
    for word in words:
        if word not in indexed:
            conditions.append(f"instr(t.{column}, %s) > 0")
            values.append(word)
    return (
        f"SELECT '{kind}' AS kind, '{column}' AS lane, t.object_id "  # noqa: S608 (names of ours)
        f"FROM {tables} WHERE {' AND '.join(conditions)}",
        values,
    )


@cache
def _has_index(alias: str) -> bool:
    """Whether this SQLite has the table: a build of it may lack FTS5."""
    return INDEX in connections[alias].introspection.table_names()


class SearchText(models.Model):
    """All words of one object, folded, in every language: what search looks in.

    `id` comes from `key_of`. `titles` holds the words of its titles alone. Every word has a space
    before it. What is shown of a result stands in `SearchEntry`.

    Altering this table makes SQLite drop its triggers: a migration that does has to call
    `add_index` of migration 0012 again.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20, choices=SearchEntry.Kind.choices)
    object_id = models.PositiveBigIntegerField()
    titles = models.TextField()
    folded = models.TextField()

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], name="search_text_once_per_object"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.object_id}"
