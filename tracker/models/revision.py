from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class SiteRevision(models.Model):
    """A counter in one row, raised in the transaction of every change that the public can see.

    With the date and the address it is the ETag of every public page and feed.
    """

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def bump(cls) -> None:
        """Raise the revision; part of the surrounding transaction."""
        now = timezone.now()
        if not cls.objects.filter(pk=1).update(number=F("number") + 1, changed_at=now):
            cls.objects.get_or_create(pk=1, defaults={"number": 1, "changed_at": now})

    @classmethod
    def current(cls) -> "SiteRevision":
        """The revision; before the first change one that never varies."""
        return cls.objects.filter(pk=1).first() or cls(pk=1, changed_at=NEVER)


def bump_on_change(sender: Any, **kwargs: Any) -> None:
    """Signal receiver for every model whose rows the public sees."""
    if not kwargs.get("raw"):
        SiteRevision.bump()
