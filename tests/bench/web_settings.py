"""The tests' settings with two more addresses, for `tests.bench.web`."""

from tests.settings import *  # noqa: F403 (settings are made to be copied)

ROOT_URLCONF = "tests.bench.web_urls"
