"""What is proposed for the first plan's own document, as facts: days, languages, positions."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tracker.domain.documents import Document, read_document
from tracker.domain.documents.alignment import suggest_rows
from tracker.domain.documents.divergences import propose
from tracker.domain.documents.key_dates import propose_key_dates
from tracker.domain.documents.titles import MAX_TITLE, propose_title

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared"))
PATH = SHARED / "sources" / "imcwp23-plan-of-action.txt"

pytestmark = pytest.mark.skipif(
    not PATH.exists(),
    reason="the real documents are not in the repository; TRACKER_SHARED may name their folder",
)


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(PATH.read_bytes())


def test_key_dates_are_those_that_the_text_states(document):
    found = [
        (
            one.positions,
            one.edtf or one.rule,
            one.days,
            {statement.language: statement.stated for statement in one.statements},
        )
        for one in propose_key_dates(document)
    ]
    days = {"en": "day", "ru": "day", "es": "day", "tr": "day"}
    dates = {"en": "date", "ru": "date", "es": "date", "tr": "date"}
    years = {"en": "year", "ru": "year", "es": "year", "tr": "year"}
    weekend = "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2"

    assert found == [
        ((1,), "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=21", 1, days),
        ((2,), "2024-05-09", 1, {**dates, "en": "year", "es": "year"}),
        ((3,), "2024-05-01", 1, {**dates, "en": "year"}),
        ((7,), "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", 1, days),
        ((8,), weekend, 2, {**days, "ru": "differs"}),
        ((8,), "2024-05-04/2024-05-05", 1, dates),
        ((9,), "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=29", 1, days),
        ((15,), "2024", 1, years),
    ]


def test_statements_stand_in_the_lines_of_their_items(document):
    lines = {
        (section.language, item.position): item.first_line
        for section in document.sections
        for item in section.items
    }

    assert all(
        statement.line == lines[statement.language, one.positions[0]]
        for one in propose_key_dates(document)
        for statement in one.statements
    )


def test_names_of_days_are_the_printed_ones(document):
    names = {one.edtf or one.rule: one.names for one in propose_key_dates(document)}

    assert names["2024-05-09"] == {
        "en": "Victory Day",
        "ru": "День Победы",
        "es": "Día de la Victoria",
        "tr": "Zafer Günü",
    }
    assert names["FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=21"] == {
        "en": "World Peace Day",
        "ru": "Международный день мира",
        "es": "Día Mundial de la Paz",
        "tr": "Dünya Barış Günü",
    }
    assert set(names["2024-05-04/2024-05-05"].values()) == {""}


def test_divergences_are_few_and_those_that_a_reader_found(document):
    found = {(one.position, one.code, one.languages) for one in propose(document)}

    assert found == {
        (0, "acronym_differs", ("ru",)),
        (0, "acronym_missing", ("tr",)),
        (1, "acronym_differs", ("es",)),
        (2, "date_missing", ("ru",)),
        (2, "date_less_exact", ("en", "es")),
        (3, "date_less_exact", ("en",)),
        (6, "length_short", ("ru",)),
        (8, "date_differs", ("ru",)),
        (8, "number_missing", ("ru",)),
        (8, "named_day_missing", ("ru",)),
        (10, "anniversary_missing", ("ru",)),
        (10, "length_short", ("ru",)),
        (14, "acronym_differs", ("ru",)),
        (14, "acronym_differs", ("es",)),
        (15, "length_short", ("ru",)),
    }


def test_items_would_be_laid_side_by_side_as_they_stand(document):
    rows = suggest_rows(document.sections)

    assert [set(row.cells.values()) for row in rows] == [{n} for n in range(1, 16)]


def test_a_lost_item_leaves_its_gap_where_it_was(document):
    sections = [
        replace(section, items=tuple(item for item in section.items if item.position != 8))
        if section.language == "es"
        else section
        for section in document.sections
    ]

    rows = suggest_rows(sections)

    assert [row.cells["es"] for row in rows] == [n if n != 8 else None for n in range(1, 16)]


def test_every_item_gets_a_title_in_every_language(document):
    titles = [
        propose_title(item.text, section.language)
        for section in document.sections
        for item in section.items
    ]

    assert len(titles) == 60
    assert all(8 <= len(title) <= MAX_TITLE for title in titles)
