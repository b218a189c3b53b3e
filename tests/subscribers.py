"""Subscribers, their wishes and what is queued for them, with plain defaults."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tracker.models import LeadTime, Message, Subscriber, Subscription
from tracker.services import outbox

_numbers = count(1)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """A moment in UTC: "2026-11-22 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_subscriber(**fields: Any) -> Subscriber:
    values = {"email": f"reader{next(_numbers)}@example.org", "language": "en"} | fields
    return Subscriber.objects.create(**values)


def make_subscription(subscriber: Subscriber | None = None, **fields: Any) -> Subscription:
    """An active subscription to everything, seven days before; `days` are its lead times."""
    days = fields.pop("days", [7])
    subscriber = subscriber or make_subscriber(
        **{name: fields.pop(name) for name in ("email",) if name in fields}
    )
    values: dict[str, Any] = {"language": subscriber.language, "time_zone": subscriber.time_zone}
    values |= {"state": "active"} | fields
    if values["state"] != "pending":
        values.setdefault("confirmed_at", LONG_AGO)
    if values["state"] == "ended":
        values.setdefault("ended_at", LONG_AGO)
    subscription = Subscription.objects.create(subscriber=subscriber, **values)
    LeadTime.objects.bulk_create(LeadTime(subscription=subscription, days=one) for one in days)
    return subscription


def make_message(subscriber: Subscriber | None = None, **fields: Any) -> Message:
    """A queued reminder message of 22 November 2026, 09:00 UTC, without reminders."""
    subscriber = subscriber or make_subscriber()
    values: dict[str, Any] = {
        "slot": date(2026, 11, 22),
        "number": 1,
        "send_at": at("2026-11-22 09:00"),
        "expires_at": at("2026-11-29 00:00"),
        "purpose": Message.Purpose.REMINDER,
    } | fields
    values.setdefault(
        "message_id",
        outbox.message_id(str(subscriber.key), values["purpose"], values["slot"], values["number"]),
    )
    return Message.objects.create(subscriber=subscriber, **values)


def told(subscriber: Subscriber) -> list[tuple[str, int, int, str]]:
    """(slot, days before, revision, state of the message) of each reminder, in order."""
    rows = subscriber.reminders.order_by("message__slot", "message__number", "pk")
    return [
        (
            one.message.slot.isoformat(),
            one.days_before,
            one.occurrence_revision,
            one.message.state,
        )
        for one in rows.select_related("message")
    ]
