"""What a mail server's refusal means for a message (RFC 5321, section 4.2; RFC 3463 codes)."""

import re
import smtplib
from dataclasses import dataclass
from enum import StrEnum

NEEDS_LOGIN = frozenset({454, 530, 534, 535, 538})
"""Replies that speak of our login or encryption (RFC 4954), whichever command they follow."""

_POLICY = re.compile(r"\b5\.7\.\d+\b")
_RELAYING = re.compile(r"\brelay", re.IGNORECASE)


class Verdict(StrEnum):
    RETRY = "retry"
    """Later, perhaps: 4xx and broken connections."""

    FAIL = "fail"
    """Never for this recipient or this mail: 5xx."""

    STOP = "stop"
    """Nothing will go through now: it is our login, our sender or our permission to relay."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A verdict with the server's words, on one line."""

    verdict: Verdict
    reason: str
    keeps_connection: bool = False


def judge(error: Exception) -> Refusal:
    """Read an error of `smtplib` or of the network."""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        code, words = next(iter(error.recipients.values()))
        return _refusal(_of_recipient(code, _text(words)), code, _text(words))
    if isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, _text(error.smtp_error)
        if isinstance(error, smtplib.SMTPSenderRefused):
            return _refusal(_of_sender(code), code, text)
        return _refusal(_of_reply(error, code, text), code, text)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refusal(Verdict.STOP, _text(str(error)))
    name = type(error).__name__
    return Refusal(Verdict.RETRY, f"{name}: {_text(str(error))}".rstrip(": "))


def _refusal(verdict: Verdict, code: int, text: str) -> Refusal:
    """After a reply the conversation goes on, unless it was 421 (closing) or about the login."""
    is_over = code == 421 or verdict == Verdict.STOP
    return Refusal(verdict, f"{code} {text}", keeps_connection=not is_over)


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


def _text(words: bytes | str) -> str:
    if isinstance(words, bytes):
        words = words.decode("utf-8", "replace")
    return " ".join(words.split())[:400]
