"""The settings as another environment makes them, each time in a process of its own."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as own
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config.environment import database, remembered_site_url

READ = """
import json, sys
from config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""
NO_DATABASE = (
    "DATABASE_URL is no address of a database: write postgres://user:password@host:5432/name"
    " or sqlite:////path."
)
GIVEN = {"SECRET_KEY": "given", "ALLOWED_HOSTS": "plans.example.org"}


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def run(names: list[str], data_dir: Path, environment: dict[str, str]) -> Any:
    base = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir)}
    return subprocess.run(
        [sys.executable, "-c", READ, *names],
        cwd=own.BASE_DIR,
        env=base | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_of(data_dir: Path, *names: str, **environment: str) -> list[Any]:
    done = run(list(names), data_dir, environment)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout).values())


def refusal(data_dir: Path, **environment: str) -> str:
    done = run([], data_dir, environment)
    assert done.returncode != 0
    return str(done.stderr).strip().splitlines()[-1]


def test_without_debug_a_secret_has_to_be_given(data_dir: Path) -> None:
    assert refusal(data_dir) == (
        "django.core.exceptions.ImproperlyConfigured: SECRET_KEY is not set."
        " Give a long random text, or DEBUG=true to try the site out."
    )


def test_without_debug_no_host_is_allowed_by_itself(data_dir: Path) -> None:
    assert settings_of(data_dir, "DEBUG", "ALLOWED_HOSTS", SECRET_KEY="given") == [False, []]


def test_try_out_makes_a_secret_once_that_only_its_owner_reads(data_dir: Path) -> None:
    (first,) = settings_of(data_dir, "SECRET_KEY", DEBUG="true")
    (second,) = settings_of(data_dir, "SECRET_KEY", DEBUG="true")

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((data_dir / "secret-key").stat().st_mode) == 0o600


def test_try_out_answers_on_this_machine_only(data_dir: Path) -> None:
    assert settings_of(data_dir, "ALLOWED_HOSTS", DEBUG="true") == [
        ["127.0.0.1", "localhost", "[::1]"]
    ]


def test_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert refusal(tmp_path / "file" / "data", DEBUG="true") == (
        f"django.core.exceptions.ImproperlyConfigured: The folder {tmp_path / 'file' / 'data'}"
        " cannot be used: Not a directory. Set DATA_DIR to a folder that can be read and written."
    )


@pytest.mark.parametrize(
    ("name", "content", "setting", "expected"),
    [
        ("SECRET_KEY", "from a file\n", "SECRET_KEY", "from a file"),
        ("ALLOWED_HOSTS", "a.example.org,b.example.org\n", "ALLOWED_HOSTS", None),
        ("REDIS_URL", "redis://queue:6379/0\n", "CELERY_BROKER_URL", "redis://queue:6379/0"),
        ("SITE_URL", "https://plans.example.org/\n", "SITE_URL", "https://plans.example.org"),
    ],
)
def test_variable_may_be_given_as_a_file(
    tmp_path: Path, data_dir: Path, name: str, content: str, setting: str, expected: str | None
) -> None:
    file = tmp_path / "secret"
    file.write_text(content)
    others = {key: value for key, value in GIVEN.items() if key != name}

    (value,) = settings_of(data_dir, setting, **others, **{f"{name}_FILE": str(file)})

    assert value == (expected or ["a.example.org", "b.example.org"])


def test_variable_itself_wins_over_its_file(tmp_path: Path, data_dir: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from a file")

    assert settings_of(data_dir, "SECRET_KEY", **GIVEN, SECRET_KEY_FILE=str(file)) == ["given"]


def test_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, data_dir: Path) -> None:
    missing = tmp_path / "missing"

    assert refusal(data_dir, SECRET_KEY_FILE=str(missing)).endswith(
        f"SECRET_KEY_FILE names {missing}, which cannot be read: No such file or directory."
    )


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SITE_URL", "plans.example.org", "SITE_URL is not the address of a site"),
        ("SITE_URL", "ftp://plans.example.org", "SITE_URL is not the address of a site"),
        ("SITE_URL", "http://plans.example.org:port", "SITE_URL is not the address of a site"),
        ("SITE_URL", "http://[plans", "SITE_URL is not the address of a site"),
        ("EMAIL_URL", "pigeon://mail.example.org", "EMAIL_URL is no address of a mail server"),
        ("DEFAULT_FROM_EMAIL", "nobody", "DEFAULT_FROM_EMAIL is not an address"),
        ("BOUNCE_ADDRESS", "Bounces <b@example.org>", "BOUNCE_ADDRESS is not an address"),
    ],
)
def test_value_that_makes_no_sense_is_refused_at_the_start(
    data_dir: Path, name: str, value: str, reason: str
) -> None:
    assert reason in refusal(data_dir, **GIVEN, **{name: value})


def test_try_out_writes_the_links_of_the_site_that_was_started_last(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "site-url").write_text("http://127.0.0.1:31847\n")
    given = "https://plans.example.org"

    assert settings_of(data_dir, "SITE_URL", DEBUG="true") == ["http://127.0.0.1:31847"]
    assert settings_of(data_dir, "SITE_URL", DEBUG="true", SITE_URL=given) == [given]
    assert settings_of(data_dir, "SITE_URL", **GIVEN) == ["http://127.0.0.1:8000"]


@pytest.mark.parametrize(
    "content",
    [b"", b"plans.example.org", b"http://plans\nhttp://others", b"http://plans:port", b"\xff"],
)
def test_address_of_a_try_out_that_makes_no_sense_is_ignored(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "site-url"
    file.write_bytes(content)

    assert remembered_site_url(file) is None


def test_address_of_a_try_out_that_cannot_be_read_is_ignored(tmp_path: Path) -> None:
    assert remembered_site_url(tmp_path) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "foo://bar",
        "postgres://plans:word@db:port/plans",
        "postgres://plans:word@db:99999/plans",
        "mysql://plans:word@db/plans",
    ],
)
def test_database_that_cannot_be_used_is_one_sentence_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    with pytest.raises(ImproperlyConfigured) as refused:
        database(Env(), default="sqlite:////plans.sqlite3")

    assert str(refused.value) == NO_DATABASE


def test_data_are_in_sqlite_unless_a_database_is_named(data_dir: Path) -> None:
    (sqlite,) = settings_of(data_dir, "DATABASES", **GIVEN)
    (named,) = settings_of(
        data_dir, "DATABASES", **GIVEN, DATABASE_URL="postgres://plans:word@db:5433/plans"
    )

    assert sqlite["default"]["NAME"] == str(data_dir / "tracker.sqlite3")
    assert sqlite["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert [named["default"][key] for key in ("ENGINE", "NAME", "USER", "HOST", "PORT")] == [
        "django.db.backends.postgresql",
        "plans",
        "plans",
        "db",
        5433,
    ]


@pytest.mark.parametrize(
    ("environment", "broker", "cache"),
    [
        ({}, "memory://", "locmem.LocMemCache"),
        ({"REDIS_URL": "redis://queue/0"}, "redis://queue/0", "redis.RedisCache"),
        (
            {"REDIS_URL": "unix:///run/queue.sock"},
            "redis+socket:///run/queue.sock",
            "redis.RedisCache",
        ),
        ({"QUEUE_DIR": "/srv/queue"}, "filesystem://", "locmem.LocMemCache"),
    ],
)
def test_queue_and_cache_follow_redis(
    data_dir: Path, environment: dict[str, str], broker: str, cache: str
) -> None:
    found = settings_of(data_dir, "CELERY_BROKER_URL", "CACHES", **GIVEN, **environment)

    assert found[0] == broker
    assert found[1]["default"]["BACKEND"].endswith(cache)


@pytest.mark.parametrize("site", ["http://plans.example.org", "https://plans.example.org"])
def test_https_site_sends_its_cookies_over_https_only(data_dir: Path, site: str) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")

    found = settings_of(data_dir, *names, **GIVEN, SITE_URL=site)

    is_https = site.startswith("https")
    assert found == [is_https, is_https, 31536000 if is_https else 0]


def test_mail_of_a_try_out_stays_in_a_folder_until_a_server_is_named(data_dir: Path) -> None:
    names = ("EMAIL_BACKEND", "EMAIL_HOST")

    assert settings_of(data_dir, *names, DEBUG="true")[0].endswith("MailFolder")
    assert settings_of(
        data_dir, *names, DEBUG="true", EMAIL_URL="submission://user:word@mail.example.org"
    ) == ["django.core.mail.backends.smtp.EmailBackend", "mail.example.org"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("submission://user:word@mail.example.org", [587, "user", True, False]),
        ("smtp://user:word@mail.example.org:465/?ssl=True", [465, "user", False, True]),
        ("smtp://mail.example.org", [25, "", False, False]),
    ],
)
def test_mail_server_is_read_with_its_encryption(
    data_dir: Path, url: str, expected: list[Any]
) -> None:
    names = ("EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_TLS", "EMAIL_USE_SSL")

    assert settings_of(data_dir, *names, **GIVEN, EMAIL_URL=url) == expected


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "SECRET_KEY is not set. Give a long random text, or DEBUG=true to try the site out."),
        (
            {"DEBUG": "perhaps"},
            'Environment variable "DEBUG" invalid: Not a valid boolean.',
        ),
        (
            {**GIVEN, "DATABASE_URL": "plans"},
            NO_DATABASE,
        ),
    ],
)
def test_command_ends_with_one_sentence_on_a_broken_configuration(
    data_dir: Path, environment: dict[str, str], sentence: str
) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=own.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, f"{sentence}\n")
