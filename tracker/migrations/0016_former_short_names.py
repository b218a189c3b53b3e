"""Addresses of merged key dates lead to the one that stays."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0015_coordinates_of_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="short name for addresses")),
                (
                    "key_date",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_slugs",
                        to="tracker.keydate",
                        verbose_name="key date",
                    ),
                ),
            ],
            options={
                "verbose_name": "former short name",
                "verbose_name_plural": "former short names",
                "ordering": ["slug"],
            },
        ),
    ]
