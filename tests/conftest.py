"""What holds for every test: a day in November 2026, English to begin with, nothing cached."""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.utils import translation

LONG = ("tests/integration/test_chaos.py", "tests/integration/test_up.py")
"""Minutes of other processes: begun first, so that no worker waits for them in the end."""


BEGINS = datetime(2026, 11, 22, 20, tzinfo=UTC)
"""Shortly before dates of the shipped plan, so that a test says the same in ten years."""

WITH_CLOCKS_OF_THEIR_OWN = ("tests/browser/", "tests/integration/")
"""Browsers and other processes, to whom the day of a test would be long ago."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    if item.nodeid.startswith(WITH_CLOCKS_OF_THEIR_OWN):
        return (yield)
    with time_machine.travel(BEGINS, tick=True):
        return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(autouse=True)
def clean_start() -> Iterator[None]:
    """A request to /es/ leaves Spanish active in this thread: the next test starts anew."""
    cache.clear()
    with translation.override("en"):
        yield
