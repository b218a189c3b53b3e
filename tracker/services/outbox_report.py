"""How the outbox is: what goes out soon, what did not, and how fast it went; for operators."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncHour
from django.utils import timezone

from tracker.models import (
    Attempt,
    Commitment,
    MailControl,
    Message,
    Plan,
    Reminder,
    StatusNotice,
)
from tracker.services.editor_tasks import administrators

HOURS = 24
PLANNED_AHEAD = timedelta(hours=48)
LOOKING_BACK = timedelta(days=14)

State = Message.State


@dataclass(frozen=True, slots=True)
class Hour:
    """What became of the attempts that were made within one hour."""

    begins: datetime
    sent: int
    failed: int
    again: int


@dataclass(frozen=True, slots=True)
class Breaker:
    """The circuit breaker: shut, it lets one message try after `until`."""

    until: datetime
    words: str
    failures: int


def rate(*, now: datetime, hours: int = HOURS) -> list[Hour]:
    """The last `hours` hours, the running one last: one query."""
    running = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    begins = [running - timedelta(hours=number) for number in reversed(range(hours))]
    counted: dict[datetime, Counter[str]] = {one: Counter() for one in begins}
    rows = (
        Attempt.objects.filter(at__gte=begins[0])
        .order_by()
        .annotate(hour=TruncHour("at"))
        .values_list("hour", "outcome")
        .annotate(Count("pk"))
    )
    for hour, outcome, number in rows:
        if hour in counted:
            counted[hour][outcome] += number
    return [_hour(begins_at, outcomes) for begins_at, outcomes in counted.items()]


def _hour(begins: datetime, outcomes: Counter[str]) -> Hour:
    sent = outcomes[Attempt.Outcome.ACCEPTED]
    failed = outcomes[Attempt.Outcome.REFUSED]
    return Hour(begins, sent, failed, outcomes.total() - sent - failed)


def planned(*, now: datetime) -> QuerySet[Message]:
    """What is to go out within 48 hours, in order, with the number of dates and statuses in it."""
    return (
        Message.objects.filter(state=State.QUEUED, send_at__lt=now + PLANNED_AHEAD)
        .select_related("subscriber", "editor")
        .annotate(dates=_number_of(Reminder), statuses=_number_of(StatusNotice))
        .order_by("send_at", "pk")
    )


def _number_of(model: type[Reminder] | type[StatusNotice]) -> Coalesce:
    """How many rows of `model` a message has; counted for the rows of a page only."""
    rows = model._default_manager.filter(message=OuterRef("pk")).order_by().values("message")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def failures(*, now: datetime) -> QuerySet[Message]:
    """What failed or is held for an operator, of the last fortnight, newest first."""
    return (
        Message.objects.filter(
            state__in=[State.FAILED, State.QUARANTINED], send_at__gte=now - LOOKING_BACK
        )
        .select_related("subscriber", "editor")
        .order_by("-send_at", "-pk")
    )


def retry(messages: QuerySet[Message], *, now: datetime) -> int:
    """Put those that failed or were quarantined back into the queue; how many.

    What has expired stays as it is: nobody needs to be told any more.
    """
    return (
        messages.filter(state__in=[State.FAILED, State.QUARANTINED], expires_at__gt=now)
        .order_by()
        .update(state=State.QUEUED, send_at=now, claims=0, outcome="")
    )


def breaker(control: MailControl) -> Breaker | None:
    """The breaker where it is open: the last thing that the mail server said was no."""
    if control.closed_until is None or not control.failures:
        return None
    return Breaker(control.closed_until, control.closed_why, control.failures)


def try_now(*, now: datetime) -> None:
    """Let the next worker try one message, without waiting for the breaker's pause to end."""
    MailControl.objects.filter(pk=1, closed_until__gt=now).update(closed_until=now)


def without_address() -> Sequence[User]:
    """Editors who would be mailed what waits, and have no address: 4 queries."""
    named = {*_responsible(Commitment), *_responsible(Plan)}
    wanted = Q(pk__in=named) | Q(pk__in=[one.pk for one in administrators()])
    users = get_user_model().objects.filter(wanted, is_active=True, is_staff=True, email="")
    return list(users.order_by("username"))


def _responsible(model: type[Commitment] | type[Plan]) -> set[int]:
    rows = model._default_manager.filter(responsible__isnull=False).order_by()
    return set(rows.values_list("responsible", flat=True).distinct())
