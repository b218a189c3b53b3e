import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .occurrence import Occurrence


class MailControl(models.Model):
    """What holds for the whole outbox, in one row.

    - `held_since`: nothing goes out until an operator releases it (after a restore from a backup).
    - `closed_until`: the circuit breaker. The mail server refused our login, our sender or our
      permission to relay, `failures` times in a row; one message tries again after that moment.
    - `sequence` rises with what was sent, `origin` names the database it was counted in: a
      database that comes back from a backup differs in one of them from what was noted outside.
    - `salt` makes the hashes of suppressed addresses this installation's own.
    """

    held_since = models.DateTimeField(_("held since"), null=True, blank=True)
    held_why = models.CharField(_("reason"), max_length=300, blank=True)
    closed_until = models.DateTimeField(_("closed until"), null=True, blank=True)
    closed_why = models.CharField(_("reply of the mail server"), max_length=500, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    sequence = models.PositiveBigIntegerField(default=0)
    origin = models.CharField(max_length=200, blank=True)
    salt = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("state of the outbox")
        verbose_name_plural = _("state of the outbox")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="mail_control_is_one_row"),
        ]

    def __str__(self) -> str:
        return "held" if self.held_since else "open"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "MailControl":
        return cls.objects.get_or_create(pk=1)[0]


class MailHold(models.Model):
    """An occurrence of which nothing is mailed until somebody releases it (deletes the row)."""

    occurrence = models.OneToOneField(
        Occurrence, models.CASCADE, related_name="mail_hold", verbose_name=_("occurrence")
    )
    why = models.CharField(_("reason"), max_length=300, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("held by"),
    )
    created_at = models.DateTimeField(_("held since"), default=timezone.now)

    class Meta:
        verbose_name = _("held date")
        verbose_name_plural = _("held dates")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.occurrence)
