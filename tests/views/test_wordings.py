import pytest

from tests.builders import make_divergence, make_item, make_plan, make_wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    item = make_item(plan=make_plan(slug="libraries"), position=1)
    make_wording(item, language="en", text="Read on 9 May 2024 <b>aloud</b>.")
    make_wording(item, language="tr", text="9 Mayıs 2024 günü oku.")
    make_wording(item, language="ar", text="اقرأ")
    return item


def sides(response):
    return [wording.language for wording, _pieces in response.context["sides"]]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/tr/plans/libraries/items/1/compare/?b=en", ["tr", "en"]),
        ("/en/plans/libraries/items/1/compare/?a=ar&b=tr", ["ar", "tr"]),
        ("/en/plans/libraries/items/1/compare/?a=xx&b=yy", ["en", "ar"]),
        ("/en/plans/libraries/items/1/compare/?a=tr&b=tr", ["tr", "ar"]),
    ],
)
def test_any_two_languages_stand_side_by_side(client, item, path, expected):
    assert sides(client.get(path)) == expected


def test_text_keeps_its_language_direction_and_markup_stays_text(client, item):
    html = client.get("/en/plans/libraries/items/1/compare/?a=en&b=ar").content.decode()

    assert 'lang="ar" dir="rtl"' in html
    assert "&lt;b&gt;aloud&lt;/b&gt;" in html
    assert '<mark class="token-differs">9 May 2024</mark>' in html


def test_recorded_differences_of_the_two_languages_are_named(client, item):
    make_divergence(item.plan, languages=["tr"], note="The hour is missing.").items.add(item)

    with_turkish = client.get("/en/plans/libraries/items/1/compare/?a=en&b=tr")
    without = client.get("/en/plans/libraries/items/1/compare/?a=en&b=ar")

    assert "The hour is missing." in with_turkish.content.decode()
    assert "The hour is missing." not in without.content.decode()


def test_item_with_one_wording_has_nothing_to_compare(client):
    item = make_item(plan=make_plan(slug="libraries"), position=1)
    make_wording(item, language="en")

    assert client.get("/en/plans/libraries/items/1/compare/").status_code == 404
    assert "compare/" not in client.get("/en/plans/libraries/items/1/").content.decode()
