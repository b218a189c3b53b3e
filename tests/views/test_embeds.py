import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.builders import make_commitment, make_item, make_key_date, make_occurrence, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan(slug="libraries", title="Libraries")
    key_date = make_key_date(name="Reading day")
    make_commitment(item=make_item(plan=plan), key_dates=[key_date])
    make_occurrence(key_date, start=date(2024, 5, 4))
    make_occurrence(key_date, start=timezone.localdate() + timedelta(days=2))
    return plan


@pytest.mark.parametrize(
    ("view", "shown"),
    [("month/?month=2024-05", "Reading day"), ("agenda/", "Reading day"), ("counts/", "Libraries")],
)
def test_embedded_view_may_be_framed_and_sets_no_cookie(client, plan, view, shown):
    for _first_and_cached in range(2):
        response = client.get(f"/en/embed/{view}")

        assert shown in response.content.decode()
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "X-Frame-Options" not in response
        assert not response.cookies


@pytest.mark.parametrize("path", ["/en/", "/en/embed/", "/en/calendar/2024/05/"])
def test_other_pages_are_never_framed(client, plan, path):
    response = client.get(path)

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_filter_holds_in_the_frame_and_in_what_is_copied(client, plan):
    make_commitment(item=make_item(plan=make_plan(slug="coast", title="Coast")))

    frame = client.get("/en/embed/counts/?plan=libraries").content.decode()
    page = client.get("/en/embed/?plan=libraries").content.decode()

    assert "Libraries" in frame
    assert "Coast" not in frame
    assert "/en/embed/month/?plan=libraries&quot;" in page


def test_view_that_does_not_exist_is_not_found(client):
    assert client.get("/en/embed/film/").status_code == 404


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "/tr/calendar/2024/05/?plan=libraries",
            "/tr/embed/month/?plan=libraries&amp;month=2024-05",
        ),
        ("/en/plans/libraries/", "/en/embed/counts/?plan=libraries"),
        ("/ar/calendar/agenda/", "/ar/embed/agenda/"),
    ],
)
def test_oembed_answers_for_pages_of_the_site(client, settings, plan, path, source):
    settings.SITE_URL = "https://plans.example.org"

    response = client.get("/oembed", {"url": f"https://plans.example.org{path}", "maxwidth": "300"})

    content = response.json()
    assert (content["type"], content["version"], content["width"]) == ("rich", "1.0", 300)
    assert re.findall(r'src="([^"]+)"', content["html"]) == [f"https://plans.example.org{source}"]


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/en/", "https://plans.example.org/en/updates/", "", "x:///["]
)
def test_oembed_knows_no_other_page(client, settings, url):
    settings.SITE_URL = "https://plans.example.org"

    assert client.get("/oembed", {"url": url}).status_code == 404


def test_page_tells_where_its_oembed_is(client, settings, plan):
    settings.SITE_URL = "https://plans.example.org"

    html = client.get("/en/plans/libraries/").content.decode()

    assert (
        'href="https://plans.example.org/oembed?url='
        'https%3A%2F%2Fplans.example.org%2Fen%2Fplans%2Flibraries%2F"'
    ) in html
