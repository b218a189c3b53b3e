import xml.etree.ElementTree as ET

import pytest

from tests.builders import make_item, make_key_date, make_meeting, make_organisation, make_plan
from tracker import sitemaps

pytestmark = pytest.mark.django_db

SECTIONS = ("pages", *sitemaps.SECTIONS)
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client, path: str) -> ET.Element:
    response = client.get(path, headers={"host": "testserver"})
    assert response.status_code == 200
    return ET.fromstring(response.content)


def test_index_names_every_section_at_the_configured_address(client, settings):
    settings.SITE_URL = "https://plans.example.org"

    found = [loc.text for loc in read(client, "/sitemap.xml").findall("s:sitemap/s:loc", NS)]

    assert found == [f"https://plans.example.org/sitemap-{name}.xml" for name in SECTIONS]


def test_page_stands_in_every_language_with_its_counterparts(client, settings):
    settings.SITE_URL = "https://plans.example.org"
    make_item(plan=make_plan(slug="libraries"), position=3)

    urls = read(client, "/sitemap-items.xml").findall("s:url", NS)

    assert [url.find("s:loc", NS).text for url in urls] == [
        f"https://plans.example.org/{code}/plans/libraries/items/3/"
        for code in ("en", "es", "ru", "tr", "ar")
    ]
    assert [link.get("hreflang") for link in urls[0].findall("x:link", NS)] == [
        "en", "es", "ru", "tr", "ar", "x-default",
    ]  # fmt: skip


def test_every_page_of_the_sitemap_exists(client, settings):
    settings.SITE_URL = "http://testserver"
    make_item(plan=make_plan())
    make_key_date()
    make_meeting()
    make_organisation()

    for name in SECTIONS:
        for loc in read(client, f"/sitemap-{name}.xml").findall("s:url/s:loc", NS):
            path = (loc.text or "").removeprefix("http://testserver")
            assert client.get(path).status_code == 200, path


def test_long_section_comes_in_pages_that_the_index_names(client, settings, monkeypatch):
    settings.SITE_URL = "https://plans.example.org"
    monkeypatch.setattr(sitemaps, "PER_PAGE", 2)
    for number in range(3):
        make_meeting(slug=f"m{number}")

    index = [loc.text for loc in read(client, "/sitemap.xml").findall("s:sitemap/s:loc", NS)]
    pages = [
        read(client, f"/sitemap-meetings.xml?p={page}").findall("s:url", NS) for page in (1, 2)
    ]

    assert [loc for loc in index if "meetings" in loc] == [
        "https://plans.example.org/sitemap-meetings.xml",
        "https://plans.example.org/sitemap-meetings.xml?p=2",
    ]
    assert [[url.find("s:loc", NS).text for url in page[::5]] for page in pages] == [
        [f"https://plans.example.org/en/meetings/m{number}/" for number in numbers]
        for numbers in ((0, 1), (2,))
    ]


def test_key_date_says_when_it_was_last_changed(client):
    key_date = make_key_date()

    (changed, *_others) = read(client, "/sitemap-dates.xml").findall("s:url/s:lastmod", NS)

    assert changed.text == f"{key_date.changed_at:%Y-%m-%d}"


@pytest.mark.parametrize("path", ["nowhere.xml", "items.xml?p=2", "items.xml?p=0", "pages.xml?p=x"])
def test_unknown_section_or_page_is_not_found(client, path):
    assert client.get(f"/sitemap-{path}").status_code == 404
