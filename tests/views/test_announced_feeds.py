"""Feeds that a page offers: announced in its head, linked on it, and really there."""

from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_occurrence,
    make_organisation,
    make_plan,
    make_theme,
)

pytestmark = pytest.mark.django_db

OWN_CALENDAR = "//details[contains(@class, 'own-calendar')]"
PAGES = [
    ("plans/plan/", "plan=plan"),
    ("plans/plan/items/1/", "plan=plan&item=1"),
    ("themes/reading/", "theme=reading"),
    ("organisations/union/", "organisation=union"),
]


@pytest.fixture
def everything():
    item = make_item(
        plan=make_plan(slug="plan"),
        themes=[make_theme(slug="reading")],
        organisations=[make_organisation(slug="union")],
    )
    key_date = make_key_date(slug="day", date="2199-05-09")
    make_link(make_commitment(item=item), key_date)
    make_occurrence(key_date, start="2199-05-09")


def page_of(client, path):
    return lxml.html.fromstring(client.get(path).content)


def announced(tree) -> list[tuple[str, str]]:
    """Type and address of every feed in the head."""
    return [
        (one.get("type"), one.get("href"))
        for one in tree.xpath("//head/link[@rel='alternate'][@type]")
        if "oembed" not in one.get("type")
    ]


@pytest.mark.parametrize(("path", "query"), PAGES)
def test_page_announces_its_own_feeds_in_its_language(client, everything, path, query):
    feeds = announced(page_of(client, f"/ar/{path}"))

    assert ("text/calendar", f"/ar/{path}calendar.ics") in feeds
    assert ("application/atom+xml", f"/ar/feeds/updates.atom?{query}") in feeds
    assert ("application/feed+json", f"/ar/feeds/updates.json?{query}") in feeds
    for kind, address in feeds:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(kind)


@pytest.mark.parametrize("path", [path for path, _query in PAGES] + ["dates/day/"])
def test_page_leads_its_calendar_into_every_program(client, everything, settings, path):
    settings.SITE_URL = "https://plans.example.org"

    tree = page_of(client, f"/en/{path}")

    calendar = f"plans.example.org/en/{path}calendar.ics"
    links = tree.xpath(f"{OWN_CALENDAR}//a/@href")
    asked = {urlsplit(link).netloc: parse_qs(urlsplit(link).query) for link in links}
    assert f"webcal://{calendar}" in links
    assert asked["calendar.google.com"]["cid"] == [f"webcal://{calendar}"]
    assert asked["outlook.live.com"]["url"] == [f"https://{calendar}"]
    assert tree.xpath(f"{OWN_CALENDAR}//input/@value") == [f"https://{calendar}"]


@pytest.mark.parametrize(
    "path", ["calendar/2199/05/", "calendar/agenda/", "calendar/2199/", "updates/"]
)
def test_filter_of_a_page_holds_for_the_feeds_in_its_head(client, everything, path):
    plain, filtered = (announced(page_of(client, f"/en/{path}{query}"))
                       for query in ("", "?theme=reading"))  # fmt: skip

    added = set(filtered) - set(plain)
    assert added == {
        ("text/calendar", "/en/feeds/calendar.ics?theme=reading"),
        ("application/atom+xml", "/en/feeds/updates.atom?theme=reading"),
        ("application/feed+json", "/en/feeds/updates.json?theme=reading"),
    }


def test_organisation_without_dates_offers_no_calendar(client, everything):
    make_organisation(slug="other")

    assert not page_of(client, "/en/organisations/other/").xpath(OWN_CALENDAR)
