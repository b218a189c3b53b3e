import re
from datetime import date

import pytest

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_meeting,
    make_organisation,
    make_plan,
    make_update,
)
from tracker.models import Status
from tracker.services import finding

pytestmark = pytest.mark.django_db


def _found(response):
    return [
        (str(section.heading), [str(hit.title) for hit in section.hits])
        for section in response.context["sections"]
    ]


def test_results_are_grouped_by_what_they_are(client):
    make_item(plan=make_plan(slug="libraries"), title="Harbour readings")
    make_key_date(name="Harbour day", slug="harbour-day")
    make_meeting(name="Harbour congress")
    make_organisation(name="Harbour union")

    response = client.get("/en/search/", {"q": "HARBOUR"})
    page = response.content.decode()

    assert _found(response) == [
        ("Items", ["Harbour readings"]),
        ("Dates", ["Harbour day"]),
        ("Meetings", ["Harbour congress"]),
        ("Organisations", ["Harbour union"]),
    ]
    assert 'href="/en/plans/libraries/items/1/"' in page
    assert "4 results" in page


def test_result_is_shown_in_the_readers_language_wherever_the_word_stands(client):
    make_item(title="Night readings", title_tr="Gece okumaları")

    response = client.get("/tr/search/", {"q": "readings"})

    assert [titles for _kind, titles in _found(response)] == [["Gece okumaları"]]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_update_found_says_its_day_and_status_as_the_list_of_updates_does(client, headers):
    commitment = make_commitment(title="Harbour readings")
    make_update(commitment, as_of=date(2024, 5, 9), status=Status.CONFIRMED)
    make_update(commitment, as_of=date(2025, 5, 9), status=Status.REPORTED)

    page = client.get("/ru/search/", {"q": "harbour"}, headers=headers).content.decode()

    found = page.partition('id="found-update"')[2]
    assert re.findall(r"<time datetime=.*?</time>", found) == [
        '<time datetime="2024-05-09">9 мая 2024\xa0г.</time>',
        '<time datetime="2025-05-09">9 мая 2025\xa0г.</time>',
    ]
    assert re.findall(r"badge-(confirmed|reported)", found) == ["confirmed", "reported"]
    assert "<time" not in page.partition('id="found-update"')[0]


def test_result_in_another_language_is_marked(client):
    make_item(title="Night readings")

    page = client.get("/ru/search/", {"q": "readings"}).content.decode()

    assert 'lang="en" dir="ltr">Night <mark>readings</mark></a> <small class="fallback">' in page


def test_search_that_finds_nothing_says_so(client):
    page = client.get("/en/search/", {"q": "nowhere"}).content.decode()

    assert "Nothing was found." in page
    assert "0 results" in page


def test_search_without_words_explains_itself(client):
    response = client.get("/en/search/")

    assert response.context["sections"] == []
    assert "adopted texts included" in response.content.decode()


@pytest.mark.parametrize("query", ["<b>x</b>", "\x00", "a" * 5000, "%", "_", "'\"", "  "])
def test_search_takes_any_words(client, query):
    response = client.get("/en/search/", {"q": query})

    assert response.status_code == 200
    assert "<b>x</b>" not in response.content.decode()
    assert len(response.context["query"]) <= 200


def test_excerpt_stands_in_its_language_with_the_word_marked(client):
    item = make_item(title="Peace", title_ar="السلام")
    make_commitment(item=item, title="Events", title_es="Actos <públicos> & más")

    page = client.get("/ar/search/", {"q": "publicos"}).content.decode()

    assert (
        '<span lang="es" dir="ltr">Actos &lt;<mark>públicos</mark>&gt; &amp; más</span>'
        ' <small class="fallback">' in page
    )
    assert ">السلام</a>" in page


def test_many_results_come_in_pages_with_the_question_kept(client):
    plan = make_plan()
    for number in range(23):
        make_item(plan=plan, title=f"Reading {number:02d}")
    make_key_date(name="Reading & night")

    overview = client.get("/en/search/", {"q": "reading"})
    assert [(kind, len(titles)) for kind, titles in _found(overview)] == [
        ("Items", 5),
        ("Dates", 1),
    ]
    assert 'href="?q=reading&amp;kind=item">All results in Items (23)</a>' in (
        overview.content.decode()
    )

    last = client.get("/en/search/", {"q": "reading", "kind": "item", "page": "2"})
    assert _found(last) == [("Items", ["Reading 20", "Reading 21", "Reading 22"])]
    page = last.content.decode()
    assert "Page 2 of 2" in page
    assert 'rel="prev" href="?q=reading&amp;kind=item&amp;page=1"' in page
    assert "23 results" in page


def test_more_results_than_are_counted_are_said(client, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 2)
    plan = make_plan()
    for number in range(3):
        make_item(plan=plan, title=f"Reading {number}")

    page = client.get("/en/search/", {"q": "reading", "kind": "item"}).content.decode()

    assert "More than 2 results." in page
    assert 'aria-current="page">Items (2+)</a>' in page
    assert "Everything (2+)" in page


@pytest.mark.parametrize("page", ["0", "3", "x", "²", "-1", "9" * 30])
def test_page_that_is_none_is_not_found(client, page):
    make_item(title="Reading")

    answer = client.get("/en/search/", {"q": "reading", "kind": "item", "page": page})

    assert answer.status_code == 404


def test_kind_without_results_offers_the_others(client):
    make_item(title="Reading")

    page = client.get("/en/search/", {"q": "reading", "kind": "meeting"}).content.decode()

    assert "0 results" in page
    assert 'href="?q=reading&amp;kind=item">Items (1)</a>' in page


def test_unknown_kind_is_all_kinds(client):
    make_item(title="Reading")

    assert _found(client.get("/en/search/?q=reading&kind=none")) == [("Items", ["Reading"])]
