import smtplib

import pytest

from tracker.services.smtp_verdicts import Refusal, Verdict, judge


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"5.1.1 No such\r\nuser")}),
            Refusal(Verdict.FAIL, "550 5.1.1 No such user", keeps_connection=True),
        ),
        (
            smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"4.2.1 Greylisted")}),
            Refusal(Verdict.RETRY, "450 4.2.1 Greylisted", keeps_connection=True),
        ),
        (
            smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"5.7.1 Not welcome here")}),
            Refusal(Verdict.FAIL, "550 5.7.1 Not welcome here", keeps_connection=True),
        ),
        (
            smtplib.SMTPRecipientsRefused({"a@example.org": (554, b"5.7.1 Relay access denied")}),
            Refusal(Verdict.STOP, "554 5.7.1 Relay access denied"),
        ),
        (
            smtplib.SMTPRecipientsRefused({"a@example.org": (530, b"Authentication required")}),
            Refusal(Verdict.STOP, "530 Authentication required"),
        ),
        (
            smtplib.SMTPSenderRefused(550, b"5.7.1 Not your address", "us@example.org"),
            Refusal(Verdict.STOP, "550 5.7.1 Not your address"),
        ),
        (
            smtplib.SMTPSenderRefused(452, b"Too busy", "us@example.org"),
            Refusal(Verdict.RETRY, "452 Too busy", keeps_connection=True),
        ),
        (
            smtplib.SMTPAuthenticationError(535, b"Bad credentials"),
            Refusal(Verdict.STOP, "535 Bad credentials"),
        ),
        (
            smtplib.SMTPDataError(554, b"5.6.0 Malformed"),
            Refusal(Verdict.FAIL, "554 5.6.0 Malformed", keeps_connection=True),
        ),
        (
            smtplib.SMTPDataError(550, b"5.7.26 Unauthenticated mail is not accepted"),
            Refusal(Verdict.STOP, "550 5.7.26 Unauthenticated mail is not accepted"),
        ),
        (
            smtplib.SMTPDataError(451, b"Try later"),
            Refusal(Verdict.RETRY, "451 Try later", keeps_connection=True),
        ),
        (
            smtplib.SMTPDataError(421, b"Closing"),
            Refusal(Verdict.RETRY, "421 Closing"),
        ),
        (
            smtplib.SMTPNotSupportedError("STARTTLS is not supported"),
            Refusal(Verdict.STOP, "STARTTLS is not supported"),
        ),
        (
            smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
            Refusal(Verdict.RETRY, "SMTPServerDisconnected: Connection unexpectedly closed"),
        ),
        (TimeoutError(), Refusal(Verdict.RETRY, "TimeoutError")),
    ],
)
def test_refusal_is_read_by_what_it_concerns(error, expected):
    assert judge(error) == expected
