"""The API's documentation is read on this host alone."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_documentation_asks_no_other_host(browser_page: Page, live_server) -> None:
    hosts: set[str] = set()
    browser_page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    answer = browser_page.goto("/api/v1/docs")
    assert answer is not None
    expect(browser_page.get_by_text("/api/v1/occurrences/")).to_be_visible()
    expect(browser_page.get_by_role("heading", name="Occurrences in a period")).to_be_visible()

    assert hosts - {""} == {urlsplit(str(live_server)).netloc}
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert browser_page.context.cookies() == []
