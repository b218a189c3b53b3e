from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReaderReport(models.Model):
    """What a reader sent in: a link and a note, for editors to look at; never public itself.

    It is about a commitment, or an item or a key date as a whole. The address given for asking
    back is erased when an editor has decided.
    """

    class State(models.TextChoices):
        NEW = "new", _("to look at")
        ACCEPTED = "accepted", _("recorded")
        DISMISSED = "dismissed", _("dismissed")

    commitment = models.ForeignKey(
        "Commitment", models.CASCADE, null=True, blank=True, related_name="reader_reports",
        verbose_name=_("commitment"),
    )  # fmt: skip
    item = models.ForeignKey(
        "Item", models.CASCADE, null=True, blank=True, related_name="reader_reports",
        verbose_name=_("item"),
    )  # fmt: skip
    key_date = models.ForeignKey(
        "KeyDate", models.CASCADE, null=True, blank=True, related_name="reader_reports",
        verbose_name=_("key date"),
    )  # fmt: skip
    url = models.URLField(_("link"), max_length=500)
    note = models.TextField(_("note"))
    email = models.EmailField(_("e-mail address for asking back"), blank=True)
    language = models.CharField(_("language of the reader"), max_length=12)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(_("received at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("report from a reader")
        verbose_name_plural = _("reports from readers")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at"], name="reader_report_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(item__isnull=False) | models.Q(key_date__isnull=False),
                name="reader_report_is_about_something",
            )
        ]

    def __str__(self) -> str:
        return str(self.commitment or self.item or self.key_date)
