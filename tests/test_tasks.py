from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from tests.builders import make_key_date, make_occurrence
from tests.subscribers import LONG_AGO, make_subscription
from tracker import tasks
from tracker.models import ImportDraft, Occurrence, Subscriber
from tracker.services import drafts

pytestmark = pytest.mark.django_db


def test_every_task_on_the_clock_exists():
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled == {tasks.send_reminders.name, tasks.extend_occurrences.name}


def test_reminders_are_planned_and_sent_in_one_go():
    make_subscription(days=[60], time_zone="UTC")
    make_occurrence(start=timezone.localdate() + timedelta(days=20))
    now = timezone.now()

    tasks.send_reminders()

    # Before nine in the morning they wait for it.
    assert len(mail.outbox) == (1 if now.hour >= 9 else 0)


def test_night_extends_the_calendar_and_forgets_what_nobody_confirmed():
    make_key_date(rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9", rule_start=date(2024, 1, 1))
    subscription = make_subscription(state="pending", created_at=LONG_AGO)
    Subscriber.objects.filter(pk=subscription.subscriber_id).update(created_at=LONG_AGO)

    draft = drafts.start(by=None)
    ImportDraft.objects.filter(pk=draft.pk).update(updated_at=LONG_AGO)

    tasks.extend_occurrences()

    assert Occurrence.objects.filter(start__gte=timezone.localdate()).count() == 3
    assert not Subscriber.objects.exists()
    assert not ImportDraft.objects.exists()
