"""Recording a status: what is refused, what is stored, and that the site's revision follows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.builders import (
    make_commitment,
    make_key_date,
    make_occurrence,
    make_update,
    make_user,
)
from tracker.models import Evidence, Kind, SiteRevision, Source, Status, StatusUpdate
from tracker.services import status

pytestmark = pytest.mark.django_db

DAY = date(2024, 5, 10)


def test_record_stores_statement_evidence_and_source_and_bumps_the_revision():
    editor = make_user("editor")
    commitment = make_commitment()
    before = SiteRevision.current().number

    update = status.record(
        commitment,
        status=Status.CONFIRMED,
        as_of=DAY,
        by=editor,
        notes={"tr": "Etkinlik yapıldı."},
        evidence_url="https://example.org/report",
        evidence_title="Günün raporu",
        evidence_language="tr",
        independent=True,
    )

    evidence = Evidence.objects.select_related("source").get()
    assert (update.status, update.note_tr, update.created_by) == (
        "confirmed",
        "Etkinlik yapıldı.",
        editor,
    )
    assert evidence.source.title_tr == "Günün raporu"
    assert (evidence.source.url, evidence.independent, evidence.review) == (
        "https://example.org/report",
        True,
        "checked",
    )
    assert SiteRevision.current().number > before


def test_same_address_is_the_same_source():
    for _ in range(2):
        status.record(
            make_commitment(),
            status=Status.REPORTED,
            as_of=DAY,
            by=None,
            evidence_url="https://example.org/report",
        )

    assert Source.objects.count() == 1
    assert {evidence.review for evidence in Evidence.objects.all()} == {"to_check"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": Status.POSTPONED}, "status"),
        ({"status": Status.REPORTED, "as_of": date(2999, 1, 1)}, "as_of"),
        ({"status": Status.CONFIRMED}, "evidence_url"),
        (
            {
                "status": Status.CONFIRMED,
                "evidence_url": "https://example.org/",
                "independent": False,
            },
            "evidence_url",
        ),
        ({"status": Status.REPORTED, "evidence_url": "javascript:alert(1)"}, "url"),
        ({"status": Status.REPORTED, "evidence_title": "x" * 251}, "title_en"),
    ],
)
def test_record_refuses_what_does_not_hold_and_stores_nothing(fields, field):
    commitment = make_commitment(kind=Kind.CONTINUOUS)

    with pytest.raises(ValidationError) as refused:
        status.record(commitment, **({"as_of": DAY, "by": None} | fields))

    assert list(refused.value.message_dict) == [field]
    assert not StatusUpdate.objects.exists()
    assert not Source.objects.exists()


def test_record_refuses_an_occurrence_of_another_commitment():
    with pytest.raises(ValidationError) as refused:
        status.record(
            make_commitment(),
            status=Status.REPORTED,
            as_of=DAY,
            by=None,
            occurrence=make_occurrence(),
        )

    assert list(refused.value.message_dict) == ["occurrence"]


def test_nothing_is_known_of_a_plan_before_the_day_after_its_adoption():
    commitment = make_commitment()
    adopted = commitment.item.plan.valid_from

    for day in (adopted - timedelta(days=1), adopted):
        with pytest.raises(ValidationError) as refused:
            status.record(commitment, status=Status.REPORTED, as_of=day, by=None)
        assert refused.value.message_dict == {"as_of": ["The day lies before the plan."]}
    status.record(commitment, status=Status.REPORTED, as_of=adopted + timedelta(days=1), by=None)

    assert [one.as_of for one in StatusUpdate.objects.all()] == [adopted + timedelta(days=1)]


@pytest.mark.parametrize("value", [Status.REPORTED, Status.CONFIRMED, Status.CHANGED])
def test_report_of_an_occurrence_is_not_older_than_it(value):
    key_date = make_key_date(date="2024-05-10/2024-05-12")
    commitment = make_commitment(key_dates=[key_date])
    occurrence = make_occurrence(key_date, start=DAY, end=DAY + timedelta(days=2))
    report = {
        "status": value,
        "by": None,
        "occurrence": occurrence,
        "evidence_url": "https://example.org/report",
        "independent": True,
    }

    with pytest.raises(ValidationError) as refused:
        status.record(commitment, as_of=DAY - timedelta(days=1), **report)
    status.record(commitment, as_of=DAY, **report)

    assert refused.value.message_dict == {"as_of": ["The day lies before the occurrence."]}
    assert [one.as_of for one in StatusUpdate.objects.all()] == [DAY]


@pytest.mark.parametrize("value", [Status.AWAITING, Status.POSTPONED, Status.CANCELLED])
def test_occurrence_can_be_called_off_before_its_day(value):
    key_date = make_key_date(date="2024-05-12")
    commitment = make_commitment(key_dates=[key_date])
    occurrence = make_occurrence(key_date, start=DAY + timedelta(days=2))

    update = status.record(commitment, status=value, as_of=DAY, by=None, occurrence=occurrence)

    assert (update.status, update.occurrence) == (value, occurrence)


def test_source_in_print_confirms_without_a_link():
    update = status.record(
        make_commitment(),
        status=Status.CONFIRMED,
        as_of=DAY,
        by=None,
        evidence_title=" Harbour Gazette, 9 May, page 3 ",
        independent=True,
    )

    evidence = update.evidence.select_related("source").get()
    source = evidence.source
    assert (source.title_en, source.url, source.kind, evidence.independent) == (
        "Harbour Gazette, 9 May, page 3",
        "",
        Source.Kind.PRESS_REPORT,
        True,
    )
    assert source.slug.startswith("title-")


def test_description_that_is_not_independent_confirms_nothing():
    with pytest.raises(ValidationError) as refused:
        status.record(
            make_commitment(),
            status=Status.CONFIRMED,
            as_of=DAY,
            by=None,
            evidence_title="Own newsletter",
        )

    assert list(refused.value.message_dict) == ["evidence_url"]


def test_same_title_in_the_same_language_is_the_same_source():
    for language, title in [("en", "Gazette"), ("en", "Gazette"), ("tr", "Gazette"), ("en", "G")]:
        status.record(
            make_commitment(),
            status=Status.REPORTED,
            as_of=DAY,
            by=None,
            evidence_title=title,
            evidence_language=language,
        )

    sources = Source.objects.order_by("pk")
    assert [(one.title_en, one.title_tr) for one in sources] == [
        ("Gazette", None),
        (None, "Gazette"),
        ("G", None),
    ]
    assert Evidence.objects.count() == 4


def test_retracting_needs_a_reason_and_happens_once():
    update = make_update()
    with pytest.raises(ValidationError):
        status.retract(update, reason=" ")

    status.retract(update, reason="Wrong commitment")

    assert not StatusUpdate.objects.standing().exists()
    with pytest.raises(ValidationError):
        status.retract(update, reason="Again")
