"""Occurrences reach the horizon, and what an editor decided about one of them stays."""

from datetime import date

import pytest

from tests.builders import make_commitment, make_key_date, make_update
from tests.subscribers import make_message
from tracker.models import Occurrence, Reminder, SiteRevision
from tracker.services import occurrences

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def spans(key_date):
    return [(o.start, o.end) for o in key_date.occurrences.order_by("start")]


def test_rule_is_materialised_from_its_start_to_three_years_ahead():
    key_date = make_key_date(rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9", rule_start=date(2024, 5, 9))

    result = occurrences.extend(today=TODAY)

    assert result == occurrences.Extended(added=6, until=date(2029, 11, 22))
    assert [start.year for start, _end in spans(key_date)] == list(range(2024, 2030))


def test_last_full_weekend_of_august_2024_is_the_24th_and_25th():
    key_date = make_key_date(
        rule="FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2",
        rule_start=date(2024, 8, 1),
        rule_until=date(2024, 8, 31),
        duration_days=2,
    )
    occurrences.extend(today=TODAY)

    assert spans(key_date) == [(date(2024, 8, 24), date(2024, 8, 25))]


def test_month_keeps_its_precision_and_an_unknown_date_has_no_occurrence():
    month = make_key_date(date="2024-07")
    unknown = make_key_date(date="")
    occurrences.extend(today=TODAY)

    assert list(month.occurrences.values_list("start", "end", "precision")) == [
        (date(2024, 7, 1), date(2024, 7, 31), "month")
    ]
    assert not unknown.occurrences.exists()


def test_extending_again_adds_nothing_and_keeps_the_revision():
    make_key_date()
    occurrences.extend(today=TODAY)
    before = SiteRevision.current().number

    assert occurrences.extend(today=TODAY).added == 0
    assert SiteRevision.current().number == before


def test_moved_occurrence_is_not_brought_back_by_its_rule():
    key_date = make_key_date(date="2026-12-05")
    occurrences.extend(today=TODAY)
    occurrence = Occurrence.objects.get()
    uid = occurrence.uid

    occurrences.move(occurrence, start=date(2026, 12, 6), end=date(2026, 12, 7))
    occurrences.extend(today=TODAY)

    moved = Occurrence.objects.get()
    assert (moved.start, moved.end, moved.state, moved.revision, moved.uid) == (
        date(2026, 12, 6),
        date(2026, 12, 7),
        "moved",
        1,
        uid,
    )
    assert key_date.occurrences.count() == 1


def test_changed_date_carries_its_untouched_occurrence_along():
    key_date = make_key_date(date="2026-12-05")
    occurrences.extend(today=TODAY)
    key_date.date, key_date.precision = "2026-12-08/2026-12-09", "range"
    key_date.save()

    occurrences.refresh(key_date, today=TODAY)

    assert spans(key_date) == [(date(2026, 12, 8), date(2026, 12, 9))]


def test_changed_rule_leaves_the_past_and_what_was_reported_alone():
    key_date = make_key_date(rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9", rule_start=date(2025, 5, 9))
    occurrences.extend(today=TODAY)
    commitment = make_commitment(kind="recurring", key_dates=[key_date])
    make_update(commitment, occurrence=key_date.occurrences.get(start=date(2027, 5, 9)))
    key_date.rule = "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=8"
    key_date.rule_until = date(2028, 12, 31)
    key_date.save()

    occurrences.refresh(key_date, today=TODAY)

    assert [start.isoformat() for start, _end in spans(key_date)] == [
        "2025-05-09",
        "2026-05-08",
        "2026-05-09",
        "2027-05-08",
        "2027-05-09",
        "2028-05-08",
    ]


def in_the_outbox(occurrence):
    """Somebody was told of it, or is about to be."""
    message = make_message()
    return Reminder.objects.create(
        subscriber=message.subscriber,
        message=message,
        occurrence=occurrence,
        occurrence_revision=occurrence.revision,
        days_before=7,
        start=occurrence.start,
        end=occurrence.end,
    )


def dated(key_date, text):
    key_date.date, key_date.precision = text, "day" if text else "unknown"
    key_date.save()
    occurrences.refresh(key_date, today=TODAY)


def standing(key_date):
    return [
        (one.start.isoformat(), one.state, one.revision)
        for one in key_date.occurrences.order_by("start")
    ]


def test_occurrence_that_readers_were_told_of_goes_along_with_its_date_and_keeps_its_uid():
    key_date = make_key_date(date="2026-12-05")
    occurrences.extend(today=TODAY)
    occurrence = key_date.occurrences.get()
    uid = occurrence.uid
    in_the_outbox(occurrence)

    dated(key_date, "2027-03-06")
    occurrences.extend(today=TODAY)
    occurrences.refresh(key_date, today=TODAY)

    assert standing(key_date) == [("2027-03-06", "scheduled", 1)]
    assert key_date.occurrences.get().uid == uid

    dated(key_date, "2026-12-05")

    assert standing(key_date) == [("2026-12-05", "scheduled", 2)]


def test_occurrence_that_readers_were_told_of_is_cancelled_where_its_date_is_unknown_now():
    key_date = make_key_date(date="2026-12-05")
    occurrences.extend(today=TODAY)
    in_the_outbox(key_date.occurrences.get())

    dated(key_date, "")

    assert standing(key_date) == [("2026-12-05", "cancelled", 1)]


def test_occurrence_that_readers_were_told_of_goes_to_the_day_that_the_changed_rule_gives_near_it():
    key_date = make_key_date(
        rule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=9",
        rule_start=date(2025, 12, 9),
        rule_until=date(2027, 12, 31),
    )
    occurrences.extend(today=TODAY)
    in_the_outbox(key_date.occurrences.get(start=date(2025, 12, 9)))
    in_the_outbox(key_date.occurrences.get(start=date(2026, 12, 9)))

    key_date.rule = "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=8"
    key_date.save()
    occurrences.refresh(key_date, today=TODAY)
    occurrences.extend(today=TODAY)

    assert standing(key_date) == [
        ("2025-12-09", "scheduled", 0),
        ("2026-12-08", "scheduled", 1),
        ("2027-12-08", "scheduled", 0),
    ]

    key_date.rule = "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1"
    key_date.save()
    occurrences.refresh(key_date, today=TODAY)

    assert standing(key_date) == [
        ("2025-12-09", "scheduled", 0),
        ("2026-06-01", "scheduled", 0),
        ("2026-12-08", "cancelled", 2),
        ("2027-06-01", "scheduled", 0),
    ]


def test_cancelling_raises_the_revision():
    make_key_date(date="2026-12-05")
    occurrences.extend(today=TODAY)
    occurrence = Occurrence.objects.get()

    occurrences.cancel(occurrence)

    stored = Occurrence.objects.get()
    assert (stored.state, stored.revision) == ("cancelled", 1)


def test_occurrence_moved_back_is_no_longer_said_to_be_moved():
    make_key_date(
        rule="FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2",
        rule_start=date(2026, 11, 1),
        rule_until=date(2026, 11, 30),
        duration_days=2,
    )
    occurrences.extend(today=TODAY)
    occurrence = Occurrence.objects.get()
    states = []
    for start, end in ((5, 6), (28, 28), (28, 29)):
        occurrences.move(occurrence, start=date(2026, 11, start), end=date(2026, 11, end))
        states.append((occurrence.state, occurrence.revision))

    assert states == [("moved", 1), ("moved", 2), ("scheduled", 3)]
