import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import include, path

from config.urls import urlpatterns as public
from tracker.services import mail_folder
from tracker.views import outbox

urlpatterns = [
    *public,
    path(
        "outbox/",
        include(
            [
                path("", outbox.index, name="outbox"),
                path("<str:name>/", outbox.message, name="outbox-message"),
            ]
        ),
    ),
]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def try_out(settings, tmp_path):
    """The addresses and settings of a try-out."""
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = True
    settings.MAIL_DIR = tmp_path


def stored(subject="Hello", html="<p>As HTML</p>"):
    mail = EmailMultiAlternatives(subject, "As text", to=["reader@example.org"])
    if html:
        mail.attach_alternative(html, "text/html")
    mail.attach("key-dates.ics", "BEGIN:VCALENDAR\n", "text/calendar")
    get_connection("tracker.services.mail_folder.MailFolder").send_messages([mail])
    return mail_folder.listing()[0].name


def test_outbox_lists_the_newest_first(client):
    assert "No mail has been written yet." in client.get("/outbox/").content.decode()
    stored("First")
    stored("Second")

    page = client.get("/outbox/").content.decode()

    assert page.index("Second") < page.index("First")
    assert "reader@example.org" in page


def test_mail_is_shown_with_headers_text_and_attachments(client):
    name = stored()

    page = client.get(f"/outbox/{name}/").content.decode()

    for words in ("Hello", "As text", "reader@example.org", "key-dates.ics", 'src="?part=html"'):
        assert words in page
    assert "<p>As HTML</p>" not in page


def test_html_of_a_mail_is_shut_in(client):
    name = stored(html="<script>alert(1)</script>")

    response = client.get(f"/outbox/{name}/?part=html")

    assert response.content == b"<script>alert(1)</script>"
    policy = response["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_text_of_a_mail_is_escaped(client):
    name = stored(subject="<b>bold</b>", html="")

    page = client.get(f"/outbox/{name}/").content.decode()

    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<iframe" not in page


def test_attachment_can_be_saved(client):
    name = stored()

    response = client.get(f"/outbox/{name}/?attachment=0")

    assert response.content == b"BEGIN:VCALENDAR\r\n"
    assert response["Content-Type"] == "text/calendar"
    assert response["Content-Disposition"] == 'attachment; filename="key-dates.ics"'


@pytest.mark.parametrize("query", ["attachment=1", "attachment=x", "attachment=-1"])
def test_attachment_that_is_not_there_is_not_found(client, query):
    assert client.get(f"/outbox/{stored()}/?{query}").status_code == 404


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fsecret", "nothing", "secret"])
def test_name_of_no_mail_is_not_found(client, name, tmp_path):
    (tmp_path / "secret.eml").write_text("Subject: secret\n\n")

    assert client.get(f"/outbox/{name}/").status_code == 404


def test_outbox_does_not_exist_on_a_public_site(client, settings):
    name = stored()
    settings.DEBUG = False

    assert client.get("/outbox/").status_code == 404
    assert client.get(f"/outbox/{name}/").status_code == 404
