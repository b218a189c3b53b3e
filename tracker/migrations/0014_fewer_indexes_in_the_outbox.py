"""No index of the outbox that another serves for, nor one of empty columns.

Each mail that is sent writes a new version of its row into every index.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0013_room_for_the_outbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="message_once_per_slot",
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_once_per_slot_of_editor",
        ),
        migrations.AlterField(
            model_name="message",
            name="editor",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to=settings.AUTH_USER_MODEL,
                verbose_name="editor",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="message_id",
            field=models.CharField(max_length=200, verbose_name="Message-ID"),
        ),
        migrations.AlterField(
            model_name="message",
            name="subscriber",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="tracker.subscriber",
                verbose_name="subscriber",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="subscription",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The subscription to confirm.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="confirmations",
                to="tracker.subscription",
                verbose_name="subscription",
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="subscriber",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="tracker.subscriber",
                verbose_name="subscriber",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("subscription__isnull", False)),
                fields=["subscription"],
                name="message_of_subscription",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("subscriber", "purpose", "slot", "number"), name="message_once_per_slot"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("editor__isnull", False)),
                fields=("editor", "purpose", "slot", "number"),
                name="message_once_per_slot_of_editor",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("message_id",), name="message_has_an_id_of_its_own"
            ),
        ),
    ]
