from datetime import date, timedelta

import pytest

from tests.builders import make_user
from tests.domain.test_delivery_reports import report
from tests.subscribers import at, make_message, make_subscriber
from tracker.models import Bounce, Message, Suppression
from tracker.services import bounces, suppression

pytestmark = pytest.mark.django_db

NOON = at("2026-11-22 12:00")


def sent(subscriber, *, when=NOON, **fields) -> Message:
    fields = {"slot": when.date(), "state": "sent", "sent_at": when} | fields
    return make_message(subscriber, **fields)


def bounce(message: Message, kind: str = "soft", *, after=timedelta(hours=1), **fields):
    at = message.sent_at + after
    return bounces.record(kind, message_id=message.message_id, at=at, **fields)


@pytest.mark.parametrize(("kind", "reason"), [("hard", "hard_bounce"), ("complaint", "complaint")])
def test_address_that_takes_no_mail_is_written_to_no_more(kind, reason):
    reader, other = make_subscriber(), make_subscriber()
    message = sent(reader)
    waiting = make_message(reader, slot=date(2026, 11, 29))
    for_other = make_message(other)

    made = bounce(message, kind, code="5.1.1", detail="no such user", source="report")

    assert Bounce.objects.values_list(
        "message", "address_hash", "kind", "code", "detail", "source"
    ).get() == (
        message.pk,
        suppression.hash_of(reader.email),
        kind,
        "5.1.1",
        "no such user",
        "report",
    )
    assert made.at == message.sent_at + timedelta(hours=1)
    assert Suppression.objects.get().reason == reason
    assert suppression.is_suppressed(reader.email.upper())
    waiting.refresh_from_db()
    for_other.refresh_from_db()
    assert (waiting.state, waiting.outcome) == (
        "failed",
        f"The address is written to no more: {reason}.",
    )
    assert for_other.state == "queued"


def test_same_event_told_again_changes_nothing():
    reader = make_subscriber()
    message = sent(reader)
    first = bounce(message, event_id="a1")

    assert bounce(message, event_id="a1") is None
    assert list(Bounce.objects.all()) == [first]
    reader.refresh_from_db()
    assert reader.soft_bounces == 1


def test_fifth_mail_in_a_row_that_came_back_for_now_shuts_the_address():
    reader = make_subscriber()
    counted = []
    for day in range(1, 6):
        bounce(sent(reader, when=at(f"2026-11-0{day} 09:00")), after=timedelta(minutes=5))
        reader.refresh_from_db()
        counted.append((reader.soft_bounces, suppression.is_suppressed(reader.email)))

    assert counted == [(1, False), (2, False), (3, False), (4, False), (0, True)]
    assert Suppression.objects.get().reason == "soft_bounces"


def test_one_mail_counts_once_however_often_it_is_told_to_be_late():
    reader = make_subscriber()
    message = sent(reader)
    for number in range(7):
        bounce(message, event_id=f"late-{number}", after=timedelta(hours=number))

    reader.refresh_from_db()
    assert (reader.soft_bounces, Bounce.objects.count()) == (1, 7)
    assert not suppression.is_suppressed(reader.email)


def test_mail_that_arrived_in_between_begins_the_count_anew():
    reader = make_subscriber()
    for day in (1, 2, 3, 4):
        bounce(sent(reader, when=at(f"2026-11-0{day} 09:00")))
    sent(reader, when=at("2026-11-10 09:00"))
    bounce(sent(reader, when=at("2026-11-20 09:00")))

    reader.refresh_from_db()
    assert reader.soft_bounces == 1


def test_mail_that_may_still_come_back_did_not_arrive_yet():
    reader = make_subscriber()
    for day in (1, 2, 3):
        bounce(sent(reader, when=at(f"2026-11-0{day} 09:00")))
    sent(reader, when=at("2026-11-04 09:00"))
    bounce(sent(reader, when=at("2026-11-05 09:00")))

    reader.refresh_from_db()
    assert reader.soft_bounces == 4


def test_address_counts_where_no_mail_is_named():
    reader = make_subscriber(email="Reader@example.org")

    bounces.record("hard", address="reader@EXAMPLE.org", at=NOON)

    assert suppression.is_suppressed(reader.email)


def test_mail_names_its_own_address_whatever_else_is_said():
    reader, victim = make_subscriber(), make_subscriber()

    bounces.record("hard", message_id=sent(reader).message_id, address=victim.email, at=NOON)

    assert suppression.is_suppressed(reader.email)
    assert not suppression.is_suppressed(victim.email)


def sent_to_editor(editor, *, when=NOON) -> Message:
    return Message.objects.create(
        editor=editor,
        purpose="tasks",
        slot=when.date(),
        send_at=when,
        expires_at=when,
        state="sent",
        sent_at=when,
        message_id=f"<{when.date()}@testserver>",
    )


@pytest.fixture
def editor():
    return make_user(groups=["editor"], email="editor@example.org")


def test_mail_to_an_editor_that_comes_back_shuts_that_address(editor):
    bounce(sent_to_editor(editor), "hard")

    assert suppression.is_suppressed("editor@example.org")


def test_fifth_weekly_mail_in_a_row_that_came_back_for_now_shuts_an_editors_address(editor):
    shut = []
    for week in range(10):
        message = sent_to_editor(editor, when=NOON + timedelta(weeks=week))
        bounce(message)
        bounce(message, after=timedelta(hours=2))
        shut.append(suppression.is_suppressed(editor.email))
        suppression.release(editor.email)

    assert [week for week, is_shut in enumerate(shut, 1) if is_shut] == [5, 10]


def test_weekly_mail_that_arrived_in_between_begins_an_editors_count_anew(editor):
    for week in range(8):
        message = sent_to_editor(editor, when=NOON + timedelta(weeks=week))
        if week != 3:
            bounce(message)

    assert not suppression.is_suppressed(editor.email)


def test_nothing_is_recorded_of_what_is_not_ours():
    assert bounces.record("hard", message_id="<unknown@elsewhere>", at=NOON) is None
    assert bounces.record("hard", at=NOON) is None
    assert not Bounce.objects.exists()


def test_text_that_no_database_takes_is_mended():
    reader = make_subscriber()
    bounces.record("soft", address=reader.email, detail="full\0 \ud800 " + "x" * 900, at=NOON)

    (made,) = Bounce.objects.all()
    assert made.detail.startswith("full ? xxx")
    assert len(made.detail) == 500


def test_report_counts_where_it_names_a_mail_of_ours():
    reader = make_subscriber(email="reader@example.org")
    make_message(reader, message_id="<abc@site.example>", state="sent", sent_at=NOON)

    (made,) = bounces.record_report(report(), source="report", now=NOON)

    assert (made.kind, made.code, made.at) == ("hard", "5.1.1", at("2026-11-22 09:30"))
    assert bounces.record_report(report(), source="report", now=NOON) == []


def test_report_that_names_no_mail_of_ours_shuts_nobody_out():
    reader = make_subscriber(email="reader@example.org")

    assert bounces.record_report(report(), source="report", now=NOON) == []
    assert not suppression.is_suppressed(reader.email)


def test_report_from_the_future_is_of_now():
    reader = make_subscriber()
    make_message(reader, message_id="<abc@site.example>", state="sent", sent_at=NOON)
    late = report().replace(b"2026", b"2036")

    (made,) = bounces.record_report(late, source="report", now=NOON)

    assert made.at == NOON
