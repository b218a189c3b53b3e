from datetime import date

import pytest
from django.http import QueryDict

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_occurrence,
    make_organisation,
    make_plan,
    make_theme,
    make_update,
)
from tracker.domain.spans import Span, Year
from tracker.models import Kind, Occurrence, Status
from tracker.services.calendar_filter import CalendarFilter

pytestmark = pytest.mark.django_db

TODAY = date(2024, 6, 1)
YEAR = Span.of(Year(2024))


def names(query: str) -> list[str]:
    rows = CalendarFilter.of(QueryDict(query)).within(YEAR, on=TODAY)
    return [str(row.occurrence.key_date.local("name")) for row in rows]


@pytest.fixture
def two_plans():
    """Two plans; the first item of the first has a theme, an organisation and a report."""
    libraries, coast = make_plan(slug="libraries"), make_plan(slug="coast")
    reading = make_item(plan=libraries, position=1)
    reading.themes.add(make_theme(slug="reading"))
    reading.organisations.add(make_organisation(slug="network"))
    first, second, third = (make_key_date(name=name) for name in ("First", "Second", "Third"))
    told = make_commitment(item=reading, key_dates=[first])
    make_commitment(
        item=make_item(plan=libraries, position=2), key_dates=[second], kind=Kind.RECURRING
    )
    make_commitment(item=make_item(plan=coast), key_dates=[third])
    make_update(
        told,
        occurrence=make_occurrence(first, start=date(2024, 5, 4)),
        as_of=date(2024, 5, 5),
        status=Status.REPORTED,
    )
    make_occurrence(second, start=date(2024, 5, 5))
    make_occurrence(third, start=date(2024, 5, 6))
    make_occurrence(start=date(2024, 5, 7), title="Nobody's day")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["First", "Second", "Third", "Nobody's day"]),
        ("plan=libraries", ["First", "Second"]),
        ("plan=libraries&item=2", ["Second"]),
        ("theme=reading", ["First"]),
        ("organisation=network", ["First"]),
        ("kind=recurring", ["Second"]),
        ("status=reported", ["First"]),
        ("status=awaiting", ["Second", "Third"]),
        ("status=awaiting&plan=coast", ["Third"]),
        ("status=awaiting&theme=reading", []),
    ],
)
def test_filter_keeps_what_counts_for_a_commitment_asked_for(two_plans, query, expected):
    assert names(query) == expected


@pytest.mark.parametrize("query", ["plan=libraries&item=2", "status=reported", ""])
def test_feeds_get_the_same_occurrences_as_pages(two_plans, query):
    asked = CalendarFilter.of(QueryDict(query))

    rows = asked.rows(Occurrence.objects.all(), on=TODAY)
    narrowed = asked.narrowed(Occurrence.objects.all(), on=TODAY)

    assert list(narrowed) == [row.occurrence for row in rows]


def test_words_of_the_filter_stand_in_its_address_and_unknown_ones_are_said(two_plans):
    asked = CalendarFilter.of(
        QueryDict("plan=libraries&item=2&kind=recurring&theme=nowhere&status=x%00y&page=3")
    )

    assert asked.query == "?plan=libraries&item=2&kind=recurring"
    assert asked.ignored == ["nowhere", "xy"]


@pytest.mark.parametrize("query", ["item=1", "plan=libraries&item=99", "plan=libraries&item=²"])
def test_item_is_known_only_within_its_plan(two_plans, query):
    asked = CalendarFilter.of(QueryDict(query))

    assert asked.item is None
    assert len(asked.ignored) == 1
