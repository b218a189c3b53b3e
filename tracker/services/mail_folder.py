"""Mail in a folder, for trying the site out without a mail server: one `.eml` file per message."""

import os
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_NAME = re.compile(r"[0-9]{15,25}-[A-Za-z0-9_]{4,16}\Z")


class MailFolder(BaseEmailBackend):
    """E-mail backend that writes into `settings.MAIL_DIR`; a file appears there whole or not."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """The number of messages written. Raises OSError where the folder cannot be written."""
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".")
            with os.fdopen(descriptor, "wb") as file:
                # Django's own messages take a line ending; the stubs know only Python's.
                file.write(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            unique = temporary[-8:].replace("-", "_")
            Path(temporary).replace(folder / f"{time.time_ns()}-{unique}.eml")
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str
    content: bytes

    @classmethod
    def of(cls, part: ParsedMessage) -> "Attachment":
        content = part.get_content()
        return cls(
            part.get_filename() or "attachment",
            part.get_content_type(),
            content.encode() if isinstance(content, str) else content,
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """A message in the folder. `name` is its file name without the ending."""

    name: str
    parsed: ParsedMessage

    @property
    def subject(self) -> str:
        return str(self.parsed["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.parsed["To"] or "")

    @property
    def date(self) -> datetime | None:
        try:
            return parsedate_to_datetime(str(self.parsed["Date"]))
        except ValueError:
            return None

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.parsed.items()]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.parsed.get_body((kind,))
        return part.get_content() if part is not None else ""

    @property
    def attachments(self) -> list[Attachment]:
        return [Attachment.of(part) for part in self.parsed.iter_attachments()]


def listing(limit: int = 200) -> list[Stored]:
    """The messages in the folder, newest first."""
    names = sorted((path.stem for path in _folder().glob("*.eml")), reverse=True)
    return [found for name in names[:limit] if (found := read(name))]


def read(name: str) -> Stored | None:
    """The message called `name`; None where there is none, whatever `name` tries to be."""
    if not _NAME.match(name):
        return None
    try:
        content = (_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return Stored(name, message_from_bytes(content, policy=policy.default))


def _folder() -> Path:
    return Path(settings.MAIL_DIR)
