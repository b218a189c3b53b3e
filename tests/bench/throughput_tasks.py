"""A Celery application that sends each mail in a task of its own, for `tests.bench.throughput`."""

import json
import os
import time
from functools import cache
from pathlib import Path

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


@cache
def _texts() -> tuple[str, str, str]:
    import django

    django.setup()
    subject, text, html = json.loads(Path(os.environ[TEXTS]).read_text())
    return subject, text, html


@cache
def _counter() -> "redis.Redis":
    return redis.Redis.from_url(os.environ["REDIS_URL"])


def send(number: int) -> float:
    """Hand `number` tasks to the worker, then wait until it has done all; the seconds of it."""
    counter = _counter()
    counter.set(_COUNTER, 0)
    started = time.perf_counter()
    for index in range(number):
        mail.delay(index)
    while int(counter.get(_COUNTER) or 0) < number:  # type: ignore[arg-type]
        time.sleep(0.01)
    return time.perf_counter() - started
