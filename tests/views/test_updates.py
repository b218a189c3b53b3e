from datetime import date, timedelta

import pytest

from tests.builders import make_commitment, make_evidence, make_item, make_plan, make_update
from tracker.services import status
from tracker.views.updates import PER_PAGE

pytestmark = pytest.mark.django_db


def test_updates_stand_newest_first_without_retracted_ones(client):
    commitment = make_commitment(item=make_item(plan=make_plan(slug="libraries")))
    make_update(commitment, as_of=date(2024, 5, 1), note="Older")
    make_evidence(make_update(commitment, as_of=date(2024, 6, 1), note="Newer"))
    status.retract(make_update(commitment, note="Mistaken"), reason="Another library.")

    response = client.get("/en/updates/")
    page = response.content.decode()

    assert [update.note for update in response.context["page"]] == ["Newer", "Older"]
    assert 'href="/en/plans/libraries/items/1/#1a"' in page
    assert "1 source" in page
    assert "No source is attached." in page


def test_updates_are_paged(client):
    commitment = make_commitment()
    for days in range(PER_PAGE + 1):
        make_update(commitment, as_of=date(2024, 1, 1) + timedelta(days=days))

    first = client.get("/en/updates/")
    second = client.get("/en/updates/?page=2")

    assert (len(first.context["page"]), len(second.context["page"])) == (PER_PAGE, 1)
    assert 'rel="next" href="?page=2"' in first.content.decode()
    assert "Page 2 of 2" in second.content.decode()


@pytest.mark.parametrize("page", ["0", "9", "x", "-1", "1e9"])
def test_page_that_does_not_exist_is_not_found(client, page):
    make_update()

    assert client.get("/en/updates/", {"page": page}).status_code == 404


def test_updates_without_any_say_so(client):
    assert "Nothing has been recorded yet." in client.get("/en/updates/").content.decode()


def test_updates_ask_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(12) as asked:
            client.get("/en/updates/")
        return len(asked)

    make_evidence(make_update())
    few = queries()
    for _each in range(PER_PAGE - 1):
        make_evidence(make_update())

    assert queries() == few
