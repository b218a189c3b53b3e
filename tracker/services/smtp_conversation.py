"""Mails over one SMTP connection, each as the bytes that it was written with.

With PIPELINING (RFC 2920) a mail costs one journey to the server and back: its last packet brings
sender, recipient and DATA of the mail that follows, which the RFC allows for the end of a mail's
text. Nothing of the mail that follows goes out with them, so it may still be given up.
"""

import smtplib
from typing import NamedTuple

from tracker.services.smtp_verdicts import Broken

_GO_ON, _REFUSED, _CLOSING = 354, 400, 421

Reply = tuple[int, bytes]


class Envelope(NamedTuple):
    """From whom, and to whom, as the server is told: addresses in ASCII."""

    sender: str
    recipient: str

    @property
    def commands(self) -> tuple[str, str, str]:
        return f"MAIL FROM:<{self.sender}>\r\n", f"RCPT TO:<{self.recipient}>\r\n", "DATA\r\n"


class Conversation:
    """What is said over a connection that `smtplib` has opened.

    `ahead` is the envelope that was opened with the last mail. Only a mail in it can be sent next,
    and the connection cannot be ended politely before.
    """

    def __init__(self, server: smtplib.SMTP) -> None:
        self.server = server
        self.ahead: Envelope | None = None

    def send(self, envelope: Envelope, written: bytes, following: Envelope | None = None) -> str:
        """Hand one mail over; the server's last reply. `written` has CRLF line ends.

        Raises `SMTPSenderRefused`, `SMTPRecipientsRefused`, `SMTPDataError`, after which the
        connection is good for another mail, and `Broken`, which says whether the mail had been
        sent.
        """
        after_data = False
        try:
            self._open(envelope)
            packet = _end_of_data(written)
            if following and self.server.has_extn("pipelining"):
                packet += "".join(following.commands).encode("ascii")
                self.ahead = following
            after_data = True
            self.server.send(packet)
            code, reply = self.server.getreply()
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.server.close()
            raise Broken(error, after_data=after_data) from error
        if code != 250:
            raise smtplib.SMTPDataError(code, reply)
        return reply.decode("utf-8", "replace")

    def _open(self, envelope: Envelope) -> None:
        """MAIL, RCPT and DATA; returns when the server waits for the mail.

        After a refusal the conversation is brought back to its beginning.
        """
        replies = self._replies(envelope)
        error = _refusal(replies, envelope)
        if error is None:
            return
        if replies[-1][0] == _GO_ON:
            # DATA was taken all the same: an empty mail, which has no recipient, ends it.
            self.server.send(".\r\n")
            self.server.getreply()
        if replies[0][0] != _CLOSING:
            self.server.docmd("RSET")
        raise error

    def _replies(self, envelope: Envelope) -> list[Reply]:
        server, is_open = self.server, self.ahead == envelope
        self.ahead = None
        if is_open:
            return [server.getreply() for _ in envelope.commands]
        server.ehlo_or_helo_if_needed()
        if server.has_extn("pipelining"):
            server.send("".join(envelope.commands))
            return [server.getreply() for _ in envelope.commands]
        replies: list[Reply] = []
        for command in envelope.commands:
            server.send(command)
            replies.append(server.getreply())
            if replies[-1][0] >= _REFUSED:
                break
        return replies


def _end_of_data(written: bytes) -> bytes:
    """The mail as DATA takes it: no line of its own begins with a dot, the last one is a dot."""
    if written.startswith(b"."):
        written = b"." + written
    stuffed = written.replace(b"\n.", b"\n..")
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")


def _refusal(replies: list[Reply], envelope: Envelope) -> smtplib.SMTPException | None:
    """What the first refusal among the replies to MAIL, RCPT and DATA means."""
    code, text = next((one for one in replies if one[0] >= _REFUSED), (0, b""))
    if not code:
        return None if replies[-1][0] == _GO_ON else smtplib.SMTPDataError(*replies[-1])
    if replies[0][0] >= _REFUSED:
        return smtplib.SMTPSenderRefused(code, text, envelope.sender)
    if replies[1][0] >= _REFUSED:
        return smtplib.SMTPRecipientsRefused({envelope.recipient: (code, text)})
    return smtplib.SMTPDataError(code, text)
