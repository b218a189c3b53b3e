import uuid
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.domain.spans import Span

from .key_date import KeyDate
from .meeting import Meeting
from .place import Placed, Position
from .translated import LocalText

UID_NAMESPACE = uuid.UUID("5b8c9d3e-4f0f-5d0e-9d7c-0a6c7f2f1e11")


def counts(occurrence: str, link: str) -> Q:
    """Condition: the occurrence at path `occurrence` counts for the commitment linked at `link`.

    Both are lookup paths with a trailing `__` (or empty). It must stand in one `filter()` call
    with whatever else restricts the same link, so that both speak of one joined row.
    """
    start = f"{occurrence}start"
    plan = f"{link}commitment__item__plan__"
    not_held = [state for state in Meeting.State.values if state != Meeting.State.HELD]
    return (
        Q(**{f"{start}__gt": F(f"{plan}valid_from")})
        & (Q(**{f"{plan}valid_until": None}) | Q(**{f"{start}__lt": F(f"{plan}valid_until")}))
        & (
            Q(**{f"{plan}valid_until__isnull": False})
            | Q(**{f"{plan}ends_with": None})
            | Q(**{f"{plan}ends_with__state__in": not_held})
            | Q(**{f"{start}__lt": F(f"{plan}ends_with__start")})
        )
        & _within_bounds(start, link)
    )


def _within_bounds(start: str, link: str) -> Q:
    return (Q(**{f"{link}counts_from": None}) | Q(**{f"{start}__gte": F(f"{link}counts_from")})) & (
        Q(**{f"{link}counts_until": None}) | Q(**{f"{start}__lte": F(f"{link}counts_until")})
    )


@lru_cache(maxsize=50_000)
def uid_of(slug: str, nominal: date) -> str:
    """Calendar UID of an occurrence of the key date `slug`.

    The same in every language, on every installation, after every move.
    """
    return str(uuid.uuid5(UID_NAMESPACE, f"{slug}/{nominal.isoformat()}"))


def begun_before(day: date) -> Q:
    """Condition: it began before `day` and is not over then."""
    return Q(start__lt=day, end__gte=day, end__gt=F("start"))


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def overlapping(self, span: Span, *, precision: tuple[str, ...] = ()) -> "OccurrenceQuerySet":
        """Occurrences that share a day with `span`, those of some precisions or all.

        One condition with an "or" would be read along the whole index, for the sake of the order.
        """
        beginning, going_on = Occurrence.objects.halves(span)
        found = self
        if precision:
            # Asked of those that go on as well, SQLite would leave their index for the other one.
            found, beginning = (one.filter(precision__in=precision) for one in (self, beginning))
        pks = [one.order_by().values("pk") for one in (beginning, going_on)]
        return found.filter(pk__in=pks[0].union(pks[1], all=True))

    def halves(self, span: Span) -> tuple["OccurrenceQuerySet", "OccurrenceQuerySet"]:
        """Those that begin in `span`, and those that began before it and share a day with it.

        The first are a range of one index; the others can only be longer than a day, and these are
        few and have an index of their own. `end__gte` alone would read everything that ever began
        before.
        """
        beginning = self.filter(start__gte=span.start, start__lte=span.end)
        return beginning, self.filter(begun_before(span.start))

    def counting(self, **of: Any) -> "OccurrenceQuerySet":
        """Those that count for some commitment, looked up one by one: a few are found soon.

        `of` narrows the commitments by paths that begin with `key_date__links__`.
        """
        pairs = Occurrence.objects.filter(counts("", "key_date__links__"), pk=OuterRef("pk"), **of)
        return self.filter(Exists(pairs))

    def on_days(self) -> "OccurrenceQuerySet":
        """Those that belong on a day of a month grid; months and years have no day."""
        return self.filter(precision__in=["day", "range"])

    def standing(self) -> "OccurrenceQuerySet":
        return self.exclude(state=Occurrence.State.CANCELLED)

    def counting_for(self, commitment: object) -> "OccurrenceQuerySet":
        """Those that count for `commitment` (an instance, a primary key or an `OuterRef`)."""
        return self.filter(counts("", "key_date__links__"), key_date__links__commitment=commitment)

    def counting_for_outer(self) -> "OccurrenceQuerySet":
        """The same for each commitment of an outer query that has `plan_known_end`.

        What that has read of the plan is not joined once more: four tables less in a subquery that
        stands in others several times, which took PostgreSQL longer to plan than to carry out.
        """
        return self.filter(
            _within_bounds("start", "key_date__links__"),
            key_date__links__commitment=OuterRef("pk"),
            start__gt=OuterRef("item__plan__valid_from"),
            start__lt=Coalesce(OuterRef("plan_known_end"), date.max),
        )


class Occurrence(Placed):
    """One concrete span of a key date. Can be moved, cancelled, annotated.

    `nominal` is the first day that the rule or the date gave; it identifies the occurrence for
    good (calendar UID included), while `start`..`end` (inclusive) say when it really is.
    `revision` counts moves and cancellations and is the SEQUENCE of the calendar feeds.
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")

    translated = ("note", "place")

    key_date = models.ForeignKey(
        KeyDate, models.CASCADE, related_name="occurrences", verbose_name=_("key date")
    )
    nominal = models.DateField(_("first day by the rule"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    precision = models.CharField(
        _("precision"),
        max_length=10,
        choices=[
            choice for choice in KeyDate.Precision.choices if choice[0] not in ("rule", "unknown")
        ],
        default=KeyDate.Precision.DAY,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.SCHEDULED
    )
    note = models.TextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now, editable=False)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        ordering = ["start", "end", "key_date"]
        indexes = [
            models.Index(fields=["start", "end", "precision"], name="occurrence_span"),
            models.Index(
                fields=["end", "start"], name="occurrence_long", condition=Q(end__gt=F("start"))
            ),
        ]
        constraints = [
            *Placed.Meta.constraints,
            models.UniqueConstraint(
                fields=["key_date", "nominal"], name="occurrence_once_per_nominal_day"
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="occurrence_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_date} {self.start.isoformat()}"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_on_days(self) -> bool:
        """Whether it belongs on days of a calendar; the same as `OccurrenceQuerySet.on_days`."""
        return self.precision in (KeyDate.Precision.DAY, KeyDate.Precision.RANGE)

    @property
    def uid(self) -> str:
        return uid_of(self.key_date.slug, self.nominal)

    def where(self, language: str | None = None) -> LocalText:
        """Its own place, or else that of its key date."""
        return self.local("place", language) or self.key_date.local("place", language)

    @property
    def position(self) -> Position | None:
        """Its own, or that of its key date unless it is held elsewhere."""
        own = self.own_position
        return own if own or self.local("place") else self.key_date.own_position

    def is_past(self, today: date) -> bool:
        return self.end < today
