"""What became of mails: attempts, bounces and the addresses that are written to no more."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from tracker.models import Attempt, Bounce, Suppression
from tracker.services import suppression

from .base import ReadOnlyAdmin, ReadOnlyRows

Outcome = Attempt.Outcome
OUTCOME_COLOURS = dict.fromkeys(Outcome, "") | {
    Outcome.ACCEPTED: "success",
    Outcome.POSTPONED: "warning",
    Outcome.REFUSED: "danger",
    Outcome.STOPPED: "danger",
    Outcome.BROKEN: "warning",
    Outcome.UNFINISHED: "warning",
    Outcome.UNWRITTEN: "danger",
}
KIND_COLOURS = {Bounce.Kind.SOFT: "warning", Bounce.Kind.HARD: "danger"} | {
    Bounce.Kind.COMPLAINT: "danger"
}


class MailRecord(ReadOnlyAdmin):
    """Seen by whoever may see messages: it is what became of them."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tracker.view_message")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """An address finds its hash, where hashes are searched."""
        if "@" in search_term and "address_hash" in self.search_fields:
            hashed = suppression.hash_of(search_term)
            return queryset.filter(address_hash=hashed), False
        return super().get_search_results(request, queryset, search_term)


class Attempts(ReadOnlyRows):
    """Every try of a message, on its page."""

    model = Attempt
    fields = ("at", "worker", "outcome", "code", "ambiguous", "detail")
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tracker.view_message")


class Bounces(ReadOnlyRows):
    """What came back of a message, on its page."""

    model = Bounce
    fields = ("at", "kind", "code", "detail", "source")
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tracker.view_message")


@admin.register(Attempt)
class AttemptAdmin(MailRecord):
    related = ("message__subscriber", "message__editor")
    search_fields = ("message__message_id", "message__subscriber__email", "detail", "worker")
    list_display = ("at", "recipient", "outcome_label", "code", "ambiguous", "worker", "detail")
    list_filter = ("outcome", "ambiguous", "code")
    date_hierarchy = "at"
    fields = ("message", "at", "worker", "outcome", "code", "ambiguous", "detail")

    @display(description=_("to"))
    def recipient(self, attempt: Attempt) -> str:
        message = attempt.message
        return str(message.subscriber or message.editor)

    @display(description=_("outcome"), ordering="outcome", label=OUTCOME_COLOURS)
    def outcome_label(self, attempt: Attempt) -> tuple[str, str]:
        return attempt.outcome, attempt.get_outcome_display()


@admin.register(Bounce)
class BounceAdmin(MailRecord):
    related = ("message__subscriber", "message__editor")
    search_fields = ("message__message_id", "message__subscriber__email", "detail", "address_hash")
    list_display = ("at", "kind_label", "code", "recipient", "source", "detail")
    list_filter = ("kind", "source")
    date_hierarchy = "at"
    fields = ("message", "address_hash", "kind", "code", "detail", "source", "event_id", "at")

    @display(description=_("to"))
    def recipient(self, bounce: Bounce) -> str:
        message = bounce.message
        return str(message.subscriber or message.editor) if message else bounce.address_hash[:12]

    @display(description=_("kind"), ordering="kind", label=KIND_COLOURS)
    def kind_label(self, bounce: Bounce) -> tuple[str, str]:
        return bounce.kind, bounce.get_kind_display()


@admin.register(Suppression)
class SuppressionAdmin(MailRecord):
    search_fields = ("address_hash",)
    list_display = ("__str__", "reason", "created_at", "release_link")
    list_filter = ("reason",)
    date_hierarchy = "created_at"
    fields = ("address_hash", "reason", "created_at")

    @display(description=_("write again"))
    def release_link(self, row: Suppression) -> str:
        return format_html(
            '<a class="font-medium text-primary-600 underline dark:text-primary-500" href="{}">'
            "{}</a>",
            reverse("admin:mail_write_again", args=[row.pk]),
            _("Write to this address again"),
        )
