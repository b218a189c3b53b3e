import xml.etree.ElementTree as ET

import pytest

from tests.builders import make_item, make_key_date, make_meeting, make_organisation, make_plan
from tracker.sitemaps import SITEMAPS

pytestmark = pytest.mark.django_db

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client, path: str) -> ET.Element:
    response = client.get(path, headers={"host": "testserver"})
    assert response.status_code == 200
    return ET.fromstring(response.content)


def test_index_names_every_section_at_the_configured_address(client, settings):
    settings.SITE_URL = "https://plans.example.org"

    found = [loc.text for loc in read(client, "/sitemap.xml").findall("s:sitemap/s:loc", NS)]

    assert found == [f"https://plans.example.org/sitemap-{name}.xml" for name in SITEMAPS]


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

    for name in SITEMAPS:
        for loc in read(client, f"/sitemap-{name}.xml").findall("s:url/s:loc", NS):
            path = (loc.text or "").removeprefix("http://testserver")
            assert client.get(path).status_code == 200, path


def test_unknown_section_is_not_found(client):
    assert client.get("/sitemap-nowhere.xml").status_code == 404
