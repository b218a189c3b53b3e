"""The four press reports on record, read from their files, which are not in the repository."""

import os
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from tracker.domain.documents.reading import SourceFile
from tracker.domain.press_reports import PressReport, likeness, read_report
from tracker.models import Source
from tracker.services import reports, seeds

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared"))
FOLDER = SHARED / "sources"
NAMES = ("report-imcwp17-id", "report-imcwp22-en", "report-imcwp23-de", "report-imcwp23-vi")

pytestmark = pytest.mark.skipif(
    not all((FOLDER / f"{name}.txt").exists() for name in NAMES),
    reason="the real reports are not in the repository; TRACKER_SHARED may name their folder",
)


def read(name: str) -> PressReport:
    path = FOLDER / f"{name}.txt"
    return read_report(SourceFile(path.name, path.read_bytes()))


@pytest.mark.parametrize(
    ("name", "language", "edition", "figures"),
    [
        ("report-imcwp17-id", "id", 17, [("delegates", 100), ("parties", 58), ("countries", 48)]),
        ("report-imcwp22-en", "en", 22, []),
        ("report-imcwp23-de", "de", 23, [("delegates", 120), ("parties", 68), ("countries", 54)]),
        ("report-imcwp23-vi", "vi", 23, [("delegates", 120), ("parties", 68), ("countries", 54)]),
    ],
)
def test_language_meeting_and_figures_are_found(name, language, edition, figures):
    report = read(name)

    assert report.language == language
    assert report.editions[0].number == edition
    assert [(one.measure.value, one.value) for one in report.figures] == figures


@pytest.mark.parametrize(
    ("name", "edtf", "rule", "days"),
    [
        ("report-imcwp17-id", "", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=30", 3),
        ("report-imcwp22-en", "", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=27", 3),
        ("report-imcwp23-de", "2023-10-20/2023-10-22", "", 1),
        ("report-imcwp23-vi", "2023-10-20/2023-10-22", "", 1),
    ],
)
def test_days_are_found_with_the_year_only_where_it_is_printed(name, edtf, rule, days):
    first = read(name).dates[0]

    assert (first.edtf, first.rule, first.days) == (edtf, rule, days)


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        (
            "report-imcwp17-id",
            ["dateline", "caption", "caption", "caption", "comments", "navigation"],
        ),
        ("report-imcwp22-en", ["caption", "repeated", "signature"]),
        ("report-imcwp23-de", ["closing", "advertisement", "source_link", "comments"]),
        ("report-imcwp23-vi", ["repeated", "repeated", "closing"]),
    ],
)
def test_what_belongs_to_the_page_is_left_out(name, left_out):
    assert [one.reason.value for one in read(name).left_out] == left_out


def test_publishers_are_named_as_printed():
    printed = {name: [one.name for one in read(name).publishers] for name in NAMES}

    assert printed == {
        "report-imcwp17-id": ["VOVworld", "dangcongsan.vn"],
        "report-imcwp22-en": ["VNA"],
        "report-imcwp23-de": [],
        "report-imcwp23-vi": [],
    }


def test_german_text_is_found_as_the_vietnamese_ones_translation_candidate():
    found = {pair: likeness(read(pair[0]), read(pair[1])) for pair in combinations(NAMES, 2)}

    pair = found.pop(("report-imcwp23-de", "report-imcwp23-vi"))
    assert pair.is_candidate
    assert (pair.suggests, [mark.line for mark in pair.marks]) == (0, [6, 7])
    assert len(pair.paragraphs) == 5
    assert pair.score - max(one.score for one in found.values()) > 0.4


@pytest.mark.django_db
def test_reports_find_their_seeded_sources_and_add_no_figure_twice(capsys: Any):
    seeds.load(settings.TRACKER_SEEDS_DIR, today=date(2026, 11, 22))
    before = {
        source.slug: sorted(source.figures.values_list("measure", "value"))
        for source in Source.objects.filter(slug__in=NAMES)
    }

    call_command("import_report", *(str(FOLDER / f"{name}.txt") for name in NAMES))

    sources = Source.objects.filter(slug__in=NAMES)
    assert {one.slug: one.texts.count() for one in sources} == dict.fromkeys(NAMES, 1)
    assert before == {
        one.slug: sorted(one.figures.values_list("measure", "value")) for one in sources
    }
    assert Source.objects.get(slug="report-imcwp23-de").derived_from.slug == "report-imcwp23-vi"
    fits = {name: reports.propose(read(name)).meetings for name in NAMES}
    assert {
        name: [(one.meeting.slug, one.dates.value) for one in fits[name]] for name in NAMES
    } == {
        "report-imcwp17-id": [("imcwp-17", "year_missing")],
        "report-imcwp22-en": [("imcwp-22", "year_missing")],
        "report-imcwp23-de": [("imcwp-23", "agree")],
        "report-imcwp23-vi": [("imcwp-23", "agree")],
    }
