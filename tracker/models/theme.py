from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .translated import Translated


class Theme(Translated):
    """A subject under which items are found."""

    translated = ("name",)

    slug = models.SlugField(_("short name for addresses"), unique=True)
    name = models.CharField(_("name"), max_length=200)

    if TYPE_CHECKING:
        name_en: str
        name_es: str
        name_ru: str
        name_tr: str
        name_ar: str

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.local("name")) or self.slug
