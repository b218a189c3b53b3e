"""Dates, rules and occurrences as an editor changes them."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from tests.admin.forms import save
from tests.admin.test_base import change
from tests.builders import make_commitment, make_key_date, make_occurrence, make_update
from tests.subscribers import make_message
from tracker.models import KeyDate, Meeting, Occurrence, Plan, Reminder
from tracker.services import occurrences

ADD = "admin:tracker_keydate_add"


def add_key_date(editor, **answers):
    fields = {"slug": "new-day", "name_en": "New day", "basis": "text", "duration_days": 1}
    return save(editor, reverse(ADD), **(fields | answers))


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-07", "month", date(2024, 7, 1), date(2024, 7, 31)),
        ("2024-05-04/2024-05-05", "range", date(2024, 5, 4), date(2024, 5, 5)),
    ],
)
def test_date_gives_precision_and_occurrence_by_itself(editor, text, precision, start, end):
    add_key_date(editor, date=f" {text} ")

    key_date = KeyDate.objects.get(slug="new-day")
    occurrence = key_date.occurrences.get()
    assert (key_date.date, key_date.precision) == (text, precision)
    assert (occurrence.start, occurrence.end) == (start, end)


def test_position_is_given_beside_the_date_as_a_whole(editor):
    refused = add_key_date(editor, latitude="38.4189")
    add_key_date(editor, latitude="38.4189", longitude="27.1287")

    form = refused.context["adminform"].form
    assert form.non_field_errors() == ["Give latitude and longitude, or neither."]
    assert KeyDate.objects.get(slug="new-day").own_position == (38.4189, 27.1287)


def test_occurrence_elsewhere_has_a_position_of_its_own(editor):
    occurrence = make_occurrence()
    before = occurrence.changed_at

    save(editor, change(occurrence), place_en="Harbour", latitude="-41", longitude="174.5")

    occurrence.refresh_from_db()
    assert (occurrence.changed_at > before, occurrence.revision) == (True, 0)
    assert occurrence.position == (-41, 174.5)
    assert occurrence.history.latest().latitude == -41


def test_date_that_is_not_known_has_no_occurrence(editor):
    add_key_date(editor)

    key_date = KeyDate.objects.get(slug="new-day")
    assert (key_date.precision, key_date.occurrences.count()) == ("unknown", 0)


def test_rule_fills_the_calendar_up_to_the_horizon(editor):
    add_key_date(
        editor,
        rule="freq=yearly;bymonthday=9;bymonth=5",
        rule_start="2024-01-01",
    )

    key_date = KeyDate.objects.get(slug="new-day")
    until = occurrences.horizon(timezone.localdate())
    days = [date(year, 5, 9) for year in range(2024, until.year + 1)]
    assert (key_date.rule, key_date.precision) == ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9", "rule")
    assert [one.start for one in key_date.occurrences.all()] == [
        day for day in days if day <= until
    ]


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"date": "9 May"}, {"date": "2024, 2024-07, 2024-05-04 or"}),
        ({"date": "2024-02-30"}, {"date": "does not have this day"}),
        ({"date": "2024-05-05/2024-05-04"}, {"date": "ends before it starts"}),
        ({"date": "2024/2024-05"}, {"date": "both months"}),
        ({"rule": "FREQ=DAILY", "rule_start": "2024-01-01"}, {"rule": "a day each year"}),
        ({"rule": "every May", "rule_start": "2024-01-01"}, {"rule": "is not a rule"}),
        ({"rule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9"}, {"rule_start": "from which it counts"}),
        (
            {
                "date": "2024",
                "rule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9",
                "rule_start": "2024-01-01",
            },
            {"date": "not both"},
        ),
        (
            {
                "rule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9",
                "rule_start": "2024-01-01",
                "rule_until": "2023-01-01",
            },
            {"rule_until": "ends before it begins"},
        ),
    ],
)
def test_date_or_rule_that_cannot_stand_is_refused_at_its_field(editor, answers, errors):
    answer = add_key_date(editor, **answers)

    shown = answer.context["adminform"].form.errors
    assert list(shown) == list(errors)
    assert all(text in shown[field][0] for field, text in errors.items())
    assert not KeyDate.objects.exists()


def test_changed_date_moves_the_calendar(editor):
    key_date = make_key_date(date="2030-05-09")
    occurrences.refresh(key_date, today=timezone.localdate())

    save(editor, change(key_date), date="2030-05-10")

    assert [one.start for one in key_date.occurrences.all()] == [date(2030, 5, 10)]


def test_old_version_of_a_date_brings_back_its_calendar(editor):
    key_date = make_key_date(date="2030-05-09")
    save(editor, change(key_date), date="2030-05-10")
    first = key_date.history.earliest().history_id
    page = reverse("admin:tracker_keydate_simple_history", args=[key_date.pk, first])
    form = editor.get(page).context["adminform"].form

    editor.post(page, {name: value for name in form.fields if (value := form[name].value())})

    key_date.refresh_from_db()
    assert key_date.date == "2030-05-09"
    assert [one.start for one in key_date.occurrences.all()] == [date(2030, 5, 9)]


def test_administrator_deletes_a_mistaken_date_with_its_calendar(administrator):
    occurrence = make_occurrence()
    page = reverse("admin:tracker_keydate_delete", args=[occurrence.key_date.pk])

    administrator.post(page, {"post": "yes"})

    assert not KeyDate.objects.exists()


def test_changed_translation_leaves_the_calendar_alone(editor):
    key_date = make_key_date(date="2030-05-09")

    save(editor, change(key_date), name_tr="Okuma günü")

    assert key_date.occurrences.count() == 0


def test_occurrence_moved_in_the_form_raises_its_revision(editor):
    occurrence = make_occurrence(start=date(2030, 5, 9))

    save(editor, change(occurrence), start="2030-05-11", end="2030-05-12", note_en="Moved.")

    occurrence.refresh_from_db()
    assert (occurrence.start, occurrence.end, occurrence.state, occurrence.revision) == (
        date(2030, 5, 11),
        date(2030, 5, 12),
        Occurrence.State.MOVED,
        1,
    )
    assert (occurrence.nominal, occurrence.note_en) == (date(2030, 5, 9), "Moved.")


def test_note_on_an_occurrence_leaves_its_revision(editor):
    occurrence = make_occurrence()

    save(editor, change(occurrence), note_en="In the main hall.")

    occurrence.refresh_from_db()
    assert (occurrence.note_en, occurrence.revision) == ("In the main hall.", 0)


def test_occurrence_that_ends_before_it_starts_is_refused(editor):
    occurrence = make_occurrence(start=date(2030, 5, 9))

    answer = save(editor, change(occurrence), end="2030-05-08")

    assert answer.context["errors"] == [["The last day is before the first."]]


def test_occurrence_is_cancelled_with_a_reason_and_brought_back(editor):
    occurrence = make_occurrence(start=date(2030, 5, 9))
    cancel = reverse("admin:tracker_occurrence_cancel", args=[occurrence.pk])
    reinstate = reverse("admin:tracker_occurrence_reinstate", args=[occurrence.pk])

    editor.get(cancel)
    untouched = Occurrence.objects.get().state
    editor.post(cancel, {"note": "The hall is closed."})
    cancelled = Occurrence.objects.get()
    editor.post(reinstate, {"note": ""})
    again = Occurrence.objects.get()

    assert untouched == Occurrence.State.SCHEDULED
    assert (cancelled.state, cancelled.note_en, cancelled.revision) == (
        Occurrence.State.CANCELLED,
        "The hall is closed.",
        1,
    )
    assert (again.state, again.note_en, again.revision) == (
        Occurrence.State.SCHEDULED,
        "The hall is closed.",
        2,
    )


def test_occurrences_are_cancelled_from_the_list(editor):
    chosen = [make_occurrence(start=date(2030, 5, day)) for day in (1, 2)]
    left = make_occurrence(start=date(2030, 5, 3))

    editor.post(
        reverse("admin:tracker_occurrence_changelist"),
        {"action": "cancel_all", "_selected_action": [one.pk for one in chosen]},
    )

    cancelled = Occurrence.objects.filter(state=Occurrence.State.CANCELLED, revision=1)
    assert set(cancelled) == set(chosen)
    assert left not in cancelled


def test_days_of_a_cancelled_occurrence_do_not_change(editor):
    occurrence = make_occurrence(start=date(2030, 5, 9), state="cancelled")

    answer = save(editor, change(occurrence), end="2030-05-10")

    assert answer.context["errors"] == [["It is cancelled: take the cancellation back first."]]


def test_dates_of_a_meeting_fill_its_first_and_last_day(editor, content):
    save(editor, change(content.meeting), state="planned", dates="2026-11-20/2026-11-22")

    meeting = Meeting.objects.get(pk=content.meeting.pk)
    assert (meeting.start, meeting.end) == (date(2026, 11, 20), date(2026, 11, 22))


def test_meeting_that_was_held_needs_its_dates(editor, content):
    answer = save(editor, change(content.meeting), dates="")

    assert answer.context["errors"] == [["A meeting that was held needs its dates."]]


def test_meeting_that_lies_ahead_was_not_held_yet(editor, content):
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)

    refused = save(editor, change(content.meeting), dates=tomorrow.isoformat())
    save(editor, change(content.meeting), dates=f"{today}/{tomorrow}")

    assert refused.context["adminform"].form.errors == {
        "dates": ["A meeting that lies ahead was not held yet."]
    }
    meeting = Meeting.objects.get(pk=content.meeting.pk)
    assert (meeting.state, meeting.start, meeting.end) == ("held", today, tomorrow)


def test_plan_adopted_on_no_date_is_refused(editor, content):
    answer = save(editor, change(content.plan), adopted="last autumn")

    assert list(answer.context["adminform"].form.errors) == ["adopted"]


def test_plan_closes_when_the_meeting_it_ends_with_is_recorded(editor, content):
    today = timezone.localdate()
    meeting = Meeting.objects.create(
        slug="next", series=content.meetingseries, edition=900, name_en="Next congress"
    )
    content.plan.ends_with = meeting
    content.plan.save()
    day = today - timedelta(days=3)

    save(editor, change(meeting), state="held", dates=day.isoformat())

    assert Plan.objects.get(pk=content.plan.pk).end == day


def test_languages_of_a_source_are_chosen_by_name(editor, content):
    save(editor, change(content.source), languages=["vi", "de"], published="2023-10")

    content.source.refresh_from_db()
    assert (content.source.languages, content.source.published) == (["vi", "de"], "2023-10")


def test_key_date_is_merged_into_another_one(editor):
    goes, stays = make_key_date(slug="goes"), make_key_date(slug="stays")
    merge = reverse("admin:tracker_keydate_merge", args=[goes.pk])

    offered = editor.get(merge)
    answer = editor.post(merge, {"into": stays.pk})

    assert list(offered.context["form"].fields["into"].queryset) == [stays]
    assert answer["Location"] == reverse("admin:tracker_keydate_change", args=[stays.pk])
    assert list(KeyDate.objects.all()) == [stays]


def test_key_date_with_reports_is_not_merged_away(editor):
    goes, stays = make_key_date(slug="goes"), make_key_date(slug="stays")
    occurrence = make_occurrence(goes, start=date(2026, 5, 9))
    make_update(make_commitment(key_dates=[goes]), occurrence=occurrence)

    answer = editor.post(reverse("admin:tracker_keydate_merge", args=[goes.pk]), {"into": stays.pk})

    assert answer.context["form"].errors == {
        "into": ["Status updates are recorded on this one: merge the other into it."]
    }
    assert KeyDate.objects.count() == 2
    assert not LogEntry.objects.exists()


def test_key_date_that_readers_were_told_of_is_not_deleted(administrator):
    occurrence = make_occurrence(start=date(2026, 11, 29))
    message = make_message()
    Reminder.objects.create(
        subscriber=message.subscriber,
        message=message,
        occurrence=occurrence,
        occurrence_revision=0,
        days_before=7,
    )
    path = reverse("admin:tracker_keydate_delete", args=[occurrence.key_date.pk])

    answers = [administrator.post(path, {"post": "yes"}).status_code]
    Reminder.objects.all().delete()
    answers.append(administrator.post(path, {"post": "yes"}).status_code)

    assert answers == [403, 302]


def test_translator_merges_nothing(translator):
    goes, stays = make_key_date(slug="goes"), make_key_date(slug="stays")

    answer = translator.post(
        reverse("admin:tracker_keydate_merge", args=[goes.pk]), {"into": stays.pk}
    )

    assert answer.status_code == 403
    assert KeyDate.objects.count() == 2
