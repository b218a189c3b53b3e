"""The one screen on which a status is recorded."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_update,
)
from tracker.models import Evidence, Kind, SiteRevision, Status, StatusUpdate


def screen(commitment) -> str:
    return reverse("admin:tracker_commitment_record", args=[commitment.pk])


def answers(**fields) -> dict:
    return {"status": "reported", "as_of": "2024-05-10", "occurrence": ""} | fields


def offered(page) -> set[str]:
    return {value for value, _label in page.context["form"].fields["status"].choices if value}


def test_status_recorded_by_an_editor_is_public_at_once(editor, client, content):
    commitment = make_commitment(item=content.item, title="Lend books for free")
    public = f"/en/plans/libraries/items/{content.item.position}/"
    client.get(public)
    before = SiteRevision.current().number

    answer = editor.post(
        screen(commitment),
        answers(note_en="Twelve branches took part.", evidence_url="https://example.org/report"),
    )

    update = StatusUpdate.objects.get(commitment=commitment)
    evidence = update.evidence.get()
    assert (answer.status_code, answer.url) == (302, "/admin/tracker/commitment/")
    assert (update.status, update.as_of, update.note_en, update.created_by) == (
        Status.REPORTED,
        date(2024, 5, 10),
        "Twelve branches took part.",
        editor.user,
    )
    assert (evidence.source.url, evidence.independent, evidence.review) == (
        "https://example.org/report",
        False,
        Evidence.Review.CHECKED,
    )
    assert SiteRevision.current().number > before
    assert "Twelve branches took part." in client.get(public).content.decode()


def test_editor_who_records_a_merge_is_led_to_where_the_other_commitment_is_named(editor, content):
    def told() -> str:
        answer = editor.post(screen(content.commitment), answers(status="merged"), follow=True)
        return str(list(answer.context["messages"])[-1])

    page = reverse("admin:tracker_commitment_change", args=[content.commitment.pk])
    assert f'href="{page}">continued by</a>' in told()

    content.commitment.continued_by = make_commitment()
    content.commitment.save()
    StatusUpdate.objects.all().delete()
    assert "continued by" not in told()


def test_editor_is_told_where_the_public_sees_it_and_is_back_on_the_filtered_list(editor, content):
    listed = "/admin/tracker/commitment/?kind__exact=dated"

    shown = editor.get(
        screen(content.commitment), headers={"referer": f"http://testserver{listed}"}
    )
    answer = editor.post(
        screen(content.commitment), answers(back=shown.context["back"]), follow=True
    )

    assert answer.redirect_chain == [(listed, 302)]
    [message] = [str(message) for message in answer.context["messages"]]
    assert 'href="/en/plans/libraries/items/1/#1a"' in message


@pytest.mark.parametrize(
    "back", ["https://example.org/", "//example.org/x", "/en/", "javascript:1"]
)
def test_way_back_leads_nowhere_outside_the_admin(editor, content, back):
    answer = editor.post(screen(content.commitment), answers(back=back))

    assert answer.url == "/admin/tracker/commitment/"


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        (
            Kind.CONTINUOUS,
            {"awaiting", "reported", "confirmed", "carried_over", "superseded", "merged"},
        ),
        (Kind.POSITION, {"carried_over", "superseded", "merged"}),
        (
            Kind.RECURRING,
            {
                "awaiting",
                "reported",
                "confirmed",
                "changed",
                "postponed",
                "cancelled",
                "carried_over",
                "superseded",
                "merged",
            },
        ),
    ],
)
def test_only_statuses_that_the_kind_allows_are_offered(editor, kind, statuses):
    commitment = make_commitment(kind=kind)

    assert offered(editor.get(screen(commitment))) == statuses


def test_status_that_the_kind_does_not_allow_is_refused(editor):
    commitment = make_commitment(kind=Kind.CONTINUOUS)

    answer = editor.post(screen(commitment), answers(status="cancelled", note_en="Kept text"))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["status"])
    assert "Kept text" in answer.content.decode()
    assert not StatusUpdate.objects.exists()


def test_confirmation_without_an_independent_source_is_refused_at_the_field(editor, content):
    answer = editor.post(
        screen(content.commitment),
        answers(status="confirmed", evidence_url="https://example.org/own"),
    )

    assert answer.context["form"].errors == {
        "evidence_url": ["A confirmation needs a source independent of the parties."]
    }


def test_day_in_the_future_is_refused_at_the_field(editor, content):
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = editor.post(screen(content.commitment), answers(as_of=tomorrow.isoformat()))

    assert answer.context["form"].errors == {"as_of": ["The day lies in the future."]}


@pytest.mark.parametrize("url", ["ftp://example.org/x", "javascript:alert(1)", "not a link"])
def test_evidence_that_is_no_web_address_is_refused(editor, content, url):
    answer = editor.post(screen(content.commitment), answers(evidence_url=url))

    assert answer.context["form"].errors == {"evidence_url": ["Enter a valid URL."]}
    assert answer.content.decode().count("Enter a valid URL.") == 1


@pytest.mark.parametrize(
    ("occurrence", "as_of", "error"),
    [
        (False, "2023-10-22", "The day lies before the plan."),
        (True, "2024-05-08", "The day lies before the occurrence."),
    ],
)
def test_day_before_what_it_reports_on_is_refused_at_the_field(
    editor, content, occurrence, as_of, error
):
    chosen = content.occurrence.pk if occurrence else ""

    answer = editor.post(screen(content.commitment), answers(as_of=as_of, occurrence=chosen))

    assert answer.context["form"].errors == {"as_of": [error]}


def test_confirmation_by_a_source_in_print_needs_no_link(editor, content):
    commitment = make_commitment(item=content.item)
    sent = answers(status="confirmed", evidence_title="Harbour Gazette, page 3", independent="on")

    editor.post(screen(commitment), sent, headers={"accept-language": "tr"})

    evidence = commitment.updates.get().evidence.get()
    assert (evidence.source.title_tr, evidence.source.url, evidence.independent) == (
        "Harbour Gazette, page 3",
        "",
        True,
    )


@pytest.mark.parametrize(
    "evidence",
    [{}, {"evidence_url": "https://example.org/once"}, {"evidence_title": "Gazette, page 3"}],
)
def test_form_sent_twice_makes_one_statement(editor, content, evidence):
    commitment = make_commitment(item=content.item)
    sent = answers(note_en="Once.") | evidence

    editor.post(screen(commitment), sent)
    again = editor.post(screen(commitment), sent)

    assert again.context["form"].non_field_errors() == ["Exactly this is recorded already."]
    assert commitment.updates.count() == 1


def test_second_source_in_print_is_a_second_statement(editor, content):
    commitment = make_commitment(item=content.item)

    for title in ("", "Gazette, page 3", "Gazette, page 4"):
        editor.post(screen(commitment), answers(evidence_title=title))

    titles = commitment.updates.order_by("pk").values_list("evidence__source__title_en", flat=True)
    assert list(titles) == [None, "Gazette, page 3", "Gazette, page 4"]


def test_occurrences_are_offered_past_first_and_only_those_that_count(editor):
    key_date = make_key_date(name="Reading day", rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")
    item = make_item(plan=make_plan(valid_from=date(2023, 10, 22)))
    commitment = make_commitment(item=item, key_dates=[key_date], kind=Kind.RECURRING)
    this_year = timezone.localdate().year
    before_plan = make_occurrence(key_date, start=date(2023, 5, 9))
    past = [make_occurrence(key_date, start=date(year, 5, 9)) for year in (2024, 2025)]
    ahead = make_occurrence(key_date, start=date(this_year + 1, 5, 9))
    make_occurrence(title="Another day", start=date(2024, 6, 1))

    whole, *groups = editor.get(screen(commitment)).context["form"].fields["occurrence"].choices

    assert whole == ("", "The commitment as a whole")
    assert [(str(title), [pk for pk, _text in rows]) for title, rows in groups] == [
        ("Past", [past[1].pk, past[0].pk]),
        ("Ahead", [ahead.pk]),
    ]
    assert dict(groups[0][1])[past[0].pk] == "9 May 2024: Reading day"
    assert before_plan.pk not in {pk for _title, rows in groups for pk, _text in rows}


def test_occurrence_of_another_commitment_is_refused(editor, content):
    other = make_occurrence(start=date(2024, 6, 1))

    answer = editor.post(screen(content.commitment), answers(occurrence=other.pk))

    assert list(answer.context["form"].errors) == ["occurrence"]


def test_note_in_the_language_of_the_editor_comes_first(editor, content):
    page = editor.get(screen(content.commitment), headers={"accept-language": "tr"})

    form = page.context["form"]
    assert form.own_note.name == "note_tr"
    assert [note.name for note in form.other_notes] == ["note_en", "note_es", "note_ru", "note_ar"]


def test_translator_records_no_status(translator, content):
    page = translator.get("/admin/tracker/commitment/")

    assert translator.get(screen(content.commitment)).status_code == 403
    assert translator.post(screen(content.commitment), answers()).status_code == 403
    assert screen(content.commitment) not in page.content.decode()


def test_screen_of_a_commitment_that_is_not_there_answers_404(editor):
    assert editor.get("/admin/tracker/commitment/999/record/").status_code == 404


def test_statement_is_retracted_with_a_reason_and_once_only(editor, content):
    page = reverse("admin:tracker_statusupdate_retract", args=[content.statusupdate.pk])

    without = editor.post(page, {"retraction_reason": "  "})
    editor.post(page, {"retraction_reason": "The report spoke of another day."})
    again = editor.post(page, {"retraction_reason": "Again."})

    content.statusupdate.refresh_from_db()
    assert list(without.context["form"].errors) == ["retraction_reason"]
    assert content.statusupdate.retracted_at is not None
    assert content.statusupdate.retraction_reason == "The report spoke of another day."
    assert again.status_code == 403


def test_what_was_stated_cannot_be_changed_in_the_form(editor, content):
    update = make_update(content.commitment, status=Status.REPORTED, note="First words.")
    page = reverse("admin:tracker_statusupdate_change", args=[update.pk])

    answer = editor.post(
        page,
        {
            "status": "cancelled",
            "as_of": "2020-01-01",
            "note_en": "Clearer words.",
            "evidence-TOTAL_FORMS": 0,
            "evidence-INITIAL_FORMS": 0,
        },
    )

    update.refresh_from_db()
    assert answer.status_code == 302
    assert (update.status, update.as_of, update.note_en) == (
        Status.REPORTED,
        date(2024, 5, 10),
        "Clearer words.",
    )
