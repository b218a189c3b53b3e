import stat
from pathlib import Path

import pytest

from tracker.services import broker


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "_binary", lambda: Path("/usr/bin/valkey-server"))


def configuration(made: broker.EmbeddedBroker) -> list[str]:
    return Path(made.command[1]).read_text().splitlines()


def test_queue_listens_on_a_socket_of_its_owner_alone() -> None:
    folder = Path("/tmp/tracker-queue-test")  # noqa: S108  (pytest's folders are too long here)

    made = broker.embedded(folder)

    assert made is not None
    assert made.url == f"unix://{folder}/queue.sock"
    assert {"port 0", "unixsocketperm 700", "appendonly yes"} <= set(configuration(made))
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


@pytest.mark.parametrize("name", ["x" * 110, "with a blank"])
def test_queue_takes_a_port_and_a_password_where_a_socket_cannot_be(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name

    made = broker.embedded(folder)

    assert made is not None
    password = made.url.removeprefix("redis://:").partition("@")[0]
    assert len(password) >= 32
    assert {"bind 127.0.0.1", f"requirepass {password}"} <= set(configuration(made))
    assert not any(line.startswith("unixsocket") for line in configuration(made))
    assert stat.S_IMODE(Path(made.command[1]).stat().st_mode) == 0o600


def test_machine_without_a_server_has_no_embedded_queue(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(broker, "_binary", lambda: None)

    assert broker.embedded(tmp_path) is None


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:1/0", "unix:///nowhere/queue.sock", "http://example.org"]
)
def test_no_answer_is_no_answer_and_no_error(url: str) -> None:
    assert broker.answers(url) is False
