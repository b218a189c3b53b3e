import pytest
from playwright.sync_api import Page

from tests.builders import make_plan

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_home_page_opens_in_each_language_without_complaints(
    browser_page: Page, language: str
) -> None:
    make_plan(**{f"title_{language}": "Plan 2026"})

    response = browser_page.goto(f"/{language}/")

    assert response is not None
    assert response.status == 200
    document = browser_page.locator("html")
    assert document.get_attribute("lang") == language
    assert document.evaluate("node => getComputedStyle(node).direction") == (
        "rtl" if language == "ar" else "ltr"
    )
    assert browser_page.get_by_text("Plan 2026").first.is_visible()
