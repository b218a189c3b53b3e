"""What the shipped seed files say, once loaded: the facts of the first plan.

Days, figures and languages are those of the published document and of the reports named as
sources in the files.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction

from tracker.models import (
    Commitment,
    DateStatement,
    Divergence,
    Evidence,
    Item,
    KeyDate,
    Meeting,
    Occurrence,
    Organisation,
    Plan,
    Source,
    SourceNote,
    StatusUpdate,
)
from tracker.models.translated import Translated
from tracker.services import finding, seeds

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seeded"),
    pytest.mark.xdist_group("seed-content"),
]

TODAY = date(2026, 11, 22)
WITHOUT_TEXT_ON_PURPOSE = {"acronym"}


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[seeds.Report]:
    """The shipped seeds, loaded once for this module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seeds.load(settings.TRACKER_SEEDS_DIR, today=TODAY)
        transaction.set_rollback(True)


def test_files_load_without_a_language_missing(seeded: seeds.Report) -> None:
    assert seeded.notes == []
    assert seeded.kept == {}


def test_own_texts_are_there_in_every_language() -> None:
    gaps = [
        f"{model.__name__} {row.pk}: {field} in {code}"
        for model in apps.get_models()
        if issubclass(model, Translated)
        for row in model._default_manager.all()
        for field in model.translated
        if field not in WITHOUT_TEXT_ON_PURPOSE
        if any(getattr(row, f"{field}_{code}") for code in settings.MODELTRANSLATION_LANGUAGES)
        for code in settings.MODELTRANSLATION_LANGUAGES
        if not getattr(row, f"{field}_{code}")
    ]

    assert gaps == []


def test_plan_has_its_items_commitments_and_divergences() -> None:
    plan = Plan.objects.get()

    assert plan.slug == "imcwp-23"
    assert (plan.adopted, plan.valid_from, plan.end) == ("2023-10-22", date(2023, 10, 22), None)
    assert plan.ends_with.slug == "imcwp-24"
    assert list(Item.objects.values_list("position", flat=True)) == list(range(1, 16))
    assert Commitment.objects.count() == 35
    assert set(Divergence.objects.values_list("code", flat=True)) == {
        f"D{number:02d}" for number in range(1, 51)
    }
    assert set(plan.language_versions.values_list("language", "state")) == {
        (code, "announced") for code in ("ar", "en", "es", "ru", "tr")
    }


def test_commitments_have_their_kinds() -> None:
    kinds = {commitment.code: commitment.kind for commitment in Commitment.objects.all()}

    assert {code for code, kind in kinds.items() if kind == "dated"} == {
        *("2b", "3a", "5b", "5c", "8d", "8g", "15b")
    }
    assert {code for code, kind in kinds.items() if kind == "undated"} == {"8e", "8f"}
    assert {code for code, kind in kinds.items() if kind == "recurring"} == {
        *("1e", "7a", "8c", "9d")
    }
    assert {code for code, kind in kinds.items() if kind == "position"} == {"2a", "9c", "12b"}
    assert Counter(kinds.values())["continuous"] == 19


def test_key_dates_are_those_of_the_contract() -> None:
    assert set(KeyDate.objects.values_list("slug", "precision")) == {
        ("cuba-solidarity-days", "rule"),
        ("cuba-solidarity-meeting", "unknown"),
        ("cyprus-anniversary", "month"),
        ("guantanamo-seminar", "range"),
        ("lenin-centenary", "day"),
        ("mandela-anniversary", "day"),
        ("may-day", "rule"),
        ("next-meeting", "year"),
        ("palestine-solidarity-day", "rule"),
        ("patria-colloquium", "day"),
        ("peace-day", "rule"),
        ("theoretical-publications-meeting", "unknown"),
        ("victory-day", "rule"),
        ("womens-day", "rule"),
    }


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("1e", ["2024-09-21"]),
        ("2b", ["2024-05-09"]),
        ("3a", ["2024-05-01"]),
        ("5b", ["2024-01-21"]),
        ("5c", ["2023-12-05"]),
        ("7a", ["2024-03-08"]),
        ("8d", ["2024-05-04"]),
        ("8e", []),
        ("8f", []),
        ("8g", ["2024-03-14"]),
        ("9d", ["2023-11-29"]),
        ("10a", ["2024-07-01"]),
        ("15b", ["2024-01-01"]),
    ],
)
def test_commitment_falls_on_its_days_in_the_first_year(code: str, days: list[str]) -> None:
    commitment = Commitment.objects.get(item__position=int(code[:-1]), key=code[-1])
    counting = Occurrence.objects.counting_for(commitment).filter(start__lt=date(2024, 10, 25))

    assert [occurrence.start.isoformat() for occurrence in counting] == days


def test_monthly_days_are_whole_weekends_inside_their_month() -> None:
    commitment = Commitment.objects.get(item__position=8, key="c")
    counting = Occurrence.objects.counting_for(commitment)
    spans = [(one.start.isoformat(), one.end.isoformat()) for one in counting]

    assert ("2024-03-30", "2024-03-31") in spans
    assert ("2024-08-24", "2024-08-25") in spans  # August 2024 ends on a Saturday
    assert ("2026-11-28", "2026-11-29") in spans
    assert {one.start.weekday() for one in counting} == {5}
    assert {(one.end - one.start).days for one in counting} == {1}


def test_dates_outlive_the_promise_of_one_year() -> None:
    later = Occurrence.objects.filter(key_date__slug="victory-day", start__gt=date(2025, 1, 1))

    assert later.exists()
    assert (
        not Occurrence.objects.counting_for(Commitment.objects.get(item__position=2, key="b"))
        .filter(pk__in=later)
        .exists()
    )


def test_provenance_names_what_each_language_version_states() -> None:
    def stated(slug: str, *kinds: str) -> set[str]:
        rows = DateStatement.objects.filter(key_date__slug=slug, stated__in=kinds)
        return set(rows.values_list("language", flat=True))

    assert stated("victory-day", "day", "date") == {"ru", "tr"}
    assert stated("may-day", "named_day") == {"en"}
    assert stated("lenin-centenary", "day", "date") == set()
    assert KeyDate.objects.get(slug="lenin-centenary").basis == "general_knowledge"
    assert stated("palestine-solidarity-day", "day", "date") == {"en", "ru", "es", "tr"}
    assert stated("cuba-solidarity-days", "differs") == {"ru"}
    assert set(DateStatement.objects.values_list("language", flat=True)) == {
        *("en", "ru", "es", "tr")
    }


def test_meetings_have_their_states_and_days() -> None:
    assert [
        (meeting.slug, meeting.state, meeting.dates)
        for meeting in Meeting.objects.order_by("edition")
    ] == [
        ("imcwp-17", "held", "2015-10-30/2015-11-01"),
        ("imcwp-22", "held", "2022-10-27/2022-10-29"),
        ("imcwp-23", "held", "2023-10-20/2023-10-22"),
        ("imcwp-24", "unknown", "2024-10-24/2024-10-27"),
    ]


def test_translated_report_is_no_second_witness() -> None:
    german = Source.objects.get(slug="report-imcwp23-de")

    assert german.kind == "translation"
    assert german.derived_from.slug == "report-imcwp23-vi"


def test_plan_document_was_announced_in_one_language_more_than_it_has() -> None:
    document = Source.objects.get(slug="imcwp23-plan-of-action")

    assert set(document.announced_languages) - set(document.languages) == {"ar"}
    assert document.kind == "primary"


def test_doubts_about_sources_are_all_kept() -> None:
    assert set(SourceNote.objects.values_list("code", flat=True)) == {
        f"R{number}" for number in range(1, 13)
    }


def test_findings_from_outside_wait_for_an_editor() -> None:
    assert StatusUpdate.objects.count() > 0
    assert set(Evidence.objects.values_list("review", flat=True)) == {"to_check"}
    assert not StatusUpdate.objects.filter(evidence=None).exists()
    assert set(StatusUpdate.objects.values_list("created_by", flat=True)) == {None}


def test_organisation_is_found_by_an_alias_of_a_document() -> None:
    alias = Organisation.objects.get(slug="wpc").aliases.first()

    groups = finding.find(alias.name, language="en", kind="organisation")

    assert "organisations/wpc/" in [hit.path for group in groups for hit in group.hits]
