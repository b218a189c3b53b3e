"""Every mail in every language, and the test to oneself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.builders import make_commitment, make_key_date, make_occurrence, make_update
from tests.subscribers import make_subscriber
from tracker.models import Message, Subscriber
from tracker.services.mail_samples import MailKind

pytestmark = pytest.mark.django_db

PREVIEW, HTML, SEND = "admin:mail_preview", "admin:mail_preview_html", "admin:mail_test"


@pytest.fixture
def occurrence(db):
    day = timezone.localdate() + timedelta(9)
    key_date = make_key_date(date=day.isoformat(), name_en="Reading day", name_tr="Okuma günü")
    commitment = make_commitment(key_dates=[key_date])
    found = make_occurrence(key_date, start=day)
    make_update(commitment, occurrence=found, as_of=timezone.localdate())
    return found


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_is_shown_in_every_language_and_leaves_nothing(administrator, occurrence, kind):
    before = (occurrence.revision, occurrence.state)
    subjects = set()
    for language in ("en", "es", "ru", "tr", "ar"):
        query = {"kind": kind, "language": language, "occurrence": occurrence.pk}
        page = administrator.get(reverse(PREVIEW), query)
        html = administrator.get(reverse(HTML), query)
        assert (page.status_code, html.status_code) == (200, 200)
        assert f'lang="{language}"' in html.content.decode()
        subjects.add(page.context["mail"].subject)

    occurrence.refresh_from_db()
    assert (occurrence.revision, occurrence.state) == before
    assert (Subscriber.objects.count(), Message.objects.count()) == (0, 0)
    assert subjects


def test_correction_says_what_changed(administrator, occurrence):
    query = {"language": "en", "occurrence": occurrence.pk}

    moved = administrator.get(reverse(PREVIEW), query | {"kind": "moved"}).context["mail"]
    cancelled = administrator.get(reverse(PREVIEW), query | {"kind": "cancelled"}).context["mail"]

    assert "The date told before:" in moved.body
    assert cancelled.subject.startswith("Cancelled: Reading day")


def test_html_is_shut_in_and_looks_as_asked(administrator, occurrence):
    query = {"occurrence": occurrence.pk}
    light = administrator.get(reverse(HTML), query | {"look": "light"})
    dark = administrator.get(reverse(HTML), query | {"look": "dark"})

    assert "sandbox" in light["Content-Security-Policy"]
    assert "script-src" not in light["Content-Security-Policy"]
    assert light["X-Frame-Options"] == "SAMEORIGIN"
    assert "@media not all" in light.content.decode()
    assert "@media all" in dark.content.decode()
    assert 'content="dark"' in dark.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "spam", "language": "xx", "occurrence": "9" * 30, "look": "?", "width": "?"},
        {"occurrence": "²"},
        {"occurrence": "0"},
    ],
)
def test_strange_choice_shows_what_there_is(administrator, occurrence, query):
    page = administrator.get(reverse(PREVIEW), query)

    assert page.context["choice"].occurrence == occurrence


@pytest.mark.parametrize("kind", MailKind)
def test_empty_site_has_nothing_to_show_and_says_so(administrator, kind):
    page = administrator.get(reverse(PREVIEW), {"kind": kind})

    assert page.status_code == 200
    if kind not in ("link", "tasks"):
        assert "There is nothing that this mail could tell" in page.content.decode()
        assert administrator.get(reverse(HTML), {"kind": kind}).status_code == 404


def test_test_goes_to_the_own_address_alone(administrator, occurrence, mailoutbox):
    administrator.user.email = "ada@example.org"
    administrator.user.save()
    make_subscriber(email="Ada@example.org")

    answer = administrator.post(
        reverse(SEND),
        {"kind": "reminder", "language": "tr", "occurrence": occurrence.pk, "to": "b@example.org"},
        follow=True,
    )

    (mail,) = mailoutbox
    assert mail.to == ["ada@example.org"]
    assert mail.subject.startswith("Okuma günü")
    assert "Sent to ada@example.org" in answer.content.decode()
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["Ada@example.org"]


def test_refusal_of_the_mail_server_is_shown(administrator, occurrence, settings):
    administrator.user.email = "ada@example.org"
    administrator.user.save()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = administrator.post(reverse(SEND), {"occurrence": occurrence.pk}, follow=True)

    assert "The mail server did not take it: ConnectionRefusedError" in answer.content.decode()


def test_without_an_own_address_nothing_is_sent(administrator, occurrence, mailoutbox):
    answer = administrator.post(reverse(SEND), {"occurrence": occurrence.pk}, follow=True)

    assert "Your account has no e-mail address." in answer.content.decode()
    assert mailoutbox == []


def test_tests_come_to_an_end(administrator, occurrence, mailoutbox):
    administrator.user.email = "ada@example.org"
    administrator.user.save()
    for _number in range(21):
        administrator.post(reverse(SEND), {"kind": "link"})

    assert len(mailoutbox) == 20


def test_sending_needs_a_press_of_a_button(administrator, occurrence):
    assert administrator.get(reverse(SEND)).status_code == 405
