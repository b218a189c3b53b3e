"""Searching with a script and without one."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders import make_item, make_key_date, make_plan, make_wording

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def readings() -> None:
    plan = make_plan()
    for number in range(22):
        make_item(plan=plan, title=f"Reading {number:02d}", title_tr=f"Okuma {number:02d}")
    make_wording(make_item(plan=plan, title="Night"), text="Everyone reads by the harbour.")
    make_key_date(name="Harbour day")


def test_results_come_while_typing_and_focus_title_and_history_stay(
    readings, browser_page: Page
) -> None:
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.goto("/en/search/")
    asked.clear()

    browser_page.locator("#q").press_sequentially("harbour", delay=20)

    expect(browser_page.locator("#results mark")).to_have_text(["harbour", "Harbour"])
    expect(browser_page.locator("#found")).to_have_text("2 results")
    expect(browser_page).to_have_url(re.compile(r"/en/search/\?q=harbour$"))
    expect(browser_page).to_have_title(re.compile("Search: harbour"))
    assert browser_page.evaluate("document.activeElement.id") == "q"
    assert len([address for address in asked if "/search/" in address]) == 1

    browser_page.fill("#q", "reading")
    expect(browser_page.locator("#found")).to_have_text("22 results")
    browser_page.get_by_role("link", name="All results in Items (22)").click()
    expect(browser_page.get_by_text("Page 1 of 2")).to_be_visible()

    browser_page.wait_for_load_state("networkidle")  # a page left half-way has failed requests
    browser_page.go_back()
    expect(browser_page.locator("#found")).to_have_text("22 results")
    browser_page.wait_for_load_state("networkidle")  # a page left half-way has failed requests
    browser_page.go_back()
    expect(browser_page.locator("#found")).to_have_text("2 results")
    expect(browser_page.locator("#q")).to_have_value("harbour")
    expect(browser_page).to_have_title(re.compile("Search: harbour"))
    browser_page.wait_for_load_state("networkidle")


def test_search_is_whole_without_a_script(readings, chromium: Browser, live_server) -> None:
    context = chromium.new_context(base_url=str(live_server), java_script_enabled=False)
    page = context.new_page()
    page.goto("/tr/search/")
    page.fill("#q", "reading")
    page.press("#q", "Enter")
    page.locator("#results section > p a").first.click()
    page.locator("a[rel=next]").click()

    expect(page.locator("#results .title")).to_have_text(["Okuma 20", "Okuma 21"])
    context.close()


def test_searching_keeps_nothing_in_the_browser(readings, browser_page: Page) -> None:
    browser_page.goto("/en/search/")
    browser_page.locator("#q").press_sequentially("reading", delay=20)
    expect(browser_page.locator("#found")).to_have_text("22 results")
    expect(browser_page.get_by_role("link", name="Türkçe")).to_have_attribute(
        "href", "/tr/search/?q=reading"
    )
    browser_page.wait_for_load_state("networkidle")

    assert browser_page.context.cookies() == []
    assert browser_page.evaluate("localStorage.length") == 0
