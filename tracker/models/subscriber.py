import uuid
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TARGETS = ("plan", "item", "commitment", "key_date", "theme")
MAX_DAYS_BEFORE = 60


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a known time zone."), params={"name": name})


class Subscriber(models.Model):
    """An address, with the language and time zone in which it is written to.

    `key` is what signed links carry; replacing it makes every earlier link void. The address is
    stored as written by its owner and compared in lower case. No reminder goes out before the
    morning of `paused_until`.
    """

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("on the morning each is due")
        WEEKLY = "weekly", _("together, on Monday morning")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    rhythm = models.CharField(
        _("rhythm"), max_length=10, choices=Rhythm.choices, default=Rhythm.AT_ONCE
    )
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    hears_status = models.BooleanField(
        _("is told when a status changes"),
        default=False,
        help_text=_("Of the commitments that the subscriptions are about."),
    )
    soft_bounces = models.PositiveSmallIntegerField(
        _("soft bounces since the last mail that arrived"), default=0, editable=False
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"), name="subscriber_once_per_address"
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=["at_once", "weekly"]), name="subscriber_has_a_known_rhythm"
            ),
        ]

    def __str__(self) -> str:
        return self.email


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> "SubscriptionQuerySet":
        return self.filter(state=Subscription.State.ACTIVE)


class Subscription(models.Model):
    """What a subscriber asked to be told about: one target, or everything where none is set.

    `language` and `time_zone` are what the form asked for; they reach the subscriber only when
    the owner of the address confirms.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for confirmation")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="subscriptions", verbose_name=_("subscriber")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PENDING
    )
    plan = models.ForeignKey("Plan", models.CASCADE, null=True, blank=True, verbose_name=_("plan"))
    item = models.ForeignKey("Item", models.CASCADE, null=True, blank=True, verbose_name=_("item"))
    commitment = models.ForeignKey(
        "Commitment", models.CASCADE, null=True, blank=True, verbose_name=_("commitment")
    )
    key_date = models.ForeignKey(
        "KeyDate", models.CASCADE, null=True, blank=True, verbose_name=_("key date")
    )
    theme = models.ForeignKey(
        "Theme", models.CASCADE, null=True, blank=True, verbose_name=_("theme")
    )
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["subscriber", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    *[
                        Q(**{f"{other}__isnull": True for other in TARGETS if other != target})
                        for target in TARGETS
                    ],
                    _connector=Q.OR,
                ),
                name="subscription_has_one_target_at_most",
            ),
            *[
                models.UniqueConstraint(
                    fields=["subscriber", target],
                    condition=Q(**{f"{target}__isnull": False}) & ~Q(state="ended"),
                    name=f"subscription_once_per_{target}",
                )
                for target in TARGETS
            ],
            models.UniqueConstraint(
                fields=["subscriber"],
                condition=Q(**{f"{target}__isnull": True for target in TARGETS})
                & ~Q(state="ended"),
                name="subscription_once_to_everything",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", confirmed_at=None, ended_at=None)
                | Q(state="active", confirmed_at__isnull=False, ended_at=None)
                | Q(state="ended", ended_at__isnull=False),
                name="subscription_state_has_its_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.target or _('everything')}"

    @property
    def target(self) -> models.Model | None:
        """The plan, item, commitment, key date or theme asked for; None for everything."""
        return next((found for name in TARGETS if (found := getattr(self, name))), None)


class LeadTime(models.Model):
    """How many days before the first day of an occurrence a subscription wants to be told."""

    subscription = models.ForeignKey(
        Subscription,
        models.CASCADE,
        related_name="lead_times",
        verbose_name=_("subscription"),
    )
    days = models.PositiveSmallIntegerField(
        _("days before"), validators=[MaxValueValidator(MAX_DAYS_BEFORE)]
    )

    class Meta:
        verbose_name = _("lead time")
        verbose_name_plural = _("lead times")
        ordering = ["subscription", "-days"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "days"], name="lead_time_once"),
            models.CheckConstraint(
                condition=Q(days__lte=MAX_DAYS_BEFORE), name="lead_time_two_months_at_most"
            ),
        ]

    def __str__(self) -> str:
        return str(self.days)
