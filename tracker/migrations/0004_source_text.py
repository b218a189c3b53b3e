"""The texts of sources, for the same roles as the imports of plans."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

ROLES = {
    "editor": ("view",),
    "translator": ("view",),
    "administrator": ("add", "change", "delete", "view"),
}


def add_to_roles(apps, schema_editor):
    alias = schema_editor.connection.alias
    config = apps.get_app_config("tracker")
    # The configuration of a historical app has no module, which would end the call at once.
    config.models_module = True
    create_permissions(config, verbosity=0, apps=apps, using=alias)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, actions in ROLES.items():
        group, _made = Group.objects.using(alias).get_or_create(name=name)
        wanted = [f"{action}_sourcetext" for action in actions]
        group.permissions.add(
            *Permission.objects.using(alias).filter(
                content_type__app_label="tracker", codename__in=wanted
            )
        )


def remove_from_roles(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    Permission.objects.using(schema_editor.connection.alias).filter(
        content_type__app_label="tracker", content_type__model="sourcetext"
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0003_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12, verbose_name='language')),
                ('filename', models.CharField(max_length=250, verbose_name='file name')),
                ('encoding', models.CharField(blank=True, max_length=40, verbose_name='encoding')),
                ('format', models.CharField(blank=True, max_length=20, verbose_name='format')),
                ('original', models.BinaryField(verbose_name='original bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('report', models.JSONField(default=dict, verbose_name='report')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='read at')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='read by')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='tracker.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'text of a source',
                'verbose_name_plural': 'texts of sources',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('sha256',), name='source_text_once', violation_error_message='This very text is stored already.')],
            },
        ),
        migrations.RunPython(add_to_roles, remove_from_roles),
    ]
