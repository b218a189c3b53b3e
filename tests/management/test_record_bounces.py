import io
import mailbox
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from tests.domain.test_delivery_reports import report
from tests.subscribers import at, make_message, make_subscriber
from tracker.models import Bounce
from tracker.services import suppression

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    reader = make_subscriber()
    make_message(
        reader, message_id="<abc@site.example>", state="sent", sent_at=at("2026-11-22 09:00")
    )
    return reader


def run(*paths) -> str:
    out = io.StringIO()
    call_command("record_bounces", *[str(one) for one in paths], stdout=out)
    return out.getvalue()


def test_report_on_standard_input(reader, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report())))

    assert run() == "Read: 1 mail.\nRecorded: 1 bounce.\n"
    assert suppression.is_suppressed(reader.email)


def test_mailboxes_are_read_whole_and_reading_again_adds_nothing(reader, tmp_path):
    folder = mailbox.Maildir(tmp_path / "Maildir")
    folder.add(report())
    folder.add(b"Subject: Holiday\n\nI am away.")
    mbox = mailbox.mbox(tmp_path / "bounces.mbox")
    mbox.add(report(status="5.2.2"))
    mbox.close()
    single = tmp_path / "one.eml"
    single.write_bytes(report(action="delayed"))

    first = run(tmp_path / "Maildir", tmp_path / "bounces.mbox", single)
    again = run(tmp_path / "Maildir")

    assert first == "Read: 4 mails.\nRecorded: 2 bounces.\n"
    assert again == "Read: 2 mails.\nRecorded: 0 bounces.\n"
    assert set(Bounce.objects.values_list("kind", flat=True)) == {"hard", "soft"}


def test_mailbox_that_is_not_there_is_tried_again_by_the_mail_server(tmp_path):
    with pytest.raises(CommandError, match="cannot be read") as caught:
        run(tmp_path / "none")

    assert caught.value.returncode == 75
