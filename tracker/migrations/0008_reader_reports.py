"""What readers send in about a commitment, an item or a key date, for those who record statuses."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

ROLES = ("editor", "administrator")
CODENAMES = ("view_readerreport", "change_readerreport")


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
        content_type__app_label="tracker", codename__in=CODENAMES
    )
    for name in ROLES:
        group, _made = Group.objects.using(alias).get_or_create(name=name)
        group.permissions.add(*wanted)


def remove_from_roles(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    Permission.objects.using(schema_editor.connection.alias).filter(
        content_type__app_label="tracker", content_type__model="readerreport"
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0007_search_text'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReaderReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=500, verbose_name='link')),
                ('note', models.TextField(verbose_name='note')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address for asking back')),
                ('language', models.CharField(max_length=12, verbose_name='language of the reader')),
                ('state', models.CharField(choices=[('new', 'to look at'), ('accepted', 'recorded'), ('dismissed', 'dismissed')], default='new', max_length=12, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('commitment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reader_reports', to='tracker.commitment', verbose_name='commitment')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reader_reports', to='tracker.item', verbose_name='item')),
                ('key_date', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reader_reports', to='tracker.keydate', verbose_name='key date')),
            ],
            options={
                'verbose_name': 'report from a reader',
                'verbose_name_plural': 'reports from readers',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['state', '-created_at'], name='reader_report_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('item__isnull', False), ('key_date__isnull', False), _connector='OR'), name='reader_report_is_about_something')],
            },
        ),
        migrations.RunPython(add_to_roles, remove_from_roles),
    ]
