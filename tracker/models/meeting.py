from django.db import models
from django.utils.translation import gettext_lazy as _

from .translated import Translated
from .vocabulary import Basis


class MeetingSeries(Translated):
    """A row of meetings under one name, counted by edition."""

    translated = ("name", "acronym")

    slug = models.SlugField(_("short name for addresses"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.local("name")) or self.slug


class Meeting(Translated):
    """A gathering of a series that can adopt plans. `dates` is EDTF, the columns its span."""

    class State(models.TextChoices):
        HELD = "held", _("held")
        PLANNED = "planned", _("planned")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        UNKNOWN = "unknown", _("not known whether it was held")

    translated = ("name", "city", "country", "theme", "note")

    series = models.ForeignKey(
        MeetingSeries, models.PROTECT, related_name="meetings", verbose_name=_("series")
    )
    slug = models.SlugField(_("short name for addresses"), unique=True)
    edition = models.PositiveSmallIntegerField(_("edition"))
    name = models.CharField(_("name"), max_length=200)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.PLANNED
    )
    dates = models.CharField(
        _("dates"), max_length=40, blank=True, help_text=_("As EDTF: 2023-10-20/2023-10-22")
    )
    start = models.DateField(_("first day"), null=True, blank=True)
    end = models.DateField(_("last day"), null=True, blank=True)
    dates_basis = models.CharField(
        _("basis of the dates"), max_length=20, choices=Basis.choices, blank=True
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=100, blank=True)
    theme = models.TextField(_("theme in brief"), blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["series", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["series", "edition"], name="meeting_once_per_edition"),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(end__gte=models.F("start")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="held") | models.Q(start__isnull=False),
                name="meeting_held_has_dates",
                violation_error_message=_("A meeting that was held needs its dates."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.local("name")) or self.slug


class Participation(Translated):
    """An organisation's part in a meeting, with the source that says so."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        PARTICIPANT = "participant", _("participant")

    translated = ("note",)

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="participations", verbose_name=_("meeting")
    )
    organisation = models.ForeignKey(
        "Organisation",
        models.PROTECT,
        related_name="participations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    source = models.ForeignKey(
        "Source", models.SET_NULL, null=True, blank=True, verbose_name=_("source")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["meeting", "role", "organisation__slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation", "role"], name="participation_once_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.organisation}"


class Figure(Translated):
    """A number that a source gives for a meeting; several sources may disagree."""

    class Measure(models.TextChoices):
        DELEGATES = "delegates", _("delegates")
        PARTIES = "parties", _("parties")
        COUNTRIES = "countries", _("countries")

    translated = ("note",)

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="figures", verbose_name=_("meeting")
    )
    measure = models.CharField(_("measure"), max_length=20, choices=Measure.choices)
    value = models.PositiveIntegerField(_("value"))
    source = models.ForeignKey(
        "Source", models.PROTECT, related_name="figures", verbose_name=_("source")
    )
    preferred = models.BooleanField(_("preferred"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["meeting", "measure", "-preferred", "source__slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "measure", "source"], name="figure_once_per_source"
            ),
            models.UniqueConstraint(
                fields=["meeting", "measure"],
                condition=models.Q(preferred=True),
                name="figure_one_preferred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.get_measure_display()}"
