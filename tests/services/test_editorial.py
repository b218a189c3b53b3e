from datetime import date

import pytest

from tests.builders import (
    make_commitment,
    make_evidence,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_theme,
    make_update,
)
from tracker.models import StatusUpdate, Theme
from tracker.services import editorial

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def waiting() -> list[date]:
    return [one.start for one in editorial.occurrences_without_report(today=TODAY)]


@pytest.fixture
def commitment():
    key_date = make_key_date(date="2024-05-09")
    item = make_item(plan=make_plan(valid_from=date(2023, 10, 22)))
    return make_commitment(item=item, key_dates=[key_date])


def occurrence_of(commitment, start: date, **fields):
    return make_occurrence(commitment.key_dates.get(), start=start, **fields)


def test_past_occurrence_of_a_commitment_waits_for_a_report(commitment):
    occurrence_of(commitment, date(2026, 11, 21))
    occurrence_of(commitment, TODAY)
    occurrence_of(commitment, date(2023, 10, 1))
    occurrence_of(commitment, date(2026, 5, 9), state="cancelled")
    make_occurrence(start=date(2026, 6, 1))

    assert waiting() == [date(2026, 11, 21)]


def test_occurrence_is_listed_once_however_many_commitments_it_counts_for(commitment):
    make_commitment(item=commitment.item, key_dates=[commitment.key_dates.get()])
    occurrence_of(commitment, date(2026, 5, 9))

    assert waiting() == [date(2026, 5, 9)]


@pytest.mark.parametrize(
    ("as_of", "on_occurrence", "still_waiting"),
    [
        (date(2026, 5, 10), True, False),
        (date(2026, 5, 9), False, False),
        (date(2026, 5, 8), False, True),
    ],
)
def test_report_on_it_or_on_the_commitment_since_is_enough(
    commitment, as_of, on_occurrence, still_waiting
):
    occurrence = occurrence_of(commitment, date(2026, 5, 9))
    make_update(commitment, occurrence=occurrence if on_occurrence else None, as_of=as_of)

    assert bool(waiting()) == still_waiting


def test_retracted_report_is_none(commitment):
    occurrence = occurrence_of(commitment, date(2026, 5, 9))
    update = make_update(commitment, occurrence=occurrence)
    StatusUpdate.objects.filter(pk=update.pk).update(
        retracted_at="2026-11-01T12:00Z", retraction_reason="Wrong day."
    )

    assert waiting() == [date(2026, 5, 9)]


def test_evidence_counts_until_an_editor_has_looked():
    make_evidence()
    make_evidence(review="checked")
    make_evidence(review="rejected")

    assert editorial.evidence_to_check() == 1


def test_models_with_stale_translations_are_counted():
    for name in ("Reading", "Lending"):
        theme = make_theme(name=name, name_tr="Okuma")
        theme.name_en += " aloud"
        theme.save()
    make_theme()

    assert editorial.translations_to_review() == [editorial.ToReview(Theme, 2)]
