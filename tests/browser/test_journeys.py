"""A reader, an editor and a subscriber, each from the first click to the last."""

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Browser, Locator, Page, expect

from tests.builders import make_user
from tracker.models import Message
from tracker.services import seeds

pytestmark = [pytest.mark.django_db(transaction=True)]

ROLES = import_module("tracker.migrations.0003_roles").ROLES


@pytest.fixture
def first_plan(transactional_db: None) -> None:
    """The shipped plan, and the roles, which went when an earlier test emptied the tables."""
    for name, wanted in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        codenames = {codename for _app, codename in wanted}
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
    seeds.load(settings.TRACKER_SEEDS_DIR, today=date(2026, 11, 22))


@pytest.fixture
def reader(chromium: Browser, live_server: object) -> Iterator[Page]:
    """A page without JavaScript, as wide as a small phone."""
    context = chromium.new_context(
        base_url=str(live_server),
        java_script_enabled=False,
        viewport={"width": 360, "height": 740},
    )
    yield context.new_page()
    context.close()


def follow(page: Page, wanted: Locator) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        wanted.click()


def test_editor_records_a_status_and_the_public_reads_it(first_plan, browser_page: Page) -> None:
    make_user("editor", password="reading-aloud-2026", groups=["editor"])
    browser_page.goto("/admin/")
    browser_page.fill("[name=username]", "editor")
    browser_page.fill("[name=password]", "reading-aloud-2026")
    with browser_page.expect_navigation():
        browser_page.keyboard.press("Enter")

    browser_page.goto("/admin/tracker/commitment/")
    row = browser_page.locator("tr", has_text="Mark Victory Day in 2024")
    follow(browser_page, row.get_by_role("link", name="Record status"))
    choices = browser_page.locator("select[name=status] option").all_inner_texts()
    assert "Held with changes" in choices
    assert "No recent report" not in choices
    browser_page.select_option("select[name=status]", "reported")
    browser_page.fill("textarea >> nth=0", "Several parties published reports.")
    browser_page.fill("[name=evidence_url]", "https://example.org/victory-day")
    follow(browser_page, browser_page.get_by_role("button", name="Record and publish"))

    browser_page.goto("/en/plans/imcwp-23/items/2/")
    shown = browser_page.locator("[id='2b']").inner_text()
    assert "Reported by a party" in shown
    assert "Several parties published reports." in shown
    assert "https://example.org/victory-day" in shown


def test_subscriber_without_javascript_gets_one_mail_for_both_days_and_leaves(
    first_plan, reader: Page, live_server: object
) -> None:
    reader.goto("/en/")
    reader.locator(".site-menu > summary").click()
    follow(reader, reader.get_by_role("link", name="Subscribe").first)
    reader.fill("input[type=email]", "reader@example.org")
    follow(reader, reader.get_by_role("button", name="Subscribe"))
    assert reader.url.endswith("/en/subscribe/sent/")

    call_command("send_reminders", verbosity=0)
    (confirmation,) = mail.outbox
    reader.goto(_path(confirmation.body, "subscribe/confirm"))
    assert not Message.objects.filter(purpose="reminder").exists()
    follow(reader, reader.locator("main form button").first)
    assert "confirmed" in reader.locator("main").inner_text()

    mail.outbox.clear()
    call_command("send_reminders", "--now", "2026-11-22", verbosity=0)
    call_command("send_reminders", "--now", "2026-11-22", verbosity=0)
    (reminder,) = mail.outbox
    assert "28–29 November 2026, in 6 days" in reminder.body
    assert "29 November 2026, in 7 days" in reminder.body
    assert [name for name, _content, _type in reminder.attachments] != []

    reader.goto(_path(reminder.body, "subscriptions", ending="leave/"))
    follow(reader, reader.locator("main form button").first)
    assert reader.locator("main").inner_text()
    mail.outbox.clear()
    call_command("send_reminders", "--now", "2026-11-28", verbosity=0)
    assert mail.outbox == []


def _path(body: str, part: str, ending: str = "") -> str:
    found = re.search(rf"https?://[^/\s]+(/en/{part}/\S+?{ending})(?:\s|$)", body)
    assert found, body
    return found.group(1)


def test_switching_the_language_keeps_the_page_and_its_filter(
    first_plan, browser_page: Page
) -> None:
    browser_page.goto("/en/plans/imcwp-23/?kind=recurring")
    before = browser_page.locator("main article, main li.item").count()

    browser_page.get_by_role("link", name="Türkçe").click()

    expect(browser_page).to_have_url(re.compile(r"/tr/plans/imcwp-23/\?kind=recurring$"))
    expect(browser_page.locator("main article, main li.item")).to_have_count(before)
