"""Who is written to and what was written: to look at, for administrators only."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from tracker.models import (
    LeadTime,
    Message,
    Reminder,
    StatusNotice,
    Subscriber,
    Subscription,
)
from tracker.services import outbox_report

from .base import ReadOnlyAdmin, ReadOnlyRows
from .mail_records import Attempts, Bounces

State = Message.State
STATE_COLOURS = dict.fromkeys(State, "") | {
    State.QUEUED: "info",
    State.SENT: "success",
    State.FAILED: "danger",
    State.QUARANTINED: "danger",
    State.EXPIRED: "warning",
}


class Subscriptions(ReadOnlyRows):
    model = Subscription
    fields = (
        "state",
        "plan",
        "item",
        "commitment",
        "key_date",
        "theme",
        "confirmed_at",
        "ended_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_queryset(request)
            .select_related("plan", "item", "commitment__item", "key_date", "theme")
        )


class LeadTimes(ReadOnlyRows):
    model = LeadTime
    fields = ("days",)
    show_change_link = False


class Reminders(ReadOnlyRows):
    model = Reminder
    fields = ("occurrence", "kind", "days_before", "occurrence_revision")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("occurrence__key_date")


class StatusNotices(ReadOnlyRows):
    model = StatusNotice
    fields = ("update",)
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tracker.view_message")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("update__commitment__item")


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    fields = (
        "email",
        ("language", "time_zone"),
        ("rhythm", "paused_until", "hears_status"),
        "soft_bounces",
        "created_at",
    )
    inlines = (Subscriptions,)
    search_fields = ("email",)
    list_display = ("email", "language", "time_zone", "rhythm", "created_at", "active")
    list_filter = ("language", "rhythm", "hears_status")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        is_active = Q(subscriptions__state=Subscription.State.ACTIVE)
        count = Count("subscriptions", filter=is_active)
        return super().get_queryset(request).annotate(active_subscriptions=count)

    @display(description=_("active subscriptions"))
    def active(self, subscriber: Subscriber) -> int:
        return subscriber.active_subscriptions  # type: ignore[attr-defined]


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    related = ("subscriber", "plan", "item__plan", "commitment__item__plan", "key_date", "theme")
    inlines = (LeadTimes,)
    search_fields = ("subscriber__email", "key_date__slug", "plan__slug")
    list_display = ("subscriber", "target_text", "state", "created_at", "confirmed_at")
    list_filter = ("state", "language", "key_date")
    date_hierarchy = "created_at"

    @display(description=_("asked to be told about"))
    def target_text(self, subscription: Subscription) -> str:
        return str(subscription.target or _("everything"))


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    related = ("subscriber", "editor", "subscription__subscriber")
    inlines = (Reminders, StatusNotices, Attempts, Bounces)
    search_fields = ("subscriber__email", "editor__email", "message_id", "outcome")
    actions = ("retry",)
    list_display = (
        "recipient",
        "purpose",
        "slot",
        "state_label",
        "send_at",
        "sent_at",
        "attempts",
    )
    list_filter = ("state", "purpose")
    date_hierarchy = "send_at"
    fields = (
        "recipient",
        "purpose",
        "subscription",
        ("slot", "number"),
        "state",
        ("send_at", "expires_at", "sent_at"),
        ("attempts", "claims"),
        "outcome",
        "message_id",
        "created_at",
    )

    @display(description=_("to"))
    def recipient(self, message: Message) -> str:
        owner = message.subscriber or message.editor
        return owner.email if owner else ""

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("tracker.change_message")

    @action(description=_("Put back into the queue"), permissions=["operate"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        number = outbox_report.retry(queryset, now=timezone.now())
        text = ngettext(
            "%(count)d message is in the queue again.",
            "%(count)d messages are in the queue again.",
            number,
        )
        level = messages.SUCCESS if number else messages.WARNING
        self.message_user(request, text % {"count": number}, level)

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def state_label(self, message: Message) -> tuple[str, str]:
        return message.state, message.get_state_display()


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    related = ("subscriber", "occurrence__key_date", "message")
    search_fields = ("subscriber__email", "message__message_id", "occurrence__key_date__slug")
    list_display = ("subscriber", "occurrence", "kind", "days_before", "message_state")
    list_filter = ("kind", "message__state")

    @display(description=_("message"))
    def message_state(self, reminder: Reminder) -> str:
        return reminder.message.get_state_display()
