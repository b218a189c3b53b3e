from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_update,
)
from tracker.domain.spans import Span
from tracker.models import Kind, Status
from tracker.views.timeline import window

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """A plan of one hundred days: a day is one percent of the line."""
    return make_plan(slug="libraries", valid_from=date(2024, 1, 1), valid_until=date(2024, 4, 10))


def lines(page) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (line.key_date.name, [(mark.status, mark.at, mark.width) for mark in line.marks])
        for line in page.lines
    ]


def test_days_are_shapes_and_months_bars_where_they_fall(client, plan):
    reading, month = make_key_date(name="Reading day"), make_key_date(name="Month of books")
    commitment = make_commitment(
        item=make_item(plan=plan), key_dates=[reading, month], kind=Kind.RECURRING
    )
    told = make_occurrence(reading, start=date(2024, 1, 11))
    make_occurrence(month, start=date(2024, 2, 1), end=date(2024, 2, 29), precision="month")
    make_update(commitment, occurrence=told, as_of=date(2024, 1, 12), status=Status.CONFIRMED)

    page = client.get("/en/calendar/timeline/").context["page"]

    assert page.span == Span(date(2024, 1, 1), date(2024, 4, 9))
    assert lines(page) == [
        ("Reading day", [("confirmed", "10.50%", "")]),
        ("Month of books", [("lapsed", "31.00%", "29.00%")]),
    ]


def test_arabic_line_begins_at_the_right(client, plan):
    reading = make_key_date(name="Reading day")
    make_commitment(item=make_item(plan=plan), key_dates=[reading])
    make_occurrence(reading, start=date(2024, 1, 11))

    page = client.get("/ar/calendar/timeline/").context["page"]

    assert [mark.at for line in page.lines for mark in line.marks] == ["89.50%"]


def test_window_of_an_open_plan_reaches_a_year_beyond_today():
    plan = make_plan(valid_from=date(2024, 1, 1))

    assert window(plan, today=date(2025, 3, 1)) == Span(date(2024, 1, 1), date(2026, 3, 1))


def test_timeline_lists_what_has_no_date(client, plan):
    make_commitment(item=make_item(plan=plan), kind=Kind.UNDATED, title="Lend a book")

    response = client.get("/en/calendar/timeline/")

    assert [one.title for one in response.context["undated"]] == ["Lend a book"]
    assert "Without a date" in response.content.decode()


def test_timeline_without_a_plan_says_so(client):
    assert "No plan has been entered yet." in client.get("/en/calendar/timeline/").content.decode()


def test_plan_that_begins_today_has_a_window(client):
    make_plan(valid_from=timezone.localdate() + timedelta(days=900))

    assert client.get("/en/calendar/timeline/").status_code == 200
