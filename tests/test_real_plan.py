"""The first plan as the public meets it: seeds, and the wording of the real document."""

import os
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tracker.models import Plan, Wording
from tracker.services import seeds
from tracker.services.importing import import_document

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared"))
DOCUMENT = SHARED / "sources" / "imcwp23-plan-of-action.txt"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("real-plan"),
    pytest.mark.skipif(
        not DOCUMENT.exists(),
        reason="the real documents are not in the repository; TRACKER_SHARED may name their folder",
    ),
]

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(scope="module")
def imported(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        seeds.load(settings.TRACKER_SEEDS_DIR, today=date(2026, 11, 22))
        plan = Plan.objects.get(slug="imcwp-23")
        import_document(plan, DOCUMENT.read_bytes(), filename=DOCUMENT.name)
        yield
        transaction.set_rollback(True)


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("position", [1, 8, 15])
def test_adopted_wording_stands_on_the_item_word_for_word(client, imported, language, position):
    page = text_of(client, f"/{language}/plans/imcwp-23/items/{position}/")
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()

    wordings = Wording.objects.filter(item__position=position)

    assert sorted(wording.language for wording in wordings) == ["en", "es", "ru", "tr"]
    for wording in wordings:
        assert wording.text in page
        assert lines[wording.line - 1].split(". ", 1)[1] == wording.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "",
        "plans/",
        "plans/imcwp-23/",
        "calendar/2024/05/",
        "calendar/agenda/?from=2024-01",
        "dates/",
        "dates/cuba-solidarity-days/",
        "meetings/",
        "meetings/imcwp-23/",
        "updates/",
        "search/?q=Guantánamo",
        "subscribe/",
        "organisations/wftu/",
    ],
)
def test_every_page_of_the_plan_opens_in_every_language(client, imported, language, path):
    page = text_of(client, f"/{language}/{path}")

    assert f'<html lang="{language}"' in page


def test_arabic_version_is_said_to_be_announced_and_absent(client, imported):
    page = text_of(client, "/en/plans/imcwp-23/")

    assert "Arabic: announced, but absent from the document" in " ".join(page.split())


def test_victory_day_says_which_texts_state_the_ninth_of_may(client, imported):
    assert "9 May (Russian and Turkish texts)" in text_of(client, "/en/dates/victory-day/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("гуантанамо", "dates/guantanamo-seminar/"),
        ("GUANTANAMO", "dates/guantanamo-seminar/"),
        ("IZMIR", "meetings/imcwp-23/"),
        ("ızmır", "meetings/imcwp-23/"),
        ("lénin", "dates/lenin-centenary/"),
        ("WFTY", "organisations/wftu/"),
        ("كوبا", "dates/cuba-solidarity-days/"),
    ],
)
def test_search_finds_names_as_people_type_them(client, imported, query, found):
    assert f'href="/tr/{found}' in text_of(client, f"/tr/search/?q={query}")


def test_calendar_of_the_plan_has_the_twelve_weekends_of_its_first_year(client, imported):
    from icalendar import Calendar

    content = client.get("/en/plans/imcwp-23/calendar.ics").content
    weekends = [
        event["DTSTART"].dt
        for event in Calendar.from_ical(content).walk("VEVENT")
        if "Cuba" in str(event["SUMMARY"])
        and event["DTEND"].dt - event["DTSTART"].dt == event["DTEND"].dt.resolution * 2
        and event["DTSTART"].dt < date(2024, 10, 1)
        and event["DTSTART"].dt != date(2024, 5, 4)
    ]

    assert [day.isoformat() for day in weekends] == [
        "2023-10-28",
        "2023-11-25",
        "2023-12-30",
        "2024-01-27",
        "2024-02-24",
        "2024-03-30",
        "2024-04-27",
        "2024-05-25",
        "2024-06-29",
        "2024-07-27",
        "2024-08-24",
        "2024-09-28",
    ]
