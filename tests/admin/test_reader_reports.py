"""What editors do with the reports of readers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.builders import make_commitment
from tracker.models import ReaderReport, StatusUpdate
from tracker.services import reader_reports
from tracker.services.reader_reports import item_subject, key_date_subject

LIST = "/admin/tracker/readerreport/"


@pytest.fixture
def report(content) -> ReaderReport:
    return reader_reports.receive(
        item_subject("libraries", content.item.position),
        content.commitment,
        url="https://gazette.example/9",
        note="Held in two towns.",
        email="reader@example.org",
        language="tr",
        now=timezone.now(),
    )


def page(report: ReaderReport, name: str) -> str:
    return reverse(f"admin:tracker_readerreport_{name}", args=[report.pk])


def test_first_page_counts_what_waits(editor, report):
    index = editor.get("/admin/").content.decode()

    assert "1 report from a reader is to be looked at." in index
    assert f"{LIST}?state__exact=new" in index
    assert "Held in two towns." in editor.get(f"{LIST}?state__exact=new").content.decode()


def test_accepting_opens_the_screen_for_a_status_filled_in(editor, content, report):
    shown = editor.get(page(report, "change")).content.decode()
    assert page(report, "accept") in shown
    assert "reader@example.org" in shown

    answer = editor.get(page(report, "accept"))
    screen = editor.get(answer["Location"])
    form = screen.context["form"]
    assert (form["evidence_url"].value(), form["note_tr"].value()) == (
        "https://gazette.example/9",
        "Held in two towns.",
    )
    report.refresh_from_db()
    assert report.state == "new"

    editor.post(
        answer["Location"],
        {
            "status": "reported",
            "as_of": "2024-05-10",
            "occurrence": "",
            "evidence_url": "https://gazette.example/9",
            "note_tr": "İki kentte yapıldı.",
        },
    )
    report.refresh_from_db()
    assert (report.state, report.decided_by, report.email) == ("accepted", editor.user, "")
    update = StatusUpdate.objects.get(note_tr="İki kentte yapıldı.")
    assert update.evidence.get().source.url == "https://gazette.example/9"
    assert editor.get(page(report, "accept")).status_code == 403


def test_report_on_a_whole_asks_for_which_commitment(editor, content):
    other = make_commitment(item=content.item, title="Lend books")
    report = reader_reports.receive(
        key_date_subject("reading-day"), None, url="https://gazette.example/9", note="Held.",
        email="", language="en", now=timezone.now(),
    )  # fmt: skip

    asked = editor.get(page(report, "accept"))
    assert [value for value, _label in asked.context["form"].fields["commitment"].choices] == [
        content.commitment.pk
    ]
    assert editor.post(page(report, "accept"), {"commitment": other.pk}).status_code == 200
    answer = editor.post(page(report, "accept"), {"commitment": content.commitment.pk})
    assert answer["Location"] == (
        f"/admin/tracker/commitment/{content.commitment.pk}/record/?report={report.pk}"
    )


def test_dismissing_erases_the_address_and_records_nothing(editor, report):
    before = StatusUpdate.objects.count()
    assert "Dismiss this report" in editor.get(page(report, "dismiss")).content.decode()

    answer = editor.post(page(report, "dismiss"))

    report.refresh_from_db()
    assert answer["Location"] == f"{LIST}?state__exact=new"
    assert (report.state, report.decided_by, report.email) == ("dismissed", editor.user, "")
    assert StatusUpdate.objects.count() == before
    assert "report from a reader" not in editor.get("/admin/").content.decode()


def test_several_are_dismissed_from_the_list(editor, report):
    answer = editor.post(
        LIST, {"action": "dismiss_all", "_selected_action": [report.pk]}, follow=True
    )

    assert "1 report dismissed." in answer.content.decode()
    report.refresh_from_db()
    assert report.state == "dismissed"


def test_translators_do_not_see_what_readers_send(translator, report):
    assert translator.get(LIST).status_code == 403
    assert translator.get(page(report, "accept")).status_code == 403
    assert "report from a reader" not in translator.get("/admin/").content.decode()


def test_link_of_a_reader_cannot_break_out_of_the_page(editor, report):
    ReaderReport.objects.update(
        url='https://x.example/"><script>', note="<script>alert(1)</script>"
    )

    shown = editor.get(page(report, "change")).content.decode()
    listed = editor.get(LIST).content.decode()

    assert "<script>alert" not in shown + listed
    assert 'x.example/"><script>' not in shown + listed
