"""Reminders that wait to go out, and a mail server that refuses or loses them."""

from datetime import date

from django.core.mail.backends.locmem import EmailBackend

from tests.builders import make_occurrence
from tests.subscribers import LONG_AGO, at, make_subscription
from tracker.models import Message, Occurrence
from tracker.services import checking, claims, outbox_sql, planning

MORNING = at("2026-11-22 09:00")


class Server(EmailBackend):
    """Refuses or loses what it is told to; counts its connections."""

    opening: Exception | None = None
    errors: list[Exception | None] = []
    opened = 0

    def open(self):
        if Server.opening:
            raise Server.opening
        Server.opened += 1

    def send_messages(self, messages):
        error = Server.errors.pop(0) if Server.errors else None
        if error:
            raise error
        return super().send_messages(messages)


def planned(number=1, **fields):
    """`number` subscribers for whom a reminder of 29 November waits."""
    make_occurrence(start=date(2026, 11, 29))
    found = [make_subscription(**fields) for _ in range(number)]
    planning.plan(now=MORNING)
    return found


def settle():
    """As if the dates had been changed long ago."""
    Occurrence.objects.update(changed_at=LONG_AGO)


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def claimed(now=MORNING):
    """The token of a new claim, and what `checking` says of the messages in it."""
    token, messages = claims.take(now=now, size=10)
    return token, checking.look(messages, now=now)


def may_send(checked, token, now=MORNING):
    return outbox_sql.fence(checked, token, until=now + claims.lease(), now=now)
