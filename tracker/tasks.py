"""What the clock and the bell start. Each task rings a service; none carries anything."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from tracker.services import (
    delivery,
    drafts,
    editor_tasks,
    occurrences,
    planning,
    subscriptions,
)

TIME_LIMIT = 600
TIME_TO_SEND = timedelta(seconds=500)
"""What is left is sent from the next tick on: no worker is ended in the middle of a mail."""


@shared_task(expires=55, time_limit=TIME_LIMIT)
def send_reminders() -> None:
    """Every minute, and whenever the bell rings: plan, then send what is due.

    What waits in the queue goes out even where the planner fails.
    """
    try:
        planning.plan(now=timezone.now())
        editor_tasks.plan(now=timezone.now())
    finally:
        delivery.drain(now=timezone.now(), within=TIME_TO_SEND)


@shared_task(expires=3600, time_limit=TIME_LIMIT)
def extend_occurrences() -> None:
    """Every night: keep the calendar filled up to its horizon, and forget who never confirmed and
    what nobody went on with."""
    occurrences.extend(today=timezone.localdate())
    subscriptions.forget_unconfirmed(now=timezone.now())
    drafts.remove_old(now=timezone.now())
