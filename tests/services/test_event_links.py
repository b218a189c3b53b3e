from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders import make_key_date, make_occurrence
from tracker.services.event_links import event_links

pytestmark = pytest.mark.django_db


def words(address: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def test_days_of_a_range_are_whole_and_its_end_is_exclusive():
    key_date = make_key_date(slug="week", name="Week & night", name_tr="Hafta", place="İzmir")
    occurrence = make_occurrence(key_date, start=date(2026, 12, 30), end=date(2026, 12, 31))

    links = event_links(occurrence, language="tr", site_url="https://site.example")

    google, outlook = words(links["google"]), words(links["outlook"])
    assert urlsplit(links["google"]).hostname == "calendar.google.com"
    assert (google["text"], google["dates"], google["location"]) == (
        "Hafta", "20261230/20270101", "İzmir",
    )  # fmt: skip
    assert google["details"].endswith("https://site.example/tr/dates/week/")
    assert (outlook["startdt"], outlook["enddt"], outlook["allday"], outlook["subject"]) == (
        "2026-12-30", "2027-01-01", "true", "Hafta",
    )  # fmt: skip


def test_place_that_is_not_known_is_left_out():
    links = event_links(make_occurrence(), language="en", site_url="https://site.example")

    assert "location" not in words(links["google"])
    assert "location" not in words(links["outlook"])
