"""A mail written once and filled in is, byte for byte, the mail written for one reader alone."""

from datetime import date
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.core.mail import BadHeaderError, get_connection
from django.core.signing import Signer

from tests.builders import make_commitment, make_key_date, make_occurrence, make_update
from tests.subscribers import at, make_message, make_subscriber
from tracker.services import mail_content, mail_drafts, mail_folder
from tracker.services.mail_drafts import Draft, Personal

NOW = at("2026-11-22 09:00")
LANGUAGES = ("en", "es", "ru", "tr", "ar")


def personal(name="reader", **fields):
    key = uuid4().hex
    values = {
        "to": f"{name}@example.org",
        "message_id": f"<{key}@testserver>",
        "date": NOW,
        "token": Signer(salt="tests").sign(key),
    }
    return Personal(**(values | fields))


def content(language):
    """A reminder and a changed status, with texts of every script."""
    key_date = make_key_date(
        name="Reading Sunday", name_ar="يوم القراءة", name_ru="День чтения", date="2026-11-29"
    )
    commitment = make_commitment(title="Read aloud =?utf-8?q?x?= & <more>", key_dates=[key_date])
    occurrence = make_occurrence(key_date, start=date(2026, 11, 29))
    update = make_update(commitment, as_of=date(2026, 11, 20))
    message = make_message(make_subscriber(language=language))
    return mail_content.content_of(message, [(occurrence.pk, "reminder")], [update.pk], now=NOW)


def parsed(written):
    return message_from_bytes(written, policy=policy.default)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_in_mail_is_what_is_written_for_one_reader_alone(language, monkeypatch):
    wanted, one = content(language), personal()
    filled = mail_content.draft_of(wanted).fill(one)

    monkeypatch.setattr(mail_drafts, "TOKEN", one.token)
    alone = mail_content.draft_of(wanted).fill(one)

    assert filled.as_bytes() == alone.as_bytes()
    assert (filled.body, filled.alternatives) == (alone.body, alone.alternatives)
    assert filled.extra_headers == alone.extra_headers


@pytest.mark.django_db
def test_draft_leaves_nothing_of_one_reader_to_the_next():
    draft, first, second = mail_content.draft_of(content("ar")), personal("a"), personal("b")

    draft.fill(first)
    written = draft.fill(second).as_bytes()

    text = parsed(written).get_body(("plain",)).get_content()
    assert second.token in text
    for leak in (first.token, first.to, first.message_id, mail_drafts.TOKEN):
        assert leak not in text
        assert leak.encode() not in written


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_is_short_lines_of_ascii(language):
    written = mail_content.draft_of(content(language)).fill(personal()).as_bytes()

    lines = written.split(b"\r\n")
    body = written.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert written.isascii()
    assert b"\n" not in b"".join(lines)
    assert max(map(len, body)) <= 76
    assert max(map(len, lines)) <= 998


@pytest.mark.django_db
def test_texts_arrive_as_they_were_written():
    draft, one = mail_content.draft_of(content("ru")), personal()

    mail = draft.fill(one)
    arrived = parsed(mail.as_bytes())

    assert not [part.defects for part in arrived.walk() if part.defects]
    assert arrived["Subject"] == mail.subject
    for kind, sent in (("plain", mail.body), ("html", mail.alternatives[0][0])):
        text = arrived.get_body((kind,)).get_content().replace("\r\n", "\n")
        assert text.rstrip("\n") == sent.rstrip("\n")
        assert one.token in text
    (calendar,) = arrived.iter_attachments()
    assert calendar.get_payload(decode=True) == draft.calendar


@pytest.mark.django_db
def test_every_backend_is_given_the_same_bytes(settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    mail = mail_content.draft_of(content("ar")).fill(personal())

    get_connection("tracker.services.mail_folder.MailFolder").send_messages([mail])

    assert next(tmp_path.glob("*.eml")).read_bytes() == mail.as_bytes()
    assert mail_folder.listing()[0].subject == mail.subject


def simple(**fields):
    return Draft(**({"subject": "S", "text": "T", "html": "<p>T", "headers": {}} | fields))


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "a@example.org\r\nBcc: b@example.org"},
        {"message_id": "<a@example.org>\nBcc: b@example.org"},
        {"token": "a\r\nBcc: b@example.org"},
        {"token": "a b"},
    ],
)
def test_nothing_personal_can_begin_another_header(wrong):
    with pytest.raises((BadHeaderError, ValueError)):
        simple().fill(personal(**wrong))


def test_subject_is_wrapped_as_readers_expect():
    subject = "День чтения и ещё один день чтения, " * 4

    written = simple(subject=subject.strip()).fill(personal()).as_bytes()

    head = written.partition(b"\r\n\r\n")[0]
    assert b"\r\nSubject: =?utf-8?" in head
    assert max(map(len, head.split(b"\r\n"))) <= 78
    assert parsed(written)["Subject"] == subject.strip()


def test_sender_has_a_name_and_bounces_have_their_own_address(settings):
    settings.DEFAULT_FROM_EMAIL = "Напоминания <reminders@tracker.example>"
    settings.BOUNCE_ADDRESS = "bounces+{message}@tracker.example"

    mail = simple().fill(personal(message_id="<0123abc@tracker.example>"))

    assert mail.from_email == "bounces+0123abc@tracker.example"
    assert parsed(mail.as_bytes())["From"] == settings.DEFAULT_FROM_EMAIL


def test_address_with_letters_of_every_script_reaches_its_host():
    written = simple().fill(personal(to="reader@bücher.example")).as_bytes()

    assert b"\r\nTo: reader@xn--bcher-kva.example\r\n" in b"\r\n" + written
