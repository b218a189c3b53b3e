from django.db import models


class SeedRecord(models.Model):
    """What `load_seeds` last wrote into an object, so that an editor's later change is kept.

    `key` is `<model>/<natural key>`; `values` maps field names to the seeded values as JSON.
    """

    key = models.CharField(max_length=200, unique=True)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.key
