"""A mail that is written once and filled in for each of its readers.

A draft is the mail as bytes, with a gap wherever a reader's own token stands. Filling it in costs
microseconds and asks the database nothing, and its bytes are those that would have been written
for this reader alone. The bodies are quoted-printable: no mail server on the way has a reason to
change them, so that a DKIM signature holds.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import Header
from email.message import EmailMessage as ParsedMessage
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import css_inline
from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_bidi

from tracker.models import Message
from tracker.services import links

TOKEN = f"gap{uuid4().hex}"
"""Stands in a draft for the token of the reader's links; made anew in every process, so that no
text from outside can hold it."""

CALENDAR_NAME = "key-dates.ics"
MESSAGE = "{message}"
"""Stands in `BOUNCE_ADDRESS` for the identifier of the message."""

_GAP = b"\0"
_LINE = 75
_TOKEN = re.compile(r"[\w:.-]+", re.ASCII)
_PLAIN_ADDRESS = re.compile(r"[\w.+-]+@[a-zA-Z0-9.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Personal:
    """What a mail has of its own: to whom it goes and when, and the token of its links."""

    to: str
    message_id: str
    date: datetime
    token: str = ""

    @classmethod
    def of(cls, message: Message, *, now: datetime) -> "Personal":
        """Of a message to a subscriber, who is read with it."""
        subscriber = message.subscriber
        if subscriber is None:
            raise ValueError(f"{message} goes to no subscriber.")
        token = links.manage_token(subscriber)
        return cls(subscriber.email, message.message_id, now, token)


class Mail(EmailMultiAlternatives):
    """A draft filled in. `as_bytes` is what goes out; the rest says the same to other backends.

    `from_email` is the envelope's sender, to which bounces come back.
    """

    def __init__(self, written: bytes, **fields: Any) -> None:
        super().__init__(**fields)
        self._written = written

    def as_bytes(self) -> bytes:
        """The whole mail in ASCII, with the line ends of SMTP."""
        return self._written

    def message(self) -> Any:  # type: ignore[override]  # stubs are of a later Django
        message: Any = message_from_bytes(self._written, policy=_AS_WRITTEN)
        message.written = self._written
        return message


class _Message(ParsedMessage):
    """A mail to look into, which goes out as it was written."""

    written = b""

    def as_bytes(self, *_args: Any, **_names: Any) -> bytes:
        return self.written


_AS_WRITTEN = policy.default.clone(message_factory=_Message)


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail without its reader. Texts and headers have `TOKEN` where the reader's stands."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    calendar: bytes = b""
    _head: str = field(init=False, repr=False)
    _body: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        named = {"From": settings.DEFAULT_FROM_EMAIL, "Subject": self.subject} | dict(self.headers)
        head = "".join(_header(name, value) for name, value in named.items())
        object.__setattr__(self, "_head", head)
        object.__setattr__(self, "_body", _body(self))

    def written(self, personal: Personal) -> bytes:
        """The mail to one reader as it goes out: in ASCII, with the line ends of SMTP.

        Raises `BadHeaderError` for what can stand in no header.
        """
        token = personal.token
        if token and not _TOKEN.fullmatch(token):
            raise BadHeaderError(f"{token!r} is no token of a link.")
        own = "".join(_header(name, value) for name, value in _own_headers(personal).items())
        head = own + self._head.replace(TOKEN, token)
        return head.encode("ascii") + self._body.replace(_GAP, _on_own_lines(token))

    def fill(self, personal: Personal) -> Mail:
        """The same for any e-mail backend."""
        token = personal.token
        named = {name: value.replace(TOKEN, token) for name, value in self.headers.items()}
        mail = Mail(
            self.written(personal),
            subject=self.subject,
            body=self.text.replace(TOKEN, token),
            from_email=envelope_sender(personal.message_id),
            to=[personal.to],
            headers={"From": settings.DEFAULT_FROM_EMAIL} | _own_headers(personal) | named,
        )
        mail.attach_alternative(self.html.replace(TOKEN, token), "text/html")
        if self.calendar:
            mail.attach(CALENDAR_NAME, self.calendar.decode(), "text/calendar")
        return mail


def _own_headers(personal: Personal) -> dict[str, str]:
    return {
        "To": _address(personal.to),
        "Message-ID": personal.message_id,
        "Date": format_datetime(personal.date.astimezone(UTC)),
    }


def _address(address: str) -> str:
    """As it stands in a header; what every address looks like needs no parser."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    return sanitize_address(address, "utf-8")


def write(
    template: str,
    context: Mapping[str, object],
    *,
    subject: str,
    kind: str,
    headers: Mapping[str, str] | None = None,
    calendar: bytes = b"",
) -> Draft:
    """The draft that a pair of templates gives in the active language.

    `kind` is what the mail is for, as mailbox providers count it (Feedback-ID).
    """
    language = translation.get_language() or settings.LANGUAGE_CODE
    site = urlsplit(settings.SITE_URL)
    whole = {
        **context,
        "subject": subject,
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "site_url": settings.SITE_URL,
        "site_host": site.netloc,
    }
    html = render_to_string(f"tracker/mail/{template}.html", whole)
    named = {
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
        "Feedback-ID": f"{kind}:{language}:{site.hostname}:{_sender_id()}",
    }
    return Draft(
        subject=subject,
        text=_tidy(render_to_string(f"tracker/mail/{template}.txt", whole)),
        html=_inliner().inline(html),
        headers=named | dict(headers or {}),
        calendar=calendar,
    )


def envelope_sender(message_id: str) -> str:
    """Where a bounce of this message goes: `BOUNCE_ADDRESS`, with the message in it if it asks."""
    name = message_id.strip("<>").partition("@")[0]
    return settings.BOUNCE_ADDRESS.replace(MESSAGE, name)


def _header(name: str, value: str) -> str:
    """One header with its line end; what is not ASCII as encoded words (RFC 2047)."""
    if "\r" in value or "\n" in value:
        raise BadHeaderError(f"{name} has more than one line: {value!r}")
    if name == "From":
        value = sanitize_address(value, "utf-8")
    elif not value.isascii() or "=?" in value:
        value = Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
    return f"{name}: {value}\r\n"


def _body(draft: Draft) -> bytes:
    """Everything after the headers of the draft, with `_GAP` for each token.

    No body can hold a boundary: "=_" is nothing in quoted-printable, nor in base64.
    """
    texts = _multipart(
        "alternative", [_text("plain", draft.text), _text("html", draft.html)], boundary="=_texts"
    )
    if not draft.calendar:
        return b"MIME-Version: 1.0\r\n" + texts
    name = f'filename="{CALENDAR_NAME}"'.encode()
    calendar = (
        b"Content-Type: text/calendar; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; " + name + b"\r\n\r\n"
    ) + base64.encodebytes(draft.calendar).replace(b"\n", b"\r\n")
    return b"MIME-Version: 1.0\r\n" + _multipart("mixed", [texts, calendar], boundary="=_parts")


def _multipart(kind: str, parts: list[bytes], *, boundary: str) -> bytes:
    mark = b"--" + boundary.encode()
    inner = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + inner + mark + b"--\r\n"


def _text(kind: str, text: str) -> bytes:
    """A text part. Each token stands on lines of its own, which the reader does not see."""
    *before, last = text.replace("\r\n", "\n").split(TOKEN)
    # A letter in place of the gap keeps room for the soft line break that will stand there.
    pieces = [_quoted(f"{piece}-")[:-1] for piece in before] + [_quoted(last)]
    head = f"Content-Type: text/{kind}; charset=utf-8\r\n".encode()
    return head + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + _GAP.join(pieces)


def _quoted(text: str) -> bytes:
    return binascii.b2a_qp(text.encode(), istext=True).replace(b"\n", b"\r\n")


def _on_own_lines(token: str) -> bytes:
    """`token` between soft line breaks, so that what stands around it need not be wrapped anew."""
    pieces = [token[at : at + _LINE] for at in range(0, len(token), _LINE)]
    return "=\r\n".join(["", *pieces, ""]).encode()


def _tidy(text: str) -> str:
    """What template tags leave behind: never more than one empty line."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    """Puts the style into attributes; the rules for dark screens stay where they are."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _sender_id() -> str:
    """Between 5 and 15 characters that mean this sender and stay the same."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    return re.sub(r"[^a-z0-9]", "", host)[:15].ljust(5, "0")
