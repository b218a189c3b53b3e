"""The pictures of pages where they are shared: size, language, address, cache."""

import struct

import lxml.html
import pytest

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_occurrence,
    make_plan,
    make_update,
)
from tracker.models import Item

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "es", "ru", "tr", "ar"]


@pytest.fixture
def pages():
    """A plan with an item that has a report, and a key date."""
    names = {"ru": "Чтения", "tr": "Iğdır okumaları", "ar": "قراءات مسائية", "es": "Lecturas"}
    item = make_item(
        plan=make_plan(slug="plan", title="Library <network> plan"),
        title="Evening readings",
        **{f"title_{code}": text for code, text in names.items()},
    )
    commitment = make_commitment(item=item)
    make_update(commitment)
    key_date = make_key_date(slug="reading")
    make_link(commitment, key_date)
    make_occurrence(key_date, start="2199-05-09")
    return ["plans/plan/", "plans/plan/items/1/", "dates/reading/", ""]


def shared(client, path):
    """What a page tells programs that share it, by name."""
    tree = lxml.html.fromstring(client.get(path).content)
    return {
        one.get("property") or one.get("name"): one.get("content") for one in tree.xpath("//meta")
    }


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_every_page_names_a_picture_of_the_size_it_says(client, pages, settings):
    for page in pages:
        told = shared(client, f"/ar/{page}")
        address = told["og:image"].removeprefix(settings.SITE_URL)

        picture = client.get(address)

        assert address.startswith(f"/ar/{page}card.png?v=")
        assert picture["Content-Type"] == "image/png"
        assert size_of(picture.content) == (1200, 630)
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
        assert told["og:image:alt"]
        assert told["twitter:card"] == "summary_large_image"


def test_picture_speaks_the_language_of_its_address(client, pages):
    drawn = {client.get(f"/{one}/plans/plan/items/1/card.png").content for one in LANGUAGES}

    assert len(drawn) == len(LANGUAGES)
    alt = shared(client, "/tr/plans/plan/items/1/")["og:image:alt"]
    assert "1. Iğdır okumaları" in alt
    assert "Library <network> plan" in alt


def test_address_changes_with_what_the_picture_shows_and_with_nothing_else(client, pages):
    before = shared(client, "/en/plans/plan/items/1/")["og:image"]
    make_item(title="Elsewhere")
    assert shared(client, "/en/plans/plan/items/1/")["og:image"] == before

    make_update(make_commitment(item=Item.objects.get(plan__slug="plan")), status="confirmed")

    assert shared(client, "/en/plans/plan/items/1/")["og:image"] != before


def test_named_picture_may_be_kept_and_an_old_address_shows_the_present_one(client, pages):
    address = shared(client, "/en/plans/plan/items/1/")["og:image"].partition("/en/")[2]

    named, old = client.get(f"/en/{address}"), client.get("/en/plans/plan/items/1/card.png?v=old")

    assert "immutable" in named["Cache-Control"]
    assert "max-age=0" in old["Cache-Control"]
    assert named.content == old.content
    assert client.get(f"/en/{address}")["Cache-Control"] == named["Cache-Control"]


def test_picture_is_drawn_once(client, pages, monkeypatch, django_assert_num_queries):
    first = client.get("/en/plans/plan/card.png")
    monkeypatch.setattr("tracker.views.cards.png_of", None)

    make_item(title="Elsewhere")  # a new revision of the site
    assert client.get("/en/plans/plan/card.png").content == first.content

    etag = client.get("/en/plans/plan/card.png")["ETag"]
    with django_assert_num_queries(1):  # the revision, which the page cache reads once a second
        again = client.get("/en/plans/plan/card.png", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("commitments", [1, 12])
def test_picture_asks_the_database_a_fixed_number_of_times(
    client, django_assert_num_queries, commitments
):
    item = make_item(plan=make_plan(slug="plan"))
    for _number in range(commitments):
        make_commitment(item=item)

    with django_assert_num_queries(3):
        client.get("/en/plans/plan/items/1/card.png")


def test_what_does_not_exist_has_no_picture(client, db):
    assert client.get("/en/plans/none/card.png").status_code == 404
    assert client.get("/en/dates/none/card.png").status_code == 404
