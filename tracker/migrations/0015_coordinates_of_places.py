"""Places may have a position on the globe, as a whole and within its degrees."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0014_fewer_indexes_in_the_outbox"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalkeydate",
            name="latitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, south of the equator negative: 38.4189. Both or neither.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        -90, "A latitude is between −90 and 90 degrees."
                    ),
                    django.core.validators.MaxValueValidator(
                        90, "A latitude is between −90 and 90 degrees."
                    ),
                ],
                verbose_name="latitude",
            ),
        ),
        migrations.AddField(
            model_name="historicalkeydate",
            name="longitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, west of Greenwich negative: 27.1287.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        -180, "A longitude is between −180 and 180 degrees."
                    ),
                    django.core.validators.MaxValueValidator(
                        180, "A longitude is between −180 and 180 degrees."
                    ),
                ],
                verbose_name="longitude",
            ),
        ),
        migrations.AddField(
            model_name="historicaloccurrence",
            name="latitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, south of the equator negative: 38.4189. Both or neither.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        -90, "A latitude is between −90 and 90 degrees."
                    ),
                    django.core.validators.MaxValueValidator(
                        90, "A latitude is between −90 and 90 degrees."
                    ),
                ],
                verbose_name="latitude",
            ),
        ),
        migrations.AddField(
            model_name="historicaloccurrence",
            name="longitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, west of Greenwich negative: 27.1287.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        -180, "A longitude is between −180 and 180 degrees."
                    ),
                    django.core.validators.MaxValueValidator(
                        180, "A longitude is between −180 and 180 degrees."
                    ),
                ],
                verbose_name="longitude",
            ),
        ),
        migrations.AddField(
            model_name="keydate",
            name="latitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, south of the equator negative: 38.4189. Both or neither.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        -90, "A latitude is between −90 and 90 degrees."
                    ),
                    django.core.validators.MaxValueValidator(
                        90, "A latitude is between −90 and 90 degrees."
                    ),
                ],
                verbose_name="latitude",
            ),
        ),
        migrations.AddField(
            model_name="keydate",
            name="longitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, west of Greenwich negative: 27.1287.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        -180, "A longitude is between −180 and 180 degrees."
                    ),
                    django.core.validators.MaxValueValidator(
                        180, "A longitude is between −180 and 180 degrees."
                    ),
                ],
                verbose_name="longitude",
            ),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="latitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, south of the equator negative: 38.4189. Both or neither.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        -90, "A latitude is between −90 and 90 degrees."
                    ),
                    django.core.validators.MaxValueValidator(
                        90, "A latitude is between −90 and 90 degrees."
                    ),
                ],
                verbose_name="latitude",
            ),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="longitude",
            field=models.FloatField(
                blank=True,
                help_text="In degrees, west of Greenwich negative: 27.1287.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        -180, "A longitude is between −180 and 180 degrees."
                    ),
                    django.core.validators.MaxValueValidator(
                        180, "A longitude is between −180 and 180 degrees."
                    ),
                ],
                verbose_name="longitude",
            ),
        ),
        migrations.AddConstraint(
            model_name="keydate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="keydate_position_is_whole",
                violation_error_message="Give latitude and longitude, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="keydate",
            constraint=models.CheckConstraint(
                condition=models.Q(("latitude__range", (-90, 90))),
                name="keydate_latitude_in_degrees",
                violation_error_message="A latitude is between −90 and 90 degrees.",
            ),
        ),
        migrations.AddConstraint(
            model_name="keydate",
            constraint=models.CheckConstraint(
                condition=models.Q(("longitude__range", (-180, 180))),
                name="keydate_longitude_in_degrees",
                violation_error_message="A longitude is between −180 and 180 degrees.",
            ),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="occurrence_position_is_whole",
                violation_error_message="Give latitude and longitude, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(("latitude__range", (-90, 90))),
                name="occurrence_latitude_in_degrees",
                violation_error_message="A latitude is between −90 and 90 degrees.",
            ),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(("longitude__range", (-180, 180))),
                name="occurrence_longitude_in_degrees",
                violation_error_message="A longitude is between −180 and 180 degrees.",
            ),
        ),
    ]
