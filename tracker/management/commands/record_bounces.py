import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.services import bounces

MOST_BYTES = 5 * 1024 * 1024
TRY_AGAIN = 75
"""EX_TEMPFAIL: a mail server keeps the report and brings it again."""


class Command(BaseCommand):
    help = (
        "Record the mails that came back. Reads the reports of a mail server (RFC 3464, RFC 5965): "
        "one mail on standard input, or every mail of the mailboxes named, each a Maildir, an mbox "
        "file or a single mail. Reading the same report again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mailbox", nargs="*", type=Path, help="Maildir, mbox or mail file")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        read = recorded = 0
        for mail in self._mails(options["mailbox"]):
            read += 1
            try:
                found = bounces.record_report(mail[:MOST_BYTES], source="report", now=now)
            except DatabaseError as error:
                reason = _("The database does not answer: %(reason)s") % {"reason": error}
                raise CommandError(reason, returncode=TRY_AGAIN) from error
            recorded += len(found)
        if options["verbosity"]:
            self.stdout.write(
                ngettext("Read: %(count)d mail.", "Read: %(count)d mails.", read) % {"count": read}
            )
            self.stdout.write(
                ngettext("Recorded: %(count)d bounce.", "Recorded: %(count)d bounces.", recorded)
                % {"count": recorded}
            )

    @staticmethod
    def _mails(paths: list[Path]) -> Iterator[bytes]:
        if not paths:
            yield sys.stdin.buffer.read(MOST_BYTES)
        for path in paths:
            try:
                yield from _mails_in(path)
            except OSError as error:
                raise CommandError(
                    _("%(path)s cannot be read: %(reason)s")
                    % {"path": path, "reason": error.strerror},
                    returncode=TRY_AGAIN,
                ) from error


def _mails_in(path: Path) -> Iterator[bytes]:
    if path.is_dir():
        box: mailbox.Mailbox[Any] = mailbox.Maildir(path, create=False)
    else:
        with path.open("rb") as file:
            if file.read(5) != b"From ":
                file.seek(0)
                yield file.read(MOST_BYTES)
                return
        box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()
