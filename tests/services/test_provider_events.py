import pytest

from tests.subscribers import at, make_message, make_subscriber
from tracker.models import Bounce
from tracker.services import suppression

anymail = pytest.importorskip("anymail.signals")
pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return make_subscriber()


def tell(reader, event_type, *, reason=None, event_id="1", **fields):
    event = anymail.AnymailTrackingEvent(
        event_type=event_type,
        event_id=event_id,
        timestamp=at("2026-11-22 09:00"),
        message_id="of-the-provider",
        recipient=reader.email,
        reject_reason=reason,
        **fields,
    )
    anymail.tracking.send(sender=object, event=event, esp_name="Post")


@pytest.mark.parametrize(
    ("event_type", "reason", "kind"),
    [
        ("bounced", "bounced", "hard"),
        ("bounced", "timed_out", "soft"),
        ("bounced", None, "soft"),
        ("rejected", "invalid", "hard"),
        ("rejected", "blocked", "soft"),
        ("rejected", "unsubscribed", "complaint"),
        ("complained", "spam", "complaint"),
        ("deferred", None, "soft"),
    ],
)
def test_notice_of_a_provider_is_recorded_by_what_it_means(reader, event_type, reason, kind):
    tell(reader, event_type, reason=reason, mta_response="550 5.1.1 no such user")

    assert Bounce.objects.values_list("kind", "code", "detail", "source", "at").get() == (
        kind,
        "5.1.1",
        "550 5.1.1 no such user",
        "anymail Post",
        at("2026-11-22 09:00"),
    )
    assert suppression.is_suppressed(reader.email) is (kind != "soft")


@pytest.mark.parametrize("event_type", ["delivered", "opened", "sent", "queued", "unknown"])
def test_good_news_is_no_bounce(reader, event_type):
    tell(reader, event_type)

    assert not Bounce.objects.exists()


def test_mail_that_waits_somewhere_counts_once(reader):
    for number in range(6):
        tell(reader, "deferred", event_id=f"try-{number}")

    assert Bounce.objects.count() == 1
    assert not suppression.is_suppressed(reader.email)


def test_refusal_on_sending_is_recorded(reader):
    from anymail.message import AnymailMessage, AnymailRecipientStatus, AnymailStatus

    message = make_message(reader)
    mail = AnymailMessage(to=[reader.email], headers={"Message-ID": message.message_id})
    status = AnymailStatus()
    status.set_recipient_status({reader.email: AnymailRecipientStatus(None, "invalid")})

    anymail.post_send.send(sender=object, message=mail, status=status, esp_name="Post")

    (made,) = Bounce.objects.all()
    assert (made.message, made.kind) == (message, "hard")
