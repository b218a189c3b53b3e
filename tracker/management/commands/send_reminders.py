from datetime import UTC, date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.models import Message
from tracker.services import delivery, planning

MORNING_IN_UTC = time(9)
END_OF_DAY = time(23, 59, 59)
YEARS = range(1900, 2200)


class Command(BaseCommand):
    help = (
        "Plan the reminders of the next 48 hours and send those that are due, without Celery. "
        "With --now as if that were the time (ISO 8601; without an offset it is UTC). A date alone "
        "is that whole day: first as at 09:00 UTC, then as at its end in UTC, so that 09:00 of "
        "that day has come in every time zone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", metavar="ISO-8601", help="2026-11-22 or 2026-11-22T09:00:00+03:00"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        messages = reminders = 0
        outcomes = delivery.Drained().outcomes
        stopped = ""
        for moment in _moments(options["now"]):
            planned = planning.plan(now=moment)
            messages += planned.messages
            reminders += planned.reminders
            drained = delivery.drain(now=moment)
            outcomes += drained.outcomes
            stopped = drained.stopped
        self.stdout.write(
            _("Planned: %(messages)d new messages, %(reminders)d reminders in them.")
            % {"messages": messages, "reminders": reminders}
        )
        sent = outcomes.pop(Message.State.SENT, 0)
        self.stdout.write(
            ngettext("Sent: %(count)d message.", "Sent: %(count)d messages.", sent)
            % {"count": sent}
        )
        for state, number in sorted(outcomes.items()):
            if number:
                label = _("put off") if state == Message.State.QUEUED else _label(state)
                self.stdout.write(
                    _("Not sent, %(why)s: %(count)d.") % {"why": label, "count": number}
                )
        if stopped:
            raise CommandError(_("The mail server took nothing: %(reason)s") % {"reason": stopped})


def _label(state: str) -> str:
    return str(Message.State(state).label)


def _moments(text: str | None) -> list[datetime]:
    """The moments as which to plan and send, in order. Raises CommandError for what is no time."""
    if text is None:
        return [timezone.now()]
    try:
        moments = _moments_of_day(date.fromisoformat(text))
    except ValueError:
        moments = _moment(text)
    if not moments or moments[0].year not in YEARS:
        message = _("“%(text)s” is not a time in ISO 8601, such as 2026-11-22T09:00:00+03:00.")
        raise CommandError(message % {"text": text}, returncode=2)
    return moments


def _moments_of_day(day: date) -> list[datetime]:
    return [datetime.combine(day, part, tzinfo=UTC) for part in (MORNING_IN_UTC, END_OF_DAY)]


def _moment(text: str) -> list[datetime]:
    try:
        moment = datetime.fromisoformat(text)
        return [moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)]
    except (ValueError, OverflowError):
        return []
