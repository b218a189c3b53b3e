"""Leases on messages that are due: who holds one is the only one to send it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from tracker.models import Message
from tracker.services import attempts


def lease() -> timedelta:
    """Longer than one conversation with the mail server; renewed before each message."""
    return timedelta(seconds=settings.MAIL_LEASE_SECONDS)


def take(*, now: datetime, size: int) -> tuple[UUID, list[Message]]:
    """Take a lease on up to `size` due messages; ours are those that the UPDATE changed.

    Of one whose lease ran out while it was being sent, nobody knows whether it was: the log says
    so.
    """
    token = uuid4()
    with transaction.atomic():
        due = Message.objects.due(now=now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        wanted = list(due.select_related("subscriber")[:size])
        pks = [one.pk for one in wanted]
        won = (
            Message.objects.due(now=now)
            .order_by()
            .filter(pk__among=pks)
            .update(claim=token, claimed_until=now + lease(), claimed_by=attempts.worker())
        )
        if won != len(wanted):
            ours = Message.objects.filter(pk__among=pks, claim=token).order_by()
            claimed = set(ours.values_list("pk", flat=True))
            wanted = [one for one in wanted if one.pk in claimed]
        attempts.log_unfinished(wanted, at=now)
    return token, wanted


def ours(pk: int, token: UUID) -> Message | None:
    """The message as it is now, if we still hold the lease on it."""
    return Message.objects.filter(pk=pk, claim=token).select_related("subscriber").first()


def give_back(messages: list[Message], token: UUID) -> None:
    """Let others have what was claimed and not tried."""
    Message.objects.filter(pk__among=[one.pk for one in messages], claim=token).update(
        claim=None, claimed_until=None
    )


def expire(*, now: datetime) -> int:
    """Mark what nobody needs to be told any more; how many."""
    late = Message.objects.due(now=now).filter(expires_at__lte=now).order_by()
    with transaction.atomic():
        begun = late.filter(claim__isnull=False, claims__gt=0)
        attempts.log_unfinished(list(begun.select_for_update()), at=now)
        return late.update(state=Message.State.EXPIRED, claim=None, claimed_until=None)
