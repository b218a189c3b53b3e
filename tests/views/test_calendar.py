import html
import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

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
from tracker.domain.spans import Month
from tracker.models import Status
from tracker.views.calendar import parse_month

pytestmark = pytest.mark.django_db


def _titles(page):
    return [(day.number, day.titles) for day in page.days if day.titles]


def test_calendar_shows_range_on_each_of_its_days(client):
    make_occurrence(start=date(2024, 5, 4), end=date(2024, 5, 5), title="Seminar")
    make_occurrence(start=date(2024, 6, 1), title="Elsewhere")

    page = client.get("/en/calendar/2024/05/").context["page"]

    assert _titles(page) == [(4, ["Seminar"]), (5, ["Seminar"])]


def test_range_across_months_is_on_its_days_in_both(client):
    make_occurrence(start=date(2023, 12, 30), end=date(2024, 1, 1), title="Readings")

    december = client.get("/en/calendar/2023/12/").context["page"]
    january = client.get("/en/calendar/2024/01/").context["page"]

    assert _titles(december) == [(30, ["Readings"]), (31, ["Readings"])]
    assert _titles(january) == [(1, ["Readings"])]


def test_range_is_drawn_as_going_on_where_a_week_or_the_month_cuts_it(client):
    make_occurrence(start=date(2024, 5, 30), end=date(2024, 6, 4))

    drawn = {
        (path[-3:-1], bar)
        for path in ("/en/calendar/2024/05/", "/en/calendar/2024/06/")
        for bar in re.findall(r'<li class="(bar bar-[^"]*)"', client.get(path).content.decode())
    }

    assert drawn == {
        ("05", "bar bar-2 goes-on lowest"),
        ("06", "bar bar-2 began goes-on lowest"),
        ("06", "bar bar-2 began lowest"),
    }


@pytest.mark.parametrize(
    ("language", "first", "days"), [("en", "Mon", 35), ("ar", "السبت", 35), ("ru", "пн", 35)]
)
def test_week_begins_as_the_reader_expects(client, language, first, days):
    response = client.get(f"/{language}/calendar/2024/05/")

    assert (
        first in response.context["weekdays"][0][1] or response.context["weekdays"][0][0] == first
    )
    assert sum(len(week) for week in response.context["page"].weeks) == days


def test_month_and_year_are_listed_apart_from_the_days(client):
    make_occurrence(
        make_key_date(name="Founding month"),
        start=date(2024, 7, 1),
        end=date(2024, 7, 31),
        precision="month",
    )
    make_occurrence(
        make_key_date(name="Congress year"),
        start=date(2024, 1, 1),
        end=date(2024, 12, 31),
        precision="year",
    )

    response = client.get("/en/calendar/2024/07/")
    page = response.context["page"]

    assert _titles(page) == []
    assert [row.occurrence.key_date.name for row in page.inexact] == [
        "Congress year",
        "Founding month",
    ]
    assert "Known only to the month or the year" in response.content.decode()


def test_moved_and_cancelled_occurrences_say_so(client):
    make_occurrence(
        start=date(2024, 5, 4), nominal=date(2024, 4, 27), title="Seminar", state="moved"
    )
    make_occurrence(start=date(2024, 5, 9), title="Lecture", state="cancelled")

    page = client.get("/en/calendar/2024/05/").content.decode()

    assert '<span class="flag">moved from 27 April 2024</span>' in page
    assert '<span class="flag">cancelled</span>' in page


def test_event_names_the_commitments_it_counts_for(client):
    key_date = make_key_date()
    make_commitment(item=make_item(), key_dates=[key_date])
    make_occurrence(key_date, start=date(2024, 5, 4))
    make_occurrence(start=date(2024, 5, 9), title="Nobody's day")

    [counts, counts_not] = client.get("/en/calendar/2024/05/").context["page"].exact

    assert [one.commitment.code for one in counts.counted] == ["1a"]
    assert counts_not.counted == []


def test_today_is_marked_and_only_today(client):
    today = timezone.localdate()

    page = client.get(f"/en/calendar/{today:%Y/%m}/").context["page"]

    assert [day.date for day in page.days if day.is_today] == [today]


def test_month_leads_to_its_neighbours_across_the_year(client):
    response = client.get("/en/calendar/2023/12/")

    assert (response.context["previous"], response.context["next"]) == (
        Month(2023, 11),
        Month(2024, 1),
    )
    assert 'href="/en/calendar/2024/01/"' in response.content.decode()


@pytest.mark.parametrize(("path", "lacks"), [("1900/01", "previous"), ("2199/12", "next")])
def test_calendar_ends_at_its_first_and_last_month(client, path, lacks):
    response = client.get(f"/en/calendar/{path}/")

    assert response.status_code == 200
    assert response.context[lacks] is None


@pytest.mark.parametrize(
    "path", ["2024/13", "2024/00", "2024/5", "0000/01", "9999/12", "1899/12", "20245/01", "x/y"]
)
def test_month_that_does_not_exist_is_not_found(client, path):
    assert client.get(f"/en/calendar/{path}/").status_code == 404


def test_calendar_leads_to_this_month(client):
    today = timezone.localdate()

    assert client.get("/en/calendar/")["Location"] == f"/en/calendar/{today:%Y/%m}/"


def test_calendar_leads_to_the_month_asked_for_and_keeps_the_plan(client):
    make_plan(slug="libraries")

    response = client.get("/en/calendar/?month=2024-05&plan=libraries")

    assert response["Location"] == "/en/calendar/2024/05/?plan=libraries"


@pytest.mark.parametrize("month", ["2024-13", "9999-01", "0000-00", "May", "2024-05-04", "٢٠٢٤-٠٥"])
def test_month_asked_for_that_does_not_exist_is_not_found(client, month):
    assert parse_month(month) is None
    assert client.get("/en/calendar/", {"month": month}).status_code == 404
    assert client.get("/en/calendar/agenda/", {"from": month}).status_code == 404


def test_filter_by_plan_shows_what_counts_for_it(client):
    mine, other = make_key_date(name="Mine"), make_key_date(name="Other")
    plan = make_plan(slug="libraries")
    make_commitment(item=make_item(plan=plan), key_dates=[mine])
    make_commitment(key_dates=[other])
    make_occurrence(mine, start=date(2024, 5, 4))
    make_occurrence(other, start=date(2024, 5, 5))

    response = client.get("/en/calendar/2024/05/?plan=libraries")

    assert _titles(response.context["page"]) == [(4, ["Mine"])]
    assert 'href="/en/calendar/2024/06/?plan=libraries"' in response.content.decode()


def test_filter_by_a_plan_that_is_unknown_is_left_out_and_said(client):
    make_occurrence(start=date(2024, 5, 4), title="Seminar")

    response = client.get("/en/calendar/2024/05/?plan=nowhere")

    assert _titles(response.context["page"]) == [(4, ["Seminar"])]
    assert "“nowhere” is not known here" in response.content.decode()


def test_empty_month_says_so(client):
    assert "No date falls in this month." in client.get("/en/calendar/1999/01/").content.decode()


@pytest.mark.parametrize(
    ("path", "way_on"),
    [("/en/calendar/2024/02/?", "?"), ("/en/calendar/agenda/?from=2024-02&", "?from=2024-02")],
)
def test_filter_that_leaves_nothing_says_so_and_can_be_left(client, path, way_on):
    make_occurrence(start=date(2024, 2, 4))

    whole = client.get(path).content.decode()
    filtered = client.get(f"{path}status=cancelled").content.decode()

    assert "Show everything" not in whole
    assert "matches this filter." not in whole
    assert "matches this filter." in filtered
    assert f'href="{way_on}">Show everything</a>' in filtered


@pytest.mark.parametrize("query", ["", "?status=cancelled"])
def test_ending_that_makes_the_calendar_ring_fits_its_address(client, query):
    page = client.get(f"/en/calendar/2024/05/{query}").content.decode()
    address = re.search(r'id="calendar-address"[^>]*value="([^"]*)"', page)[1]
    day, week = re.findall(r'<code dir="ltr">([^<]*)</code>', page)
    path = html.unescape(address + day).removeprefix("http://testserver")

    assert (day[-8:], week[-8:]) == ("alarm=1d", "alarm=7d")
    assert client.get(urlsplit(path).path + "?" + urlsplit(path).query).status_code == 200
    assert parse_qs(urlsplit(path).query)["alarm"] == ["1d"]


def test_agenda_shows_six_months_from_the_one_asked_for(client):
    make_occurrence(start=date(2023, 10, 31), title="Before")
    make_occurrence(start=date(2023, 11, 29), title="First")
    make_occurrence(start=date(2024, 4, 30), title="Last")
    make_occurrence(start=date(2024, 5, 1), title="After")

    response = client.get("/en/calendar/agenda/?from=2023-11")

    assert [
        (month, [row.occurrence.key_date.name for row in rows])
        for month, rows in response.context["months"]
    ] == [(Month(2023, 11), ["First"]), (Month(2024, 4), ["Last"])]
    assert (response.context["previous"], response.context["next"]) == (
        Month(2023, 5),
        Month(2024, 5),
    )


def test_agenda_begins_with_this_month(client):
    today = timezone.localdate()
    make_occurrence(start=today, title="Today's reading")

    response = client.get("/en/calendar/agenda/")

    assert response.context["first"] == Month.of(today)
    assert "Today&#x27;s reading" in response.content.decode()


def test_agenda_lists_a_whole_year_once_and_a_long_span_where_it_begins_to_show(client):
    make_occurrence(
        make_key_date(name="Congress year"),
        start=date(2024, 1, 1),
        end=date(2024, 12, 31),
        precision="year",
    )
    make_occurrence(start=date(2024, 2, 20), end=date(2024, 4, 2), title="Long reading")

    context = client.get("/en/calendar/agenda/?from=2024-03").context

    assert [row.occurrence.key_date.name for row in context["whole_years"]] == ["Congress year"]
    assert [month for month, _rows in context["months"]] == [Month(2024, 3)]


def test_past_occurrence_says_what_is_known_of_it(client):
    key_date = make_key_date()
    commitment = make_commitment(key_dates=[key_date])
    told = make_occurrence(key_date, start=date(2024, 3, 1))
    make_occurrence(key_date, start=date(2024, 4, 1))
    make_update(commitment, occurrence=told, as_of=date(2024, 3, 2), status=Status.CHANGED)

    months = client.get("/en/calendar/agenda/?from=2024-03").context["months"]

    assert [row.counted[0].status for _month, rows in months for row in rows] == [
        Status.CHANGED,
        Status.CHANGED,
    ]


def test_date_of_an_open_plan_says_that_the_end_is_not_confirmed(client):
    plan = make_plan(ends_with=make_meeting(state="unknown"))
    key_date = make_key_date()
    make_commitment(item=make_item(plan=plan), key_dates=[key_date])
    make_occurrence(key_date, start=timezone.localdate() + timedelta(days=1))

    page = client.get("/en/calendar/agenda/").content.decode()

    assert "End of the plan not confirmed" in page


@pytest.mark.parametrize(
    "path",
    ["calendar/2024/05/", "calendar/agenda/?from=2024-05", "calendar/2024/05/?plan=libraries"],
)
def test_calendar_asks_the_database_a_fixed_number_of_times(
    client, path, django_assert_max_num_queries
):
    plan = make_plan(slug="libraries")

    def fill(number: int) -> None:
        for n in range(number):
            key_date = make_key_date()
            commitment = make_commitment(item=make_item(plan=plan), key_dates=[key_date])
            occurrence = make_occurrence(key_date, start=date(2024, 5, 1 + n % 28))
            make_update(commitment, occurrence=occurrence)

    def queries() -> int:
        with django_assert_max_num_queries(20) as asked:
            client.get(f"/en/{path}")
        return len(asked)

    fill(1)
    few = queries()
    fill(30)

    assert queries() == few
