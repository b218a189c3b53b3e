"""The mail server: one connection for as many mails as it will take.

Mail goes through the e-mail backend of the settings. Over SMTP the bytes of a draft go out as they
are (`smtp_conversation`); any other backend (django-anymail's, a folder) is given Django's own
message.
"""

import smtplib

import structlog
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from tracker.services.smtp_conversation import Conversation, Envelope
from tracker.services.smtp_verdicts import Broken

log = structlog.get_logger(__name__)


class MailServer:
    """Opened when the first mail is ready."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend = get_connection(fail_silently=False)
        self._is_open = False
        self._conversation: Conversation | None = None
        self.speaks_smtp = type(self._backend) is EmailBackend

    def open(self, envelope: Envelope | None = None) -> None:
        """Be ready for a mail in `envelope`. Raises what `smtplib` or the network raises."""
        ahead = self._conversation.ahead if self._conversation else None
        if ahead not in (None, envelope):
            self.close()
        if not self._is_open:
            self._backend.open()
            self._is_open = True

    def send(self, mail: EmailMessage) -> str:
        """Returns the reply once the server has taken the mail over; raises otherwise."""
        self._backend.send_messages([mail])
        return ""

    def send_bytes(
        self, envelope: Envelope, written: bytes, following: Envelope | None = None
    ) -> str:
        """The same over SMTP, for a mail in ASCII. Raises what `Conversation.send` raises.

        `following` is the envelope of the mail that will most likely be sent next.
        """
        connection: smtplib.SMTP | None = getattr(self._backend, "connection", None)
        if connection is None:
            raise Broken(smtplib.SMTPServerDisconnected("not connected"), after_data=False)
        if self._conversation is None or self._conversation.server is not connection:
            self._conversation = Conversation(connection)
        return self._conversation.send(envelope, written, following)

    def close(self) -> None:
        self._is_open = False
        conversation, self._conversation = self._conversation, None
        try:
            if conversation and conversation.ahead:
                # The server waits for a mail: it would read a farewell as its text.
                conversation.server.close()
            self._backend.close()
        except (OSError, smtplib.SMTPException) as error:
            log.info("mail connection did not close", error=str(error))
