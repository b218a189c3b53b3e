from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_meeting,
    make_occurrence,
    make_plan,
    make_statement,
    make_update,
)

pytestmark = pytest.mark.django_db


def _days(groups):
    return [(group.year, [row.occurrence.start for row in group.rows]) for group in groups]


def test_index_lists_dates_the_next_first(client):
    today = timezone.localdate()
    make_key_date(slug="never", date="", name="Undated")
    late, soon = make_key_date(slug="late"), make_key_date(slug="soon")
    make_occurrence(late, start=today + timedelta(days=40))
    make_occurrence(soon, start=today + timedelta(days=2))
    make_occurrence(late, start=today - timedelta(days=2))

    response = client.get("/en/dates/")

    assert [key_date.slug for key_date, _ahead in response.context["key_dates"]] == [
        "soon",
        "late",
        "never",
    ]
    assert "No date is stated in the text." in response.content.decode()


def test_index_lists_dates_that_are_over_the_latest_first_before_unknown_ones(client):
    make_key_date(slug="a-never", date="")
    old, newer = make_key_date(slug="b-old"), make_key_date(slug="c-newer")
    make_occurrence(old, start=date(2023, 12, 5))
    make_occurrence(newer, start=date(2023, 1, 5))
    make_occurrence(newer, start=date(2024, 5, 4))

    response = client.get("/en/dates/")

    assert [key_date.slug for key_date, _ahead in response.context["key_dates"]] == [
        "c-newer",
        "b-old",
        "a-never",
    ]


def test_page_tells_the_rule_in_words_and_where_it_comes_from(client):
    key_date = make_key_date(
        slug="reading-day",
        rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9",
        rule_start=date(2024, 1, 1),
        description="Libraries read aloud.",
        basis_note="Two texts name it.",
    )
    make_statement(key_date, language="ru", stated="date")
    make_statement(key_date, language="en", stated="year", note="Only 2024.")

    page = client.get("/en/dates/reading-day/").content.decode()

    for text in (
        "every year on 9 May",
        "9 May (Russian text)",
        "Libraries read aloud.",
        "Two texts name it.",
        "states only the year",
        "Only 2024.",
    ):
        assert text in page


def test_occurrences_are_told_past_and_ahead_with_what_they_count_for(client):
    today = timezone.localdate()
    key_date = make_key_date(slug="reading-day", rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")
    commitment = make_commitment(item=make_item(title="Readings"))
    make_link(commitment, key_date, counts_from=date(2024, 1, 1), counts_until=date(2024, 12, 31))
    make_occurrence(key_date, start=date(2025, 5, 9))
    make_occurrence(key_date, start=date(2024, 5, 9))
    ahead = make_occurrence(key_date, start=today + timedelta(days=20))

    response = client.get("/en/dates/reading-day/")
    page = response.content.decode()
    past = response.context["past"]

    assert _days(past) == [(2025, [date(2025, 5, 9)]), (2024, [date(2024, 5, 9)])]
    assert _days(response.context["ahead"]) == [(ahead.start.year, [ahead.start])]
    assert [len(row.counted) for group in past for row in group.rows] == [0, 1]
    assert page.count("Counts for no commitment") == 2
    assert "Only dates from 1 January 2024 to 31 December 2024 count" in page


def test_anniversary_tells_how_many_years_have_passed(client):
    key_date = make_key_date(slug="centenary", date="2024-01-21", base_year=1924)
    make_occurrence(key_date, start=date(2024, 1, 21))

    page = client.get("/en/dates/centenary/").content.decode()

    assert "100 years after 1924" in page


def test_dates_of_an_open_plan_go_on_with_a_note(client):
    plan = make_plan(ends_with=make_meeting(state="unknown"))
    key_date = make_key_date(slug="reading-day")
    make_commitment(item=make_item(plan=plan), key_dates=[key_date])
    make_occurrence(key_date, start=timezone.localdate() + timedelta(days=20))

    page = client.get("/en/dates/reading-day/").content.decode()

    assert "End of the plan not confirmed: its dates go on until it is." in page


def test_cancelled_and_moved_occurrences_say_why(client):
    key_date = make_key_date(slug="reading-day")
    make_occurrence(key_date, start=date(2024, 5, 9), state="cancelled", note="Heavy storm.")

    page = client.get("/en/dates/reading-day/").content.decode()

    assert '<span class="flag">cancelled</span>' in page
    assert "Heavy storm." in page


def test_unknown_key_date_is_not_found(client):
    assert client.get("/en/dates/none/").status_code == 404


@pytest.mark.parametrize("path", ["dates/", "dates/reading-day/"])
def test_key_dates_ask_the_database_a_fixed_number_of_times(
    client, path, django_assert_max_num_queries
):
    key_date = make_key_date(slug="reading-day", rule="FREQ=MONTHLY;BYMONTHDAY=1")

    def fill(number: int) -> None:
        for _each in range(number):
            days = key_date.occurrences.count()
            make_statement(key_date, language=f"x{days}")
            make_statement(make_key_date())
            occurrence = make_occurrence(key_date, start=date(2024, 1, 1) + timedelta(days=days))
            make_occurrence(key_date, start=timezone.localdate() + timedelta(days=900 + days))
            make_update(make_commitment(key_dates=[key_date]), occurrence=occurrence)

    def queries() -> int:
        with django_assert_max_num_queries(20) as asked:
            client.get(f"/en/{path}")
        return len(asked)

    fill(1)
    few = queries()
    fill(25)

    assert queries() == few


def test_occurrence_ahead_can_be_put_into_a_calendar(client):
    today = timezone.localdate()
    key_date = make_key_date(slug="reading-week", name="Reading week")
    ahead = today + timedelta(days=40)
    make_occurrence(key_date, start=ahead)
    make_occurrence(key_date, start=today - timedelta(days=400))
    make_occurrence(key_date, start=today + timedelta(days=80), state="cancelled")

    page = client.get("/en/dates/reading-week/").content.decode()

    assert page.count('class="add-to"') == 1
    assert f'href="/en/dates/reading-week/{ahead.isoformat()}.ics"' in page
    assert "https://calendar.google.com/calendar/render?action=TEMPLATE" in page
    assert "https://outlook.live.com/calendar/0/deeplink/compose?" in page
    assert client.get(f"/en/dates/reading-week/{ahead.isoformat()}.ics").status_code == 200
