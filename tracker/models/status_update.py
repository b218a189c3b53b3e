from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .translated import Translated
from .vocabulary import RECORDABLE, Kind, Status


class StatusUpdateIsImmutable(Exception):
    """A statement is never overwritten: retract it and record another."""


class StatusUpdateQuerySet(models.QuerySet["StatusUpdate"]):
    def standing(self) -> "StatusUpdateQuerySet":
        """Those that were not retracted."""
        return self.filter(retracted_at=None)


class StatusUpdate(Translated):
    """A dated, sourced statement on a commitment or on one of its occurrences.

    `kind` repeats the commitment's kind so that the database can hold which statuses it allows.
    """

    translated = ("note",)
    FIXED = ("commitment_id", "occurrence_id", "status", "as_of", "disputed")

    commitment = models.ForeignKey(
        "Commitment", models.CASCADE, related_name="updates", verbose_name=_("commitment")
    )
    occurrence = models.ForeignKey(
        "Occurrence",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("occurrence"),
    )
    slug = models.SlugField(_("short name"), max_length=100, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, editable=False)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=[
            choice for choice in Status.choices if choice[0] in set().union(*RECORDABLE.values())
        ],
    )
    disputed = models.BooleanField(_("sources disagree"), default=False)
    as_of = models.DateField(_("as of"), help_text=_("The day for which the statement holds."))
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    retracted_at = models.DateTimeField(_("retracted at"), null=True, blank=True)
    retraction_reason = models.CharField(_("reason for retracting"), max_length=300, blank=True)

    objects = StatusUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("status update")
        verbose_name_plural = _("status updates")
        ordering = ["-as_of", "-pk"]
        indexes = [
            models.Index(fields=["commitment", "-as_of", "-id"], name="update_latest"),
            models.Index(fields=["-as_of", "-id"], name="update_newest"),
            models.Index(fields=["-created_at", "-id"], name="update_recorded"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    *[
                        Q(kind=kind, status__in=sorted(statuses))
                        for kind, statuses in RECORDABLE.items()
                    ],
                    _connector=Q.OR,
                ),
                name="status_allowed_by_kind",
                violation_error_message=_("This kind of commitment does not have this status."),
            ),
            models.CheckConstraint(
                condition=Q(retracted_at=None, retraction_reason="")
                | Q(retracted_at__isnull=False) & ~Q(retraction_reason=""),
                name="retraction_has_a_reason",
                violation_error_message=_("Say why the statement is retracted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.get_status_display()} ({self.as_of.isoformat()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.kind = self.commitment.kind
        else:
            stored = type(self).objects.filter(pk=self.pk).values(*self.FIXED).first()
            if stored and any(stored[name] != getattr(self, name) for name in self.FIXED):
                raise StatusUpdateIsImmutable(str(self))
        super().save(*args, **kwargs)


class Evidence(Translated):
    """A source that supports or contradicts a status update."""

    class Review(models.TextChoices):
        TO_CHECK = "to_check", _("to be checked by an editor")
        CHECKED = "checked", _("checked")
        REJECTED = "rejected", _("rejected")

    class Stance(models.TextChoices):
        SUPPORTS = "supports", _("supports")
        CONTRADICTS = "contradicts", _("contradicts")

    translated = ("note",)

    update = models.ForeignKey(
        StatusUpdate, models.CASCADE, related_name="evidence", verbose_name=_("status update")
    )
    source = models.ForeignKey(
        "Source", models.PROTECT, related_name="evidence", verbose_name=_("source")
    )
    independent = models.BooleanField(
        _("independent of the parties"),
        default=False,
        help_text=_("Not published by a party that made the commitment, nor copied from one."),
    )
    stance = models.CharField(
        _("stance"), max_length=20, choices=Stance.choices, default=Stance.SUPPORTS
    )
    review = models.CharField(
        _("review"), max_length=20, choices=Review.choices, default=Review.TO_CHECK
    )
    note = models.CharField(_("note"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["update", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["update", "source"], name="evidence_once_per_source")
        ]

    def __str__(self) -> str:
        return str(self.source)

    @property
    def is_own(self) -> bool:
        """Whether it comes from a party or its network: false sorts first."""
        return not self.independent
