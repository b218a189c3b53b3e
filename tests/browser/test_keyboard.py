"""The site by keyboard alone, with less motion and at twice the size."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_meeting,
    make_occurrence,
    make_plan,
    make_update,
)

pytestmark = [pytest.mark.django_db(transaction=True)]

PAGES = (
    "/en/",
    "/en/plans/readings/",
    "/en/plans/readings/items/1/",
    "/en/calendar/2024/05/",
    "/en/calendar/timeline/?plan=readings",
    "/en/search/?q=harbour",
    "/en/report/?plan=readings&item=1",
    "/en/subscribe/",
    "/ar/calendar/agenda/?from=2024-05",
)

WITHOUT_MARK = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const reached =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const lost = [];
  for (const one of document.querySelectorAll(reached)) {
    if (one.tabIndex < 0 || !one.checkVisibility()) continue;
    one.focus();
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const inside =
      box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    if (document.activeElement !== one || !marked || !inside || one.tabIndex > 0)
      lost.push(one.outerHTML.slice(0, 120));
  }
  return lost;
}"""

MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  return style.scrollBehavior === "smooth" || style.animationName !== "none"
    || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
}).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def readings() -> None:
    """A plan with a day, a range and a month, and a statement on one of its commitments."""
    item = make_item(plan=make_plan(slug="readings"), title="Harbour readings")
    day = make_key_date(slug="harbour-day", name="Harbour day", date="2024-05-09")
    make_occurrence(day, start=date(2024, 5, 9))
    make_occurrence(start=date(2024, 5, 20), end=date(2024, 5, 22), title="Reading week")
    make_update(make_commitment(item=item, key_dates=[day]))
    make_meeting(slug="congress")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.day ?? document.activeElement.id"))


def test_first_tab_leads_past_the_navigation(readings, browser_page: Page) -> None:
    browser_page.goto("/en/plans/readings/")
    browser_page.keyboard.press("Tab")
    expect(browser_page.locator(":focus")).to_have_attribute("href", "#content")
    expect(browser_page.locator(":focus")).to_be_in_viewport()

    browser_page.keyboard.press("Enter")
    browser_page.keyboard.press("Tab")

    assert browser_page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_whatever_takes_the_focus_shows_it(readings, browser_page: Page) -> None:
    browser_page.emulate_media(reduced_motion="reduce")  # where the focus goes is seen at once
    lost = {}
    for address in PAGES:
        browser_page.goto(address)
        browser_page.keyboard.press("Tab")  # from here on the browser marks what has the focus
        lost[address] = browser_page.evaluate(WITHOUT_MARK)

    assert {address: found for address, found in lost.items() if found} == {}


def test_filter_is_opened_chosen_and_sent_by_keyboard(readings, browser_page: Page) -> None:
    browser_page.goto("/en/calendar/2024/05/")
    browser_page.locator("details.filter summary").focus()
    browser_page.keyboard.press("Enter")
    for _press in range(10):
        browser_page.keyboard.press("Tab")
        if focused(browser_page) == "calendar-status":
            break
    browser_page.keyboard.type("Reported")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")

    expect(browser_page.locator(".month-grid .event")).to_have_count(1)
    assert "status=reported" in browser_page.url


@pytest.mark.parametrize(
    ("language", "onward", "back", "weekday"),
    [("en", "ArrowRight", "ArrowLeft", "Thursday"), ("ar", "ArrowLeft", "ArrowRight", "الخميس")],
)
def test_arrows_move_the_day_as_the_reader_reads(
    readings, browser_page: Page, language: str, onward: str, back: str, weekday: str
) -> None:
    browser_page.goto(f"/{language}/calendar/2024/05/")
    said = browser_page.locator("body > [role=status]")
    browser_page.locator("[data-day='1']").focus()

    for _press in range(8):
        browser_page.keyboard.press(onward)
    assert focused(browser_page) == "9"
    expect(said).to_contain_text(f"{weekday} 9")
    expect(said).to_contain_text("Harbour day")
    browser_page.keyboard.press("ArrowDown")
    assert focused(browser_page) == "16"
    browser_page.keyboard.press(back)
    assert focused(browser_page) == "15"
    browser_page.keyboard.press("End")
    assert focused(browser_page) == "31"

    browser_page.keyboard.press(onward)
    expect(browser_page).to_have_url(
        f"{browser_page.url.partition('/calendar')[0]}/calendar/2024/06/"
    )
    expect(browser_page.locator("[data-day='1']")).to_be_focused()
    browser_page.keyboard.press("PageUp")
    expect(browser_page.locator("h1")).to_contain_text("2024")
    expect(browser_page.locator("time[datetime='2024-05-01']")).to_be_visible()
    expect(browser_page.locator("[data-day='1']")).to_be_focused()
    browser_page.wait_for_load_state("networkidle")


def test_enter_on_a_day_opens_its_date(readings, browser_page: Page) -> None:
    browser_page.goto("/en/calendar/2024/05/")
    browser_page.locator("[data-day='9']").focus()
    browser_page.keyboard.press("Enter")

    expect(browser_page).to_have_title("Harbour day · Commitment tracker")


def test_nothing_moves_for_whoever_asks_for_less_motion(readings, browser_page: Page) -> None:
    browser_page.emulate_media(reduced_motion="reduce")
    moving = {}
    for address in PAGES:
        browser_page.goto(address)
        moving[address] = browser_page.evaluate(MOVING)

    assert {address: found for address, found in moving.items() if found} == {}
