"""Calendar files as an independent parser and a phone would read them."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_occurrence,
    make_plan,
)
from tracker.models import Occurrence
from tracker.services.calendar_files import LINKS, calendar_of
from tracker.services.occurrences import cancel

pytestmark = pytest.mark.django_db


def file_of(language: str = "en") -> bytes:
    rows = Occurrence.objects.select_related("key_date").prefetch_related(*LINKS)
    return calendar_of(rows, language=language, name="Plan", site_url="https://example.org")


def events(language: str = "en"):
    return Calendar.from_ical(file_of(language)).walk("VEVENT")


def test_range_is_an_all_day_event_with_an_exclusive_end():
    make_occurrence(start=date(2024, 5, 4), end=date(2024, 5, 5), title="Seminar")

    (event,) = events()

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2024, 5, 4), date(2024, 5, 6))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert str(event["SUMMARY"]) == "Seminar"
    assert str(event["URL"]).startswith("https://example.org/en/dates/")


def test_event_keeps_its_uid_in_every_language_and_speaks_the_feeds_own():
    key_date = make_key_date(name="Peace day", name_tr="Barış günü", name_ar="يوم السلام")
    make_occurrence(key_date)

    english, turkish, arabic = (events(code)[0] for code in ("en", "tr", "ar"))

    assert english["UID"] == turkish["UID"] == arabic["UID"]
    assert [str(event["SUMMARY"]) for event in (english, turkish, arabic)] == [
        "Peace day",
        "Barış günü",
        "يوم السلام",
    ]


def test_file_is_the_same_bytes_until_something_changes():
    occurrence = make_occurrence()
    changed = datetime(2024, 5, 1, 12, tzinfo=UTC)
    type(occurrence.key_date).objects.update(changed_at=changed)
    Occurrence.objects.update(changed_at=changed)

    (event,) = events()

    assert event["DTSTAMP"].dt == changed
    assert file_of() == file_of()


def test_cancelled_occurrence_stays_with_a_higher_sequence():
    occurrence = make_occurrence()
    assert (events()[0]["SEQUENCE"], events()[0]["STATUS"]) == (0, "CONFIRMED")

    cancel(occurrence)

    assert (events()[0]["SEQUENCE"], events()[0]["STATUS"]) == (1, "CANCELLED")


def test_month_and_year_are_no_day_in_a_calendar():
    make_occurrence(start=date(2024, 7, 1), end=date(2024, 7, 31), precision="month")

    assert events() == []


def test_description_says_what_was_promised():
    occurrence = make_occurrence()
    item = make_item(plan=make_plan(title="Library plan"), position=8)
    make_commitment(item=item, key="d", title="Read aloud", key_dates=[occurrence.key_date])

    (event,) = events()

    assert "8d Read aloud (Library plan)" in str(event["DESCRIPTION"])


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_events(django_assert_num_queries, rows):
    for day in range(1, rows + 1):
        occurrence = make_occurrence(start=date(2024, 5, day))
        make_commitment(key_dates=[occurrence.key_date])

    with django_assert_num_queries(8):
        file_of()


def test_long_and_odd_text_folds_into_valid_lines():
    make_occurrence(make_key_date(name="Ж" * 190, description="a;b,c\\d\nnew line " + "ş" * 300))

    lines = file_of().split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert str(events()[0]["SUMMARY"]) == "Ж" * 190


def test_promise_is_told_only_for_the_occurrences_that_count():
    key_date = make_key_date(rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")
    for year in (2024, 2025):
        make_occurrence(key_date, start=date(year, 5, 9))
    make_link(make_commitment(title="Read aloud"), key_date, counts_until=date(2024, 12, 31))

    told = ["Read aloud" in str(event["DESCRIPTION"]) for event in events()]

    assert told == [True, False]
