"""What readers come for, on a small phone without JavaScript."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_update,
    make_wording,
)
from tracker.models import ReaderReport
from tracker.services import reader_reports

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(chromium: Browser, live_server: object) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=str(live_server),
        java_script_enabled=False,
        locale="en-GB",
        viewport={"width": 320, "height": 640},
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def readings() -> None:
    plan = make_plan(slug="readings")
    item = make_item(plan=plan, title="Harbour readings")
    make_wording(item, language="en", text="On 9 May, in 12 towns.")
    make_wording(item, language="tr", text="10 Mayıs'ta, 12 kentte.")
    day = make_key_date(slug="harbour-day", name="Harbour day", date="2024-05-09")
    make_occurrence(day, start=date(2024, 5, 9))
    make_occurrence(start=date(2024, 5, 20), title="Elsewhere")
    commitment = make_commitment(item=item, title="Read at the harbour", key_dates=[day])
    make_update(commitment, note="The readings took place.")


def test_commitment_is_found_through_calendar_and_filter(readings, phone: Page) -> None:
    phone.goto("/en/")
    phone.locator(".site-menu > summary").click()
    phone.get_by_role("link", name="Calendar", exact=True).click()
    phone.locator("details.filter summary").click()
    phone.fill("#calendar-month", "2024-05")
    phone.select_option("#calendar-status", "reported")
    phone.get_by_role("button", name="Show").click()
    expect(phone).to_have_url(re.compile(r"/calendar/2024/05/\?.*status=reported"))
    expect(phone.locator(".month-list .date-row")).to_have_count(1)

    phone.locator(".month-list").get_by_role("link", name="Harbour day").click()
    phone.locator("main a[href*='/plans/readings/items/1/']").first.click()

    expect(phone.locator("main")).to_contain_text("Read at the harbour")
    expect(phone.locator("main")).to_contain_text("The readings took place.")


def test_item_is_found_by_a_word_and_read_in_two_languages(readings, phone: Page) -> None:
    phone.goto("/tr/")
    phone.locator(".site-menu > summary").click()
    phone.fill("#site-search", "harbour")
    phone.press("#site-search", "Enter")
    phone.locator("#results a[href*='/items/1/']").first.click()
    expect(phone.locator("h1")).to_contain_text("Harbour readings")

    phone.locator("a[href*='/items/1/compare/']").first.click()

    expect(phone).to_have_url(re.compile("/items/1/compare/"))
    expect(phone.locator(".token-differs").first).to_be_visible()


def test_reader_reports_something(readings, phone: Page, monkeypatch) -> None:
    monkeypatch.setattr(reader_reports, "SOONEST", reader_reports.SOONEST * 0)
    phone.goto("/en/plans/readings/items/1/")
    phone.locator("a[href*='/report/']").first.click()
    phone.fill("[name=url]", "https://example.org/harbour")
    phone.fill("[name=note]", "Four hundred people came.")
    phone.locator("main form button").click()

    expect(phone).to_have_url(re.compile("/report/thanks/$"))
    report = ReaderReport.objects.get()
    assert (report.url, report.note) == ("https://example.org/harbour", "Four hundred people came.")
    assert phone.context.cookies() == []


def test_year_timeline_and_older_updates_are_links(readings, phone: Page) -> None:
    phone.goto("/en/calendar/2024/05/")
    for name, heading in (("Year", "2024"), ("Timeline", "Timeline"), ("Agenda", "Agenda")):
        phone.locator(".views").get_by_role("link", name=name).click()
        expect(phone.locator("h1")).to_have_text(heading)
    phone.goto("/en/calendar/2024/05/")
    phone.locator("a[rel=next]").click()
    expect(phone.locator("h1")).to_have_text("June 2024")
