from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation
from .plan import Plan
from .theme import Theme
from .translated import Translated


class Item(Translated):
    """A numbered paragraph of a plan. Plan and position identify it; the printed number is data.

    Title and summary are the editors' own; the adopted text is in `Wording`.
    """

    translated = ("title", "summary")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items", verbose_name=_("plan"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    themes = models.ManyToManyField(
        Theme, related_name="items", blank=True, verbose_name=_("themes")
    )
    proposed = models.BooleanField(
        _("proposed"),
        default=False,
        help_text=_("Made from the text by an import; no editor has looked at it yet."),
    )
    organisations = models.ManyToManyField(
        Organisation, related_name="items", blank=True, verbose_name=_("organisations")
    )

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="item_once_per_position"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1), name="item_position_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.local('title')}"
