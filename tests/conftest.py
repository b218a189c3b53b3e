"""What holds for every test: English to begin with, nothing cached by an earlier one."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

LONG = ("tests/integration/test_chaos.py", "tests/integration/test_up.py")
"""Minutes of other processes: begun first, so that no worker waits for them in the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(autouse=True)
def clean_start() -> Iterator[None]:
    """A request to /es/ leaves Spanish active in this thread: the next test starts anew."""
    cache.clear()
    with translation.override("en"):
        yield
