"""The cache round the site as readers and editors meet it: granian with two workers."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.integration.conftest import start, wait_for

pytestmark = pytest.mark.xdist_group("page-cache")

PREPARE = """
import django
django.setup()
from django.contrib.auth import get_user_model
from tracker.models import Plan
get_user_model().objects.create_superuser("editor", password="password")
Plan.objects.create(slug="libraries", title_en="Before", valid_from="2024-01-01")
"""


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers = response.status, response.headers
        self.body = response.read().decode()


class Site:
    """A site of two workers on loopback, each asked through connections of its own.

    `title` is that of its plan, which tests change and leave as it is then.
    """

    title = "Before"

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "DEBUG": "true",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "REDIS_URL": "",
        }
        for command in (["manage.py", "migrate", "-v0"], ["-c", PREPARE]):
            environment = os.environ | self.environment
            subprocess.run([sys.executable, *command], env=environment, check=True)
        granian = Path(sys.executable).with_name("granian")
        options = ["--interface", "wsgi", "--workers", "2", "--no-ws", "--blocking-threads", "1"]
        self.process = start(
            [str(granian), *options, "--port", str(self.port), "config.wsgi:application"],
            self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self._answers, seconds=60, why="The site does not answer.")

    def _answers(self) -> bool:
        try:
            return self.ask("/healthz").status == 200
        except OSError:
            return False

    def ask(self, path: str, body: str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            if body is not None:
                sent |= {"Content-Type": "application/x-www-form-urlencoded"}
                sent |= {"Referer": f"http://127.0.0.1:{self.port}{path}"}
            connection.request("GET" if body is None else "POST", path, body, sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests: to start it takes longer than all of them."""
    running = Site(tmp_path_factory.mktemp("site"))
    try:
        yield running
    finally:
        running.process.terminate()
        running.process.wait(20)


class Editor:
    """A browser in which an editor is signed in."""

    def __init__(self, site: Site) -> None:
        self.site, self.cookies = site, {}  # type: Site, dict[str, str]
        form = self.get("/admin/login/")
        words = {"username": "editor", "password": "password"}
        assert self.post("/admin/login/", form.body, **words).status == 302

    def get(self, path: str) -> Answer:
        return self._keep(self.site.ask(path, Cookie=self._cookie()))

    def post(self, path: str, form: str, **words: str) -> Answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None
        body = urlencode({"csrfmiddlewaretoken": token[1], **words})
        return self._keep(self.site.ask(path, body, Cookie=self._cookie()))

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items()) or "none=1"

    def _keep(self, answer: Answer) -> Answer:
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _separator, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


def rename(site: Site, title: str) -> None:
    """Another process saves the plan, as an editor's request or a job does."""
    code = (
        "import django; django.setup(); from tracker.models import Plan;"
        f"plan = Plan.objects.get(); plan.title_en = {title!r}; plan.save()"
    )
    subprocess.run([sys.executable, "-c", code], env=os.environ | site.environment, check=True)
    site.title = title


def test_editor_sees_a_save_at_once_and_everyone_soon(site):
    editor, before = Editor(site), site.title
    for _both_workers_keep_it in range(20):
        assert before in site.ask("/en/plans/").body

    rename(site, "Saved just now")
    saved = time.monotonic()

    assert all("Saved just now" in editor.get("/en/plans/").body for _worker in range(6))
    wait_for(
        lambda: all("Saved just now" in site.ask("/en/plans/").body for _worker in range(12)),
        seconds=10,
        why="Readers do not see the change.",
    )
    # Whatever was kept before is gone for good: no worker goes back to it.
    assert time.monotonic() - saved < 10
    assert all(before not in site.ask("/en/plans/").body for _worker in range(12))


def test_what_is_answered_after_two_seconds_is_never_older(site):
    for _both_workers_keep_it in range(20):
        site.ask("/en/plans/")
    rename(site, "Two seconds ago")
    time.sleep(2)

    assert {"Two seconds ago" in site.ask("/en/plans/").body for _worker in range(20)} == {True}


def test_nothing_of_one_visitor_reaches_another(site):
    editor = Editor(site)
    editor.get("/en/plans/")
    editor.get("/en/subscribe/")
    private = set(editor.cookies.values())

    for path in ("/en/plans/", "/en/subscribe/", "/en/", "/admin/login/", "/api/v1/plans/"):
        for _worker in range(6):
            answer = site.ask(path)
            assert not any(value in answer.body for value in private)
            assert "editor" not in answer.headers.get("Set-Cookie", "")
    for path in ("/en/plans/", "/en/", "/api/v1/plans/"):
        assert site.ask(path).headers["Set-Cookie"] is None


@pytest.mark.parametrize(("path", "forms"), [("/en/subscribe/", 0), ("/admin/login/", 8)])
def test_page_with_a_form_is_made_for_each_visitor(site, path, forms):
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
    answers = [site.ask(path) for _visitor in range(8)]
    found = [token for answer in answers for token in tokens.findall(answer.body)]

    assert len(found) == len(set(found)) == forms
    assert all("public" not in answer.headers.get("Cache-Control", "") for answer in answers)
    assert all("ETag" not in answer.headers for answer in answers)
