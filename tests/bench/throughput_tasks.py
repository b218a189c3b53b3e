"""A Celery application that sends each mail in a task of its own, for `tests.bench.throughput`."""

import os
import time

import redis
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

URL = os.environ.get("REDIS_URL", "").replace("unix://", "redis+socket://")
app = Celery("throughput", broker=URL)
app.conf.task_ignore_result = True
app.conf.worker_hijack_root_logger = False

_COUNTER = "throughput-sent"
_setup = False


@app.task
def mail(number: int) -> None:
    global _setup
    if not _setup:
        import django

        django.setup()
        _setup = True
    from django.core.mail import send_mail

    send_mail(
        "A day of the libraries, tomorrow",
        "A key date that you asked to be reminded of. " * 20,
        "reminders@example.org",
        [f"reader{number}@example.org"],
        html_message="<p>A key date that you asked to be reminded of.</p>" * 20,
    )
    _counter().incr(_COUNTER)


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
