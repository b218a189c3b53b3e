from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from tests.builders import make_occurrence
from tests.subscribers import make_subscriber, make_subscription
from tracker.models import Message

pytestmark = pytest.mark.django_db


def run(*arguments):
    output = StringIO()
    call_command("send_reminders", *arguments, stdout=output)
    return output.getvalue().splitlines()


def november():
    make_occurrence(
        start=date(2026, 11, 28), end=date(2026, 11, 29), title="Last weekend of the month"
    )
    make_occurrence(start=date(2026, 11, 29), title="29 November")


@pytest.mark.parametrize(
    "zone",
    [
        "UTC",
        "Europe/Istanbul",
        "Asia/Tokyo",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Asia/Kabul",
    ],
)
def test_one_mail_tells_the_weekend_and_the_sunday_together(zone):
    november()
    make_subscription(make_subscriber(time_zone=zone), days=[7])

    first = run("--now", "2026-11-22")
    second = run("--now", "2026-11-22")

    assert first[1] == "Sent: 1 message."
    assert second == [
        "Planned: 0 new messages, 0 reminders in them.",
        "Sent: 0 messages.",
    ]
    (message,) = mail.outbox
    assert message.subject == (
        "Last weekend of the month, 28–29 November 2026; 29 November, 29 November 2026"
    )
    assert "28–29 November 2026, in 6 days" in message.body
    assert "29 November 2026, in 7 days" in message.body


def test_output_is_a_line_for_each_result():
    make_occurrence(start=date(2026, 11, 29))
    make_subscription(days=[7])
    gone = make_subscription(days=[7])

    assert run("--now", "2026-11-21T12:00")[0] == "Planned: 2 new messages, 2 reminders in them."
    gone.subscriber.subscriptions.update(state="ended", ended_at="2026-11-21T12:00:00Z")
    assert run("--now", "2026-11-22T12:00:00+03:00") == [
        "Planned: 0 new messages, 0 reminders in them.",
        "Sent: 1 message.",
        "Not sent, cancelled: 1.",
    ]


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("2026-11-22T08:59:59", 0),
        ("2026-11-22T09:00:00", 1),
        ("2026-11-22T11:59:59+03:00", 0),
        ("2026-11-22T12:00:00+03:00", 1),
        ("2026-11-22T09:00:00Z", 1),
    ],
)
def test_time_is_iso_8601_and_utc_without_an_offset(now, sent):
    november()
    make_subscription(days=[7])

    assert run("--now", now)[1].startswith(f"Sent: {sent} ")


def test_present_time_is_the_default():
    make_subscription()

    assert run() == ["Planned: 0 new messages, 0 reminders in them.", "Sent: 0 messages."]


@pytest.mark.parametrize(
    "now", ["tomorrow", "22.11.2026", "2026-13-01", "0001-01-01", "9999-12-31T23:59:59-12:00", ""]
)
def test_what_is_no_time_is_refused_in_one_sentence(now):
    with pytest.raises(CommandError) as error:
        run("--now", now)

    assert error.value.returncode == 2
    assert str(error.value) == (
        f"“{now}” is not a time in ISO 8601, such as 2026-11-22T09:00:00+03:00."
    )


def test_mail_server_that_is_away_is_said(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    november()
    make_subscription(days=[7])

    with pytest.raises(CommandError, match="The mail server took nothing"):
        run("--now", "2026-11-22")

    assert Message.objects.filter(state="queued", claim=None, attempts=0).exists()
