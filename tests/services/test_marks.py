"""A mark that the database forgot in a crash is written again, by whoever still knows of it."""

import os
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest

from tests.subscribers import at, make_message
from tracker.models import Attempt, Message
from tracker.services import marks
from tracker.services.mark_journal import Journal, Mark, journals, taken_over

pytestmark = pytest.mark.django_db

NOW = at("2026-11-22 09:00")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where journals are kept, whatever the database."""
    monkeypatch.setattr(marks, "_folder", lambda: tmp_path / "marks")
    return tmp_path / "marks"


def claimed():
    """A message as the database has it after the crash, and the mark that it forgot."""
    message = make_message()
    token = uuid.uuid4()
    Message.objects.update(claim=token, claimed_until=NOW + timedelta(minutes=5), claims=1)
    mark = Mark(message.pk, message.message_id, token, NOW, "host/1", 250, "2.0.0 taken")
    return message, mark


def killed_with(mark, folder):
    """The journal of a process that was killed when it had sent `mark`."""
    journal = Journal(folder)
    journal.add(mark)
    os.close(journal._file)


def test_mark_of_a_killed_process_is_written_by_the_next(folder):
    message, mark = claimed()
    killed_with(mark, folder)

    marks.adopt()

    message.refresh_from_db()
    assert (message.state, message.sent_at, message.claim) == ("sent", NOW, None)
    assert Attempt.objects.get().outcome == "accepted"
    assert journals(folder) == []


def test_mark_that_is_known_already_changes_nothing(folder):
    _message, mark = claimed()
    Message.objects.update(state="sent", sent_at=NOW, claim=None, claimed_until=None, claims=0)
    killed_with(mark, folder)

    marks.adopt()

    assert not Attempt.objects.exists()


def test_second_copy_that_another_worker_sends_is_logged(folder):
    message, mark = claimed()
    Message.objects.update(claim=uuid.uuid4())
    killed_with(mark, folder)

    marks.adopt()

    message.refresh_from_db()
    assert message.state == "queued"
    assert Attempt.objects.get().ambiguous


def test_journal_of_another_database_is_no_news(folder):
    message, mark = claimed()
    Message.objects.update(message_id="<of-another@example.org>")
    killed_with(mark, folder)

    marks.adopt()

    message.refresh_from_db()
    assert message.state == "queued"
    assert not Attempt.objects.exists()


def test_journal_of_a_process_that_lives_is_left_to_it(folder):
    _message, mark = claimed()
    journal = Journal(folder)
    journal.add(mark)
    look = (
        "import sys; from pathlib import Path;"
        "from tracker.services.mark_journal import journals, taken_over\n"
        "for path in journals(Path(sys.argv[1])):\n"
        "    with taken_over(path) as found: print(len(found))"
    )
    seen = subprocess.run(
        [sys.executable, "-c", look, str(folder)], capture_output=True, text=True, check=True
    )

    assert seen.stdout == "0\n"
    assert len(journals(folder)) == 1


def test_line_that_was_not_written_to_its_end_is_passed_over(folder):
    _message, mark = claimed()
    killed_with(mark, folder)
    (path,) = journals(folder)
    path.write_text(path.read_text() + "17\t<half")

    with taken_over(path) as found:
        assert found == [mark]


def test_marks_that_are_on_the_disk_leave_no_journal(folder):
    _message, mark = claimed()
    kept = marks.Marks()
    kept.add(mark)
    kept.are_durable()
    kept.close()

    assert list(folder.iterdir()) == []


def test_folder_that_cannot_be_written_keeps_no_mail_back(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(marks, "_folder", lambda: tmp_path / "file" / "marks")
    _message, mark = claimed()
    kept = marks.Marks()

    kept.add(mark)

    assert kept.found == [mark]
