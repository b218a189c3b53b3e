"""Short names that an import makes up."""

import pytest

from tests.builders import make_key_date
from tracker.domain.date_reading import Sense
from tracker.domain.documents.key_dates import ProposedKeyDate
from tracker.domain.spans import Precision
from tracker.models import KeyDate
from tracker.services.importing.naming import LONGEST, Slugs, date_slug, name_slug


def proposed(edtf: str = "", rule: str = "", **names: str) -> ProposedKeyDate:
    precision = Precision.RULE if rule else Precision.DAY
    return ProposedKeyDate(
        "id", edtf, precision, rule, 1, Sense.ON, "text", (1,), (), names, years=None
    )


@pytest.mark.parametrize(
    ("one", "slug"),
    [
        (proposed("2026-05-09"), "2026-05-09"),
        (proposed("2026-05-09/2026-05-12"), "2026-05-09"),
        (proposed("2026"), "2026"),
        (proposed("2026-05-09", en="Reading Day"), "reading-day"),
        (proposed("2026-05-09", en="", tr="Okuma Günü"), "okuma-gunu"),
        (proposed("2026-05-09", ru="День чтения"), "2026-05-09"),
        (proposed(rule="FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=8"), "09-08"),
        (proposed(rule="FREQ=MONTHLY;BYMONTHDAY=17"), "monthly-17"),
        (proposed(rule="FREQ=MONTHLY;BYMONTHDAY=-1"), "monthly-last"),
        (proposed(rule="FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2"), "last-weekends"),
        (proposed(rule="FREQ=MONTHLY;BYDAY=1MO"), "first-monday-of-each-month"),
        (proposed(), "date"),
    ],
)
def test_slug_of_a_date_is_its_name_or_the_date(one, slug):
    assert date_slug(one) == slug


def test_long_name_is_cut_between_words():
    name = "International Day of Everybody who Reads Aloud"

    assert name_slug([name]) == "international-day-of-everybody-who"


@pytest.mark.django_db
def test_taken_slugs_get_a_number():
    make_key_date(slug="rooms-2026")
    slugs = Slugs(KeyDate, ["rooms-2026-2"])

    assert [slugs.free("rooms", "2026"), slugs.free("rooms", "2026")] == [
        "rooms-2026-3",
        "rooms-2026-4",
    ]


@pytest.mark.django_db
def test_slug_of_a_plan_with_a_long_name_keeps_the_date():
    slug = Slugs(KeyDate).free("x" * 50, "2026-05-09")

    assert (len(slug), slug[-11:]) == (LONGEST, "-2026-05-09")
