import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from tracker.services import mail_folder


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def send(subject="Hello"):
    mail = EmailMultiAlternatives(
        subject, "As text", "us@example.org", ["reader@example.org"], headers={"Date": "nonsense"}
    )
    mail.attach_alternative("<p>As HTML</p>", "text/html")
    mail.attach("key-dates.ics", "BEGIN:VCALENDAR", "text/calendar")
    return get_connection("tracker.services.mail_folder.MailFolder").send_messages([mail])


def test_mail_can_be_read_as_it_was_written():
    assert send("Привет, 28–29 November") == 1

    (stored,) = mail_folder.listing()
    assert (stored.subject.strip(), stored.to, stored.text.strip(), stored.html.strip()) == (
        "Привет, 28–29 November",
        "reader@example.org",
        "As text",
        "<p>As HTML</p>",
    )
    assert [(one.name, one.content_type, one.content.strip()) for one in stored.attachments] == [
        ("key-dates.ics", "text/calendar", b"BEGIN:VCALENDAR")
    ]
    assert ("From", "us@example.org") in stored.headers
    assert stored.date is None


def test_listing_has_the_newest_first():
    for subject in ("First", "Second", "Third"):
        send(subject)

    assert [one.subject for one in mail_folder.listing(limit=2)] == ["Third", "Second"]


def test_folder_holds_nothing_but_whole_mails(folder):
    send()

    assert [path.suffix for path in folder.iterdir()] == [".eml"]


@pytest.mark.parametrize("name", ["", "..", "../secret", "%2e%2e/x", "a" * 20, "1" * 18 + "-abcd"])
def test_name_of_no_mail_is_nothing(folder, name):
    folder.mkdir()
    (folder.parent / "secret.eml").write_text("Subject: secret\n\n")

    assert mail_folder.read(name) is None


def test_folder_that_cannot_be_written_raises(folder):
    folder.write_text("a file in the way")

    with pytest.raises(OSError, match="exists"):
        send()
