"""A real browser on a real server: `browser_page` is a fresh page of headless Chromium."""

import os
import sys
from collections.abc import Iterator
from ctypes.util import find_library

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.components import missing, program

# Playwright's loop runs in this thread; Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PATIENCE = 20_000
"""Milliseconds: a machine that does much else beside takes its time."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = program("Chromium (package chromium)", "chromium", "chromium-browser", "google-chrome")
    if sys.platform == "linux" and not find_library("atomic"):
        missing("what the browser's driver is linked to (package libatomic1)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            # Root in a container has no sandbox, and /dev/shm may be small there.
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser, live_server: object) -> Iterator[Page]:
    """An empty page in a context of its own; the test fails on what the browser complains of."""
    context = chromium.new_context(base_url=str(live_server), locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: _note(complaints, message.type, message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: _note_failure(complaints, request))
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()
    assert complaints == []


def _note(complaints: list[str], kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        complaints.append(f"{kind}: {text}")


def _note_failure(complaints: list[str], request: Request) -> None:
    # A page left half-way, or a step that another one overtook, is no fault.
    if request.failure != "net::ERR_ABORTED":
        complaints.append(f"failed: {request.url}")


@pytest.fixture(params=[code for code, _name in settings.LANGUAGES])
def language(request: pytest.FixtureRequest) -> str:
    """Each language that is offered, one after the other."""
    return str(request.param)
