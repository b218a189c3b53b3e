from datetime import UTC, datetime

import pytest

from tracker.domain.delivery_reports import Returned, kind_of, read, status_in

REPORT = """\
From: MAILER-DAEMON@mail.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: Sun, 22 Nov 2026 12:30:00 +0300
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Sun, 22 Nov 2026 12:29:00 +0300

Final-Recipient: rfc822; reader@example.org
Original-Recipient: rfc822;reader@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <reader@example.org>:
    Recipient address rejected

--b
Content-Type: {returned}

From: reminders@site.example
To: reader@example.org
Subject: Reading day
Message-ID: <abc@site.example>

--b--
"""


def report(**fields: str) -> bytes:
    values = {
        "to": "bounces@site.example",
        "action": "failed",
        "status": "5.1.1",
        "returned": "message/rfc822",
    } | fields
    return REPORT.format(**values).encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_report_says_which_mail_came_back_and_why(returned):
    (found,) = read(report(returned=returned))

    assert found == Returned(
        kind="hard",
        message_id="<abc@site.example>",
        code="5.1.1",
        detail="smtp; 550 5.1.1 <reader@example.org>: Recipient address rejected",
        event_id=found.event_id,
        at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    )
    assert read(report(returned=returned)) == [found]


def test_address_of_the_report_names_the_mail_where_the_report_does_not():
    name = "0123456789abcdef" * 2
    (found,) = read(
        report(to=f"Reports <bounces+{name}@site.example>"),
        bounce_address="bounces+{message}@site.example",
        host="site.example",
    )

    assert found.message_id == f"<{name}@site.example>"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_mail_that_is_under_way_or_arrived_did_not_come_back(action):
    assert read(report(action=action)) == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", "hard"),
        ("5.0.0", "hard"),
        ("5.2.1", "hard"),
        ("5.4.4", "hard"),
        ("5.2.2", "soft"),
        ("5.7.1", "soft"),
        ("5.3.4", "soft"),
        ("4.4.1", "soft"),
        ("", "soft"),
        ("nonsense", "soft"),
    ],
)
def test_only_a_mailbox_that_is_not_there_is_for_good(status, kind):
    assert kind_of(status) == kind


def test_status_is_found_in_the_words_of_a_server():
    assert status_in("550-5.1.1 The account does not exist") == "5.1.1"
    assert status_in("Message from 10.0.5.1.1.8 refused") == ""


def test_complaint_through_a_feedback_loop_is_read():
    mail = b"""\
From: feedback@provider.example
To: bounces@site.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Feedback/1.0
Version: 1

--b
Content-Type: message/rfc822

Message-ID: <abc@site.example>
Subject: Reading day

Text

--b--
"""
    (found,) = read(mail)

    assert (found.kind, found.message_id, found.detail) == (
        "complaint",
        "<abc@site.example>",
        "Feedback-Type: abuse",
    )


@pytest.mark.parametrize(
    "mail",
    [b"", b"\xff\xfe\x00", b"Subject: Out of office\n\nI am away.", b"Content-Type: multipart/x"],
)
def test_mail_that_is_no_report_says_nothing(mail):
    assert read(mail) == []


@pytest.mark.parametrize("date", ["", "yesterday", "Sun, 99 Nov 99999 12:30:00 +9999"])
def test_report_without_a_readable_date_is_read_all_the_same(date):
    mail = report().replace(b"Sun, 22 Nov 2026 12:30:00 +0300", date.encode())

    assert [(one.kind, one.at) for one in read(mail)] == [("hard", None)]
