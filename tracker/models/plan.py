from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tracker.domain.spans import Span

from .meeting import Meeting
from .translated import Translated
from .vocabulary import Basis


def plan_end(prefix: str) -> Coalesce:
    """SQL for `Plan.end`; `prefix` is the path to the plan with its trailing `__`."""
    return Coalesce(
        F(f"{prefix}valid_until"),
        Case(
            When(
                **{f"{prefix}ends_with__state": Meeting.State.HELD},
                then=F(f"{prefix}ends_with__start"),
            ),
            output_field=models.DateField(),
        ),
    )


class PlanQuerySet(models.QuerySet["Plan"]):
    def with_others(self) -> "PlanQuerySet":
        """Those that are to be told apart: none where there is but one plan."""
        return self.filter(Exists(Plan.objects.exclude(pk=OuterRef("pk")).order_by()))

    def are_several(self) -> bool:
        """Whether an item's number does not say which it is."""
        return self.order_by()[1:2].exists()

    def in_force(self, span: Span) -> "PlanQuerySet":
        """Those in force on some day of `span`; one whose end is not known still is."""
        return self.filter(
            Q(valid_until__gt=span.start)
            | Q(valid_until=None)
            & (
                Q(ends_with=None)
                | ~Q(ends_with__state=Meeting.State.HELD)
                | Q(ends_with__start__gt=span.start)
            ),
            valid_from__lt=span.end,
        )


class Plan(Translated):
    """An adopted document with a validity window that may end with an event.

    The window is half-open: occurrences count after `valid_from` and before `end`.
    """

    translated = ("title", "summary", "where_to_read")

    slug = models.SlugField(_("short name for addresses"), unique=True)
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("adopted by"),
    )
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    where_to_read = models.TextField(
        _("where the adopted text can be read"), blank=True, help_text=_("Plain text, no markup.")
    )
    source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    adopted = models.CharField(_("adopted"), max_length=40, blank=True, help_text=_("As EDTF"))
    adopted_basis = models.CharField(
        _("basis of the adoption date"), max_length=20, choices=Basis.choices, blank=True
    )
    valid_from = models.DateField(_("in force after"))
    valid_until = models.DateField(
        _("no longer in force on"),
        null=True,
        blank=True,
        help_text=_("Leave empty where the plan ends with a meeting."),
    )
    ends_with = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="ends_plans",
        verbose_name=_("ends with the meeting"),
        help_text=_("The plan closes when this meeting is recorded as held, with its dates."),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("followed up by"),
        help_text=_("The editor who is told what waits; without one, the administrators are."),
    )
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("next plan"),
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-valid_from"]
        indexes = [models.Index(fields=["-valid_from"], name="plan_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="plan_ends_after_it_starts",
                violation_error_message=_("The plan ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.local("title")) or self.slug

    @property
    def end(self) -> date | None:
        """First day on which the plan is no longer in force; None while that is not confirmed."""
        if self.valid_until:
            return self.valid_until
        meeting = self.ends_with
        if meeting is not None and meeting.state == Meeting.State.HELD:
            return meeting.start
        return None


class LanguageVersion(models.Model):
    """One language in which a plan was announced or is present, with its preamble as imported."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("announced; no text here yet")
        COMPLETE = "complete", _("complete")
        PARTIAL = "partial", _("partial")
        ABSENT = "absent", _("announced, but absent from the document")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="language_versions", verbose_name=_("plan")
    )
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(_("state"), max_length=20, choices=State.choices)
    heading = models.CharField(_("heading"), max_length=500, blank=True)
    preamble = models.TextField(_("preamble"), blank=True)
    first_line = models.PositiveIntegerField(_("first line"), null=True, blank=True)
    source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("language version")
        verbose_name_plural = _("language versions")
        ordering = ["plan", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "language"], name="language_version_once_per_plan"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} [{self.language}]"


class ImportRun(models.Model):
    """One import of a document: the bytes as they came, and what the importer found in them."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="imports", verbose_name=_("plan"))
    source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )
    filename = models.CharField(_("file name"), max_length=250)
    sha256 = models.CharField("SHA-256", max_length=64)
    original = models.BinaryField(_("original bytes"))
    report = models.JSONField(_("report"), default=dict)
    created_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.filename} ({self.sha256[:12]})"
