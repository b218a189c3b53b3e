"""Real mail over a real conversation: the server here keeps what it is given, or refuses it."""

import smtplib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from icalendar import Calendar

from tests.builders import make_commitment, make_key_date, make_occurrence
from tests.subscribers import at, make_subscriber, make_subscription
from tracker.models import Attempt, Message, Subscription
from tracker.services import delivery, failpoints, planning

pytestmark = pytest.mark.django_db

MORNING = at("2026-11-22 09:00")


@dataclass
class Sink:
    """Keeps mails; answers with `replies` first, one for each recipient or each mail."""

    mails: list[EmailMessage] = field(default_factory=list)
    to_recipients: list[str] = field(default_factory=list)
    to_mails: list[str] = field(default_factory=list)
    connections: int = 0
    is_pipelining: bool = True

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        # The first line is the server's name.
        return [responses[0], "250-PIPELINING", *responses[1:]] if self.is_pipelining else responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.to_recipients and (reply := self.to_recipients.pop(0)):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.to_mails and (reply := self.to_mails.pop(0)):
            return reply
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


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
    settings.SITE_URL = "https://tracker.example.org"
    try:
        yield found
    finally:
        controller.stop()


def weekend_and_sunday(**names):
    weekend = make_key_date(date="2026-11-28/2026-11-29", **names)
    make_commitment(key_dates=[weekend], title="Read aloud")
    make_occurrence(weekend, start=date(2026, 11, 28), end=date(2026, 11, 29))
    make_occurrence(start=date(2026, 11, 29), title="29 November")


def test_mail_arrives_whole(sink):
    weekend_and_sunday(name="Last weekend of the month")
    make_subscription(make_subscriber(email="Reader@example.org"), days=[7])
    planning.plan(now=MORNING)

    delivery.drain(now=MORNING)

    (mail,) = sink.mails
    assert mail.defects == []
    assert mail["To"] == "Reader@example.org"
    assert mail["Subject"] == (
        "Last weekend of the month, 28–29 November 2026; 29 November, 29 November 2026"
    )
    assert mail["Message-ID"] == Message.objects.get().message_id
    assert mail["Message-ID"].endswith("@tracker.example.org>")
    assert mail["List-Unsubscribe"].startswith("<https://tracker.example.org/en/subscriptions/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    text = mail.get_body(("plain",)).get_content()
    assert "28–29 November 2026, in 6 days" in text
    assert "29 November 2026, in 7 days" in text
    (attachment,) = mail.iter_attachments()
    assert len(Calendar.from_ical(attachment.get_content()).walk("VEVENT")) == 2


@pytest.mark.parametrize("language", ["en", "es", "ru", "tr", "ar"])
def test_mail_survives_the_journey_in_every_language(sink, language):
    names = {
        "en": "Last weekend",
        "es": "Último fin de semana",
        "ru": "Последние выходные",
        "tr": "Ayın son hafta sonu, İzmir ılık",
        "ar": "عطلة نهاية الأسبوع الأخيرة",
    }
    weekend_and_sunday(**{f"name_{code}": name for code, name in names.items()})
    make_subscription(make_subscriber(language=language), days=[7])
    planning.plan(now=MORNING)

    delivery.drain(now=MORNING)

    (mail,) = sink.mails
    html = mail.get_body(("html",)).get_content()
    assert names[language] in mail["Subject"]
    assert names[language] in mail.get_body(("plain",)).get_content()
    assert names[language] in html
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    assert mail["Content-Language"] == language


@pytest.mark.parametrize("is_pipelining", [True, False])
def test_batch_shares_one_conversation(sink, is_pipelining):
    sink.is_pipelining = is_pipelining
    weekend_and_sunday()
    for _ in range(4):
        make_subscription(days=[7])
    planning.plan(now=MORNING)

    assert delivery.drain(now=MORNING).sent == 4
    assert (len(sink.mails), sink.connections) == (4, 1)


@pytest.mark.parametrize("is_pipelining", [True, False])
def test_refusals_settle_each_message_by_itself(sink, is_pipelining):
    sink.is_pipelining = is_pipelining
    weekend_and_sunday()
    for _ in range(4):
        make_subscription(days=[7])
    planning.plan(now=MORNING)
    sink.to_recipients = ["550 5.1.1 No such user", "450 4.2.1 Greylisted", "", ""]
    sink.to_mails = ["451 4.3.0 Try later", ""]

    delivery.drain(now=MORNING)

    assert list(Message.objects.order_by("pk").values_list("state", "outcome", "attempts")) == [
        ("failed", "550 5.1.1 No such user", 1),
        ("queued", "450 4.2.1 Greylisted", 1),
        ("queued", "451 4.3.0 Try later", 1),
        ("sent", "", 1),
    ]
    assert sink.connections == 1


def test_who_leaves_when_the_envelope_is_open_gets_nothing_and_the_rest_goes_out(sink):
    """The server has been told of the second reader together with the first one's mail."""
    weekend_and_sunday()
    subscriptions = [make_subscription(days=[7]) for _ in range(3)]
    planning.plan(now=MORNING)

    def second_leaves() -> None:
        Subscription.objects.filter(pk=subscriptions[1].pk).update(state="ended", ended_at=MORNING)

    with failpoints.armed(failpoints.AFTER_ACCEPTANCE, second_leaves):
        delivery.drain(now=MORNING)

    assert [mail["To"] for mail in sink.mails] == [
        subscriptions[0].subscriber.email,
        subscriptions[2].subscriber.email,
    ]
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == [
        "sent",
        "cancelled",
        "sent",
    ]
    assert sink.connections == 2


def test_server_that_demands_a_login_stops_the_queue(sink):
    weekend_and_sunday()
    for _ in range(2):
        make_subscription(days=[7])
    planning.plan(now=MORNING)
    sink.to_recipients = ["530 5.7.0 Authentication required"]

    drained = delivery.drain(now=MORNING)

    assert drained.stopped == "530 5.7.0 Authentication required"
    assert set(Message.objects.values_list("state", "attempts", "claim")) == {("queued", 0, None)}


def test_connection_lost_before_the_answer_is_tried_again_under_the_same_name(sink, monkeypatch):
    weekend_and_sunday()
    make_subscription(days=[7])
    planning.plan(now=MORNING)
    real = smtplib.SMTP.getreply

    def lost_after_the_mail(self):
        reply = real(self)
        if len(sink.mails) == 1:
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        return reply

    with monkeypatch.context() as patch:
        patch.setattr(smtplib.SMTP, "getreply", lost_after_the_mail)
        delivery.drain(now=MORNING)
    delivery.drain(now=Message.objects.get().send_at)

    assert len({mail["Message-ID"] for mail in sink.mails}) == 1
    assert (len(sink.mails), Message.objects.get().state) == (2, "sent")
    assert list(Attempt.objects.order_by("pk").values_list("outcome", "ambiguous")) == [
        ("broken", True),
        ("accepted", False),
    ]
