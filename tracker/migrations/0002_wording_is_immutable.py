"""The database itself refuses to change or swap an adopted text; only `is_current` may move."""

from django.db import migrations

COLUMNS = ("item_id", "language", "version", "text", "printed", "line", "sha256")


def create(apps, schema_editor):
    changed = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in COLUMNS)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION tracker_wording_is_immutable() RETURNS trigger AS $$ BEGIN"
            " RAISE EXCEPTION 'An adopted wording is never changed; add a version.'"
            " USING ERRCODE = 'check_violation'; END $$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            "CREATE TRIGGER wording_is_immutable BEFORE UPDATE ON tracker_wording FOR EACH ROW"
            f" WHEN ({changed}) EXECUTE FUNCTION tracker_wording_is_immutable()"
        )
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE TRIGGER wording_is_immutable BEFORE UPDATE ON tracker_wording FOR EACH ROW"
            f" WHEN {changed} BEGIN SELECT RAISE(ABORT,"
            " 'An adopted wording is never changed; add a version.'); END"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER wording_is_immutable ON tracker_wording")
        schema_editor.execute("DROP FUNCTION tracker_wording_is_immutable()")
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER wording_is_immutable")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
