"""How many reminders a second are built, sent and recorded one by one.

`python -m tests.bench.throughput [--messages 6000] [--rounds 5]`

PostgreSQL that writes to its disk, and Debian's `smtp-sink` (package postfix; nothing else of it is
used), which takes mail faster than any sender gives it. In interleaved rounds, on the same machine:

- raw: a loop of `smtplib` that sends prebuilt bytes over one connection, and records nothing;
- one, two: `tracker.services.delivery.drain` in one process and in two at once, which claims,
  checks, builds, sends and records each message;
- task: a Celery task for each message that calls Django's `send_mail` with the text and the HTML of
  one of them, and records nothing;
- whole task: one that does the same as ours the usual way (a tenth of the messages): reads the
  message, renders it, calls `send_mail`, records it and the attempt.

Each round of ours sends messages of its own, planned before; with many fewer, the end of a round
counts, when one connection has nothing left to do. Also measured: how long the planner takes for a
row. Prints a table with what is to be reached; the last line is one JSON object.
"""

import argparse
import json
import os
import pwd
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import chaos_stage as stage

if TYPE_CHECKING:
    from tracker.services.mail_drafts import Mail

SINK = "/usr/sbin/smtp-sink"
WARM_UP = 200
TARGETS = {"one against raw": 0.5, "two against raw": 0.9, "two against task": 10.0}


def main() -> None:
    given = _arguments()
    if not Path(SINK).exists():
        sys.exit("This bench needs smtp-sink: package postfix.")
    with tempfile.TemporaryDirectory(prefix="tracker-throughput-") as name:
        folder = Path(name)
        database = stage.start_database()
        queue = stage.Queue(folder / "q")
        queue.start()
        with _sink() as mail:
            os.environ |= stage.environment(folder, database.url, queue.url, mail)
            import django

            django.setup()
            try:
                _report(_measure(given, mail, folder))
            finally:
                queue.kill()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=6000, help="of each kind in a round")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


@contextmanager
def _sink() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    user = ["-u", "nobody"] if pwd.getpwuid(os.geteuid()).pw_name == "root" else []
    process = stage.spawn([SINK, *user, f"127.0.0.1:{port}", "1000"])

    def answers() -> bool:
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", port)) == 0

    try:
        stage.wait_until(answers, seconds=10, what="smtp-sink")
        yield f"smtp://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _measure(given: argparse.Namespace, mail: str, folder: Path) -> dict[str, float]:
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection

    from tracker.models import Message
    from tracker.services import planning

    call_command("migrate", verbosity=0)
    slot, zones = stage.morning_zones(datetime.now(UTC))
    stage.make_date(apps, slot + timedelta(days=1))
    tenth = max(given.messages // 10, 20)
    wanted = given.rounds * (3 * given.messages + tenth) + 3 * WARM_UP + 20
    stage.make_readers(apps, range(wanted), zones, days=1)
    started = time.perf_counter()
    planned = planning.plan(now=datetime.now(UTC))
    per_row = (time.perf_counter() - started) / (planned.messages + planned.reminders)
    # As autovacuum would, some time after so many rows were added.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    raw = _Raw(mail)
    senders = [_Sender() for _ in range(2)]
    tasks = _Tasks(raw.mails[0], folder / "texts")
    for sender in senders:
        sender.send(WARM_UP)
    tasks.send(20)
    tasks.send_whole(20)
    speeds: dict[str, list[float]] = {"raw": [], "one": [], "two": [], "task": [], "whole task": []}
    size = given.messages
    for _ in range(given.rounds):
        speeds["raw"].append(size / raw.send(size))
        speeds["one"].append(size / senders[0].send(size))
        speeds["two"].append(2 * size / _both(senders, size))
        speeds["task"].append(size / tasks.send(size))
        speeds["whole task"].append(tenth / tasks.send_whole(tenth))
    for process in (*senders, tasks):
        process.end()
    left = Message.objects.exclude(state=Message.State.SENT).count()
    if left != WARM_UP:
        sys.exit(f"{left} messages are not sent; {WARM_UP} should be left.")
    figures = {name: statistics.median(found) for name, found in speeds.items()}
    return figures | {"planned rows": planned.messages + planned.reminders, "per row": per_row}


class _Raw:
    """`smtplib` over one connection; the bytes are those of our own mails."""

    def __init__(self, mail: str) -> None:
        from django.utils import timezone

        from tracker.models import Message
        from tracker.services import mail_content

        host, _, port = mail.removeprefix("smtp://").partition(":")
        self._server = smtplib.SMTP(host, int(port))
        self._server.ehlo()
        now = timezone.now()
        rows = Message.objects.select_related("subscriber").order_by("pk")[:WARM_UP]
        self.mails = [mail_content.reminder_mail(row, row.reminders.all(), now=now) for row in rows]
        self._written = [mail.message().as_bytes() for mail in self.mails]

    def send(self, number: int) -> float:
        started = time.perf_counter()
        for index in range(number):
            self._server.sendmail(
                "reminders@example.org",
                [f"reader{index}@example.org"],
                self._written[index % len(self._written)],
            )
        return time.perf_counter() - started


class _Process:
    """A process of this bench that does as many as a line of its input says."""

    def __init__(self, what: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.throughput_process", what],
            cwd=stage.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def begin(self, number: int) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{number}\n")
        self._process.stdin.flush()

    def wait(self) -> None:
        self._read()

    def send(self, number: int) -> float:
        started = time.perf_counter()
        self.begin(number)
        self.wait()
        return time.perf_counter() - started

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def _read(self) -> None:
        assert self._process.stdout is not None
        if not self._process.stdout.readline():
            sys.exit("A process of the bench has ended.")


class _Sender(_Process):
    def __init__(self) -> None:
        super().__init__("sender")


class _Tasks:
    """A Celery worker of one thread, and tasks for it."""

    def __init__(self, mail: "Mail", texts: Path) -> None:
        from tests.bench import throughput_tasks

        html = mail.alternatives[0].content
        texts.write_text(json.dumps([mail.subject, mail.body, html]))
        os.environ[throughput_tasks.TEXTS] = str(texts)
        command = [sys.executable, "-m", "celery", "-A", "tests.bench.throughput_tasks", "--quiet"]
        options = ["worker", "-l", "CRITICAL", "-P", "solo", "--without-mingle", "--without-gossip"]
        self._worker = stage.spawn([*command, *options], stdout=subprocess.DEVNULL)

    def send(self, number: int) -> float:
        """The worker's own time, from its first message to its last."""
        from tests.bench import throughput_tasks

        return throughput_tasks.send(throughput_tasks.mail, range(number))

    def send_whole(self, number: int) -> float:
        from tests.bench import throughput_tasks
        from tracker.models import Message

        queued = Message.objects.filter(state=Message.State.QUEUED).order_by("-send_at", "-pk")
        wanted = list(queued.values_list("pk", flat=True)[:number])
        return throughput_tasks.send(throughput_tasks.whole, wanted)

    def end(self) -> None:
        self._worker.terminate()
        self._worker.wait(30)


def _both(senders: list[_Sender], size: int) -> float:
    started = time.perf_counter()
    for sender in senders:
        sender.begin(size)
    for sender in senders:
        sender.wait()
    return time.perf_counter() - started


def _report(figures: dict[str, float]) -> None:
    ratios = {
        "one against raw": figures["one"] / figures["raw"],
        "two against raw": figures["two"] / figures["raw"],
        "one against task": figures["one"] / figures["task"],
        "two against task": figures["two"] / figures["task"],
        "one against whole task": figures["one"] / figures["whole task"],
        "two against whole task": figures["two"] / figures["whole task"],
    }
    words = {
        "raw": "smtplib, prebuilt bytes, nothing recorded",
        "one": "built, sent and recorded, one process",
        "two": "the same, two processes at once",
        "task": "a Celery task a message, send_mail",
        "whole task": "the same, which also builds and records",
    }
    for name, what in words.items():
        print(f"{what:45} {figures[name]:8,.0f} a second")
    for name, ratio in ratios.items():
        to_reach = f"   (to reach: {TARGETS[name]} ×)" if name in TARGETS else ""
        print(f"{name:45} {ratio:8.2f} ×{to_reach}")
    print(f"{'planned':45} {figures['per row'] * 1e6:8.1f} µs a row")
    print(json.dumps(figures | ratios))


if __name__ == "__main__":
    main()
