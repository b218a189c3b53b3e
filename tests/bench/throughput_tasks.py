"""A Celery application that sends each mail in a task of its own, for `tests.bench.throughput`.

`mail` only sends; `whole` does what the product does for a message, the way it is usually written:
reads it, renders it, sends it, and records it in a transaction that waits for the disk.
"""

import json
import os
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import redis
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

URL = os.environ.get("REDIS_URL", "").replace("unix://", "redis+socket://")
app = Celery("throughput", broker=URL)
app.conf.task_ignore_result = True
app.conf.worker_hijack_root_logger = False

TEXTS = "THROUGHPUT_TEXTS"
"""The variable that names a file with subject, text and HTML of the mails, as JSON."""

_COUNTER = "throughput-sent"


@app.task
def mail(number: int) -> None:
    from django.core.mail import send_mail

    subject, text, html = _texts()
    send_mail(
        subject,
        text,
        "reminders@example.org",
        [f"reader{number}@example.org"],
        html_message=html,
    )
    _counter().incr(_COUNTER)


@app.task
def whole(pk: int) -> None:
    _texts()
    from django.core.mail import send_mail
    from django.db import transaction
    from django.utils import timezone

    from tracker.models import Attempt, Message
    from tracker.services import attempts, mail_content

    message = Message.objects.select_related("subscriber").get(pk=pk)
    now = timezone.now()
    written = mail_content.reminder_mail(message, message.reminders.all(), now=now)
    send_mail(
        written.subject,
        str(written.body),
        written.from_email,
        written.to,
        html_message=str(written.alternatives[0].content),
    )
    with transaction.atomic():
        Message.objects.filter(pk=pk).update(state=Message.State.SENT, sent_at=now, attempts=1)
        Attempt.objects.create(
            message=message,
            at=now,
            worker=attempts.worker(),
            outcome=Attempt.Outcome.ACCEPTED,
            code=250,
        )
    _counter().incr(_COUNTER)


@cache
def _texts() -> tuple[str, str, str]:
    import django

    django.setup()
    subject, text, html = json.loads(Path(os.environ[TEXTS]).read_text())
    return subject, text, html


@cache
def _counter() -> "redis.Redis":
    return redis.Redis.from_url(os.environ["REDIS_URL"])


def send(task: Any, values: Sequence[int]) -> float:
    """Hand a task for each value to the worker, wait until it has done all; the seconds of it."""
    counter = _counter()
    counter.set(_COUNTER, 0)
    started = time.perf_counter()
    for value in values:
        task.delay(value)
    while int(counter.get(_COUNTER) or 0) < len(values):  # type: ignore[arg-type]
        time.sleep(0.01)
    return time.perf_counter() - started
