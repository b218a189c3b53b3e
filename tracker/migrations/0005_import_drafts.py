"""Imports in preparation, for those who may add plans and items; what an import proposes is marked."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

ROLES = ("editor", "administrator")
MODELS = ("importdraft", "draftfile")
ACTIONS = ("add", "change", "delete", "view")


def add_to_roles(apps, schema_editor):
    alias = schema_editor.connection.alias
    config = apps.get_app_config("tracker")
    # The configuration of a historical app has no module, which would end the call at once.
    config.models_module = True
    create_permissions(config, verbosity=0, apps=apps, using=alias)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    wanted = Permission.objects.using(alias).filter(
        content_type__app_label="tracker",
        codename__in=[f"{action}_{model}" for action in ACTIONS for model in MODELS],
    )
    for name in ROLES:
        group, _made = Group.objects.using(alias).get_or_create(name=name)
        group.permissions.add(*wanted)


def remove_from_roles(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    Permission.objects.using(schema_editor.connection.alias).filter(
        content_type__app_label="tracker", content_type__model__in=MODELS
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0004_source_text'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='commitment',
            name='proposed',
            field=models.BooleanField(default=False, help_text='Made from the text by an import; no editor has looked at it yet.', verbose_name='proposed'),
        ),
        migrations.AddField(
            model_name='historicalcommitment',
            name='proposed',
            field=models.BooleanField(default=False, help_text='Made from the text by an import; no editor has looked at it yet.', verbose_name='proposed'),
        ),
        migrations.AddField(
            model_name='historicalitem',
            name='proposed',
            field=models.BooleanField(default=False, help_text='Made from the text by an import; no editor has looked at it yet.', verbose_name='proposed'),
        ),
        migrations.AddField(
            model_name='historicalkeydate',
            name='proposed',
            field=models.BooleanField(default=False, help_text='Made from the text by an import; no editor has looked at it yet.', verbose_name='proposed'),
        ),
        migrations.AddField(
            model_name='item',
            name='proposed',
            field=models.BooleanField(default=False, help_text='Made from the text by an import; no editor has looked at it yet.', verbose_name='proposed'),
        ),
        migrations.AddField(
            model_name='keydate',
            name='proposed',
            field=models.BooleanField(default=False, help_text='Made from the text by an import; no editor has looked at it yet.', verbose_name='proposed'),
        ),
        migrations.CreateModel(
            name='ImportDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('new_plan', models.JSONField(blank=True, default=dict, verbose_name='new plan')),
                ('decisions', models.JSONField(blank=True, default=dict, verbose_name='decisions')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='begun at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='import_drafts', to='tracker.plan', verbose_name='plan')),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drafts', to='tracker.importrun', verbose_name='import')),
            ],
            options={
                'verbose_name': 'import in preparation',
                'verbose_name_plural': 'imports in preparation',
                'ordering': ['-updated_at'],
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=250, verbose_name='file name')),
                ('data', models.BinaryField(verbose_name='original bytes')),
                ('encoding', models.CharField(blank=True, max_length=40, verbose_name='encoding')),
                ('format', models.CharField(blank=True, max_length=20, verbose_name='format')),
                ('language', models.CharField(blank=True, max_length=12, verbose_name='language')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='tracker.importdraft', verbose_name='import in preparation')),
            ],
            options={
                'verbose_name': 'file of an import',
                'verbose_name_plural': 'files of imports',
                'ordering': ['pk'],
            },
        ),
        migrations.RunPython(add_to_roles, remove_from_roles),
    ]
