"""The mail server: one connection for as many mails as it will take.

Mail goes through the e-mail backend of the settings. Over SMTP the bytes of a draft go out as they
are, sender, recipient and DATA in one packet where the server allows it (RFC 2920); any other
backend (django-anymail's, a folder) is given Django's own message.
"""

import re
import smtplib

import structlog
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from tracker.services.smtp_verdicts import Broken

_LINE_WITH_A_DOT = re.compile(rb"^\.", re.MULTILINE)
_END = b"\r\n.\r\n"
_GO_ON, _REFUSED, _CLOSING = 354, 400, 421

log = structlog.get_logger(__name__)


class MailServer:
    """Opened when the first mail is ready."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend = get_connection(fail_silently=False)
        self._is_open = False
        self.speaks_smtp = type(self._backend) is EmailBackend

    def open(self) -> None:
        """Raises what `smtplib` or the network raises."""
        if not self._is_open:
            self._backend.open()
            self._is_open = True

    def send(self, mail: EmailMessage) -> str:
        """Returns the reply once the server has taken the mail over; raises otherwise."""
        self._backend.send_messages([mail])
        return ""

    def send_bytes(self, sender: str, recipient: str, written: bytes) -> str:
        """The same over SMTP, for a mail and addresses in ASCII. Raises `Broken` too."""
        connection: smtplib.SMTP | None = getattr(self._backend, "connection", None)
        if connection is None:
            raise Broken(smtplib.SMTPServerDisconnected("not connected"), after_data=False)
        return send(connection, sender, recipient, written)

    def close(self) -> None:
        self._is_open = False
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException) as error:
            log.info("mail connection did not close", error=str(error))


def send(server: smtplib.SMTP, sender: str, recipient: str, written: bytes) -> str:
    """Hand one mail over; the server's last reply. `written` has CRLF line ends.

    Raises `SMTPSenderRefused`, `SMTPRecipientsRefused`, `SMTPDataError`, after which the
    connection is good for another mail, and `Broken`, which says whether the mail had been sent.
    """
    after_data = False
    try:
        server.ehlo_or_helo_if_needed()
        _open_envelope(server, sender, recipient, size=len(written))
        if written.startswith(b".") or b"\n." in written:
            written = _LINE_WITH_A_DOT.sub(b"..", written)
        after_data = True
        server.send(written + (b".\r\n" if written.endswith(b"\r\n") else _END))
        code, reply = server.getreply()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
        raise
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise Broken(error, after_data=after_data) from error
    if code != 250:
        raise smtplib.SMTPDataError(code, reply)
    return reply.decode("utf-8", "replace")


def _open_envelope(server: smtplib.SMTP, sender: str, recipient: str, *, size: int) -> None:
    """MAIL, RCPT and DATA; returns when the server waits for the mail.

    After a refusal the conversation is brought back to its beginning.
    """
    options = f" SIZE={size}" if server.has_extn("size") else ""
    commands = (f"MAIL FROM:<{sender}>{options}", f"RCPT TO:<{recipient}>", "DATA")
    if server.has_extn("pipelining"):
        server.send("".join(f"{one}\r\n" for one in commands))
        replies = [server.getreply() for _ in commands]
    else:
        replies = []
        for command in commands:
            replies.append(server.docmd(command))
            if replies[-1][0] >= _REFUSED:
                break
    error = _refusal(replies, sender, recipient)
    if error is None:
        return
    if replies[-1][0] == _GO_ON:
        # DATA was taken all the same: an empty mail, which has no recipient, ends it.
        server.send(".\r\n")
        server.getreply()
    if replies[0][0] != _CLOSING:
        server.docmd("RSET")
    raise error


def _refusal(
    replies: list[tuple[int, bytes]], sender: str, recipient: str
) -> smtplib.SMTPException | None:
    """What the first refusal among the replies to MAIL, RCPT and DATA means."""
    code, text = next((one for one in replies if one[0] >= _REFUSED), (0, b""))
    if not code:
        return None if replies[-1][0] == _GO_ON else smtplib.SMTPDataError(*replies[-1])
    if replies[0][0] >= _REFUSED:
        return smtplib.SMTPSenderRefused(code, text, sender)
    if replies[1][0] >= _REFUSED:
        return smtplib.SMTPRecipientsRefused({recipient: (code, text)})
    return smtplib.SMTPDataError(code, text)
