"""Reading the environment: every variable `NAME` may also be given as a file in `NAME_FILE`."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

FILE_VARIABLES = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SITE_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DEBUG",
    "BOUNCE_SECRET",
    "ANYMAIL",
)
DATABASE_ENGINES = ("django.db.backends.postgresql", "django.db.backends.sqlite3")


def read_files() -> None:
    """Put the content of each `NAME_FILE` into `NAME`; an explicit `NAME` wins."""
    for name in FILE_VARIABLES:
        path = os.environ.get(f"{name}_FILE")
        if not path or name in os.environ:
            continue
        try:
            os.environ[name] = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which cannot be read: {error.strerror}."
            ) from error


def local_secret(path: Path) -> str:
    """The secret of a try-out installation: random, made once, readable by its owner only."""
    try:
        if path.is_file():
            return path.read_text(encoding="ascii").strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {path.parent} cannot be used: {error.strerror}."
            " Set DATA_DIR to a folder that can be read and written."
        ) from error
    secret = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
    return secret


def database(env: Env, default: str) -> dict[str, Any]:
    """Django's settings of the database that `DATABASE_URL` names, or else of `default`.

    Raises `ImproperlyConfigured` where it names none that the site can use; the address itself is
    not repeated, as it may hold a password.
    """
    try:
        found = dict(env.dj_db_url("DATABASE_URL", default=default, conn_max_age=600))
    except EnvError:
        found = {}
    if found.get("ENGINE") not in DATABASE_ENGINES:
        raise ImproperlyConfigured(
            "DATABASE_URL is no address of a database: write"
            " postgres://user:password@host:5432/name or sqlite:////path."
        )
    return found


def is_site_url(text: str) -> bool:
    """Whether `text` is the address of a site: http or https, a host, a port that can exist."""
    # The parser drops line breaks and tabs without a word.
    if text.split() != [text]:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def remembered_site_url(path: Path) -> str | None:
    """The address that `up` left at `path`; None where there is none or it makes no sense."""
    try:
        url = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    return url if is_site_url(url) else None
