"""The project's settings in the environment that tests give them; `DATABASE_URL` may be set outside."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-in-tests-" + "x" * 40)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="tracker-tests-"))
os.environ["DEBUG"] = os.environ.get("TEST_DEBUG", "false")
os.environ.pop("REDIS_URL", None)

from config.settings import *  # noqa: E402, F403  (the environment has to be there first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
