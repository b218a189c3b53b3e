"""Recording a status: what is refused, what is stored, and that the site's revision follows."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.builders import make_commitment, make_occurrence, make_update, make_user
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


def test_retracting_needs_a_reason_and_happens_once():
    update = make_update()
    with pytest.raises(ValidationError):
        status.retract(update, reason=" ")

    status.retract(update, reason="Wrong commitment")

    assert not StatusUpdate.objects.standing().exists()
    with pytest.raises(ValidationError):
        status.retract(update, reason="Again")
