from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceTextQuerySet(models.QuerySet["SourceText"]):
    def attached(self) -> "SourceTextQuerySet":
        """Those that an editor has confirmed as the text of a source."""
        return self.filter(source__isnull=False)

    def waiting(self) -> "SourceTextQuerySet":
        """Those that were read, but belong to no source yet."""
        return self.filter(source__isnull=True)


class SourceText(models.Model):
    """The text of a source: its bytes as they came, and what was read in them.

    A corrected text of a source is a further row; the same bytes are stored once. `encoding`,
    `format` and `language` are what reading it again needs (as in `SourceFile`); `source` is
    empty until an editor has looked at the report and said what it is the text of.
    """

    source = models.ForeignKey(
        "Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="texts",
        verbose_name=_("source"),
    )
    language = models.CharField(_("language"), max_length=12)
    filename = models.CharField(_("file name"), max_length=250)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    format = models.CharField(_("format"), max_length=20, blank=True)
    original = models.BinaryField(_("original bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    report = models.JSONField(_("report"), default=dict)
    created_at = models.DateTimeField(_("read at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("read by"),
    )

    objects = SourceTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a source")
        verbose_name_plural = _("texts of sources")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                name="source_text_once",
                violation_error_message=_("This very text is stored already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.sha256[:12]})"
