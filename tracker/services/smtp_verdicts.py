"""What a mail server's refusal means for a message (RFC 5321, section 4.2; RFC 3463 codes)."""

import re
import smtplib
from dataclasses import dataclass
from enum import StrEnum

_Kinds = tuple[type[Exception], ...]
_provider: _Kinds = ()
_not_taken: _Kinds = ()
_of_our_settings: _Kinds = ()
_of_this_mail: _Kinds = ()
try:
    from anymail import exceptions as anymail
except ImportError:
    pass
else:
    _provider = (anymail.AnymailAPIError,)
    _not_taken = (anymail.AnymailRecipientsRefused,)
    _of_our_settings = (anymail.AnymailConfigurationError, anymail.AnymailUnsupportedFeature)
    _of_this_mail = (anymail.AnymailInvalidAddress, anymail.AnymailSerializationError)

NEEDS_LOGIN = frozenset({454, 530, 534, 535, 538})
"""Replies that speak of our login or encryption (RFC 4954), whichever command they follow."""

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_POLICY = re.compile(r"\b5\.7\.\d+\b")
_RELAYING = re.compile(r"\brelay", re.IGNORECASE)
_GREYLISTED = re.compile(r"\b4\.7\.\d+\b|gr[ea]ylist", re.IGNORECASE)
_FULL = re.compile(r"\b[45]\.2\.2\b|\bquota\b|mailbox (is )?full", re.IGNORECASE)
_NO_MAILBOX = re.compile(r"\b5\.1\.(1|2|3|6|10)\b|\b5\.2\.1\b")
_NO_MAILBOX_CODES = frozenset({550, 551, 553})
_OF_OUR_ACCOUNT = frozenset({401, 402, 403, 404, 405})
_FOR_NOW = frozenset({408, 409, 425, 429})


class Verdict(StrEnum):
    RETRY = "retry"
    """Later, perhaps: 4xx and broken connections."""

    FAIL = "fail"
    """Never for this recipient or this mail: 5xx."""

    STOP = "stop"
    """Nothing will go through now: it is our login, our sender or our permission to relay."""


class Wait(StrEnum):
    """How soon it makes sense to try again."""

    NETWORK = "network"
    TROUBLE = "trouble"
    GREYLISTED = "greylisted"
    FULL = "full"


class Broken(OSError):
    """The connection broke. `after_data`: the whole mail was sent, and no reply has come."""

    def __init__(self, error: Exception, *, after_data: bool) -> None:
        super().__init__(f"{type(error).__name__}: {error}".rstrip(": "))
        self.after_data = after_data


@dataclass(frozen=True, slots=True)
class Refusal:
    """A verdict with the server's words, on one line.

    `code` is None where there was no reply; `bounce` is "hard" or "soft" where the refusal says
    of the mailbox what a bounce would; `is_ambiguous` where the mail may have been taken.
    """

    verdict: Verdict
    reason: str
    keeps_connection: bool = False
    code: int | None = None
    wait: Wait = Wait.TROUBLE
    bounce: str = ""
    is_ambiguous: bool = False

    @property
    def enhanced_code(self) -> str:
        """ "5.1.1" where the reply has one, else the three digits."""
        found = _ENHANCED.search(self.reason)
        return found.group(1) if found else str(self.code or "")


def judge(error: Exception) -> Refusal:
    """Read an error of `smtplib` or of the network."""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        code, words = next(iter(error.recipients.values()))
        return _refusal(_of_recipient(code, _text(words)), code, _text(words), of_recipient=True)
    if isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, _text(error.smtp_error)
        if isinstance(error, smtplib.SMTPSenderRefused):
            return _refusal(_of_sender(code), code, text)
        return _refusal(_of_reply(error, code, text), code, text)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refusal(Verdict.STOP, _text(str(error)))
    if isinstance(error, Broken):
        return Refusal(
            Verdict.RETRY, _text(str(error)), wait=Wait.NETWORK, is_ambiguous=error.after_data
        )
    if status := getattr(error, "status_code", None):
        return _of_provider(int(status), _text(str(error)))
    if isinstance(error, _not_taken + _of_this_mail):
        # What it says of the mailbox has come through django-anymail's signal already.
        return Refusal(Verdict.FAIL, _named(error), keeps_connection=True)
    if isinstance(error, _of_our_settings):
        return Refusal(Verdict.STOP, _named(error))
    # Of another backend's broken connection nobody knows how far it had come.
    was_open = isinstance(error, (smtplib.SMTPServerDisconnected, TimeoutError, *_provider))
    return Refusal(Verdict.RETRY, _named(error), wait=Wait.NETWORK, is_ambiguous=was_open)


def _refusal(verdict: Verdict, code: int, text: str, *, of_recipient: bool = False) -> Refusal:
    """After a reply the conversation goes on, unless it was 421 (closing) or about the login."""
    is_over = code == 421 or verdict == Verdict.STOP
    return Refusal(
        verdict,
        f"{code} {text}",
        keeps_connection=not is_over,
        code=code,
        wait=_wait(code, text),
        bounce=_bounce(verdict, code, text, of_recipient=of_recipient),
    )


def _wait(code: int, text: str) -> Wait:
    if code == 452 or _FULL.search(text):
        return Wait.FULL
    if code in (450, 451) and _GREYLISTED.search(text):
        return Wait.GREYLISTED
    return Wait.TROUBLE


def _bounce(verdict: Verdict, code: int, text: str, *, of_recipient: bool) -> str:
    if verdict != Verdict.FAIL:
        return ""
    if _FULL.search(text):
        return "soft"
    if _NO_MAILBOX.search(text):
        return "hard"
    is_plain = of_recipient and code in _NO_MAILBOX_CODES and not _ENHANCED.search(text)
    return "hard" if is_plain else ""


def _of_provider(status: int, text: str) -> Refusal:
    """A provider's interface over HTTP (django-anymail) answered with this status.

    Our key, our account or the address of the interface concern every mail; a mail that it cannot
    read concerns that one.
    """
    if status in _OF_OUR_ACCOUNT:
        return Refusal(Verdict.STOP, text, code=status)
    is_for_now = status >= 500 or status in _FOR_NOW
    verdict = Verdict.RETRY if is_for_now else Verdict.FAIL
    return Refusal(verdict, text, keeps_connection=status < 500, code=status)


def _of_recipient(code: int, text: str) -> Verdict:
    """A policy of the recipient's server concerns that recipient alone; relaying concerns us."""
    is_ours = code in NEEDS_LOGIN or (code >= 500 and _RELAYING.search(text))
    if is_ours:
        return Verdict.STOP
    return Verdict.FAIL if code >= 500 else Verdict.RETRY


def _of_sender(code: int) -> Verdict:
    """Our own address was refused: no other message would fare better."""
    return Verdict.STOP if code >= 500 or code in NEEDS_LOGIN else Verdict.RETRY


def _of_reply(error: smtplib.SMTPResponseException, code: int, text: str) -> Verdict:
    if isinstance(error, smtplib.SMTPAuthenticationError) or code in NEEDS_LOGIN:
        return Verdict.STOP
    if code >= 500:
        return Verdict.STOP if _POLICY.search(text) else Verdict.FAIL
    return Verdict.RETRY


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {_text(str(error))}".rstrip(": ")


def _text(words: bytes | str) -> str:
    if isinstance(words, bytes):
        words = words.decode("utf-8", "replace")
    return " ".join(words.split())[:400]
