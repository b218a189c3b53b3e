"""What the clock and the bell start. Each task rings a service; none carries anything."""

from celery import shared_task
from django.utils import timezone

from tracker.services import delivery, drafts, occurrences, planning, subscriptions


@shared_task(expires=55, time_limit=600)
def send_reminders() -> None:
    """Every minute, and whenever the bell rings: plan, then send what is due."""
    planning.plan(now=timezone.now())
    delivery.drain(now=timezone.now())


@shared_task(expires=3600, time_limit=600)
def extend_occurrences() -> None:
    """Every night: keep the calendar filled up to its horizon, and forget who never confirmed and
    what nobody went on with."""
    occurrences.extend(today=timezone.localdate())
    subscriptions.forget_unconfirmed(now=timezone.now())
    drafts.remove_old(now=timezone.now())
