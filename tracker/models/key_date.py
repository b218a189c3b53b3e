from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.domain.edtf import FuzzyDate
from tracker.domain.recurrence import Rule

from .place import Placed
from .translated import Translated
from .vocabulary import Basis


class KeyDateQuerySet(models.QuerySet["KeyDate"]):
    def called(self, slug: str) -> "KeyDate | None":
        """The one with this short name, or the one into which what had it was merged."""
        return self.filter(slug=slug).first() or self.filter(former_slugs__slug=slug).first()


class KeyDate(Placed):
    """A named day, range or rule to which commitments are linked.

    A fixed date is EDTF text in `date`; a rule is an RRULE in `rule` that steps from `rule_start`.
    Exactly what `precision` says is filled; an unknown date fills neither.
    """

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        RANGE = "range", _("range of days")
        MONTH = "month", _("month")
        YEAR = "year", _("year")
        RULE = "rule", _("rule")
        UNKNOWN = "unknown", _("not known")

    translated = ("name", "description", "basis_note", "place")

    slug = models.SlugField(_("short name for addresses"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    precision = models.CharField(_("precision"), max_length=10, choices=Precision.choices)
    date = models.CharField(
        _("date"),
        max_length=40,
        blank=True,
        help_text=_("As EDTF: 2024, 2024-07, 2024-05-04, 2024-05-04/2024-05-05"),
    )
    rule = models.CharField(
        _("rule"), max_length=200, blank=True, help_text=_("As RRULE: FREQ=YEARLY;BYMONTH=5;…")
    )
    rule_start = models.DateField(_("rule begins"), null=True, blank=True)
    rule_until = models.DateField(_("rule ends"), null=True, blank=True)
    duration_days = models.PositiveSmallIntegerField(
        _("lasts (days)"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    base_year = models.SmallIntegerField(
        _("year commemorated"), null=True, blank=True, help_text=_("1924 for a centenary in 2024")
    )
    basis = models.CharField(_("basis of the date"), max_length=20, choices=Basis.choices)
    basis_note = models.CharField(_("note on the basis"), max_length=400, blank=True)
    proposed = models.BooleanField(
        _("proposed"),
        default=False,
        help_text=_("Made from the text by an import; no editor has looked at it yet."),
    )
    changed_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = KeyDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("key date")
        verbose_name_plural = _("key dates")
        ordering = ["slug"]
        constraints = [
            *Placed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(precision="rule", date="", rule_start__isnull=False)
                & ~models.Q(rule="")
                | models.Q(precision="unknown", date="", rule="")
                | models.Q(precision__in=["day", "range", "month", "year"], rule="")
                & ~models.Q(date=""),
                name="key_date_matches_its_precision",
                violation_error_message=_(
                    "A rule needs a rule and its first day; an unknown date needs neither date nor "
                    "rule; every other precision needs the date."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(duration_days__range=(1, 366)),
                name="key_date_lasts_a_year_at_most",
            ),
        ]

    def __str__(self) -> str:
        return str(self.local("name")) or self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "changed_at"}
        super().save(*args, **kwargs)

    @property
    def fuzzy(self) -> FuzzyDate:
        """The fixed date, or the unknown one for rules and unknown dates."""
        return FuzzyDate.parse(self.date)

    @property
    def recurrence(self) -> Rule | None:
        """The rule; raises `UnsupportedRule` where the stored text is none of ours."""
        if self.precision != self.Precision.RULE or self.rule_start is None:
            return None
        return Rule.parse(
            self.rule,
            duration_days=self.duration_days,
            start=self.rule_start,
            until=self.rule_until,
        )


class DateStatement(Translated):
    """What one language version of a document says about a key date: the provenance of the date."""

    class Stated(models.TextChoices):
        DAY = "day", _("states the day")
        DATE = "date", _("states the full date")
        NAMED_DAY = "named_day", _("names the day without its date")
        YEAR = "year", _("states only the year")
        EDITION = "edition", _("states only the edition")
        DIFFERS = "differs", _("says something else")
        ABSENT = "absent", _("gives no date")

    translated = ("note",)

    key_date = models.ForeignKey(
        KeyDate, models.CASCADE, related_name="statements", verbose_name=_("key date")
    )
    source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )
    language = models.CharField(_("language"), max_length=12)
    stated = models.CharField(_("what is stated"), max_length=20, choices=Stated.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("statement of a date")
        verbose_name_plural = _("statements of dates")
        ordering = ["key_date", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["key_date", "source", "language"], name="date_statement_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key_date} [{self.language}] {self.get_stated_display()}"


class CommitmentDate(Translated):
    """Links a commitment to a key date and says which occurrences count for it.

    Without bounds every occurrence inside the plan's window counts; both bounds are inclusive
    first days of occurrences.
    """

    translated = ("note",)

    commitment = models.ForeignKey(
        "Commitment", models.CASCADE, related_name="date_links", verbose_name=_("commitment")
    )
    key_date = models.ForeignKey(
        KeyDate, models.PROTECT, related_name="links", verbose_name=_("key date")
    )
    counts_from = models.DateField(_("counts from"), null=True, blank=True)
    counts_until = models.DateField(_("counts until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("date of a commitment")
        verbose_name_plural = _("dates of commitments")
        ordering = ["commitment", "key_date"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "key_date"], name="commitment_date_once"),
            models.CheckConstraint(
                condition=models.Q(counts_from__isnull=True)
                | models.Q(counts_until__isnull=True)
                | models.Q(counts_until__gte=models.F("counts_from")),
                name="commitment_date_bounds_in_order",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} – {self.key_date}"
