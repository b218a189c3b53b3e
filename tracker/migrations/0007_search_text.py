"""Search keeps the text as it is written, to show it with its hits, and finds by an index.

The texts of what is there already are filled by `manage.py rebuild_search`; until then results
are found as before and shown without an excerpt.
"""

from django.db import DatabaseError, migrations, models, transaction

TABLE = "tracker_searchentry"
TRIGRAMS = "tracker_search_trigrams"
INDEX = "search_entry_trigrams"

SQLITE = (
    f"""CREATE VIRTUAL TABLE {TRIGRAMS} USING fts5(
        folded, content='{TABLE}', content_rowid='id', tokenize='trigram case_sensitive 1')""",
    f"""CREATE TRIGGER {TRIGRAMS}_insert AFTER INSERT ON {TABLE} BEGIN
        INSERT INTO {TRIGRAMS}(rowid, folded) VALUES (new.id, new.folded); END""",
    f"""CREATE TRIGGER {TRIGRAMS}_delete AFTER DELETE ON {TABLE} BEGIN
        INSERT INTO {TRIGRAMS}({TRIGRAMS}, rowid, folded)
        VALUES ('delete', old.id, old.folded); END""",
    f"""CREATE TRIGGER {TRIGRAMS}_update AFTER UPDATE ON {TABLE} BEGIN
        INSERT INTO {TRIGRAMS}({TRIGRAMS}, rowid, folded)
        VALUES ('delete', old.id, old.folded);
        INSERT INTO {TRIGRAMS}(rowid, folded) VALUES (new.id, new.folded); END""",
    f"INSERT INTO {TRIGRAMS}({TRIGRAMS}) VALUES ('rebuild')",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (folded gin_trgm_ops)",
)
AWAY = {
    "sqlite": (
        *(f"DROP TRIGGER IF EXISTS {TRIGRAMS}_{event}" for event in ("insert", "delete", "update")),
        f"DROP TABLE IF EXISTS {TRIGRAMS}",
    ),
    "postgresql": (f"DROP INDEX IF EXISTS {INDEX}",),
}


def add_index(apps, schema_editor):
    """The index where the database can have one; without it the same is found, more slowly."""
    connection = schema_editor.connection
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(connection.vendor, ())
    remove_index(apps, schema_editor)
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError:
        # A build of SQLite without FTS5; a PostgreSQL without pg_trgm or the right to add it.
        pass


def remove_index(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in AWAY.get(schema_editor.connection.vendor, ()):
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0006_long_occurrences'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchentry',
            name='text',
            field=models.TextField(default=''),
        ),
        migrations.RunPython(add_index, remove_index),
    ]
