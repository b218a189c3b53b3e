"""An administrator brings further plans in through the wizard alone, in a real browser."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from playwright.sync_api import Browser, Page

from tests.builders import make_user
from tracker.models import ImportRun, Item, Plan, Wording
from tracker.services import seeds

pytestmark = [pytest.mark.django_db(transaction=True)]

DOCUMENTS = settings.BASE_DIR / "fixtures" / "documents"
ROLES = import_module("tracker.migrations.0003_roles").ROLES
PASSWORD = "reading-aloud-2026"


@pytest.fixture
def first_plan(transactional_db: None) -> None:
    """The shipped plan, and the roles, which went when an earlier test emptied the tables."""
    for name, wanted in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        codenames = {codename for _app, codename in wanted}
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
    seeds.load(settings.TRACKER_SEEDS_DIR, today=date(2026, 11, 22))
    make_user("administrator", password=PASSWORD, groups=["administrator"])


@pytest.fixture
def narrow_page(chromium: Browser, live_server: object) -> Iterator[Page]:
    """A page without JavaScript, as wide as a small phone."""
    context = chromium.new_context(
        base_url=str(live_server),
        java_script_enabled=False,
        locale="en-GB",
        viewport={"width": 360, "height": 740},
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.fill("[name=username]", "administrator")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()


def press(page: Page, name: str, role: str = "button") -> None:
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def state_of_first_plan() -> list[tuple[object, ...]]:
    """All that an import could have touched of the plan that was there."""
    plan = Plan.objects.get(slug="imcwp-23")
    items = Item.objects.filter(plan=plan).order_by("position")
    return [
        (plan.title_en, plan.valid_from, plan.valid_until, ImportRun.objects.filter(plan=plan)[:1]),
        *items.values_list("position", "title_en", "title_ru", "proposed"),
        *items.values_list("commitments__key", "commitments__title_en", "commitments__kind"),
        (Wording.objects.filter(item__plan=plan).count(),),
    ][1:]


def test_administrator_brings_in_a_second_plan_and_the_first_stays_untouched(
    first_plan, browser_page: Page
) -> None:
    before = state_of_first_plan()
    sign_in(browser_page)

    browser_page.goto("/admin/tracker/plan/")
    press(browser_page, "Import a document", role="link")
    browser_page.set_input_files("[name=files]", DOCUMENTS / "library-network.txt")
    press(browser_page, "Read the document")
    assert "Announced, but not there" in browser_page.locator(".import").inner_text()
    assert "Arabic" in browser_page.locator(".import-facts").inner_text()
    assert_accessible(browser_page)
    press(browser_page, "Continue side by side", role="link")
    assert browser_page.locator(".import-cell").count() == 5 * 4
    assert_accessible(browser_page)
    press(browser_page, "Continue to the proposals", role="link")
    browser_page.get_by_label("Title (proposed, English)").first.fill("Open reading rooms")
    assert_accessible(browser_page)
    press(browser_page, "Keep and continue")
    assert browser_page.locator("legend").count() > 0
    while "/proposals/" in browser_page.url:
        press(browser_page, "Keep and continue")
    browser_page.fill("[name=title_en]", "Programme of the member libraries")
    browser_page.fill("[name=slug]", "libraries")
    browser_page.fill("[name=valid_from]", "2025-03-16")
    browser_page.fill("[name=valid_until]", "2027-03-16")
    assert_accessible(browser_page)
    press(browser_page, "Import and publish")
    assert "The document was imported." in browser_page.inner_text("body")
    assert_accessible(browser_page)

    press(browser_page, "Public page", role="link")
    assert browser_page.url.endswith("/en/plans/libraries/")
    shown = browser_page.locator("main").inner_text()
    assert "Programme of the member libraries" in shown
    assert "Open reading rooms" in shown
    browser_page.goto("/en/calendar/2025/06/?plan=libraries")
    calendar = browser_page.locator("main").inner_text()
    assert "14" in calendar
    feed = browser_page.request.get("/en/plans/libraries/calendar.ics").text()
    assert "DTSTART;VALUE=DATE:20250614" in feed
    assert "20250614" not in browser_page.request.get("/en/plans/imcwp-23/calendar.ics").text()
    assert state_of_first_plan() == before


def test_text_without_marks_is_split_by_hand_without_javascript_on_a_phone(
    first_plan, narrow_page: Page
) -> None:
    page = narrow_page
    sign_in(page)

    page.goto("/admin/tracker/importdraft/start/")
    page.fill("[name=pasted]", (DOCUMENTS / "no-marks.txt").read_text("utf-8"))
    press(page, "Read the document")
    press(page, "Continue side by side", role="link")
    assert_fits(page)
    page.get_by_role("checkbox").nth(1).check()
    press(page, "An item of every paragraph from the first marked one on")
    assert page.locator(".import-cell").count() == 4
    press(page, "Split item 1 (German)", role="link")
    text = page.input_value("[name=text]")
    assert ", bevor" in text
    page.fill("[name=text]", text.replace(", bevor", ",\n\nbevor"))
    press(page, "Split the item")
    assert page.locator(".import-cell").count() == 5
    press(page, "Undo the last change")
    assert page.locator(".import-cell").count() == 4
    assert_fits(page)
    press(page, "Continue to the proposals", role="link")
    assert_fits(page)
    press(page, "5 Confirm", role="link")
    page.fill("[name=slug]", "coast")
    page.fill("[name=title_en]", "Plans of the coast groups")
    page.fill("[name=valid_from]", "2025-11-01")
    assert_fits(page)
    press(page, "Import and publish")

    plan = Plan.objects.get(slug="coast")
    wordings = Wording.objects.filter(item__plan=plan).order_by("item__position")
    assert [(one.language, one.line, one.text.split()[1]) for one in wordings] == [
        ("de", 5, "säubern"),
        ("de", 7, "stellen"),
        ("de", 10, "lassen"),
        ("de", 12, "laden"),
    ]
    assert bytes(plan.imports.get().original).decode().split() == (
        (DOCUMENTS / "no-marks.txt").read_text("utf-8").split()
    )


def assert_accessible(page: Page) -> None:
    """No serious finding in what the wizard adds to the theme."""
    found = Axe().run(page, context=".import").response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"]) for one in serious] == []


def assert_fits(page: Page) -> None:
    """Nothing of the wizard is wider than the phone."""
    boxes = [one.bounding_box() for one in page.locator(".import > *").all()]
    assert [box for box in boxes if box and box["x"] + box["width"] > 361] == []
