import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker.services.running import ChildEnded, ProcessGroup

SLEEPS = "import time; time.sleep(600)"
STUBBORN = f"""
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "{SLEEPS}"])
print("grandchild", child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def group(lines: list[str], tmp_path: Path) -> Iterator[ProcessGroup]:
    group = ProcessGroup(dict(os.environ), tmp_path, lines.append)
    before = {
        number: signal.getsignal(number)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    yield group
    group.end()
    for number, handler in before.items():
        signal.signal(number, handler)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def said(lines: list[str], text: str) -> Callable[[], bool]:
    return lambda: any(text in line for line in lines)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_output_is_shown_line_by_line_under_the_name_of_its_process(
    group: ProcessGroup, lines: list[str]
) -> None:
    group.start("web", python(f"import sys; sys.stderr.write('one\\ntwo\\n'); {SLEEPS}"))
    group.start("worker", python(f"print('Grüße\\nno end', end='', flush=True); {SLEEPS}"))

    assert group.wait(said(lines, "two"))
    assert group.wait(said(lines, "Grüße"))
    group.end()

    assert [line for line in lines if line.startswith("web")] == ["web    | one", "web    | two"]
    assert [line for line in lines if line.startswith("worker")] == [
        "worker | Grüße",
        "worker | no end",
    ]


def test_process_that_ends_by_itself_is_named(group: ProcessGroup, lines: list[str]) -> None:
    group.start("worker", python(SLEEPS))
    group.start("web", python("print('cannot listen'); raise SystemExit(3)"))

    with pytest.raises(ChildEnded) as ended:
        group.wait(lambda: False)

    assert str(ended.value) == "The process “web” ended by itself (exit code 3)."
    assert lines == ["web    | cannot listen"]


def test_process_killed_from_outside_is_named_with_its_signal(group: ProcessGroup) -> None:
    group.start("queue", python("import os; os.kill(os.getpid(), 9)"))

    with pytest.raises(ChildEnded, match=r"“queue” ended by itself \(signal 9\)"):
        group.wait(lambda: False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_asks_for_the_end_once_everything_is_caught(
    group: ProcessGroup, number: int
) -> None:
    group.catch_signals()
    group.start("web", python(SLEEPS))

    os.kill(os.getpid(), number)

    assert group.wait(lambda: False) is False
    assert group.is_asked_to_end is True


def test_end_leaves_nothing_running_even_of_what_ignores_it(
    group: ProcessGroup, lines: list[str]
) -> None:
    group.start("worker", python(STUBBORN))
    group.wait(said(lines, "grandchild"))
    grandchild = int(lines[0].rpartition(" ")[2])
    assert is_running(grandchild)

    group.end()

    deadline = time.monotonic() + 10
    while is_running(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(grandchild)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    child = f"import os; open({str(marker)!r}, 'w').write(str(os.getpid())); {SLEEPS}"
    parent = f"""
import os, pathlib, sys
from tracker.services.running import ProcessGroup
group = ProcessGroup(dict(os.environ), pathlib.Path("."), print)
group.start("web", [sys.executable, "-c", {child!r}])
group.wait(lambda: pathlib.Path({str(marker)!r}).exists() and os.path.getsize({str(marker)!r}))
os.kill(os.getpid(), 9)
"""
    environment = os.environ | {"PYTHONPATH": os.getcwd()}
    subprocess.run(python(parent), env=environment, check=False)
    pid = int(marker.read_text())

    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not is_running(pid)
