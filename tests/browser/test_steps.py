"""Steps through calendar and lists exchange the content alone; focus, title and history follow."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_update,
)

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def readings() -> None:
    day = make_key_date(name="Harbour day", date="2024-05-09")
    make_occurrence(day, start=date(2024, 5, 9))
    item = make_item(plan=make_plan(slug="readings"))
    commitment = make_commitment(item=item, key_dates=[day])
    for number in range(25):
        make_update(commitment, note=f"Reading {number:02d} took place.")


def same_document(page: Page) -> bool:
    """Whether the mark that the test has left is still there: no page was loaded since."""
    return bool(page.evaluate("window.mark === 1"))


def test_next_month_keeps_focus_and_brings_title_history_and_languages(
    readings, browser_page: Page
) -> None:
    browser_page.goto("/en/calendar/2024/05/?kind=dated")
    browser_page.evaluate("window.mark = 1")
    browser_page.locator(".calendar-bar a[rel=next]").focus()

    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_title("June 2024 · Commitment tracker")
    expect(browser_page).to_have_url(re.compile(r"/calendar/2024/06/\?kind=dated$"))
    expect(browser_page.locator(".calendar-bar a[rel=next]")).to_be_focused()
    expect(browser_page.locator("body > [role=status]")).to_have_text(re.compile("June 2024"))
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_title("July 2024 · Commitment tracker")
    turkish = browser_page.get_by_role("link", name="Türkçe")
    expect(turkish).to_have_attribute("href", "/tr/calendar/2024/07/?kind=dated")
    assert same_document(browser_page)

    browser_page.wait_for_load_state("networkidle")
    browser_page.go_back()
    expect(browser_page).to_have_title("June 2024 · Commitment tracker")
    browser_page.wait_for_load_state("networkidle")
    browser_page.go_back()
    expect(browser_page).to_have_title("May 2024 · Commitment tracker")
    expect(browser_page.locator(".month-grid .event a")).to_have_text("Harbour day")
    browser_page.wait_for_load_state("networkidle")


def test_views_and_filter_change_without_loading_a_page(readings, browser_page: Page) -> None:
    browser_page.goto("/en/calendar/2024/05/")
    browser_page.evaluate("window.mark = 1")

    browser_page.locator(".views").get_by_role("link", name="Agenda").click()
    expect(browser_page.locator("h1")).to_have_text("Agenda")
    browser_page.locator("details.filter summary").click()
    browser_page.select_option("#calendar-kind", "recurring")
    browser_page.get_by_role("button", name="Show").click()
    expect(browser_page).to_have_url(re.compile("kind=recurring"))
    expect(browser_page.get_by_text("No date of these months matches this filter.")).to_be_visible()
    expect(browser_page.get_by_role("button", name="Show")).to_be_focused()

    assert same_document(browser_page)


def test_older_updates_begin_at_their_beginning(readings, browser_page: Page) -> None:
    browser_page.goto("/en/updates/")
    browser_page.evaluate("window.mark = 1")
    browser_page.locator("a[rel=next]").focus()

    browser_page.keyboard.press("Enter")

    expect(browser_page).to_have_url(re.compile(r"/updates/\?page=2$"))
    expect(browser_page.locator(".rows > li")).to_have_count(5)
    expect(browser_page.locator("#content")).to_be_focused()
    expect(browser_page.locator("h1")).to_be_in_viewport()
    assert same_document(browser_page)


def test_answer_that_cannot_be_shown_in_place_is_opened(readings, chromium, live_server) -> None:
    context = chromium.new_context(base_url=str(live_server))
    page = context.new_page()
    page.goto("/en/calendar/2024/05/")
    page.route(
        "**/calendar/2024/06/",
        lambda route: route.fulfill(status=503, content_type="text/html", body="<h1>Later</h1>"),
    )

    page.locator(".calendar-bar a[rel=next]").click()

    expect(page.locator("h1")).to_have_text("Later")
    context.close()


@pytest.mark.parametrize(
    ("path", "field"),
    [("/ar/calendar/2024/05/", "calendar-address"), ("/ar/embed/", "snippet-month")],
)
def test_address_is_copied_by_a_button(readings, browser_page: Page, path, field) -> None:
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    browser_page.goto(path)
    button = browser_page.locator(f"[data-copies={field}]")

    button.focus()
    browser_page.keyboard.press("Enter")

    expect(button).to_have_text("تم النسخ")
    expect(browser_page.locator("p[role=status]")).to_have_text("تم النسخ")
    copied = browser_page.evaluate("navigator.clipboard.readText()")
    assert copied == browser_page.locator(f"#{field}").input_value()
