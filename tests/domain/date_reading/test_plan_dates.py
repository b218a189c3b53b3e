"""The real documents: every date that they state is found, and none that they don't."""

import pytest

from tests.bench import plan_dates

pytestmark = pytest.mark.skipif(
    not plan_dates.available(),
    reason="the real documents are not in the repository; TRACKER_SHARED may name their folder",
)


def test_plan_states_what_is_found_and_nothing_else():
    score = plan_dates.plan_score()

    assert (score.missed, score.extra) == ([], [])
    assert len(score.expected) == 35


def test_anniversaries_of_the_plan_are_mentioned_without_a_date():
    score = plan_dates.anniversary_score()

    assert (score.missed, score.extra) == ([], [])


def test_press_reports_give_their_days_and_no_year_is_invented():
    score = plan_dates.reports_score()

    assert (score.missed, score.extra) == ([], [])
