"""Room in PostgreSQL's pages for what changes in each message as it is claimed, tried and sent.

With it the new version of a row stays in the page of the old one, and no index is written.
"""

from django.db import migrations

ROOM = {"tracker_message": 50, "tracker_mailcontrol": 20}


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, share in ROOM.items():
            schema_editor.execute(f"ALTER TABLE {table} SET (fillfactor = {share})")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in ROOM:
            schema_editor.execute(f"ALTER TABLE {table} RESET (fillfactor)")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0012_answer_at_any_size")]

    operations = [migrations.RunPython(make, drop)]
