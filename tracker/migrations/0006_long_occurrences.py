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
    ]
