from collections import Counter
from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.models import Message
from tracker.services import delivery, editor_tasks, planning

END_OF_DAY = time(23, 59, 59)
YEARS = range(1900, 2200)


class Command(BaseCommand):
    help = (
        "Plan the reminders of the next 48 hours and send those that are due, without Celery. "
        "With --now as if that were the time (ISO 8601; without an offset it is UTC). A date alone "
        "is that whole day, to its end in UTC: each subscriber gets what is due there by noon."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", metavar="ISO-8601", help="2026-11-22 or 2026-11-22T09:00:00+03:00"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.messages = self.reminders = 0
        self.outcomes: Counter[str] = Counter()
        self.stopped = ""
        moment = _time(options["now"])
        if isinstance(moment, datetime):
            self._tick(moment)
        else:
            for noon, zones in planning.noons(moment):
                self._tick(noon, zones)
            self._deliver(datetime.combine(moment, END_OF_DAY, tzinfo=UTC))
        self._report()

    def _tick(self, now: datetime, zones: Collection[str] | None = None) -> None:
        planned = planning.plan(now=now, zones=zones)
        self.messages += planned.messages
        self.reminders += planned.reminders
        editor_tasks.plan(now=now)
        self._deliver(now)

    def _deliver(self, now: datetime) -> None:
        drained = delivery.drain(now=now)
        self.outcomes.update(drained.outcomes)
        self.stopped = self.stopped or drained.stopped

    def _report(self) -> None:
        sent = self.outcomes.pop(Message.State.SENT, 0)
        self.stdout.write(
            _("Planned: %(messages)d new messages, %(reminders)d reminders in them.")
            % {"messages": self.messages, "reminders": self.reminders}
        )
        self.stdout.write(
            ngettext("Sent: %(count)d message.", "Sent: %(count)d messages.", sent)
            % {"count": sent}
        )
        for state, number in sorted(self.outcomes.items()):
            if number:
                label = _("put off") if state == Message.State.QUEUED else _label(state)
                self.stdout.write(
                    _("Not sent, %(why)s: %(count)d.") % {"why": label, "count": number}
                )
        if self.stopped:
            raise CommandError(
                _("The mail server took nothing: %(reason)s") % {"reason": self.stopped}
            )


def _label(state: str) -> str:
    return str(Message.State(state).label)


def _time(text: str | None) -> datetime | date:
    """A moment in UTC, or the whole day for a date alone. Raises CommandError for neither."""
    if text is None:
        return timezone.now()
    found = _day(text) or _moment(text)
    if found is None or found.year not in YEARS:
        message = _("“%(text)s” is not a time in ISO 8601, such as 2026-11-22T09:00:00+03:00.")
        raise CommandError(message % {"text": text}, returncode=2)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
