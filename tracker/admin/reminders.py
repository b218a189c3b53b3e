"""Who is written to and what was written: to look at, for administrators only."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from tracker.models import LeadTime, Message, Reminder, Subscriber, Subscription

from .base import ReadOnlyAdmin

State = Message.State
STATE_COLOURS = dict.fromkeys(State, "") | {
    State.QUEUED: "info",
    State.SENT: "success",
    State.FAILED: "danger",
    State.QUARANTINED: "danger",
    State.EXPIRED: "warning",
}


class ReadOnlyRows(TabularInline):
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Subscriptions(ReadOnlyRows):
    model = Subscription
    fields = ("state", "plan", "item", "commitment", "key_date", "confirmed_at", "ended_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("item", "commitment__item", "key_date")


class LeadTimes(ReadOnlyRows):
    model = LeadTime
    fields = ("days",)
    show_change_link = False


class Reminders(ReadOnlyRows):
    model = Reminder
    fields = ("occurrence", "kind", "days_before", "occurrence_revision")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("occurrence__key_date")


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    fields = ("email", "language", "time_zone", "created_at")
    inlines = (Subscriptions,)
    search_fields = ("email",)
    list_display = ("email", "language", "time_zone", "created_at", "active")
    list_filter = ("language",)
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
    related = ("subscriber", "plan", "item__plan", "commitment__item__plan", "key_date")
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
    related = ("subscriber", "subscription__subscriber")
    inlines = (Reminders,)
    search_fields = ("subscriber__email", "message_id", "outcome")
    list_display = (
        "subscriber",
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
        "subscriber",
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
