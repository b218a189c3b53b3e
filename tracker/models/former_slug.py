from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerSlug(models.Model):
    """The short name of a key date that was merged into another: its addresses lead there.

    One that is given to a new key date is that one's from then on.
    """

    slug = models.SlugField(_("short name for addresses"), unique=True)
    key_date = models.ForeignKey(
        "KeyDate", models.CASCADE, related_name="former_slugs", verbose_name=_("key date")
    )

    class Meta:
        verbose_name = _("former short name")
        verbose_name_plural = _("former short names")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
