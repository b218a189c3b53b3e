"""What `up` says before it starts anything; tests/integration/test_up.py runs all of it."""

import io
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from config.environment import remembered_site_url
from tracker.management.commands import up
from tracker.models import Plan
from tracker.services import broker
from tracker.services.running import ProcessGroup


@pytest.fixture
def port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def data_dir(settings: object, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.TRACKER_SEEDS_DIR = settings.BASE_DIR / "fixtures/seeds-sample"
    return settings.DATA_DIR


def refusal(**options: object) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("up", **options)
    return str(refused.value)


def test_busy_port_is_told_with_the_way_out(data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]

        assert refusal(port=busy) == (
            f"Port {busy} is in use: choose another with make run PORT={busy + 1}."
        )


@pytest.mark.parametrize("port", [0, -1, 70000, "abc"])
def test_port_that_does_not_exist_is_told(data_dir: Path, port: int | str) -> None:
    assert refusal(port=port) == f"There is no port {port}: choose one from 1024 to 65535."


def test_port_of_the_environment_that_does_not_exist_is_told(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "abc")

    assert refusal() == "There is no port abc: choose one from 1024 to 65535."


def test_host_of_another_machine_is_told(data_dir: Path, port: int) -> None:
    assert refusal(port=port, host="192.0.2.1") == (
        "Nothing can listen at 192.0.2.1: Cannot assign requested address."
    )


def test_folder_that_cannot_be_written_is_told(settings: object, tmp_path: Path, port: int) -> None:
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file" / "data"

    assert refusal(port=port) == (
        f"The folder {settings.DATA_DIR} cannot be written: Not a directory."
        " Set DATA_DIR to a folder that can."
    )


def test_second_site_on_the_same_data_is_told(data_dir: Path, port: int) -> None:
    first = up._lock(data_dir)
    try:
        assert refusal(port=port).startswith(
            f"A site is running already with the data in {data_dir}"
        )
    finally:
        first.close()


def test_redis_that_does_not_answer_is_told(settings: object, data_dir: Path, port: int) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert refusal(port=port) == "No Redis server answers at the address given in REDIS_URL."


class _Output(io.StringIO):
    """Collects what is said and does something once a line begins as awaited."""

    def __init__(self, awaited: str, act: Callable[[], None]) -> None:
        super().__init__()
        self.awaited = awaited
        self.act = act

    def write(self, text: str) -> int:
        if text.startswith(self.awaited):
            self.act()
        return super().write(text)


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Instead of web, worker and queue, processes that only sleep; the names of those started."""
    started: list[str] = []
    start = ProcessGroup.start

    def start_sleeping(group: ProcessGroup, name: str, command: list[str]) -> None:
        started.append(name)
        start(group, name, [sys.executable, "-c", "import time; time.sleep(600)"])

    monkeypatch.setattr(ProcessGroup, "start", start_sleeping)
    monkeypatch.setattr(up, "_answers", lambda host, port: True)
    monkeypatch.setattr(broker.EmbeddedBroker, "answers", lambda self: True)
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield started
    for number, handler in before.items():
        signal.signal(number, handler)


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.django_db(transaction=True)
def test_try_out_starts_with_seeds_demo_editor_and_addresses(
    settings: object, data_dir: Path, port: int, light: list[str]
) -> None:
    settings.DEBUG = True
    Group.objects.get_or_create(name="editor")
    output = _Output("Ready: ", interrupt)

    call_command("up", port=port, stdout=output)

    seeds, demo, *addresses = output.getvalue().splitlines()
    assert seeds.startswith("Seeds: 33 created")
    assert demo.startswith("Demo editor: editor, password: ")
    assert demo.endswith(
        f"DEBUG=true DATA_DIR={data_dir} {sys.executable} manage.py changepassword editor)"
    )
    assert addresses == [
        f"Site:   http://127.0.0.1:{port}/en/",
        f"Admin:  http://127.0.0.1:{port}/admin/",
        f"Outbox: http://127.0.0.1:{port}/outbox/",
        f"Ready: http://127.0.0.1:{port}/",
        "Ended.",
    ]
    assert light[-2:] == ["web", "worker"]
    assert Plan.objects.get().slug == "library-plan"


@pytest.mark.django_db(transaction=True)
def test_site_that_is_no_try_out_gets_static_files_and_no_account(
    settings: object, data_dir: Path, port: int, light: list[str], django_user_model: type
) -> None:
    settings.STATIC_ROOT = data_dir / "static"
    output = _Output("Ready: ", interrupt)

    call_command("up", port=port, stdout=output)

    assert "Demo editor" not in output.getvalue()
    assert "Outbox" not in output.getvalue()
    assert not django_user_model.objects.exists()
    assert (data_dir / "static" / "tracker" / "site.css").is_file()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("is_debug", "given", "is_left"),
    [
        (True, None, True),
        (True, "https://plans.example.org", False),
        (False, None, False),
    ],
)
def test_try_out_leaves_its_address_to_other_commands(
    settings: object,
    data_dir: Path,
    port: int,
    light: list[str],
    monkeypatch: pytest.MonkeyPatch,
    is_debug: bool,
    given: str | None,
    is_left: bool,
) -> None:
    settings.DEBUG = is_debug
    settings.STATIC_ROOT = data_dir / "static"
    monkeypatch.delenv("SITE_URL")
    if given:
        monkeypatch.setenv("SITE_URL", given)

    call_command("up", port=port, no_demo=True, stdout=_Output("Ready: ", interrupt))

    left = remembered_site_url(data_dir / "site-url")
    assert left == (f"http://127.0.0.1:{port}" if is_left else None)


@pytest.mark.django_db(transaction=True)
def test_password_hint_names_no_folder_where_it_is_the_default_one(
    settings: object, tmp_path: Path
) -> None:
    settings.DEBUG = True
    settings.BASE_DIR = tmp_path
    settings.DATA_DIR = tmp_path / "var"
    Group.objects.get_or_create(name="editor")
    output = io.StringIO()

    up.Command(stdout=output)._make_demo_editor()

    assert output.getvalue().endswith(
        f"a new one: DEBUG=true {sys.executable} manage.py changepassword editor)\n"
    )


@pytest.mark.django_db(transaction=True)
def test_queue_is_a_folder_where_there_is_no_server_for_it(
    data_dir: Path, port: int, light: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "embedded", lambda folder: None)

    call_command("up", port=port, no_demo=True, stdout=_Output("Ready: ", interrupt))

    assert light == ["web", "worker"]
    assert (data_dir / "queue" / "messages").is_dir()


@pytest.mark.django_db(transaction=True)
def test_process_that_dies_ends_the_rest_with_a_sentence(
    data_dir: Path, port: int, light: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = ProcessGroup.start

    def start_dying(group: ProcessGroup, name: str, command: list[str]) -> None:
        start(group, name, command)
        if name == "worker":
            os.kill(group._children[-1].process.pid, signal.SIGKILL)

    monkeypatch.setattr(ProcessGroup, "start", start_dying)
    monkeypatch.setattr(up, "_answers", lambda host, port: False)

    assert refusal(port=port, no_demo=True, stdout=io.StringIO()) == (
        "The process “worker” ended by itself (signal 9). Everything else was ended too."
    )


@pytest.mark.django_db(transaction=True)
def test_site_that_never_answers_is_given_up(
    data_dir: Path, port: int, light: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up, "_answers", lambda host, port: False)
    monkeypatch.setattr(up, "START_SECONDS", 0)

    told = refusal(port=port, no_demo=True, stdout=io.StringIO())

    assert told == "No answer within 0 seconds; everything was ended."
