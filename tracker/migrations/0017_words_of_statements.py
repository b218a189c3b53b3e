"""Words alone: a statement without a date, and a language version that was not imported yet."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0016_former_short_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='datestatement',
            name='stated',
            field=models.CharField(choices=[('day', 'states the day'), ('date', 'states the full date'), ('named_day', 'names the day without its date'), ('year', 'states only the year'), ('edition', 'states only the edition'), ('differs', 'says something else'), ('absent', 'gives no date')], max_length=20, verbose_name='what is stated'),
        ),
        migrations.AlterField(
            model_name='historicaldatestatement',
            name='stated',
            field=models.CharField(choices=[('day', 'states the day'), ('date', 'states the full date'), ('named_day', 'names the day without its date'), ('year', 'states only the year'), ('edition', 'states only the edition'), ('differs', 'says something else'), ('absent', 'gives no date')], max_length=20, verbose_name='what is stated'),
        ),
        migrations.AlterField(
            model_name='languageversion',
            name='state',
            field=models.CharField(choices=[('announced', 'announced; no text here yet'), ('complete', 'complete'), ('partial', 'partial'), ('absent', 'announced, but absent from the document')], max_length=20, verbose_name='state'),
        ),
    ]
