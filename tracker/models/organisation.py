from django.db import models
from django.utils.translation import gettext_lazy as _

from .translated import Translated


class Organisation(Translated):
    """A party, international organisation, publisher or state body named by a document."""

    class Kind(models.TextChoices):
        PARTY = "party", _("party")
        INTERNATIONAL = "international", _("international organisation")
        PUBLISHER = "publisher", _("publisher")
        STATE = "state", _("state or intergovernmental body")

    translated = ("name", "acronym")

    slug = models.SlugField(_("short name for addresses"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    country = models.CharField(_("country code (ISO 3166)"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.local("name")) or self.slug


class Alias(models.Model):
    """Another way in which a document writes an organisation or a series of meetings."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official name")
        OTHER_LANGUAGE = "other_language", _("form of another language")
        VARIANT = "variant", _("variant")
        MISSPELLING = "misspelling", _("misspelling in a document")

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("organisation"),
    )
    series = models.ForeignKey(
        "MeetingSeries",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("series"),
    )
    language = models.CharField(_("language"), max_length=12)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    source = models.ForeignKey(
        "Source", models.SET_NULL, null=True, blank=True, verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["language", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, series__isnull=True)
                | models.Q(organisation__isnull=True, series__isnull=False),
                name="alias_of_exactly_one",
                violation_error_message=_("An alias belongs to one organisation or one series."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "language", "name"], name="alias_once_per_organisation"
            ),
            models.UniqueConstraint(
                fields=["series", "language", "name"], name="alias_once_per_series"
            ),
        ]

    def __str__(self) -> str:
        return self.name
