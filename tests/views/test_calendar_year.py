from datetime import date

import pytest
from django.utils import timezone

from tests.builders import make_commitment, make_item, make_key_date, make_occurrence, make_plan

pytestmark = pytest.mark.django_db


def marks(page) -> dict[str, int]:
    return {
        f"{small.month}-{cell[0]:02d}": cell[1]
        for small in page.months
        for week in small.weeks
        for cell in week
        if cell and cell[1]
    }


def test_year_marks_each_day_with_the_number_of_its_dates(client):
    make_occurrence(start=date(2023, 12, 31), end=date(2024, 1, 1))
    make_occurrence(start=date(2024, 5, 4), end=date(2024, 5, 5))
    make_occurrence(start=date(2024, 5, 5))

    page = client.get("/en/calendar/2024/").context["page"]

    assert marks(page) == {"2024-01-01": 1, "2024-05-04": 1, "2024-05-05": 2}
    assert [small.dates for small in page.months if small.dates] == [1, 2]


def test_day_with_dates_leads_to_its_day_in_the_month(client):
    key_date = make_key_date()
    make_commitment(key_dates=[key_date])
    make_occurrence(key_date, start=date(2024, 5, 4))

    year = client.get("/en/calendar/2024/?kind=dated").content.decode()
    month = client.get("/en/calendar/2024/05/").content.decode()

    assert 'href="/en/calendar/2024/05/?kind=dated#day-4"' in year
    assert '<td class="" id="day-4" ' in month


def test_month_and_year_are_listed_below_the_days(client):
    make_occurrence(
        make_key_date(name="Founding month"),
        start=date(2024, 7, 1),
        end=date(2024, 7, 31),
        precision="month",
    )

    page = client.get("/en/calendar/2024/").context["page"]

    assert marks(page) == {}
    assert [row.occurrence.key_date.name for row in page.inexact] == ["Founding month"]


def test_year_keeps_the_filter_on_its_way_to_months_and_neighbours(client):
    plan = make_plan(slug="libraries")
    mine = make_key_date()
    make_commitment(item=make_item(plan=plan), key_dates=[mine])
    make_occurrence(mine, start=date(2024, 5, 4))
    make_occurrence(start=date(2024, 6, 1))

    response = client.get("/en/calendar/2024/?plan=libraries")

    assert marks(response.context["page"]) == {"2024-05-04": 1}
    html = response.content.decode()
    assert 'href="/en/calendar/2024/05/?plan=libraries"' in html
    assert 'href="/en/calendar/2025/?plan=libraries"' in html


def test_year_without_a_number_is_this_one(client):
    year = timezone.localdate().year

    assert client.get("/en/calendar/year/")["Location"] == f"/en/calendar/{year}/"


@pytest.mark.parametrize("year", ["1900", "2199"])
def test_years_end_where_the_calendar_ends(client, year):
    assert client.get(f"/ar/calendar/{year}/").status_code == 200


def test_year_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(20) as asked:
            client.get("/en/calendar/2024/")
        return len(asked)

    make_occurrence(start=date(2024, 1, 1))
    few = queries()
    for day in range(2, 28):
        make_occurrence(start=date(2024, 1, day))

    assert queries() == few
