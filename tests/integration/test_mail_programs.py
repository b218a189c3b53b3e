"""Programs that are not ours read the mails as they were written, in every language.

Python's own parser and that of fast-mail-parser (in Rust) take them apart; khal opens the file.
"""

import subprocess
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from fast_mail_parser import parse_email

from tests.builders import make_commitment, make_key_date, make_occurrence, make_update
from tests.components import program
from tests.subscribers import at, make_message, make_subscriber, make_subscription
from tracker.models import Reminder, StatusNotice
from tracker.services import mail_content
from tracker.services.mail_drafts import Mail

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NOW = at("2026-11-22 09:00")


def reminder(language: str) -> Mail:
    names = {"name_es": "Día; «ñ»", "name_ru": "День чтения", "name_ar": "يوم القراءة، والكتابة"}
    key_date = make_key_date(
        name="Reading day", name_tr="Okuma günü: İğdır", date="2026-11-29", **names
    )
    commitment = make_commitment(title="Read aloud = <b> & .", key_dates=[key_date])
    occurrence = make_occurrence(key_date, start=date(2026, 11, 28), end=date(2026, 11, 29))
    update = make_update(commitment, as_of=date(2026, 11, 20), note="A line\n.\nFrom there")
    message = make_message(make_subscriber(language=language))
    told = [Reminder(occurrence=occurrence, kind="reminder", days_before=7)]
    return mail_content.reminder_mail(message, told, [StatusNotice(update=update)], now=NOW)


def confirmation(language: str) -> Mail:
    subscription = make_subscription(state="pending", language=language)
    asked = make_message(subscription.subscriber, purpose="confirmation", subscription=subscription)
    return mail_content.confirmation_mail(asked, now=NOW)


def link(language: str) -> Mail:
    subscriber = make_subscription(make_subscriber(language=language)).subscriber
    return mail_content.link_mail(make_message(subscriber, purpose="link"), now=NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [reminder, confirmation, link])
def test_two_parsers_read_the_same(kind, language: str) -> None:
    mail = kind(language)
    written = mail.as_bytes()

    ours = message_from_bytes(written, policy=policy.default)
    theirs = parse_email(written)

    assert [part.defects for part in ours.walk() if part.defects] == []
    assert [list(value.defects) for value in ours.values() if value.defects] == []
    assert theirs.warnings == []
    assert ours["Subject"] == theirs.subject == mail.subject
    bodies = [ours.get_body((kind,)).get_content() for kind in ("plain", "html")]  # type: ignore[union-attr]
    texts = [theirs.text_plain, theirs.text_html]
    for sent, body, (text,) in zip(
        [mail.body, mail.alternatives[0][0]], bodies, texts, strict=True
    ):
        assert _lines(str(sent)) == _lines(body) == _lines(text)
    attached = [
        (one.get_filename(), one.get_payload(decode=True)) for one in ours.iter_attachments()
    ]
    assert attached == [(one.filename, one.content) for one in theirs.attachments]
    assert len(attached) == (kind is reminder)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


@pytest.mark.parametrize("language", ["ar", "tr"])
def test_khal_opens_the_attached_file(tmp_path: Path, language: str) -> None:
    khal = program("khal", "khal")
    (attached,) = parse_email(reminder(language).as_bytes()).attachments
    (tmp_path / attached.filename).write_bytes(attached.content)
    (tmp_path / "config").write_text(
        f"[calendars]\n[[mine]]\npath = {tmp_path}/mine\n[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\nlocal_timezone = Europe/Istanbul\ndefault_timezone = Europe/Istanbul\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
    )
    (tmp_path / "mine").mkdir()

    shown = subprocess.run(
        [khal, "-c", str(tmp_path / "config"), "printics", "-f", "{start-long}|{end-long}|{title}",
         str(tmp_path / attached.filename)],
        capture_output=True, text=True, check=True, timeout=60,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    ).stdout  # fmt: skip

    name = {"ar": "يوم القراءة، والكتابة", "tr": "Okuma günü: İğdır"}[language]
    assert f"2026-11-28|2026-11-29|{name}" in shown
