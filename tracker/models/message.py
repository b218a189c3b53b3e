from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .occurrence import Occurrence
from .subscriber import Subscriber

TO_SUBSCRIBERS = ["reminder", "confirmation", "link"]


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, now: datetime) -> "MessageQuerySet":
        """Queued, its time has come, and nobody holds a lease on it."""
        return self.filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now),
            state=Message.State.QUEUED,
            send_at__lte=now,
        ).order_by("send_at", "pk")


class Message(models.Model):
    """One e-mail to one subscriber, or one editor, for one sending slot: the outbox row.

    `slot` is the recipient's local day on which it goes out, `number` tells apart several of
    that day. `send_at` moves forward with each retry; nothing is sent at or after `expires_at`.

    A new version of the row is written into every index as it is sent: so there is no index that
    another serves for, and none with the rows that have nothing in it.
    """

    class Purpose(models.TextChoices):
        REMINDER = "reminder", _("reminder")
        CONFIRMATION = "confirmation", _("confirmation of a subscription")
        LINK = "link", _("link to the page of one's subscriptions")
        TASKS = "tasks", _("what waits for an editor")

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("expired")
        CANCELLED = "cancelled", _("cancelled")
        SUPERSEDED = "superseded", _("superseded")
        QUARANTINED = "quarantined", _("held for an operator")

    subscriber = models.ForeignKey(
        Subscriber,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="messages",
        verbose_name=_("subscriber"),
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="messages",
        verbose_name=_("editor"),
    )
    purpose = models.CharField(
        _("purpose"), max_length=20, choices=Purpose.choices, default=Purpose.REMINDER
    )
    subscription = models.ForeignKey(
        "Subscription",
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="confirmations",
        verbose_name=_("subscription"),
        help_text=_("The subscription to confirm."),
    )
    slot = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(_("number on that day"), default=1)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUEUED)
    send_at = models.DateTimeField(_("to be sent at"))
    expires_at = models.DateTimeField(_("expires at"))
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    claimed_by = models.CharField(max_length=100, blank=True, editable=False)
    claims = models.PositiveSmallIntegerField(
        _("claims without an outcome"), default=0, editable=False
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=500, blank=True)
    message_id = models.CharField("Message-ID", max_length=200)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-send_at", "-pk"]
        indexes = [
            models.Index(
                fields=["send_at", "id"], condition=Q(state="queued"), name="message_queue"
            ),
            models.Index(
                fields=["subscription"],
                condition=Q(subscription__isnull=False),
                name="message_of_subscription",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "purpose", "slot", "number"], name="message_once_per_slot"
            ),
            models.UniqueConstraint(
                fields=["editor", "purpose", "slot", "number"],
                condition=Q(editor__isnull=False),
                name="message_once_per_slot_of_editor",
            ),
            models.UniqueConstraint(fields=["message_id"], name="message_has_an_id_of_its_own"),
            models.CheckConstraint(
                condition=Q(subscriber__isnull=False, editor=None, purpose__in=TO_SUBSCRIBERS)
                | Q(subscriber=None, editor__isnull=False, purpose="tasks"),
                name="message_has_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "queued",
                        "sent",
                        "failed",
                        "expired",
                        "cancelled",
                        "superseded",
                        "quarantined",
                    ]
                ),
                name="message_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | ~Q(state="sent") & Q(sent_at=None),
                name="message_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(claim=None, claimed_until=None)
                | Q(claim__isnull=False, claimed_until__isnull=False, state="queued"),
                name="message_claim_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(purpose="confirmation", subscription__isnull=False)
                | ~Q(purpose="confirmation") & Q(subscription=None),
                name="message_confirms_a_subscription",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id


class Reminder(models.Model):
    """One occurrence told (or to be told) to one subscriber in one message.

    `start`, `end` and `cancelled` are what it says of the occurrence at `occurrence_revision`: a
    correction is only called for where the occurrence says something else by now.
    """

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("reminder")
        CORRECTION = "correction", _("correction")

    subscriber = models.ForeignKey(
        Subscriber,
        models.CASCADE,
        db_index=False,
        related_name="reminders",
        verbose_name=_("subscriber"),
    )
    occurrence = models.ForeignKey(
        Occurrence, models.CASCADE, related_name="reminders", verbose_name=_("occurrence")
    )
    occurrence_revision = models.PositiveIntegerField(_("revision of the occurrence"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.REMINDER)
    days_before = models.PositiveSmallIntegerField(_("days before"))
    start = models.DateField(_("first day as told"), null=True, blank=True)
    end = models.DateField(_("last day as told"), null=True, blank=True)
    cancelled = models.BooleanField(_("told as cancelled"), default=False)
    message = models.ForeignKey(
        Message, models.CASCADE, related_name="reminders", verbose_name=_("message")
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["message", "occurrence"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "occurrence", "occurrence_revision", "kind", "days_before"],
                name="reminder_told_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.occurrence} -{self.days_before}"


class StatusNotice(models.Model):
    """One status update told (or to be told) to one subscriber who follows the commitment."""

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="status_notices", verbose_name=_("subscriber")
    )
    update = models.ForeignKey(
        "StatusUpdate",
        models.CASCADE,
        related_name="notices",
        verbose_name=_("status update"),
    )
    message = models.ForeignKey(
        Message, models.CASCADE, related_name="status_notices", verbose_name=_("message")
    )

    class Meta:
        verbose_name = _("status notice")
        verbose_name_plural = _("status notices")
        ordering = ["message", "update"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "update"], name="status_notice_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.update}"
