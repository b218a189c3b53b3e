"""What a mail provider reports through django-anymail, as bounces. Works without the package."""

from typing import Any

import structlog
from django.utils import timezone

from tracker.domain.delivery_reports import status_in
from tracker.models import Bounce
from tracker.services import bounces

_FOR_GOOD = frozenset({"invalid", "bounced"})
_UNWANTED = frozenset({"spam", "unsubscribed"})
_NOT_TAKEN = frozenset({"invalid", "rejected", "failed"})

log = structlog.get_logger(__name__)


def connect() -> None:
    """Listen to the provider's notices, where django-anymail is installed."""
    try:
        from anymail.signals import post_send, tracking
    except ImportError:
        return
    tracking.connect(on_tracking, dispatch_uid="tracker-bounces")
    post_send.connect(on_post_send, dispatch_uid="tracker-bounces")


def on_tracking(sender: Any, event: Any, esp_name: str, **_named: Any) -> None:
    """A mail bounced, was refused, was complained about, or waits somewhere."""
    kind = _kind(event.event_type, event.reject_reason)
    if kind is None:
        return
    reply = event.mta_response or event.description or ""
    bounces.record(
        kind,
        message_id=event.message_id or "",
        address=event.recipient or "",
        code=status_in(reply),
        detail=reply,
        source=f"anymail {esp_name}",
        event_id=_event_id(event, esp_name),
        at=min(event.timestamp or timezone.now(), timezone.now()),
    )


def on_post_send(sender: Any, message: Any, status: Any, esp_name: str, **_named: Any) -> None:
    """The provider answered that it does not take this recipient."""
    for address, recipient in status.recipients.items():
        if recipient.status not in _NOT_TAKEN:
            continue
        is_for_good = recipient.status == "invalid"
        bounces.record(
            Bounce.Kind.HARD if is_for_good else Bounce.Kind.SOFT,
            message_id=str(message.extra_headers.get("Message-ID", "")),
            address=address,
            detail=f"{esp_name}: {recipient.status}",
            source=f"anymail {esp_name}",
            at=timezone.now(),
        )


def _kind(event_type: str, reason: str | None) -> str | None:
    """None for what is no bounce. Of refusals only an invalid address is for good."""
    if event_type == "complained":
        return Bounce.Kind.COMPLAINT
    if event_type == "deferred":
        return Bounce.Kind.SOFT
    if event_type not in ("bounced", "rejected"):
        return None
    if reason in _FOR_GOOD:
        return Bounce.Kind.HARD
    # The provider's own list of those who complained or left there.
    return Bounce.Kind.COMPLAINT if reason in _UNWANTED else Bounce.Kind.SOFT


def _event_id(event: Any, esp_name: str) -> str | None:
    """Of the same mail a provider may say ten times that it waits: that is one event."""
    if event.event_type == "deferred":
        return f"{esp_name}:deferred:{event.message_id}:{event.recipient}"
    return f"{esp_name}:{event.event_id}" if event.event_id else None
