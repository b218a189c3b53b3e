"""The project's settings in the environment that tests give them.

`TRACKER_TEST_DATABASE=postgresql` runs the tests on a PostgreSQL server started for them;
`DATABASE_URL` names one that is there. Otherwise they run on SQLite.
"""

import atexit
import os
import shutil
import sys
import tempfile

os.environ.setdefault("SECRET_KEY", "only-in-tests-" + "x" * 40)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ["DEBUG"] = os.environ.get("TEST_DEBUG", "false")
os.environ.pop("REDIS_URL", None)

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="tracker-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

if os.environ.get("TRACKER_TEST_DATABASE") == "postgresql" and "DATABASE_URL" not in os.environ:
    from tests import postgres

    try:
        os.environ["DATABASE_URL"] = postgres.start()
    except postgres.NoServer as error:
        sys.exit(f"Not to be had on this machine: {error}.")

from config.settings import *  # noqa: F403  (the environment has to be there first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The middleware for static files warns where there is no folder for them.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Each test begins with an empty outbox, which is no sign of a restored backup.
MAIL_SEQUENCE_FILE = None
MAIL_MARKS_DIR = None
MAIL_CONNECTIONS = 1
