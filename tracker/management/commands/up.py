"""Everything that a site needs, in the foreground: what `make run` calls."""

import errno
import fcntl
import http.client
import os
import shlex
import socket
import sys
import tempfile
import time
from argparse import ArgumentParser
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections

from tracker.services import broker, demo
from tracker.services.running import ChildEnded, ProcessGroup

START_SECONDS = 60
"""How long web and queue may take until they answer; then something is wrong."""


class Command(BaseCommand):
    help = (
        "Run the whole site in the foreground: prepare the database, load the seed files, then web,"
        " worker and beat until Ctrl-C. Without REDIS_URL an embedded queue is started too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        # Read as text: a number that is none is told in one sentence, without the usage.
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument(
            "--no-demo", action="store_true", help="make no demo editor (DEBUG makes one)"
        )

    def handle(self, *args: Any, host: str, port: str | int, no_demo: bool, **options: Any) -> None:
        number = _port_number(port)
        _check_port(host, number)
        lock = _lock(settings.DATA_DIR)
        try:
            if settings.REDIS_URL and not broker.answers(settings.REDIS_URL):
                raise CommandError("No Redis server answers at the address given in REDIS_URL.")
            self._prepare(with_demo=settings.DEBUG and not no_demo)
            self._run(host, number)
        finally:
            lock.close()

    def _prepare(self, *, with_demo: bool) -> None:
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database does not answer: {reason}") from error
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        call_command("load_seeds", stdout=self.stdout, stderr=self.stderr)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if with_demo:
            self._make_demo_editor()
        connections.close_all()

    def _make_demo_editor(self) -> None:
        password = demo.create_editor()
        words = ["DEBUG=true", shlex.quote(sys.executable), "manage.py changepassword", demo.NAME]
        if settings.DATA_DIR != settings.BASE_DIR / "var":
            words.insert(1, f"DATA_DIR={shlex.quote(str(settings.DATA_DIR))}")
        change = " ".join(words)
        if password is None:
            self._say(f"Demo editor: {demo.NAME}; a new password: {change}")
            return
        self._say(
            f"Demo editor: {demo.NAME}, password: {password} (shown this once; a new one: {change})"
        )

    def _run(self, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{port}"
        environment = os.environ | {
            "DATA_DIR": str(settings.DATA_DIR),
            "DEBUG": str(settings.DEBUG).lower(),
            "PYTHONUNBUFFERED": "1",
        }
        if "SITE_URL" not in environment:
            environment["SITE_URL"] = url
            if settings.DEBUG:
                _remember(url)
        group = ProcessGroup(environment, settings.BASE_DIR, self._say)
        group.catch_signals()
        try:
            if not settings.REDIS_URL:
                _start_queue(group)
            _start_site(group, host, port)
            if _wait(group, lambda: _answers(host, port)):
                self._announce(url)
                group.wait(lambda: False)
        except ChildEnded as ended:
            raise CommandError(f"{ended} Everything else was ended too.") from ended
        except OSError as error:
            raise CommandError(f"A process cannot be started: {error}.") from error
        finally:
            group.end()
        self._say("Ended.")

    def _announce(self, url: str) -> None:
        self._say(f"Site:   {url}/en/")
        self._say(f"Admin:  {url}/admin/")
        if settings.DEBUG:
            self._say(f"Outbox: {url}/outbox/")
        self._say(f"Ready: {url}/")

    def _say(self, line: str) -> None:
        # Whoever reads us through a pipe may have gone; the processes still end in order.
        with suppress(BrokenPipeError):
            self.stdout.write(line)
            self.stdout.flush()


def _remember(url: str) -> None:
    """Leave the address to the commands that are given beside this one; see config.settings."""
    # The site runs as well without it.
    with suppress(OSError):
        (settings.DATA_DIR / "site-url").write_text(f"{url}\n", encoding="utf-8")


def _start_queue(group: ProcessGroup) -> None:
    """The embedded queue, ready to be used; a folder where this machine has no server for it."""
    folder = settings.DATA_DIR / "queue"
    server = broker.embedded(folder)
    if server is None:
        for name in ("messages", "control"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        group.environment["QUEUE_DIR"] = str(folder)
        return
    group.start("queue", server.command)
    group.environment["REDIS_URL"] = server.url
    _wait(group, server.answers)


def _start_site(group: ProcessGroup, host: str, port: int) -> None:
    if group.is_asked_to_end:
        return
    web = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", "2", "--blocking-threads", "1", "--backlog", "1024"]
    group.start("web", [sys.executable, *web, "--log-level", "warning", "config.wsgi:application"])
    # In a container everything runs as root: the long warning about it is no news there.
    worker = ["-W", "ignore:You're running the worker", "-m", "celery", "-q", "-A", "config"]
    worker += ["worker", "-P", "threads", "-c", "2", "-B", "-l", "WARNING", "--without-gossip"]
    group.start("worker", [sys.executable, *worker])


def _wait(group: ProcessGroup, answers: Any) -> bool:
    """Whether it answers; False where the end was asked for. Raises `CommandError` if too late."""
    deadline = time.monotonic() + START_SECONDS

    def is_there() -> bool:
        if time.monotonic() > deadline:
            raise CommandError(f"No answer within {START_SECONDS} seconds; everything was ended.")
        return bool(answers())

    return group.wait(is_there)


def _answers(host: str, port: int) -> bool:
    client = http.client.HTTPConnection(host, port, timeout=2)
    try:
        client.request("GET", "/healthz")
        return client.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        client.close()


def _port_number(port: str | int) -> int:
    """Raises `CommandError` where it is no number of a port."""
    try:
        number = int(port)
    except ValueError:
        number = 0
    if not 1 <= number <= 65535:
        raise CommandError(f"There is no port {port}: choose one from 1024 to 65535.")
    return number


def _check_port(host: str, port: int) -> None:
    """Raises `CommandError` where nothing can listen at that address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CommandError(
                f"Port {port} is for administrators only: choose another with make run PORT=8001."
            ) from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                following = port + 1 if port < 65535 else 8001
                raise CommandError(
                    f"Port {port} is in use: choose another with make run PORT={following}."
                ) from error
            raise CommandError(f"Nothing can listen at {host}: {error.strerror}.") from error


def _lock(folder: Path) -> TextIOWrapper:
    """Hold `folder` for this site alone. Raises `CommandError` where that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        lock = (folder / "up.lock").open("a+", encoding="ascii")
    except OSError as error:
        raise CommandError(
            f"The folder {folder} cannot be written: {error.strerror}."
            " Set DATA_DIR to a folder that can."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise CommandError(
            f"A site is running already with the data in {folder}: end it first, or set DATA_DIR"
            " to another folder."
        ) from error
    return lock
