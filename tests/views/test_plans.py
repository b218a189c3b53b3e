from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    make_commitment,
    make_divergence,
    make_item,
    make_key_date,
    make_language_version,
    make_meeting,
    make_occurrence,
    make_organisation,
    make_plan,
    make_theme,
    make_update,
)
from tracker.models import Kind, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan(slug="libraries", title="Library network plan")


def _positions(response):
    return [item.position for item, _ahead in response.context["items"]]


def test_index_lists_every_plan_with_its_counts(client, plan):
    make_commitment(item=make_item(plan=plan))
    make_plan(title="Museum plan")

    page = client.get("/en/plans/").content.decode()

    assert "Library network plan" in page
    assert "Museum plan" in page
    assert "0 of 1 tracked commitment with reports" in page
    assert "No commitments are tracked yet." in page
    assert "0 of 0" not in page


def test_plan_lists_items_with_their_commitments_and_next_date(client, plan):
    key_date = make_key_date(name="Reading day")
    item = make_item(plan=plan, title="Evening readings")
    make_commitment(item=item, title="Read aloud", key_dates=[key_date])
    start = timezone.localdate() + timedelta(days=10)
    occurrence = make_occurrence(key_date, start=start)

    response = client.get("/en/plans/libraries/")

    [(shown, ahead)] = response.context["items"]
    assert [(one.title, one.status) for one in shown.shown] == [("Read aloud", "not_due")]
    assert ahead == occurrence
    assert "Next: Reading day, " in response.content.decode()


def test_open_plan_says_that_its_end_is_not_confirmed(client):
    make_plan(slug="open", ends_with=make_meeting(state="unknown", name="Next congress"))

    page = client.get("/en/plans/open/").content.decode()

    assert "After 22 October 2023, until Next congress; end of the plan not confirmed" in page
    assert "In force for" in page


def test_closed_plan_says_when_it_ended(client):
    make_plan(slug="closed", valid_until=date(2024, 10, 24))

    page = client.get("/en/plans/closed/").content.decode()

    assert "After 22 October 2023, until 24 October 2024" in page
    assert "not confirmed" not in page


@pytest.mark.parametrize(("days", "offers"), [(-1, False), (0, False), (1, True)])
def test_plan_that_is_over_offers_no_reminders(client, days, offers):
    end = timezone.localdate() + timedelta(days=days)
    make_plan(slug="over", valid_until=end)

    page = client.get("/en/plans/over/").content.decode()

    assert ("/en/subscribe/?plan=over" in page) == offers


def test_plan_without_an_end_says_so(client, plan):
    assert (
        "After 22 October 2023; no end is set"
        in client.get("/en/plans/libraries/").content.decode()
    )


def test_plan_names_languages_present_and_absent(client, plan):
    make_language_version(plan, language="en", state="complete", preamble="We, the libraries")
    make_language_version(plan, language="ar", state="absent")

    page = client.get("/en/plans/libraries/").content.decode()

    assert "Arabic: announced, but absent from the document" in page
    assert "English: complete" in page
    assert 'lang="en" dir="ltr">We, the libraries</div>' in page


def test_plan_shows_differences_that_belong_to_no_item(client, plan):
    make_divergence(plan, scope="preamble", note="The date is missing.")
    make_divergence(plan, scope="items", note="Belongs to an item.")
    make_divergence(plan, scope="title", note="Was dismissed.", state="dismissed")

    page = client.get("/en/plans/libraries/").content.decode()

    assert "The date is missing." in page
    assert "Belongs to an item." not in page
    assert "Was dismissed." not in page


def test_filter_by_status_keeps_only_the_commitments_that_match(client, plan):
    first, second = make_item(plan=plan), make_item(plan=plan)
    make_commitment(item=first)
    told = make_commitment(item=second, title="Told")
    make_commitment(item=second, title="Untold")
    make_update(told, status=Status.REPORTED)

    response = client.get("/en/plans/libraries/?status=reported")

    assert _positions(response) == [2]
    assert [one.title for one in response.context["items"][0][0].shown] == ["Told"]
    assert "1 of 2 items" in response.content.decode()


def test_filter_by_kind_theme_and_organisation(client, plan):
    theme, organisation = make_theme(slug="reading"), make_organisation(slug="union")
    make_commitment(item=make_item(plan=plan, themes=[theme]), kind=Kind.CONTINUOUS)
    make_commitment(item=make_item(plan=plan, organisations=[organisation]), kind=Kind.DATED)

    assert _positions(client.get("/en/plans/libraries/?kind=continuous")) == [1]
    assert _positions(client.get("/en/plans/libraries/?theme=reading")) == [1]
    assert _positions(client.get("/en/plans/libraries/?organisation=union")) == [2]
    assert _positions(client.get("/en/plans/libraries/?organisation=union&kind=continuous")) == []


def test_filter_by_words_folds_accents_and_case(client, plan):
    make_item(plan=plan, title="Lectures in Guantánamo")
    make_item(plan=plan, title="Elsewhere")

    assert _positions(client.get("/en/plans/libraries/", {"q": "GUANTANAMO"})) == [1]


def test_filter_that_finds_nothing_says_so(client, plan):
    make_item(plan=plan)

    page = client.get("/en/plans/libraries/?status=confirmed").content.decode()

    assert "No item matches this filter." in page
    assert "0 of 1 item" in page


@pytest.mark.parametrize(
    "query",
    [
        "status=nonsense",
        "kind=%00",
        "theme=%3Cscript%3E",
        "organisation=none",
        "status=" + "x" * 9000,
    ],
)
def test_filter_ignores_what_it_does_not_know_and_says_so(client, plan, query):
    make_item(plan=plan)

    response = client.get(f"/en/plans/libraries/?{query}")

    assert response.status_code == 200
    assert _positions(response) == [1]
    assert "is not known here" in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_words_of_absurd_length_are_cut(client, plan):
    assert client.get("/en/plans/libraries/", {"q": "a\x00" * 5000}).status_code == 200


def test_unknown_plan_is_not_found(client):
    assert client.get("/en/plans/none/").status_code == 404


def test_plan_asks_the_database_a_fixed_number_of_times(
    client, plan, django_assert_max_num_queries
):
    def fill(number: int) -> None:
        for _each in range(number):
            key_date = make_key_date()
            make_occurrence(key_date, start=timezone.localdate() + timedelta(days=1))
            item = make_item(plan=plan, themes=[make_theme()], organisations=[make_organisation()])
            make_update(make_commitment(item=item, key_dates=[key_date]))
            make_divergence(plan, scope="title")
            make_language_version(plan, language=f"x{item.position}")

    def queries() -> int:
        with django_assert_max_num_queries(30) as asked:
            client.get("/en/plans/libraries/")
        return len(asked)

    fill(1)
    few = queries()
    fill(30)

    assert queries() == few
