import pytest

from tests.builders import make_item, make_key_date, make_meeting, make_organisation, make_plan

pytestmark = pytest.mark.django_db


def _found(response):
    return [
        (str(kind), [str(hit.title) for hit in hits]) for kind, hits in response.context["groups"]
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


def test_result_in_another_language_is_marked(client):
    make_item(title="Night readings")

    page = client.get("/ru/search/", {"q": "readings"}).content.decode()

    assert '<span lang="en" dir="ltr">Night readings</span>' in page


def test_search_that_finds_nothing_says_so(client):
    page = client.get("/en/search/", {"q": "nowhere"}).content.decode()

    assert "Nothing was found." in page
    assert "0 results" in page


def test_search_without_words_explains_itself(client):
    response = client.get("/en/search/")

    assert response.context["groups"] == []
    assert "adopted texts included" in response.content.decode()


@pytest.mark.parametrize("query", ["<b>x</b>", "\x00", "a" * 5000, "%", "_", "'\"", "  "])
def test_search_takes_any_words(client, query):
    response = client.get("/en/search/", {"q": query})

    assert response.status_code == 200
    assert "<b>x</b>" not in response.content.decode()
    assert len(response.context["query"]) <= 200
