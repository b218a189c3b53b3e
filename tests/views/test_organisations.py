import pytest

from tests.builders import make_alias, make_item, make_meeting, make_organisation, make_plan
from tracker.models import Participation

pytestmark = pytest.mark.django_db


def test_organisation_shows_names_items_and_meetings(client):
    organisation = make_organisation(
        slug="union", name="Readers' Union", acronym="RU", name_ru="Союз читателей"
    )
    make_alias(organisation, language="tr", name="Okurlar Birliği", kind="other_language")
    plan = make_plan(slug="libraries", title="Library network plan")
    make_item(plan=plan, title="Evening readings", organisations=[organisation])
    make_item(plan=plan, title="Elsewhere")
    Participation.objects.create(
        meeting=make_meeting(slug="congress", name="First congress"),
        organisation=organisation,
        role="host",
    )

    page = client.get("/en/organisations/union/").content.decode()

    for text in ("Readers&#x27; Union", "RU", "Evening readings", "First congress", "host"):
        assert text in page
    assert '<bdi lang="tr">Okurlar Birliği</bdi>' in page
    assert "Elsewhere" not in page
    assert "Союз читателей" in client.get("/ru/organisations/union/").content.decode()


def test_organisation_that_no_item_names_says_so(client):
    make_organisation(slug="union")

    assert "No item names it." in client.get("/en/organisations/union/").content.decode()


def test_unknown_organisation_is_not_found(client):
    assert client.get("/en/organisations/none/").status_code == 404


def test_organisation_asks_the_database_a_fixed_number_of_times(
    client, django_assert_max_num_queries
):
    organisation = make_organisation(slug="union")

    def fill(number: int) -> None:
        for _each in range(number):
            make_item(organisations=[organisation])
            meeting = make_meeting()
            make_alias(organisation, name=meeting.slug)
            Participation.objects.create(meeting=meeting, organisation=organisation, role="host")

    def queries() -> int:
        with django_assert_max_num_queries(15) as asked:
            client.get("/en/organisations/union/")
        return len(asked)

    fill(1)
    few = queries()
    fill(25)

    assert queries() == few


def test_organisations_are_listed_with_the_number_of_items_that_name_them(
    client, django_assert_max_num_queries
):
    union = make_organisation(slug="union", name="Readers' Union", acronym="RU")
    make_organisation(slug="archive", name="The archive")
    for _number in range(2):
        make_item(organisations=[union])

    with django_assert_max_num_queries(4):
        page = client.get("/en/organisations/").content.decode()
    rows = page.partition("<main")[2].split("<li>")[1:]

    assert '<a href="/en/organisations/union/">' in rows[0]
    assert '<a href="/en/organisations/archive/">' in rows[1]
    assert ("2 items" in rows[0], "2 items" in rows[1]) == (True, False)


def test_list_of_no_organisations_says_so(client):
    page = client.get("/en/organisations/").content.decode()

    assert "No organisation has been entered yet." in page
