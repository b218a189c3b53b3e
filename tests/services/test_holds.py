import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.builders import make_occurrence
from tests.subscribers import at, make_subscription
from tracker.models import MailControl, Message
from tracker.services import delivery, holds, planning

pytestmark = pytest.mark.django_db

MORNING = at("2026-11-22 09:00")


@pytest.fixture(autouse=True)
def note(settings, tmp_path):
    """The file outside of the database."""
    settings.MAIL_SEQUENCE_FILE = tmp_path / "mail-sequence.json"
    return settings.MAIL_SEQUENCE_FILE


def send(number=2):
    make_occurrence(start=date(2026, 11, 29))
    for _ in range(number):
        make_subscription()
    planning.plan(now=MORNING)
    return delivery.drain(now=MORNING)


def test_fresh_installation_is_not_held():
    assert holds.held() == ""
    assert MailControl.current().origin == holds.origin()


def test_what_was_sent_is_counted_inside_and_noted_outside(note):
    send(2)

    assert MailControl.current().sequence == 2
    assert json.loads(note.read_text()) == {"origin": holds.origin(), "sequence": 2}
    assert holds.held() == ""


def test_nothing_goes_out_after_a_restore_until_an_operator_releases_it():
    send(2)
    # The backup was made before: the rows wait again, and fewer were sent.
    MailControl.objects.update(sequence=0)
    Message.objects.update(state="queued", sent_at=None)

    assert delivery.drain(now=MORNING).stopped == holds.FROM_EARLIER
    assert delivery.drain(now=MORNING + timedelta(days=1)).sent == 0
    assert len(mail.outbox) == 2

    call_command("release_mail")
    assert delivery.drain(now=MORNING).sent == 2


def test_database_that_was_copied_to_another_server_is_held():
    send(1)
    MailControl.objects.update(origin="postgresql 7 7")

    assert holds.held() == holds.FROM_ELSEWHERE
    holds.release_all()
    assert (holds.held(), MailControl.current().origin) == ("", holds.origin())


def test_empty_database_beside_an_old_note_is_a_fresh_installation(note):
    note.write_text(json.dumps({"origin": holds.origin(), "sequence": 9}))

    assert holds.held() == ""


def test_database_from_before_anything_was_sent_is_held_if_somebody_subscribed(note):
    make_subscription()
    note.write_text(json.dumps({"origin": holds.origin(), "sequence": 9}))

    assert holds.held() == holds.FROM_EARLIER


@pytest.mark.parametrize("text", ["", "{", "[]", '{"origin": 1}'])
def test_damaged_note_holds_nothing(note, text):
    note.write_text(text)
    make_subscription()

    assert holds.held() == ""


def test_note_is_kept_where_no_file_can_be_written(settings):
    settings.MAIL_SEQUENCE_FILE = settings.BASE_DIR / "manage.py" / "no-folder"

    assert send(1).sent == 1


def test_operator_holds_and_releases_by_command(capsys):
    call_command("hold_mail", why="We look into something.")
    assert send(1).stopped == "We look into something."

    call_command("release_mail")
    assert delivery.drain(now=MORNING).sent == 1
    assert capsys.readouterr().out.splitlines()[0] == "All mail is held: We look into something."


def test_what_the_old_database_sent_can_be_skipped(capsys):
    make_occurrence(start=date(2026, 11, 29))
    make_subscription(days=[7, 6])
    holds.hold_all("restored")

    call_command("release_mail", skip_before="2026-11-22T12:00:00+00:00")
    delivery.drain(now=at("2026-11-23 09:00"))
    planning.plan(now=at("2026-11-23 09:00"))
    delivery.drain(now=at("2026-11-23 09:00"))

    assert [one.body.count("in 6 days") for one in mail.outbox] == [1]
    assert Message.objects.filter(state="cancelled", outcome=holds.SKIPPED).count() == 1


def test_release_refuses_what_is_no_time():
    holds.hold_all("restored")

    with pytest.raises(CommandError):
        call_command("release_mail", skip_before="yesterday")
    assert holds.held() == "restored"


def test_hold_keeps_its_first_reason():
    holds.hold_all("first")
    before = MailControl.current().held_since
    holds.hold_all("second")

    assert MailControl.current().held_since == before <= timezone.now()
    assert holds.held() == "first"
