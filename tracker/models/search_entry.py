from django.db import models


class SearchEntry(models.Model):
    """The text of one object in one language, as it is written and folded: what search shows.

    `kind` and `object_id` name the object; `path` is its page without the language prefix. The
    first line of `text` is the title in this language, "" where there is none; `title` is then
    that of another language. `folded` is title and text as `domain.folding` makes them alike.
    """

    class Kind(models.TextChoices):
        # Another one only at the end: keys are made from the order (`search_text.key_of`).
        ITEM = "item"
        KEY_DATE = "key_date"
        MEETING = "meeting"
        ORGANISATION = "organisation"
        UPDATE = "update"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    text = models.TextField(default="")
    folded = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "language"], name="search_entry_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.object_id} [{self.language}]"
