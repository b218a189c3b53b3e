import pytest

from tests.builders import (
    make_commitment,
    make_evidence,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_update,
    make_wording,
)

pytestmark = pytest.mark.django_db


def fill(plan, items: int) -> None:
    for _number in range(items):
        item = make_item(plan=plan)
        key_date = make_key_date()
        occurrence = make_occurrence(key_date)
        commitment = make_commitment(item=item, key_dates=[key_date])
        make_evidence(make_update(commitment, occurrence=occurrence))
        make_wording(item)


def test_whole_plan_has_every_item_with_its_text_and_what_is_known(client):
    plan = make_plan(slug="libraries")
    first, second = make_item(plan=plan, title="Readings"), make_item(plan=plan, title="Rooms")
    make_wording(first, language="tr", text="Kitaplıklar yüksek sesle okur.")
    make_wording(first, language="ru", text="Библиотеки читают вслух.")
    make_update(make_commitment(item=first, title="Read aloud"), note="Twelve branches read.")
    make_commitment(item=second, title="Open a room")

    page = client.get("/ru/plans/libraries/whole/").content.decode()

    assert page.index("Readings") < page.index("Twelve branches read.") < page.index("Open a room")
    assert "Библиотеки читают вслух." in page
    assert "Kitaplıklar" not in page


def test_whole_plan_asks_as_often_for_one_item_as_for_many(client, django_assert_max_num_queries):
    plan = make_plan(slug="libraries")

    def queries() -> int:
        with django_assert_max_num_queries(20) as asked:
            assert client.get("/en/plans/libraries/whole/").status_code == 200
        return len(asked)

    fill(plan, items=1)
    few = queries()
    fill(plan, items=6)

    assert queries() == few


def test_unknown_plan_has_no_page_for_paper(client):
    assert client.get("/en/plans/nowhere/whole/").status_code == 404
