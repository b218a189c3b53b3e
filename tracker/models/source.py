from django.db import models
from django.utils.translation import gettext_lazy as _

from .translated import Translated


class Source(Translated):
    """Where something is written: a document or a page, its publisher and what it derives from."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", _("primary document")
        PRESS_REPORT = "press_report", _("press report")
        TRANSLATION = "translation", _("translation of another source")
        PAGE = "page", _("web page")

    translated = ("title", "note")

    slug = models.SlugField(_("short name for addresses"), unique=True, max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(
        _("title"), max_length=250, help_text=_("Editors' description, not the source's headline.")
    )
    note = models.TextField(_("note"), blank=True)
    publisher = models.CharField(
        _("publisher"), max_length=200, blank=True, help_text=_("As named in the source itself.")
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    announced_languages = models.JSONField(_("languages announced"), default=list, blank=True)
    published = models.CharField(
        _("published"), max_length=40, blank=True, help_text=_("As EDTF: 2024, 2024-07, 2024-07-24")
    )
    posted_raw = models.CharField(_("date as printed"), max_length=100, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    meeting = models.ForeignKey(
        "Meeting",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("meeting"),
    )
    derived_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="derivatives",
        verbose_name=_("derived from"),
        help_text=_("A translation or copy is no second witness."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["url"], condition=~models.Q(url=""), name="source_once_per_url"
            ),
            models.CheckConstraint(
                condition=~models.Q(derived_from=models.F("id")),
                name="source_not_derived_from_itself",
                violation_error_message=_("A source cannot derive from itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.local("title")) or self.url or self.slug


class SourceNote(Translated):
    """A doubt or peculiarity noticed in one or several sources (R1 … R12 of the first plan)."""

    translated = ("text",)

    code = models.CharField(_("code"), max_length=20, unique=True)
    sources = models.ManyToManyField(Source, related_name="notes", verbose_name=_("sources"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("doubt about sources")
        verbose_name_plural = _("doubts about sources")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.code} {self.local('text')}"
