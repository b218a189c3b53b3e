from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_meeting,
    make_occurrence,
    make_plan,
    make_update,
)
from tracker.models import Kind, Status
from tracker.views.home import asked_language

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("tr-TR,tr;q=0.9,en;q=0.8", "tr"),
        ("de,ru;q=0.5", "ru"),
        ("AR", "ar"),
        ("de", "en"),
        ("*", "en"),
        ("", "en"),
        ("\x00;;;q=x", "en"),
    ],
)
def test_first_visit_goes_to_the_language_asked_for(header, language):
    assert asked_language(header) == language


def test_first_visit_is_redirected_and_may_be_cached_by_language_alone(client):
    response = client.get("/", headers={"Accept-Language": "es"})

    assert (response.status_code, response["Location"]) == (302, "/es/")
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_home_counts_commitments_with_their_denominator(client):
    item = make_item()
    make_update(make_commitment(item=item), as_of=date(2024, 1, 5))
    make_commitment(item=item)
    make_commitment(item=item, kind=Kind.CONTINUOUS)
    make_commitment(item=item, kind=Kind.POSITION)

    page = client.get("/en/").content.decode()

    assert "1 of 3 tracked commitments with reports" in page
    assert "1 more is a statement of position and is not tracked." in page
    assert "%" not in page.split("<main")[1].split("</main>")[0]


def test_home_shows_the_next_dates_that_count(client):
    today = timezone.localdate()
    plan = make_plan(ends_with=make_meeting(state="planned"))
    key_date = make_key_date(name="Reading day")
    make_commitment(item=make_item(plan=plan), key_dates=[key_date])
    make_occurrence(key_date, start=today + timedelta(days=3))
    make_occurrence(key_date, start=today - timedelta(days=3))
    make_occurrence(key_date, start=today + timedelta(days=4), state="cancelled")
    make_occurrence(start=today + timedelta(days=1), title="Nobody's day")

    response = client.get("/en/")

    assert [row.occurrence.start for row in response.context["dates"]] == [
        today + timedelta(days=3)
    ]
    assert "End of the plan not confirmed" in response.content.decode()


def test_home_says_when_there_is_nothing_yet(client):
    page = client.get("/en/").content.decode()

    assert "No plan has been entered yet." in page
    assert "Nothing has been recorded yet." in page


def test_home_sets_no_cookie_and_varies_on_nothing(client):
    response = client.get("/tr/")

    assert not response.cookies
    assert "Vary" not in response


def test_text_in_another_language_is_marked_as_such(client):
    make_plan(title="Library network plan")

    page = client.get("/ar/").content.decode()

    assert '<span lang="en" dir="ltr">Library network plan</span>' in page
    assert 'class="fallback"' in page


def test_language_links_keep_the_page_and_its_query(client):
    plan = make_plan(slug="libraries")

    page = client.get(f"/en/plans/{plan.slug}/?kind=dated").content.decode()

    assert 'href="/ar/plans/libraries/?kind=dated" lang="ar" hreflang="ar" dir="rtl"' in page
    assert 'hreflang="x-default" href="http://testserver/en/plans/libraries/?kind=dated"' in page
    assert '<link rel="canonical" href="http://testserver/en/plans/libraries/' in page


def test_arabic_reads_from_the_right(client):
    assert '<html lang="ar" dir="rtl">' in client.get("/ar/").content.decode()


def test_home_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    def fill(number: int) -> None:
        for _each in range(number):
            key_date = make_key_date()
            commitment = make_commitment(key_dates=[key_date])
            make_occurrence(key_date, start=timezone.localdate() + timedelta(days=number))
            make_update(commitment)

    def queries() -> int:
        with django_assert_max_num_queries(30) as asked:
            client.get("/en/")
        return len(asked)

    fill(2)
    few = queries()
    fill(30)

    assert queries() == few


def test_home_says_what_nobody_has_reported(client):
    today = timezone.localdate()
    told, silent = make_key_date(name="Told day"), make_key_date(name="Silent day")
    for key_date in (told, silent):
        plan = make_plan(valid_from=today - timedelta(days=30))
        commitment = make_commitment(
            item=make_item(plan=plan), key_dates=[key_date], kind=Kind.RECURRING
        )
        occurrence = make_occurrence(key_date, start=today - timedelta(days=5))
        if key_date is told:
            make_update(commitment, occurrence=occurrence, as_of=today, status=Status.REPORTED)

    home = client.get("/en/")
    since = home.context["unreported_since"]
    agenda = f"/en/calendar/agenda/?from={since}&status=awaiting"

    assert [row.occurrence.key_date.name for row in home.context["unreported"]] == ["Silent day"]
    assert agenda.replace("&", "&amp;") in home.content.decode()
    assert [
        row.occurrence.key_date.name
        for _month, rows in client.get(agenda).context["months"]
        for row in rows
    ] == ["Silent day"]


def test_home_keeps_an_ordinal_of_the_title_on_one_line(client):
    make_plan(title_ru="План 23-й <встречи>")

    page = client.get("/ru/").content.decode()

    assert 'План <span class="nowrap">23-й</span> &lt;встречи&gt;' in page
