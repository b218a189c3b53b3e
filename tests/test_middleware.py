"""Caching by revision, the two content policies, and pages that are nobody's else."""

import pytest
from django.utils import timezone

from tests.builders import make_plan, make_theme, make_update
from tracker.models import SiteRevision

pytestmark = pytest.mark.django_db


def test_public_page_sets_no_cookie_and_varies_on_nothing(client):
    make_plan(slug="readings")
    for path in ("/en/", "/en/plans/readings/", "/ar/calendar/agenda/", "/en/feeds/calendar.ics"):
        response = client.get(path)

        assert response.status_code == 200
        assert not response.cookies
        assert "Vary" not in response or response["Vary"] in ("", "Accept-Encoding")
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_unchanged_page_is_answered_304_by_one_query(client, django_assert_num_queries):
    etag = client.get("/en/")["ETag"]

    with django_assert_num_queries(1):
        response = client.get("/en/", headers={"If-None-Match": etag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


def test_second_reader_is_served_from_the_cache_by_one_query(client, django_assert_num_queries):
    first = client.get("/en/")

    with django_assert_num_queries(1):
        second = client.get("/en/")

    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    assert second["Content-Language"] == first["Content-Language"]


def test_page_from_the_cache_says_how_long_it_is(client):
    """What stands in front compresses and keeps only what it knows the length of."""
    first, second = client.get("/en/"), client.get("/en/")

    assert first["Content-Length"] == second["Content-Length"] == str(len(second.content))


def test_change_of_content_is_public_at_once(client):
    etag = client.get("/en/updates/")["ETag"]

    make_update(note="Held in Harbourtown.")
    response = client.get("/en/updates/", headers={"If-None-Match": etag})

    assert response.status_code == 200
    assert "Held in Harbourtown." in response.content.decode()


def test_every_change_of_a_theme_bumps_the_revision():
    theme = make_theme()
    numbers = [SiteRevision.current().number]
    theme.name_en = "Other"
    theme.save()
    numbers.append(SiteRevision.current().number)
    theme.delete()
    numbers.append(SiteRevision.current().number)

    assert numbers == sorted(set(numbers))


def test_address_and_language_and_day_have_etags_of_their_own(client, monkeypatch):
    from datetime import timedelta

    etags = {client.get(path)["ETag"] for path in ("/en/", "/tr/", "/en/?q=1", "/en/updates/")}
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    etags.add(client.get("/en/")["ETag"])

    assert len(etags) == 5


def test_form_of_a_subscriber_is_never_kept(client):
    response = client.get("/en/subscribe/")

    assert response.status_code == 200
    assert "ETag" not in response


def test_error_is_not_kept(client):
    assert "ETag" not in client.get("/en/plans/none/")


def test_public_page_allows_nothing_inline_and_nothing_from_elsewhere(client):
    policy = client.get("/en/")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_admin_may_style_itself_inline(client):
    policy = client.get("/admin/login/")["Content-Security-Policy"]

    assert "style-src 'self' 'unsafe-inline'" in policy


def test_forged_host_is_refused_on_a_kept_page_as_elsewhere(client):
    etag = client.get("/en/")["ETag"]
    forged = {"host": "elsewhere.example.org"}

    answers = [
        client.get("/en/", headers=forged),
        client.get("/en/", headers=forged | {"if-none-match": etag}),
        client.get("/en/subscribe/", headers=forged),
    ]

    assert [one.status_code for one in answers] == [400, 400, 400]


@pytest.mark.parametrize("path", ["/en/nowhere/", "/en/plans/none/", "/outside"])
def test_page_that_does_not_exist_looks_the_same_in_the_try_out(client, settings, path):
    in_production = client.get(path)
    settings.DEBUG = True
    in_the_try_out = client.get(path)

    assert (in_production.status_code, in_the_try_out.status_code) == (404, 404)
    assert "404.html" in [one.name for one in in_production.templates]
    assert in_the_try_out.content == in_production.content


@pytest.mark.parametrize("path", ["/en/subscriptions/broken/", "/en/subscribe/confirm/broken/"])
@pytest.mark.parametrize("debug", [True, False])
def test_damaged_link_is_explained_in_the_try_out_too(client, settings, path, debug):
    settings.DEBUG = debug

    response = client.get(path)

    assert response.status_code == 404
    assert "Copy the whole address from the mail" in response.content.decode()


def test_unknown_address_of_the_api_is_not_made_a_page(client, settings):
    settings.DEBUG = True

    response = client.get("/api/v1/plans/none/")

    assert (response.status_code, response["Content-Type"].split(";")[0]) == (
        404,
        "application/json",
    )


@pytest.mark.parametrize(
    "path",
    ["/api/v1/plans/", "/en/feeds/calendar.ics", "/en/data/dates.json", "/en/data/dates.csv"],
)
def test_public_data_may_be_read_by_scripts_of_any_site(client, path):
    for _first_and_cached in range(2):
        assert client.get(path)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/en/", "/en/subscribe/", "/admin/login/"])
def test_pages_are_not_open_to_scripts_of_other_sites(client, path):
    assert "Access-Control-Allow-Origin" not in client.get(path)


def test_unchanged_answer_of_the_api_is_304(client):
    etag = client.get("/api/v1/plans/")["ETag"]

    assert client.get("/api/v1/plans/", headers={"If-None-Match": etag}).status_code == 304
