from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from tracker.services import holds


class Command(BaseCommand):
    help = (
        "Hold all mail back from this moment on, until release_mail. What is due waits in the "
        "outbox; what expires meanwhile is not sent. To be given before workers are started on a "
        "database that came out of a backup."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--why", default="", help="what the board says of it")

    def handle(self, *args: Any, **options: Any) -> None:
        holds.hold_all(options["why"])
        self.stdout.write(_("All mail is held: %(why)s") % {"why": holds.held()})
