import smtplib

import pytest

from tracker.services.smtp_verdicts import Broken, Verdict, Wait, judge

RECIPIENT = "a@example.org"


def of_recipient(code, text):
    return smtplib.SMTPRecipientsRefused({RECIPIENT: (code, text)})


def of_sender(code, text):
    return smtplib.SMTPSenderRefused(code, text, "us@example.org")


@pytest.mark.parametrize(
    ("error", "verdict", "reason", "keeps_connection"),
    [
        (of_recipient(550, b"5.1.1 No such\r\nuser"), "fail", "550 5.1.1 No such user", True),
        (of_recipient(450, b"4.2.1 Greylisted"), "retry", "450 4.2.1 Greylisted", True),
        (of_recipient(550, b"5.7.1 Not welcome"), "fail", "550 5.7.1 Not welcome", True),
        (of_recipient(554, b"5.7.1 Relay access denied"), "stop", None, False),
        (of_recipient(530, b"Authentication required"), "stop", None, False),
        (of_sender(550, b"5.7.1 Not your address"), "stop", None, False),
        (of_sender(452, b"Too busy"), "retry", "452 Too busy", True),
        (smtplib.SMTPAuthenticationError(535, b"Bad credentials"), "stop", None, False),
        (smtplib.SMTPDataError(554, b"5.6.0 Malformed"), "fail", "554 5.6.0 Malformed", True),
        (smtplib.SMTPDataError(550, b"5.7.26 Unauthenticated"), "stop", None, False),
        (smtplib.SMTPDataError(451, b"Try later"), "retry", "451 Try later", True),
        (smtplib.SMTPDataError(421, b"Closing"), "retry", "421 Closing", False),
        (smtplib.SMTPNotSupportedError("No STARTTLS"), "stop", "No STARTTLS", False),
        (smtplib.SMTPServerDisconnected("Gone"), "retry", "SMTPServerDisconnected: Gone", False),
        (TimeoutError(), "retry", "TimeoutError", False),
    ],
)
def test_refusal_is_read_by_what_it_concerns(error, verdict, reason, keeps_connection):
    refusal = judge(error)

    assert (refusal.verdict, refusal.keeps_connection) == (verdict, keeps_connection)
    assert reason is None or refusal.reason == reason


@pytest.mark.parametrize(
    ("error", "code", "wait"),
    [
        (of_recipient(450, b"4.7.1 Greylisting in action"), 450, Wait.GREYLISTED),
        (of_recipient(451, b"Greylisted, come back later"), 451, Wait.GREYLISTED),
        (of_recipient(452, b"4.2.2 Mailbox full"), 452, Wait.FULL),
        (smtplib.SMTPDataError(451, b"4.3.0 Try later"), 451, Wait.TROUBLE),
        (ConnectionResetError(), None, Wait.NETWORK),
    ],
)
def test_wait_depends_on_the_class_of_the_error(error, code, wait):
    refusal = judge(error)

    assert (refusal.verdict, refusal.code, refusal.wait) == (Verdict.RETRY, code, wait)


@pytest.mark.parametrize(
    ("error", "bounce", "code"),
    [
        (of_recipient(550, b"5.1.1 No such user"), "hard", "5.1.1"),
        (of_recipient(550, b"No such user here"), "hard", "550"),
        (of_recipient(552, b"5.2.2 Over quota"), "soft", "5.2.2"),
        (of_recipient(550, b"5.7.1 Not welcome"), "", "5.7.1"),
        (of_recipient(450, b"4.1.1 Not yet"), "", "4.1.1"),
        (smtplib.SMTPDataError(554, b"5.6.0 Malformed"), "", "5.6.0"),
    ],
)
def test_refusal_of_the_mailbox_itself_is_a_bounce(error, bounce, code):
    refusal = judge(error)

    assert (refusal.bounce, refusal.enhanced_code) == (bounce, code)


@pytest.mark.parametrize("after_data", [True, False])
def test_connection_that_broke_is_ambiguous_after_the_mail_was_sent(after_data):
    refusal = judge(Broken(smtplib.SMTPServerDisconnected("Gone"), after_data=after_data))

    assert (refusal.verdict, refusal.code, refusal.is_ambiguous) == ("retry", None, after_data)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (401, "stop"),
        (402, "stop"),
        (404, "stop"),
        (400, "fail"),
        (422, "fail"),
        (429, "retry"),
        (503, "retry"),
    ],
)
def test_answer_of_a_provider_over_http_is_read_by_its_status(status, verdict):
    error = RuntimeError("Answered")
    error.status_code = status

    assert judge(error).verdict == verdict


@pytest.mark.parametrize(
    ("name", "verdict", "is_ambiguous"),
    [
        ("AnymailRecipientsRefused", "fail", False),
        ("AnymailInvalidAddress", "fail", False),
        ("AnymailSerializationError", "fail", False),
        ("AnymailUnsupportedFeature", "stop", False),
        ("AnymailConfigurationError", "stop", False),
        ("AnymailRequestsAPIError", "retry", True),
    ],
)
def test_error_of_a_provider_without_an_answer_is_read_by_its_class(name, verdict, is_ambiguous):
    errors = pytest.importorskip("anymail.exceptions")

    refusal = judge(getattr(errors, name)("Not so"))

    assert (refusal.verdict, refusal.is_ambiguous) == (verdict, is_ambiguous)
    assert refusal.reason == f"{name}: Not so"
