"""Worker and beat as processes of their own, on PostgreSQL and Redis, as in production."""

import signal
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from django.utils import timezone

from config.celery import app
from tests.integration.conftest import start, wait_for
from tracker.models import Message
from tracker.services import subscriptions

pytestmark = [pytest.mark.django_db(transaction=True)]


class Inbox:
    """Takes every mail; the recipients and subjects of those that came."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        self.mails.append((envelope.rcpt_tos[0], envelope.content))
        return "250 Taken"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    inbox = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def database_url() -> str:
    """The database of this test, for another process."""
    if connection.vendor != "postgresql":
        pytest.skip("processes share a PostgreSQL database: part of the second round")
    given = connection.settings_dict
    host = quote(given["HOST"], safe="")
    port = f":{given['PORT']}" if given["PORT"] else ""
    user = given["USER"] + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    return f"postgres://{user}@{host}{port}/{given['NAME']}"


def tick_at_once(schedule: Path) -> None:
    """Leave a schedule in which the minute's task was last started an hour ago."""
    beat = app.Beat(scheduler_cls="celery.beat:PersistentScheduler", schedule=str(schedule))
    service = beat.Service(app=app, schedule_filename=str(schedule))
    entry = service.scheduler.schedule["reminders"]
    entry.last_run_at = datetime.now(UTC) - timedelta(hours=1)
    service.scheduler.sync()
    service.scheduler.close()


def test_beat_ticks_and_worker_sends_what_the_database_holds(
    redis_url: str, database_url: str, inbox: tuple[Inbox, str], tmp_path: Path
) -> None:
    taken, email_url = inbox
    wanted = subscriptions.Wanted("reader@example.org", "es", "UTC", None, frozenset({7}))
    subscriptions.ask(wanted, now=timezone.now())
    assert Message.objects.get().state == Message.State.QUEUED
    environment = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": email_url,
        "SITE_URL": "https://plans.example.org",
        "DATA_DIR": str(tmp_path),
        "DEBUG": "false",
    }
    tick_at_once(tmp_path / "beat-schedule")
    celery = [sys.executable, "-m", "celery", "-A", "config"]

    worker = start([*celery, "worker", "-P", "threads", "-c", "2"], environment)
    beat = start([*celery, "beat"], environment)
    try:
        wait_for(lambda: taken.mails, seconds=60, why="No mail came within a minute.")
        wait_for(
            lambda: Message.objects.get().state == Message.State.SENT,
            seconds=10,
            why="The message is not marked as sent.",
        )
    finally:
        for process in (beat, worker):
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(20) for process in (beat, worker)]

    assert [recipient for recipient, _content in taken.mails] == ["reader@example.org"]
    assert b"https://plans.example.org/es/subscribe/confirm/" in taken.mails[0][1].replace(
        b"=\r\n", b""
    )
    assert codes == [0, 0]


def test_settings_of_the_tests_have_no_queue_of_their_own() -> None:
    assert settings.CELERY_BROKER_URL == "memory://"
