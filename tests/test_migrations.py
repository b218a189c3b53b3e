import io

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    output = io.StringIO()

    call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=output)

    assert output.getvalue() == "No changes detected\n"


@pytest.mark.django_db
def test_every_migration_has_a_name_of_its_own() -> None:
    from django.db.migrations.loader import MigrationLoader

    names = [name for app, name in MigrationLoader(None).disk_migrations if app == "tracker"]

    assert [name for name in names if "_auto_" in name] == []


@pytest.mark.django_db
def test_every_migration_can_be_taken_back() -> None:
    from django.db.migrations.loader import MigrationLoader

    lasting = [
        f"{name}: {operation.describe()}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if app == "tracker"
        for operation in migration.operations
        if not operation.reversible
    ]

    assert lasting == []
