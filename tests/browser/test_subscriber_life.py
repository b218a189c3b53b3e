"""A subscriber's whole life: from the first button to the last trace being erased.

Once in Arabic with nothing but a keyboard, once in Turkish on a phone without JavaScript. The mails
are opened in the browser as they were sent, and their links followed.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_update,
)
from tracker.models import Commitment, Message, Occurrence, StatusNotice, Subscriber, Subscription

pytestmark = [pytest.mark.django_db(transaction=True)]

ADDRESS = "reader@example.org"


@pytest.fixture
def site(live_server, settings, transactional_db: None) -> str:
    """A plan with one monthly weekend, on a server whose links in mails lead to itself."""
    settings.SITE_URL = str(live_server)
    item = make_item(
        plan=make_plan(slug="library"),
        position=8,
        title="Evening readings",
        title_ar="قراءات المساء",
        title_tr="Akşam okumaları",
    )
    weekend = make_key_date(
        slug="reading-weekend",
        name="Reading weekend",
        name_ar="عطلة القراءة",
        name_tr="Okuma hafta sonu",
        name_ru="Выходные чтения",
        rule="FREQ=MONTHLY",
    )
    make_commitment(
        item=item,
        title="Read aloud",
        title_ru="Читать вслух",
        kind="recurring",
        key_dates=[weekend],
    )
    for days in (20, 50, 80):
        start = timezone.localdate() + timedelta(days=days)
        make_occurrence(weekend, start=start, end=start + timedelta(days=1))
    return str(live_server)


@pytest.fixture
def keyboard(chromium: Browser, site: str) -> Iterator[Page]:
    """A page in Cairo, with a keyboard alone."""
    context = chromium.new_context(base_url=site, locale="en-GB", timezone_id="Africa/Cairo")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def phone(chromium: Browser, site: str) -> Iterator[Page]:
    """A small phone without JavaScript, somewhere in Germany, that reads Turkish."""
    context = chromium.new_context(
        base_url=site,
        java_script_enabled=False,
        viewport={"width": 360, "height": 740},
        locale="tr-TR",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what `selector` names; a keyboard gets there by itself."""
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def press(page: Page, selector: str) -> None:
    """Follow a link or press a button by keyboard."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def click(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def read_mail(page: Page, *, now: datetime | None = None, language: str) -> str:
    """Deliver what is due and open the one mail that comes; its subject."""
    mail.outbox.clear()
    arguments = ["--now", now.isoformat()] if now else []
    call_command("send_reminders", *arguments, verbosity=0)
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    page.set_content(sent.alternatives[0][0])
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    return str(sent.subject)


def week_before(occurrence: Occurrence) -> datetime:
    """Noon of the day on which it is told seven days ahead."""
    day = occurrence.start - timedelta(days=7)
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


def test_life_of_a_subscriber_in_arabic_by_keyboard(keyboard: Page) -> None:
    page = keyboard
    page.goto("/ar/plans/library/items/8/")
    press(page, "main a.button[href*='/subscribe/']")
    assert page.locator("select[name=target]").input_value() == "item:library:8"
    assert page.locator("select[name=time_zone]").input_value() == "Africa/Cairo"
    assert not page.locator("select[name=time_zone]").is_visible()
    tab_to(page, "input[name=email]")
    page.keyboard.type(ADDRESS)
    tab_to(page, "input[name=lead_times][value='1']")
    page.keyboard.press("Space")
    press(page, "main form button")
    assert page.url.endswith("/ar/subscribe/sent/")

    read_mail(page, language="ar")
    press(page, "a.button")
    tab_to(page, "input[name=hears_status]")
    page.keyboard.press("Space")
    press(page, "main form button")
    subscriber = Subscriber.objects.get()
    assert "/ar/subscriptions/" in page.url
    assert (subscriber.time_zone, subscriber.hears_status) == ("Africa/Cairo", True)

    weekend = Occurrence.objects.earliest("start")
    subject = read_mail(page, now=week_before(weekend), language="ar")
    assert str(weekend.key_date.local("name", "ar")) in subject
    press(page, ".foot a")

    # Weekly from now on, and nothing until a day that is typed alike in every order of its parts.
    days = (timezone.localdate() + timedelta(days=number) for number in range(2, 99))
    until = next(day for day in days if day.day == day.month)
    tab_to(page, "input[name=rhythm]")
    page.keyboard.press("ArrowDown")
    press(page, "button[value=settings]")
    tab_to(page, "input[name=until]")
    page.keyboard.type(until.strftime("%d%m%Y"))
    press(page, "button[value=pause]")
    subscriber.refresh_from_db()
    assert (subscriber.rhythm, subscriber.paused_until) == ("weekly", until)
    press(page, "button[value=resume]")
    subscriber.refresh_from_db()
    assert subscriber.paused_until is None

    press(page, "button[value=end]")
    assert page.locator("button[value=end]").count() == 0
    assert not Subscription.objects.active().exists()

    page.goto("/ar/subscribe/")
    press(page, "main a[href$='/subscriptions/']")
    tab_to(page, "input[name=email]")
    page.keyboard.type(ADDRESS.upper())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    read_mail(page, language="ar")
    press(page, "a.button")
    tab_to(page, "#leave ~ details summary")
    page.keyboard.press("Enter")
    press(page, "button[value=erase]")
    assert not Subscriber.objects.exists()
    assert not Message.objects.exists()


def test_life_of_a_subscriber_in_turkish_without_javascript(phone: Page) -> None:
    page = phone
    page.goto("/tr/dates/reading-weekend/")
    click(page, "main a.button[href*='/subscribe/']")
    assert page.locator("select[name=target]").input_value() == "date:reading-weekend"
    assert page.locator("select[name=time_zone]").input_value() == "Europe/Istanbul"
    page.locator("main form summary").click()
    page.locator("select[name=time_zone]").select_option("Europe/Berlin")
    page.locator("input[name=email]").fill(ADDRESS)
    click(page, "main form button")

    read_mail(page, language="tr")
    click(page, "a.button")
    page.locator("input[name=hears_status]").check()
    click(page, "main form button")
    subscriber = Subscriber.objects.get()
    assert (subscriber.language, subscriber.time_zone) == ("tr", "Europe/Berlin")

    # Two more mornings ahead, and another subscription.
    page.locator("input[name$=lead_times][value='14']").first.check()
    click(page, "button[value=lead-times]")
    page.locator("main details summary").first.click()
    page.locator("#id_add_target").select_option("plan:library")
    click(page, "button[value=add]")
    assert Subscription.objects.active().count() == 2
    assert page.locator("button[value=end]").count() == 2

    # A changed status is told on the next morning, in the language chosen meanwhile.
    page.locator("select[name=language]").select_option("ru")
    click(page, "button[value=settings]")
    assert "/ru/subscriptions/" in page.url
    commitment = Commitment.objects.get()
    update = make_update(commitment, as_of=timezone.localdate(), status="reported")
    evening = (timezone.now() + timedelta(days=1)).replace(hour=18)
    call_command("send_reminders", "--now", evening.isoformat(), verbosity=0)
    subject = read_mail(page, now=evening + timedelta(hours=20), language="ru")
    assert StatusNotice.objects.get().update == update
    assert "Читать вслух" in subject
    click(page, ".foot a")
    assert "Читать вслух" in page.locator("#sent ~ ul").inner_text()

    click(page, "button[value=end]")
    assert Subscription.objects.active().count() == 1

    page.goto("/tr/subscriptions/")
    page.locator("input[name=email]").fill(ADDRESS)
    click(page, "main form button")
    assert page.url.endswith("/tr/subscriptions/sent/")
    read_mail(page, language="ru")
    click(page, "a.button")
    click(page, "button[value=end-all]")
    assert not Subscription.objects.active().exists()
    page.locator("#leave ~ details summary").click()
    click(page, "button[value=erase]")
    assert not Subscriber.objects.exists()
    page.go_back()
    page.reload()
    assert page.locator("main h1").inner_text() != ""
