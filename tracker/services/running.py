"""Several processes in the foreground as one: prefixed output, one end for all of them."""

import contextlib
import ctypes
import functools
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRACE_SECONDS = 2.0
"""How long the processes have to end by themselves before they are killed."""

_PR_SET_PDEATHSIG = 1


class ChildEnded(Exception):
    """A process ended although nobody asked it to."""

    def __init__(self, name: str, returncode: int) -> None:
        self.name = name
        self.returncode = returncode
        how = f"signal {-returncode}" if returncode < 0 else f"exit code {returncode}"
        super().__init__(f"The process “{name}” ended by itself ({how}).")


@dataclass(slots=True)
class _Child:
    name: str
    process: subprocess.Popen[bytes]
    pending: bytes = b""


@dataclass(slots=True)
class ProcessGroup:
    """Starts processes, shows their output line by line as `name | line`, ends them together.

    Each process leads a group of its own, so that Ctrl-C reaches only us and what a process
    started in turn can be killed with it. On Linux the kernel ends them when we are killed.
    """

    environment: dict[str, str]
    directory: Path
    write: Callable[[str], None]
    _children: list[_Child] = field(default_factory=list)
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _signals: int = 0

    def catch_signals(self) -> None:
        """From now on Ctrl-C, TERM and HUP ask for the end instead of interrupting us."""

        def ask(number: int, frame: object) -> None:
            self._signals += 1

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, ask)

    @property
    def is_asked_to_end(self) -> bool:
        return self._signals > 0

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start `command`, which reads nothing. Raises OSError."""
        process = subprocess.Popen(  # noqa: S603  (our own commands, no shell)
            command,
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # This process has one thread, so that running Python after the fork is safe.
            preexec_fn=functools.partial(end_with_parent, os.getpid()),
        )
        child = _Child(name, process)
        self._children.append(child)
        self._selector.register(process.stdout, selectors.EVENT_READ, child)  # type: ignore[arg-type]

    def wait(self, until: Callable[[], bool]) -> bool:
        """Show output until `until()` (True) or until the end is asked for (False).

        Raises `ChildEnded`.
        """
        while not self.is_asked_to_end:
            if until():
                return True
            self._pump(0.1)
            for child in self._children:
                returncode = child.process.poll()
                if returncode is not None:
                    self._drain(0.2)
                    raise ChildEnded(child.name, returncode)
        return False

    def end(self) -> None:
        """End every process: asked first, killed after `GRACE_SECONDS` or a second Ctrl-C."""
        asked = self._signals
        for child in self._children:
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while self._is_any_running() and time.monotonic() < deadline and self._signals <= asked + 1:
            self._pump(0.05)
        for child in self._children:
            # The whole group, with whatever the process started and left behind.
            _signal(child, signal.SIGKILL)
            child.process.wait()
        self._drain(0.1)
        self._selector.close()
        for child in self._children:
            if child.process.stdout:
                child.process.stdout.close()
        self._children.clear()

    def _is_any_running(self) -> bool:
        return any(child.process.poll() is None for child in self._children)

    def _drain(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self._selector.get_map() and time.monotonic() < deadline:
            self._pump(0.05)

    def _pump(self, seconds: float) -> None:
        """Show what has been written, waiting for it up to `seconds`."""
        if not self._selector.get_map():
            time.sleep(seconds)
            return
        for key, _events in self._selector.select(seconds):
            child: _Child = key.data
            chunk = os.read(key.fd, 65536)
            if not chunk:
                self._selector.unregister(key.fileobj)
            *lines, child.pending = (child.pending + chunk).split(b"\n")
            if not chunk and child.pending:
                lines.append(child.pending)
            for line in lines:
                if text := line.decode("utf-8", "replace").rstrip():
                    self.write(f"{child.name:<6} | {text}")


def _signal(child: _Child, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, number)


def end_with_parent(parent: int) -> None:
    """Ask the kernel to end this process when `parent` is gone, however that came about.

    To be called between fork and exec.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)
