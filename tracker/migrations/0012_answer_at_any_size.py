"""Search looks in one text an object and stops early; the newest statements have an index, and what
a year's page counts stands in the index of the occurrences' days.
"""

from importlib import import_module
from itertools import groupby

from django.db import DatabaseError, migrations, models, transaction

before = import_module("tracker.migrations.0007_search_text")

TABLE = "tracker_searchtext"
INDEX = "tracker_search_words"
SPAN = 1 << 40
KINDS = ("item", "key_date", "meeting", "organisation", "update")
COLUMNS = "titles, folded"
NEW, OLD = (", ".join(f"{row}.{name}" for name in COLUMNS.split(", ")) for row in ("new", "old"))

FORGET = f"INSERT INTO {INDEX}({INDEX}, rowid, {COLUMNS}) VALUES ('delete', old.id, {OLD});"  # noqa: S608 (ours)
LEARN = f"INSERT INTO {INDEX}(rowid, {COLUMNS}) VALUES (new.id, {NEW});"  # noqa: S608 (ours)
SQLITE = (
    f"""CREATE VIRTUAL TABLE {INDEX} USING fts5(
        {COLUMNS}, content='{TABLE}', content_rowid='id', tokenize='trigram case_sensitive 1')""",
    f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {LEARN} END",
    f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {FORGET} END",
    f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {TABLE} BEGIN {FORGET} {LEARN} END",
    f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",  # noqa: S608 (ours)
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    *(
        f"CREATE INDEX IF NOT EXISTS {INDEX}_{kind} ON {TABLE} "
        f"USING gin (titles gin_trgm_ops, folded gin_trgm_ops) WHERE kind = '{kind}'"
        for kind in KINDS
    ),
)
AWAY = {
    "sqlite": (
        *(f"DROP TRIGGER IF EXISTS {INDEX}_{event}" for event in ("insert", "delete", "update")),
        f"DROP TABLE IF EXISTS {INDEX}",
    ),
    "postgresql": tuple(f"DROP INDEX IF EXISTS {INDEX}_{kind}" for kind in KINDS),
}


def fill(apps, schema_editor):
    """From the texts in each language; what was not indexed is not found before or after."""
    entry, text = (apps.get_model("tracker", name) for name in ("SearchEntry", "SearchText"))
    rows = entry.objects.order_by("kind", "object_id", "pk").values_list(
        "kind", "object_id", "title", "folded"
    )
    fold = import_module("tracker.domain.folding").fold
    made = []
    for (kind, object_id), group in groupby(rows.iterator(500), key=lambda row: row[:2]):
        found = list(group)
        titles = " ".join(dict.fromkeys(fold(row[2]) for row in found))
        made.append(
            text(
                id=(KINDS.index(kind) + 1) * SPAN + object_id,
                kind=kind,
                object_id=object_id,
                titles=f" {titles}",
                folded="".join(f" {row[3]}" for row in found),
            )
        )
    text.objects.bulk_create(made, batch_size=200)


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
    dependencies = [("tracker", "0011_attempts_are_kept")]

    operations = [
        migrations.RunPython(before.remove_index, before.add_index),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("item", "Item"),
                            ("key_date", "Key Date"),
                            ("meeting", "Meeting"),
                            ("organisation", "Organisation"),
                            ("update", "Update"),
                        ],
                        max_length=20,
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("titles", models.TextField()),
                ("folded", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id"), name="search_text_once_per_object"
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(add_index, remove_index),
        migrations.AddIndex(
            model_name="statusupdate",
            index=models.Index(fields=["-created_at", "-id"], name="update_recorded"),
        ),
        migrations.RemoveIndex(model_name="occurrence", name="occurrence_span"),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(fields=["start", "end", "precision"], name="occurrence_span"),
        ),
    ]
