from collections.abc import Iterable
from functools import cache

from django.db import connections, models
from django.db.models.expressions import RawSQL

TRIGRAMS = "tracker_search_trigrams"
"""SQLite's full-text table of `folded`, kept in step by triggers (migration 0007)."""
SHORTEST_INDEXED = 3
"""Characters; nothing shorter can be asked of an index of trigrams."""


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def holding(self, words: Iterable[str]) -> "SearchEntryQuerySet":
        """Entries that hold every one of the folded `words`, inside longer words too.

        PostgreSQL answers from its index of trigrams (pg_trgm), SQLite from its own (FTS5). Both
        give what a search through every text gives, which is what happens without an index.
        """
        found = self
        indexed = []
        connection = connections[self.db]
        for word in words:
            is_long = len(word) >= SHORTEST_INDEXED
            if is_long and connection.vendor == "sqlite" and _has_trigrams(self.db):
                indexed.append(word)
            else:
                found = found.filter(folded__contains=word)
        if indexed:
            # Folded words hold letters and digits alone: nothing in them ends the quotation.
            asked = " AND ".join(f'"{word}"' for word in indexed)
            query = f"SELECT rowid FROM {TRIGRAMS} WHERE {TRIGRAMS} MATCH %s"  # noqa: S608 (ours)
            found = found.filter(pk__in=RawSQL(query, [asked]))  # noqa: S611
        return found


@cache
def _has_trigrams(alias: str) -> bool:
    """Whether this SQLite has the table: a build of it may lack FTS5."""
    return TRIGRAMS in connections[alias].introspection.table_names()


class SearchEntry(models.Model):
    """The text of one object in one language, as it is written and folded, for search.

    `kind` and `object_id` name the object; `path` is its page without the language prefix. The
    first line of `text` is the title in this language, "" where there is none; `title` is then
    that of another language. `folded` is title and text as `domain.folding` makes them alike.

    Altering this table makes SQLite drop its triggers: a migration that does has to call
    `add_index` of migration 0007 again.
    """

    class Kind(models.TextChoices):
        ITEM = "item"
        KEY_DATE = "key_date"
        MEETING = "meeting"
        ORGANISATION = "organisation"
        UPDATE = "update"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    text = models.TextField(default="")
    folded = models.TextField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "language"], name="search_entry_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.object_id} [{self.language}]"
