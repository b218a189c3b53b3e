from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .message import Message


class Bounce(models.Model):
    """A mail that was accepted and came back, or was complained about.

    It outlives the address: `address_hash` is the same as in `Suppression`.
    """

    class Kind(models.TextChoices):
        SOFT = "soft", _("for now (mailbox full, server away)")
        HARD = "hard", _("for good (no such mailbox)")
        COMPLAINT = "complaint", _("reported as spam")

    message = models.ForeignKey(
        Message,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="bounces",
        verbose_name=_("message"),
    )
    address_hash = models.CharField(_("hash of the address"), max_length=64, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    code = models.CharField(_("status code"), max_length=20, blank=True)
    detail = models.CharField(_("reply"), max_length=500, blank=True)
    source = models.CharField(_("told by"), max_length=40, blank=True)
    event_id = models.CharField(
        _("identifier of the event"), max_length=200, null=True, blank=True, unique=True
    )
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}".strip()


class Suppression(models.Model):
    """An address that is not written to any more, kept as a hash only.

    `address_hash` is the hexadecimal SHA-256 of the installation's salt and the address in lower
    case (`MailControl.salt`).
    """

    class Reason(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", _("no such mailbox")
        SOFT_BOUNCES = "soft_bounces", _("came back too often")
        COMPLAINT = "complaint", _("reported as spam")
        OPERATOR = "operator", _("by an operator")

    address_hash = models.CharField(_("hash of the address"), max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.address_hash[:12]
