"""`manage.py up` as a newcomer runs it: everything real, in an empty data folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.integration.conftest import start, wait_for


class Site:
    """One `up`, its output so far, and the processes that belong to its data folder."""

    def __init__(self, data_dir: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.data_dir = data_dir
        self.url = f"http://127.0.0.1:{self.port}/"
        self.log = data_dir.parent / f"output-{self.port}"
        with self.log.open("wb") as log:
            self.process = start(
                [sys.executable, "manage.py", "up", "--port", str(self.port)],
                {
                    "DATA_DIR": str(data_dir),
                    "DEBUG": "true",
                    "DATABASE_URL": f"sqlite:///{data_dir / 'tracker.sqlite3'}",
                    "SITE_URL": self.url,
                    "ALLOWED_HOSTS": "127.0.0.1",
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> None:
        def is_ready_or_gone() -> bool:
            return self.process.poll() is not None or f"Ready: {self.url}\n" in self.output

        wait_for(is_ready_or_gone, seconds=120, why="It is not ready within two minutes.")
        assert self.process.poll() is None, self.output

    def get(self, path: str) -> HTTPResponse:
        return urllib.request.urlopen(self.url + path, timeout=20)

    def processes(self) -> dict[int, str]:
        """Command lines by process number, of `up` and all that it started."""
        marker = f"DATA_DIR={self.data_dir}".encode()
        found = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit() or int(folder.name) == os.getpid():
                continue
            try:
                if marker in (folder / "environ").read_bytes().split(b"\0"):
                    words = (folder / "cmdline").read_bytes().split(b"\0")
                    found[int(folder.name)] = b" ".join(words).decode(errors="replace")
            except OSError:
                continue
        return {pid: words for pid, words in found.items() if words}

    def end(self) -> None:
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "d"
    folder.mkdir()
    return folder


@pytest.fixture
def site(data_dir: Path) -> Iterator[Site]:
    site = Site(data_dir)
    yield site
    site.end()


def test_newcomer_gets_a_whole_site_and_ends_it_without_a_trace(site: Site, data_dir: Path) -> None:
    site.wait_until_ready()

    with site.get("ar/plans/imcwp-23/") as page:
        assert page.status == 200
        assert '<html lang="ar" dir="rtl"' in page.read().decode()
    with site.get("healthz") as health:
        assert b'"status": "ok"' in health.read()
    with site.get("en/") as page:
        style = re.search(r'href="(/static/[^"]+\.css[^"]*)"', page.read().decode())
    assert style is not None
    with site.get(style[1].lstrip("/")) as sheet:
        assert sheet.headers.get_content_type() == "text/css"
    assert re.search(r"^Demo editor: editor, password: \S{16} ", site.output, re.MULTILINE)

    os.kill(site.process.pid, signal.SIGINT)

    assert site.process.wait(20) == 0
    assert site.output.endswith("Ended.\n")
    assert "Traceback" not in site.output
    assert site.processes() == {}

    # The second time everything is there already; and one that dies takes the others along.
    second = Site(data_dir)
    try:
        second.wait_until_ready()
        assert "Seeds: nothing changed" in second.output
        assert "Demo editor: editor; a new password:" in second.output

        for pid, words in second.processes().items():
            if "granian" in words:
                os.kill(pid, signal.SIGKILL)

        assert second.process.wait(20) == 1
        assert (
            "The process “web” ended by itself (signal 9). Everything else was ended too."
        ) in second.output
        assert second.processes() == {}
    finally:
        second.end()
