"""A worker that dies between any two steps: what the reader gets, counted at a real mail server."""

import socket
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from tests.builders import make_occurrence
from tests.subscribers import at, make_subscription
from tracker.models import Attempt, Message
from tracker.services import claims, delivery, failpoints, planning

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = at("2026-11-22 09:00")
AFTER_THE_LEASE = MORNING + timedelta(minutes=6)


class Died(BaseException):
    """The process ends here: nothing of ours may catch it."""


class Sink:
    def __init__(self) -> None:
        self.copies: Counter[str] = Counter()

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        self.copies[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 2.0.0 taken"


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = Sink()
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield found
    controller.stop()


def die() -> None:
    raise Died


@pytest.mark.parametrize(
    ("place", "extra", "ambiguous"),
    [
        (failpoints.AFTER_CLAIM, 0, 0),
        (failpoints.BEFORE_DATA, 0, 1),
        (failpoints.AFTER_ACCEPTANCE, 1, 1),
        (failpoints.BEFORE_COMMIT, 1, 1),
        (failpoints.AFTER_COMMIT, 0, 1),
    ],
)
def test_worker_that_dies_repeats_one_mail_at_most(sink, place, extra, ambiguous):
    make_occurrence(start=date(2026, 11, 29))
    for _ in range(3):
        make_subscription()
    planning.plan(now=MORNING)

    with failpoints.armed(place, die), pytest.raises(Died):
        delivery.drain(now=MORNING)
    meanwhile = delivery.drain(now=MORNING + timedelta(minutes=1))
    delivery.drain(now=AFTER_THE_LEASE)

    # Until the lease has run out nobody touches what the dead worker had.
    assert meanwhile.sent == 0
    assert set(Message.objects.values_list("state", "claim")) == {("sent", None)}
    assert set(sink.copies) == set(Message.objects.values_list("message_id", flat=True))
    assert sum(sink.copies.values()) - 3 == extra
    assert Attempt.objects.filter(ambiguous=True).count() == ambiguous
    assert Attempt.objects.filter(outcome="accepted").count() == 3


def test_worker_that_wakes_after_its_lease_writes_only_the_attempt(sink):
    """Stopped after its "250", and gone on when another had sent the same."""
    make_occurrence(start=date(2026, 11, 29))
    make_subscription()
    planning.plan(now=MORNING)

    def another_comes() -> None:
        with failpoints.armed(failpoints.AFTER_ACCEPTANCE, lambda: None):
            delivery.drain(now=AFTER_THE_LEASE)

    with failpoints.armed(failpoints.AFTER_ACCEPTANCE, another_comes):
        delivery.drain(now=MORNING)

    message = Message.objects.get()
    assert (message.state, sum(sink.copies.values())) == ("sent", 2)
    assert list(Attempt.objects.order_by("pk").values_list("outcome", "ambiguous")) == [
        ("unfinished", True),
        ("accepted", False),
        ("accepted", False),
    ]


def test_nothing_is_armed_in_production():
    assert failpoints._armed == {}
    assert claims.lease() == timedelta(minutes=5)
