"""The three roles, as groups: editor, translator, administrator.

Permissions are made after all migrations of a new database; the ones needed here are made now.
Running it again, or over groups that exist, adds what is missing and takes nothing away.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

TRANSLATED = (
    "commitment",
    "commitmentdate",
    "datestatement",
    "divergence",
    "evidence",
    "figure",
    "item",
    "keydate",
    "meeting",
    "meetingseries",
    "occurrence",
    "organisation",
    "participation",
    "plan",
    "source",
    "sourcenote",
    "statusupdate",
    "theme",
)
UNTRANSLATED = ("alias", "languageversion")
ROWS = ("alias", "commitmentdate", "datestatement", "figure", "participation")
READ = ("importrun", "wording")
ACCOUNTS = {
    "auth": ("group", "user"),
    "axes": ("accessattempt",),
    "otp_static": ("staticdevice", "statictoken"),
    "otp_totp": ("totpdevice",),
}
PRIVATE = ("leadtime", "message", "reminder", "subscriber", "subscription")
EVERYTHING = ("add", "change", "delete", "view")


def names(actions, models, app="tracker"):
    return {(app, f"{action}_{model}") for action in actions for model in models}


ROLES = {
    "editor": names(("add", "change", "view"), TRANSLATED + UNTRANSLATED)
    | names(("delete",), ROWS)
    | names(("view",), READ),
    "translator": names(("change", "view"), TRANSLATED) | names(("view",), UNTRANSLATED + READ),
    "administrator": names(EVERYTHING, TRANSLATED + UNTRANSLATED + READ + PRIVATE).union(
        *(names(EVERYTHING, models, app) for app, models in ACCOUNTS.items())
    ),
}


def make_permissions(apps, schema_editor):
    for label in ("tracker", *ACCOUNTS):
        config = apps.get_app_config(label)
        # The configuration of a historical app has no module, which would end the call at once.
        config.models_module = True
        create_permissions(
            config, verbosity=0, apps=apps, using=schema_editor.connection.alias
        )
        config.models_module = None


def add_roles(apps, schema_editor):
    make_permissions(apps, schema_editor)
    alias = schema_editor.connection.alias
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.using(alias).select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _made = Group.objects.using(alias).get_or_create(name=name)
        group.permissions.add(*[known[key] for key in sorted(wanted)])


def remove_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.using(schema_editor.connection.alias).filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0002_wording_is_immutable"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("axes", "__first__"),
        ("otp_static", "__first__"),
        ("otp_totp", "__first__"),
    ]

    operations = [migrations.RunPython(add_roles, remove_roles)]
