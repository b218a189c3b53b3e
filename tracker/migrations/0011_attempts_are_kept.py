"""The database itself refuses to change an attempt.

PostgreSQL also refuses, at the commit, to delete one whose message stays: only erasing the message
(with its subscriber) takes its attempts along. SQLite has no trigger that waits for the commit.
"""

from django.db import migrations

CHANGED = "An attempt is never changed."
DELETED = "An attempt is only deleted with its message."


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION tracker_attempt_is_kept() RETURNS trigger AS $$ BEGIN"  # noqa: S608 (ours)
            f" IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION '{CHANGED}'"
            " USING ERRCODE = 'check_violation'; END IF;"
            " IF EXISTS (SELECT 1 FROM tracker_message WHERE id = OLD.message_id) THEN"
            f" RAISE EXCEPTION '{DELETED}' USING ERRCODE = 'check_violation'; END IF;"
            " RETURN NULL; END $$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            "CREATE TRIGGER attempt_is_not_changed BEFORE UPDATE ON tracker_attempt"
            " FOR EACH ROW EXECUTE FUNCTION tracker_attempt_is_kept()"
        )
        schema_editor.execute(
            "CREATE CONSTRAINT TRIGGER attempt_is_kept AFTER DELETE ON tracker_attempt"
            " DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION tracker_attempt_is_kept()"
        )
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE TRIGGER attempt_is_not_changed BEFORE UPDATE ON tracker_attempt"
            f" BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER attempt_is_kept ON tracker_attempt")
        schema_editor.execute("DROP TRIGGER attempt_is_not_changed ON tracker_attempt")
        schema_editor.execute("DROP FUNCTION tracker_attempt_is_kept()")
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER attempt_is_not_changed")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0010_subscription_to_a_theme")]

    operations = [migrations.RunPython(create, drop)]
