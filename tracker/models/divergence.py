from django.db import models
from django.utils.translation import gettext_lazy as _

from .item import Item
from .translated import Translated


class Divergence(Translated):
    """A recorded difference between language versions of an item or of the document's frame."""

    class Kind(models.TextChoices):
        OMISSION = "omission", _("missing there")
        ADDITION = "addition", _("added there")
        SHIFT = "shift", _("meaning differs")
        NAME = "name", _("name or acronym")
        ORDER = "order", _("order")
        FORM = "form", _("form")

    class Severity(models.TextChoices):
        TRACKED = "A", _("affects what is tracked")
        MEANING = "B", _("affects the meaning")
        FORM = "C", _("matter of form")

    class Scope(models.TextChoices):
        ITEMS = "items", _("items")
        TITLE = "title", _("title")
        PREAMBLE = "preamble", _("preamble")
        DOCUMENT = "document", _("whole document")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")

    translated = ("note",)

    plan = models.ForeignKey(
        "Plan", models.CASCADE, related_name="divergences", verbose_name=_("plan")
    )
    code = models.CharField(_("code"), max_length=20)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope.choices, default=Scope.ITEMS)
    items: "models.ManyToManyField[Item, models.Model]" = models.ManyToManyField(
        "Item", related_name="divergences", blank=True, verbose_name=_("items")
    )
    languages = models.JSONField(
        _("languages"), default=list, help_text=_("Codes of the versions that differ.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    severity = models.CharField(_("severity"), max_length=1, choices=Severity.choices)
    note = models.TextField(_("what differs"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.OPEN)

    class Meta:
        verbose_name = _("divergence")
        verbose_name_plural = _("divergences")
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="divergence_once_per_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_kind_display()}"
