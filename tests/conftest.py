"""What holds for every test: English to begin with, nothing cached by an earlier one."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def clean_start() -> Iterator[None]:
    """A request to /es/ leaves Spanish active in this thread: the next test starts anew."""
    cache.clear()
    with translation.override("en"):
        yield
