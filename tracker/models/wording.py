from typing import Any

from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from .item import Item


class WordingIsImmutable(Exception):
    """An adopted text is never edited; a corrected document adds a version."""


class WordingQuerySet(models.QuerySet["Wording"]):
    def current(self) -> "WordingQuerySet":
        return self.filter(is_current=True)


class Wording(models.Model):
    """The exact text of an item in one language, from one source.

    Only `is_current` ever changes; a trigger in the database (migration 0002) holds that too.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="wordings", verbose_name=_("item"))
    language = models.CharField(_("language"), max_length=12)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("current"), default=True)
    text = models.TextField(_("text"))
    printed = models.CharField(_("number as printed"), max_length=30, blank=True)
    line = models.PositiveIntegerField(_("line in the document"))
    sha256 = models.CharField("SHA-256", max_length=64)
    source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )
    run = models.ForeignKey(
        "ImportRun",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="wordings",
        verbose_name=_("import"),
    )

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["item", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "language", "version"], name="wording_once_per_version"
            ),
            models.UniqueConstraint(
                fields=["item", "language"],
                condition=models.Q(is_current=True),
                name="wording_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} [{self.language} v{self.version}]"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and set(kwargs.get("update_fields") or ()) != {"is_current"}:
            raise WordingIsImmutable(str(self))
        super().save(*args, **kwargs)

    @property
    def direction(self) -> str:
        try:
            return "rtl" if get_language_info(self.language)["bidi"] else "ltr"
        except KeyError:
            return "auto"
