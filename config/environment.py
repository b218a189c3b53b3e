"""Reading the environment: every variable `NAME` may also be given as a file in `NAME_FILE`."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

FILE_VARIABLES = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SITE_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DEBUG",
)


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
