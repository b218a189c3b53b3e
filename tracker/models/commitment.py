from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from .item import Item
from .key_date import CommitmentDate, KeyDate
from .occurrence import Occurrence
from .plan import plan_end
from .status_update import StatusUpdate
from .translated import Translated
from .vocabulary import ONWARD, WITH_REPORT, Kind, Status


@lru_cache(maxsize=16)
def last_statement(on: date, field: str, *, of: str) -> Subquery:
    """`field` of the last statement by the end of `on` that speaks of a commitment as a whole.

    `of` is the column of the outer query that names the commitment. An update on one occurrence
    speaks of the commitment only where something happened: one cancelled weekend does not cancel
    a monthly promise. Composed once a day, for that takes as long as to ask it.
    """
    speaking = (
        StatusUpdate.objects.standing()
        .filter(commitment=OuterRef(of), as_of__lte=on)
        .filter(
            Q(occurrence=None)
            | Q(status__in=WITH_REPORT)
            | ~Q(commitment__kind=Kind.RECURRING) & Q(occurrence__isnull=False)
        )
        .order_by("-as_of", "-pk")
    )
    return Subquery(speaking.values(field)[:1])


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def tracked(self) -> "CommitmentQuerySet":
        """Everything but statements of position, for which there is nothing to report."""
        return self.exclude(kind=Kind.POSITION)

    def with_record(self, *, on: date) -> "CommitmentQuerySet":
        """Annotate what was stated by the end of `on`, and when the plan is known to end.

        `recorded` and `recorded_on` (status and date of the last statement that speaks of the
        commitment as a whole, or null) and `plan_known_end`.
        """
        return self.annotate(
            plan_known_end=plan_end("item__plan__"),
            recorded=last_statement(on, "status", of="pk"),
            recorded_on=last_statement(on, "as_of", of="pk"),
        )

    def with_status(self, *, on: date) -> "CommitmentQuerySet":
        """Annotate what was known at the end of `on`: `with_record`, `status` and `disputed`."""
        counting = Occurrence.objects.standing().counting_for_outer()
        quiet_since = on - timedelta(days=settings.TRACKER_QUIET_AFTER_DAYS)
        lapse_limit = on - timedelta(days=settings.TRACKER_GRACE_DAYS)
        is_over = Q(plan_known_end__lt=lapse_limit)
        return (
            self.with_record(on=on)
            .annotate(  # type: ignore[no-redef]
                disputed=Exists(
                    StatusUpdate.objects.standing().filter(
                        commitment=OuterRef("pk"), as_of__lte=on, disputed=True
                    )
                )
            )
            .alias(
                # A plan that is not in force yet has no day behind it: none is looked for.
                has_past=Q(item__plan__valid_from__lt=on) & Exists(counting.filter(end__lt=on)),
                has_ahead=Exists(counting.filter(end__gte=on)),
            )
            .annotate(
                status=Case(
                    When(recorded__in=ONWARD, then=F("recorded")),
                    When(kind=Kind.POSITION, then=Value(Status.POSITION)),
                    When(
                        kind=Kind.CONTINUOUS,
                        recorded__in=WITH_REPORT,
                        recorded_on__lt=quiet_since,
                        then=Value(Status.QUIET),
                    ),
                    When(
                        Q(recorded__isnull=False) & ~Q(recorded=Status.AWAITING),
                        then=F("recorded"),
                    ),
                    When(is_over, then=Value(Status.LAPSED)),
                    When(kind=Kind.CONTINUOUS, then=Value(Status.AWAITING)),
                    When(
                        Q(has_past=True) | Q(recorded=Status.AWAITING), then=Value(Status.AWAITING)
                    ),
                    When(has_ahead=True, then=Value(Status.NOT_DUE)),
                    default=Value(Status.DATE_UNKNOWN),
                    output_field=models.CharField(),
                )
            )
        )


class Commitment(Translated):
    """One trackable promise inside an item; `key` is its letter there (8d = item 8, key d)."""

    translated = ("title",)

    item = models.ForeignKey(
        Item, models.CASCADE, related_name="commitments", verbose_name=_("item")
    )
    key = models.CharField(_("letter"), max_length=3)
    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    proposed = models.BooleanField(
        _("proposed"),
        default=False,
        help_text=_("Made from the text by an import; no editor has looked at it yet."),
    )
    continued_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="continues",
        verbose_name=_("continued by"),
        help_text=_("Where this one was carried over, replaced or merged: the other commitment."),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("followed up by"),
        help_text=_("The editor who is told what waits; without one, the plan's editor."),
    )
    key_dates: "models.ManyToManyField[KeyDate, CommitmentDate]" = models.ManyToManyField(
        "KeyDate",
        through="CommitmentDate",
        related_name="commitments",
        verbose_name=_("key dates"),
    )

    objects = CommitmentQuerySet.as_manager()

    if TYPE_CHECKING:  # annotated by `with_status`
        status: str
        recorded: str | None
        recorded_on: date | None
        disputed: bool
        plan_known_end: date | None

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["item__plan", "item__position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["item", "key"], name="commitment_once_per_key"),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="commitment_has_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.local('title')}"

    @property
    def code(self) -> str:
        return f"{self.item.position}{self.key}"
