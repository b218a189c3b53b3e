"""Proposed dates as key dates of a plan."""

from datetime import date

import pytest

from tests.builders import make_key_date, make_meeting, make_plan
from tracker.domain.date_reading import Sense
from tracker.domain.documents.key_dates import ProposedKeyDate
from tracker.domain.spans import Precision
from tracker.services.importing.dating import covers, fields_of, same_dates

YEARLY = "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=8"

pytestmark = pytest.mark.django_db


def proposed(**fields) -> ProposedKeyDate:
    values = {
        "id": "id",
        "edtf": "",
        "precision": Precision.DAY,
        "rule": "",
        "days": 1,
        "sense": Sense.ON,
        "basis": "text",
        "positions": (1,),
        "statements": (),
        "names": {},
    }
    return ProposedKeyDate(**(values | fields))


@pytest.mark.parametrize("sense", [Sense.ON, Sense.BY, Sense.BEFORE, Sense.FROM])
def test_key_date_is_on_the_day_that_is_printed(sense):
    assert fields_of(proposed(edtf="2026-03-31", sense=sense), make_plan()) == {
        "precision": "day",
        "date": "2026-03-31",
    }


def test_anniversary_says_which_year_it_commemorates():
    found = fields_of(proposed(edtf="2023-03-18", years=175), make_plan())

    assert found["base_year"] == 1848


def test_rule_holds_in_the_period_of_the_plan():
    plan = make_plan(valid_from=date(2024, 1, 1), valid_until=date(2026, 1, 1))

    assert fields_of(proposed(rule=YEARLY, precision=Precision.RULE), plan) == {
        "precision": "rule",
        "rule": YEARLY,
        "rule_start": date(2024, 1, 1),
        "rule_until": date(2025, 12, 31),
        "duration_days": 1,
    }


def test_rule_of_a_plan_that_ends_with_a_meeting_still_to_come_has_no_end():
    plan = make_plan(ends_with=make_meeting(state="planned"))

    assert fields_of(proposed(rule=YEARLY, precision=Precision.RULE), plan)["rule_until"] is None


def test_recurrence_without_a_rule_of_ours_is_a_date_not_known():
    assert fields_of(proposed(precision=Precision.UNKNOWN), make_plan()) == {"precision": "unknown"}


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        (date(2020, 1, 1), None, True),
        (date(2024, 1, 2), None, True),
        (date(2024, 1, 3), None, False),
        (date(2020, 1, 1), date(2025, 12, 31), True),
        (date(2020, 1, 1), date(2025, 12, 30), False),
    ],
)
def test_rule_covers_a_plan_when_it_has_every_day_of_its_period(start, until, expected):
    plan = make_plan(valid_from=date(2024, 1, 1), valid_until=date(2026, 1, 1))
    kept = make_key_date(rule=YEARLY, rule_start=start, rule_until=until)

    assert covers(kept, plan) is expected


def test_same_dates_are_those_with_exactly_the_date_or_rule():
    plan = make_plan(valid_from=date(2024, 1, 1))
    late = make_key_date(slug="a-late", rule=YEARLY, rule_start=date(2025, 1, 1))
    early = make_key_date(slug="b-early", rule=YEARLY, rule_start=date(2020, 1, 1))
    make_key_date(rule=YEARLY, rule_start=date(2020, 1, 1), duration_days=2)
    day = make_key_date(date="2026-05-09")
    make_key_date(date="2026-05")
    make_key_date(date="")

    found = same_dates(
        [
            proposed(id="rule", rule=YEARLY, precision=Precision.RULE),
            proposed(id="day", edtf="2026-05-09"),
            proposed(id="none", precision=Precision.UNKNOWN),
        ],
        plan,
    )

    assert found == {"rule": (early, late), "day": (day,), "none": ()}
