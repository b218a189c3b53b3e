"""What a mail server says of a mail that came back: RFC 3464 reports, and complaints (RFC 5965)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

SOFT, HARD, COMPLAINT = "soft", "hard", "complaint"

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,198}>")
_TO_US = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_HARD_SUBJECTS = frozenset({0, 1, 4})
"""Of permanent failures: other, addressing, routing. Policy, size and protocol concern one mail."""
_HARD_DETAILS = frozenset({(2, 0), (2, 1)})
"""Mailbox gone or closed; a full one (2.2) may be emptied."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One mail that came back. `message_id` is empty where the report does not name it.

    `event_id` is the same however often the report is read.
    """

    kind: str
    message_id: str
    code: str
    detail: str
    event_id: str
    at: datetime | None


def kind_of(status: str) -> str:
    """Whether an enhanced status code (RFC 3463) of a failed delivery is for good.

    A mailbox that does not exist is; one that is full, or a server that did not like this mail, is
    for now. What is no status code counts as for now.

    >>> kind_of("5.1.1"), kind_of("5.2.2"), kind_of("4.4.1")
    ('hard', 'soft', 'soft')
    """
    found = _STATUS.search(status)
    if found is None or found[1] != "5":
        return SOFT
    subject, detail = int(found[2]), int(found[3])
    is_for_good = subject in _HARD_SUBJECTS or (subject, detail) in _HARD_DETAILS
    return HARD if is_for_good else SOFT


def status_in(text: str) -> str:
    """The first enhanced status code in a mail server's reply, or nothing."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def read(data: bytes, *, bounce_address: str = "", host: str = "") -> list[Returned]:
    """What the mail `data` reports; nothing where it is no report, or of nothing that failed.

    `bounce_address` is where reports go, with `{message}` for the name of the mail they are about,
    whose Message-ID is that name at `host`.
    """
    report = message_from_bytes(data)
    parts = list(report.walk())
    message_id = _named_in_address(report, bounce_address, host) or _original_id(report, parts)
    event_id = "report:" + hashlib.sha256(data).hexdigest()
    at = _date(report)
    if any(one.get_content_type() == "message/feedback-report" for one in parts):
        return [Returned(COMPLAINT, message_id, "", _feedback(parts), event_id, at)]
    return [
        Returned(kind_of(status), message_id, status, detail, f"{event_id}:{number}", at)
        for number, (status, detail) in enumerate(_failures(parts))
    ]


def _failures(parts: list[Message]) -> list[tuple[str, str]]:
    """Status and reply of each recipient to whom delivery failed."""
    found = []
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        payload: Any = part.get_payload()
        for block in payload if isinstance(payload, list) else []:
            if _text(block, "Action").lower() != "failed":
                continue
            reply = _text(block, "Diagnostic-Code")
            status = status_in(_text(block, "Status")) or status_in(reply)
            found.append((status, reply))
    return found


def _feedback(parts: list[Message]) -> str:
    for part in parts:
        if value := _text(part, "Feedback-Type"):
            return f"Feedback-Type: {value}"
    return ""


def _named_in_address(report: Message, bounce_address: str, host: str) -> str:
    before, gap, after = bounce_address.partition("{message}")
    if not gap or not host:
        return ""
    named = re.compile(re.escape(before) + r"([0-9a-f]{8,64})" + re.escape(after), re.IGNORECASE)
    for header in _TO_US:
        for value in report.get_all(header, []):
            if found := named.search(str(value)):
                return f"<{found[1].lower()}@{host}>"
    return ""


def _original_id(report: Message, parts: list[Message]) -> str:
    """The Message-ID of the mail that the report brings back, whole or its headers alone."""
    for part in parts:
        kind = part.get_content_type()
        if part is not report and kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            part = message_from_bytes(payload if isinstance(payload, bytes) else b"")
        elif part is report or not part.get("Message-ID"):
            continue
        if found := _MESSAGE_ID.search(_text(part, "Message-ID")):
            return found[0]
    return ""


def _text(part: Message, header: str) -> str:
    return " ".join(str(part.get(header, "")).split())


def _date(report: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(_text(report, "Date"))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
