from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_update,
    make_user,
)
from tests.subscribers import at, make_subscriber, make_subscription
from tracker.models import EditorSettings, Kind, Message
from tracker.services import editor_mail, editor_tasks

pytestmark = pytest.mark.django_db

MONDAY = at("2026-11-23 09:00")


@pytest.fixture
def administrator():
    return make_user("ada", groups=["administrator"], email="ada@example.org")


@pytest.fixture
def editor():
    return make_user("ed", groups=["editor"], email="ed@example.org")


def overdue(responsible=None, *, plan_responsible=None, **fields):
    """A commitment whose two dates have passed without a report."""
    plan = make_plan(responsible=plan_responsible)
    key_date = make_key_date(date="2026-11-01")
    commitment = make_commitment(
        item=make_item(plan=plan), key_dates=[key_date], responsible=responsible, **fields
    )
    make_occurrence(key_date, start=date(2026, 10, 1))
    make_occurrence(key_date, start=date(2026, 11, 1))
    return commitment


def waiting():
    return editor_tasks.waiting(now=MONDAY)


def test_dates_without_report_wait_for_who_follows_the_commitment_up(administrator, editor):
    commitment = overdue(editor)

    found = waiting()

    assert list(found) == [editor]
    (one,) = found[editor].unreported
    assert (one.commitment, one.dates, one.latest.start) == (commitment, 2, date(2026, 11, 1))


def test_plan_then_administrators_stand_in(administrator, editor):
    gone = make_user("gone", groups=["editor"], is_active=False)
    superuser = make_user("root", is_superuser=True, is_staff=True)
    of_plan = overdue(plan_responsible=editor)
    of_nobody = overdue()
    of_gone = overdue(gone)

    found = waiting()

    assert [one.commitment for one in found[editor].unreported] == [of_plan]
    for one in (administrator, superuser):
        assert {row.commitment for row in found[one].unreported} == {of_nobody, of_gone}
    assert gone not in found


def test_position_is_nothing_to_report_on(administrator):
    overdue(kind=Kind.POSITION)

    assert waiting() == {}


def test_continuous_commitment_that_has_gone_quiet_waits(administrator):
    quiet = make_commitment(kind=Kind.CONTINUOUS)
    make_update(quiet, as_of=date(2026, 1, 10))
    fresh = make_commitment(kind=Kind.CONTINUOUS)
    make_update(fresh, as_of=date(2026, 11, 10))

    (tasks,) = waiting().values()

    assert tasks.quiet == [quiet]


def test_text_that_will_be_mailed_in_a_language_that_lacks_it_waits(administrator, editor):
    key_date = make_key_date(name_en="Reading day", date="2026-12-05")
    commitment = make_commitment(
        key_dates=[key_date], responsible=editor, title_en="Read", title_tr="Oku"
    )
    make_occurrence(key_date, start=date(2026, 12, 5))
    make_key_date(name_en="Not mailed", date="2027-12-05")
    for language in ("tr", "tr", "en"):
        make_subscription(make_subscriber(language=language), commitment=commitment)

    found = waiting()

    assert list(found) == [editor]
    (one,) = found[editor].untranslated
    assert (one.gap.subject, one.gap.language, one.gap.state, one.first, one.readers) == (
        key_date,
        "tr",
        "missing",
        date(2026, 11, 28),
        2,
    )


def test_mail_is_queued_once_on_monday_morning(editor):
    overdue(editor)

    assert [
        editor_tasks.plan(now=at("2026-11-23 08:59")),
        editor_tasks.plan(now=MONDAY),
        editor_tasks.plan(now=MONDAY),
    ] == [0, 1, 0]
    cache.clear()
    assert editor_tasks.plan(now=at("2026-11-23 12:00")) == 0

    assert Message.objects.values_list(
        "editor", "purpose", "slot", "send_at", "expires_at"
    ).get() == (editor.pk, "tasks", date(2026, 11, 23), MONDAY, at("2026-11-28 09:00"))


def test_monday_that_was_slept_through_is_made_up_for_but_not_for_ever(editor):
    overdue(editor)

    assert editor_tasks.plan(now=at("2026-11-26 09:00")) == 0
    assert editor_tasks.plan(now=at("2026-11-25 10:00")) == 1
    assert Message.objects.get().send_at == at("2026-11-25 10:00")


def test_nothing_is_mailed_where_nothing_waits(editor, administrator):
    assert editor_tasks.plan(now=MONDAY) == 0


def test_who_turned_it_off_or_has_no_address_gets_none(editor, administrator):
    EditorSettings.objects.create(user=editor, weekly_mail=False)
    overdue(editor)
    overdue(make_user("paper", groups=["editor"]))

    assert editor_tasks.plan(now=MONDAY) == 0


def mail_to(editor):
    message = Message.objects.create(
        editor=editor,
        purpose="tasks",
        slot=MONDAY.date(),
        send_at=MONDAY,
        expires_at=MONDAY,
        message_id="<tasks@testserver>",
    )
    return editor_mail.tasks_mail(message, now=MONDAY)


def test_mail_leads_to_the_page_that_answers_each(editor):
    commitment = overdue(editor, title_en="Read <aloud>")
    occurrence = commitment.key_dates.get().occurrences.latest("start")

    mail = mail_to(editor)

    record = (
        f"http://testserver/admin/tracker/commitment/{commitment.pk}/record/"
        f"?occurrence={occurrence.pk}"
    )
    html = mail.alternatives[0][0]
    assert mail.subject == "1 thing waits for you"
    assert mail.to == ["ed@example.org"]
    for text in (mail.body, html):
        assert "2 dates passed without a report, the latest: 1 November 2026." in text
        assert record in text.replace("&amp;", "&")
        assert "http://testserver/admin/tracker/editorsettings/mine/" in text
    assert "Read <aloud>" in mail.body
    assert "Read &lt;aloud&gt;" in html


def test_mail_is_in_the_language_of_the_editor(editor):
    EditorSettings.objects.create(user=editor, language="ar")
    overdue(editor)

    html = mail_to(editor).alternatives[0][0]

    assert 'dir="rtl"' in html
    assert 'lang="ar"' in html


def test_mail_that_waited_until_all_was_done_says_so(editor):
    mail = mail_to(editor)

    assert mail.subject == "Nothing waits for you this week"
    assert "Everything that waited has been done." in mail.body


def test_long_list_is_counted(editor):
    for _number in range(editor_mail.MOST + 3):
        overdue(editor)

    mail = mail_to(editor)

    assert mail.body.count("dates passed without a report") == editor_mail.MOST
    assert "And 3 more" in mail.body


def test_what_waits_is_found_in_a_fixed_number_of_queries(administrator, editor):
    numbers = []
    for _round in range(2):
        for one in (editor, None):
            overdue(one)
            make_update(
                make_commitment(kind=Kind.CONTINUOUS, responsible=one), as_of=date(2026, 1, 10)
            )
            key_date = make_key_date(date="2026-12-05")
            make_commitment(key_dates=[key_date], responsible=one)
            make_occurrence(key_date, start=date(2026, 12, 5))
            make_subscription(make_subscriber(language="tr"))
        with CaptureQueriesContext(connection) as asked:
            waiting()
        numbers.append(len(asked))

    assert numbers[0] == numbers[1]
