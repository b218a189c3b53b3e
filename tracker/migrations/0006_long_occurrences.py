from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("tracker", "0005_import_drafts")]

    operations = [
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=Q(end__gt=F("start")), fields=["end", "start"], name="occurrence_long"
            ),
        ),
        migrations.AddIndex(
            model_name="plan", index=models.Index(fields=["-valid_from"], name="plan_latest")
        ),
        migrations.AddIndex(
            model_name="statusupdate",
            index=models.Index(fields=["-as_of", "-id"], name="update_newest"),
        ),
    ]
