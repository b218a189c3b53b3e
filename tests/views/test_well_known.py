import json
import re

import pytest
from django.contrib.staticfiles import finders

from tests.builders import make_key_date, make_occurrence, make_plan

pytestmark = pytest.mark.django_db


def test_robots_keep_out_of_what_is_private_and_find_the_sitemap(client, settings):
    settings.SITE_URL = "https://plans.example.org"

    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/" in text
    assert "Disallow: /*/subscriptions/" in text
    assert text.endswith("Sitemap: https://plans.example.org/sitemap.xml\n")


def test_icon_is_found_at_the_root(client):
    assert client.get("/favicon.ico")["Location"].startswith("/static/tracker/favicon")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_manifest_speaks_the_language_of_its_address(client, language, direction):
    manifest = client.get(f"/{language}/manifest.webmanifest").json()

    assert (manifest["lang"], manifest["dir"]) == (language, direction)
    assert manifest["start_url"] == f"/{language}/"
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_page_tells_programs_of_the_occurrences_ahead(client):
    key_date = make_key_date(slug="reading", name="Reading </script> & more", place="Town hall")
    make_occurrence(key_date, start="2199-05-04", end="2199-05-05")

    html = client.get("/en/dates/reading/").content.decode()

    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    event = json.loads(block)
    assert event["name"] == "Reading </script> & more"
    assert (event["startDate"], event["endDate"]) == ("2199-05-04", "2199-05-05")
    assert event["location"] == {"@type": "Place", "name": "Town hall"}


def test_page_tells_programs_where_on_the_globe_it_is(client):
    key_date = make_key_date(slug="reading", place="Town hall", latitude=38.4189, longitude=27.1287)
    make_occurrence(key_date, start="2199-05-04", end="2199-05-05")

    html = client.get("/en/dates/reading/").content.decode()

    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert json.loads(block)["location"] == {
        "@type": "Place",
        "name": "Town hall",
        "geo": {"@type": "GeoCoordinates", "latitude": 38.4189, "longitude": 27.1287},
    }


def test_page_repeats_its_title_for_those_who_share_it(client, settings):
    settings.SITE_URL = "https://plans.example.org"
    make_plan(slug="libraries", title='Reading for "all" & more')

    html = client.get("/en/plans/libraries/").content.decode()

    assert '<meta property="og:title" content="Reading for &quot;all&quot; &amp; more">' in html
    assert (
        '<meta property="og:url" content="https://plans.example.org/en/plans/libraries/">' in html
    )
    assert '<meta property="og:locale" content="en">' in html
