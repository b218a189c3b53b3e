from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.models import Message
from tracker.services import holds


class Command(BaseCommand):
    help = (
        "Let mail go out again. After a restore from a backup, what was sent since the backup "
        "would be sent once more: --skip-before takes it out of the outbox first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--skip-before",
            metavar="ISO-8601",
            help="what was to be sent before this moment has been sent: cancel it "
            "(the moment at which the old database stopped)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if moment := options["skip_before"]:
            skipped = holds.skip_before(_moment(moment))
            self.stdout.write(
                ngettext(
                    "Taken out of the outbox: %(count)d message.",
                    "Taken out of the outbox: %(count)d messages.",
                    skipped,
                )
                % {"count": skipped}
            )
        holds.release_all()
        due = Message.objects.due(now=timezone.now() + timedelta(seconds=1)).count()
        self.stdout.write(
            ngettext(
                "Mail goes out again; %(count)d message is due.",
                "Mail goes out again; %(count)d messages are due.",
                due,
            )
            % {"count": due}
        )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = _("“%(text)s” is not a time in ISO 8601, such as 2026-11-22T09:00:00+03:00.")
        raise CommandError(message % {"text": text}, returncode=2) from error
    return moment if moment.tzinfo else timezone.make_aware(moment)
