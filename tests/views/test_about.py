from datetime import date

import pytest

from tests.builders import make_commitment, make_evidence, make_item, make_plan, make_update
from tracker.models import Status

pytestmark = pytest.mark.django_db


def test_method_tells_when_each_item_was_last_looked_at(client):
    plan = make_plan()
    told, silent = make_item(plan=plan, position=1), make_item(plan=plan, position=2)
    commitment = make_commitment(item=told)
    make_evidence(make_update(commitment, as_of=date(2024, 5, 4)), review="to_check")
    make_evidence(make_update(commitment, as_of=date(2024, 5, 9)), review="checked")
    make_commitment(item=silent)

    first, second = client.get("/en/about/status/").context["items"]

    assert (first.statements, first.to_check, first.last_as_of) == (2, 1, date(2024, 5, 9))
    assert (second.statements, second.last_recorded) == (0, None)


def test_method_explains_every_status(client):
    page = client.get("/en/about/status/")

    assert set(page.context["meanings"]) == set(Status)
    assert "Nothing is known yet." in page.content.decode()


@pytest.mark.parametrize("language", ["en", "es", "ru", "tr", "ar"])
@pytest.mark.parametrize("page", ["status", "accessibility"])
def test_pages_about_the_site_exist_in_every_language(client, language, page):
    assert client.get(f"/{language}/about/{page}/").status_code == 200


def test_accessibility_statement_says_where_to_write(client, settings):
    settings.CONTACT_EMAIL = "access@example.org"

    page = client.get("/ar/about/accessibility/").content.decode()

    assert '<a href="mailto:access@example.org" dir="ltr">access@example.org</a>' in page


def test_method_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(20) as asked:
            client.get("/en/about/status/")
        return len(asked)

    plan = make_plan()
    make_item(plan=plan)
    few = queries()
    for _number in range(20):
        make_item(plan=plan)

    assert queries() == few
