"""The status of a commitment as a reader sees it, by kind, date and what was recorded."""

from datetime import date

import pytest
from django.db import IntegrityError

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_meeting,
    make_occurrence,
    make_plan,
    make_update,
)
from tracker.models import Commitment, Kind, Meeting, Occurrence, Status

pytestmark = pytest.mark.django_db


def status_of(commitment: Commitment, on: date) -> str:
    return Commitment.objects.with_status(on=on).get(pk=commitment.pk).status


def dated(day: date, *, kind: str = Kind.DATED, **plan_fields: object) -> Commitment:
    """A commitment of the given kind whose only occurrence is on `day`."""
    item = make_item(plan=make_plan(**plan_fields))
    occurrence = make_occurrence(start=day)
    return make_commitment(item=item, kind=kind, key_dates=[occurrence.key_date])


def test_status_before_the_day_is_not_yet_due_and_afterwards_waits_for_a_report():
    commitment = dated(date(2024, 5, 9))

    assert [status_of(commitment, date(2024, 5, day)) for day in (8, 9, 10)] == [
        Status.NOT_DUE,
        Status.NOT_DUE,
        Status.AWAITING,
    ]


def test_status_without_any_occurrence_is_date_unknown():
    assert status_of(make_commitment(kind=Kind.UNDATED), date(2024, 5, 9)) == Status.DATE_UNKNOWN


def test_status_of_a_position_is_not_tracked_and_left_out_of_tracked():
    position = make_commitment(kind=Kind.POSITION)

    assert status_of(position, date(2024, 5, 9)) == Status.POSITION
    assert not Commitment.objects.tracked().filter(pk=position.pk).exists()


def test_status_is_the_last_statement_up_to_the_day_asked_for():
    commitment = dated(date(2024, 5, 9))
    make_update(commitment, status=Status.REPORTED, as_of=date(2024, 5, 10))
    make_update(commitment, status=Status.CONFIRMED, as_of=date(2024, 5, 20))

    assert [status_of(commitment, date(2024, 5, day)) for day in (9, 10, 19, 20)] == [
        Status.NOT_DUE,
        Status.REPORTED,
        Status.REPORTED,
        Status.CONFIRMED,
    ]


def test_status_forgets_a_retracted_statement():
    from tracker.services.status import retract

    commitment = dated(date(2024, 5, 9))
    update = make_update(commitment, status=Status.CONFIRMED, as_of=date(2024, 5, 10))

    retract(update, reason="Wrong year")

    assert status_of(commitment, date(2024, 6, 1)) == Status.AWAITING


def test_continuous_commitment_goes_quiet_after_half_a_year_but_is_never_late():
    commitment = make_commitment(kind=Kind.CONTINUOUS)
    assert status_of(commitment, date(2030, 1, 1)) == Status.AWAITING
    make_update(commitment, status=Status.REPORTED, as_of=date(2024, 1, 1))

    assert status_of(commitment, date(2024, 6, 29)) == Status.REPORTED
    assert status_of(commitment, date(2024, 6, 30)) == Status.QUIET


def test_plan_without_a_confirmed_end_lapses_nothing():
    commitment = dated(date(2024, 5, 9), ends_with=make_meeting(state="unknown", dates="2024-10"))

    assert status_of(commitment, date(2026, 11, 22)) == Status.AWAITING


def test_commitment_lapses_when_grace_has_passed_after_the_meeting_was_recorded_as_held():
    meeting = make_meeting(state="held", dates="2024-10-24/2024-10-27")
    commitment = dated(date(2024, 5, 9), ends_with=meeting)

    assert status_of(commitment, date(2025, 1, 22)) == Status.AWAITING
    assert status_of(commitment, date(2025, 1, 23)) == Status.LAPSED


def test_cancelled_weekend_does_not_cancel_the_monthly_promise():
    key_date = make_key_date(rule="FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2")
    first, second = (
        make_occurrence(key_date, start=date(2024, month, 24), end=date(2024, month, 25))
        for month in (2, 8)
    )
    commitment = make_commitment(kind=Kind.RECURRING, key_dates=[key_date])
    make_update(commitment, occurrence=first, status=Status.CONFIRMED, as_of=date(2024, 2, 26))
    make_update(commitment, occurrence=second, status=Status.CANCELLED, as_of=date(2024, 8, 20))

    assert status_of(commitment, date(2024, 9, 1)) == Status.CONFIRMED


def test_occurrences_count_only_inside_the_plan_and_the_bounds_of_the_link():
    meeting = make_meeting(state="held", dates="2025-10-24")
    item = make_item(plan=make_plan(valid_from=date(2023, 10, 22), ends_with=meeting))
    key_date = make_key_date(rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")
    for year in (2023, 2024, 2025, 2026):
        make_occurrence(key_date, start=date(year, 5, 9))
    unbounded = make_commitment(item=item, key_dates=[key_date])
    bounded = make_commitment(item=item)
    make_link(bounded, key_date, counts_from=date(2024, 1, 1), counts_until=date(2024, 12, 31))

    def years(commitment: Commitment) -> list[int]:
        return [o.start.year for o in Occurrence.objects.counting_for(commitment)]

    assert years(unbounded) == [2024, 2025]
    assert years(bounded) == [2024]


def test_day_of_adoption_and_day_of_the_next_meeting_do_not_count():
    item = make_item(plan=make_plan(valid_from=date(2023, 10, 22), valid_until=date(2024, 10, 24)))
    key_date = make_key_date(rule="FREQ=MONTHLY;BYMONTHDAY=22")
    for day in (date(2023, 10, 22), date(2023, 10, 23), date(2024, 10, 23), date(2024, 10, 24)):
        make_occurrence(key_date, start=day)
    commitment = make_commitment(item=item, key_dates=[key_date])

    counting = Occurrence.objects.counting_for(commitment).values_list("start", flat=True)

    assert list(counting) == [date(2023, 10, 23), date(2024, 10, 23)]


@pytest.mark.parametrize("commitments", [1, 30])
def test_statuses_of_a_plan_are_one_query(django_assert_num_queries, commitments):
    item = make_item()
    for number in range(commitments):
        make_update(make_commitment(item=item, key=f"k{number}"))

    with django_assert_num_queries(1):
        rows = list(Commitment.objects.with_status(on=date(2024, 6, 1)))

    assert {row.status for row in rows} == {Status.REPORTED}


def test_kind_outside_the_vocabulary_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        make_commitment(kind="wish")


@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"valid_until": date(2024, 5, 9)},
        {"valid_until": date(2024, 5, 10)},
        {"ends_with": {"dates": "2024-05-09"}},
        {"ends_with": {"dates": "2024-05-10"}},
        {"ends_with": {"state": Meeting.State.PLANNED, "dates": "2024-05-09"}},
        {"valid_from": date(2024, 5, 9)},
    ],
)
@pytest.mark.parametrize(
    "bounds", [{}, {"counts_until": date(2024, 5, 8)}, {"counts_from": date(2024, 5, 9)}]
)
def test_status_knows_of_the_dates_that_count_and_of_no_others(plan, bounds):
    if "ends_with" in plan:
        plan = plan | {"ends_with": make_meeting(**plan["ends_with"])}
    commitment = make_commitment(item=make_item(plan=make_plan(**plan)))
    make_link(commitment, make_occurrence(start=date(2024, 5, 9)).key_date, **bounds)

    counts = Occurrence.objects.counting_for(commitment).exists()

    assert (status_of(commitment, date(2024, 5, 1)) == Status.NOT_DUE) == counts
