"""A version that says nothing of a date, or names it without a day, "gives no date"."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0016_former_short_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="datestatement",
            name="stated",
            field=models.CharField(
                choices=[
                    ("day", "states the day"),
                    ("date", "states the full date"),
                    ("named_day", "names the day without its date"),
                    ("year", "states only the year"),
                    ("edition", "states only the edition"),
                    ("differs", "says something else"),
                    ("absent", "gives no date"),
                ],
                max_length=20,
                verbose_name="what is stated",
            ),
        ),
        migrations.AlterField(
            model_name="historicaldatestatement",
            name="stated",
            field=models.CharField(
                choices=[
                    ("day", "states the day"),
                    ("date", "states the full date"),
                    ("named_day", "names the day without its date"),
                    ("year", "states only the year"),
                    ("edition", "states only the edition"),
                    ("differs", "says something else"),
                    ("absent", "gives no date"),
                ],
                max_length=20,
                verbose_name="what is stated",
            ),
        ),
    ]
