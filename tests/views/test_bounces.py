import json

import pytest

from tests.domain.test_delivery_reports import report
from tests.subscribers import at, make_message, make_subscriber
from tracker.models import Bounce, Suppression
from tracker.services import suppression

pytestmark = pytest.mark.django_db

SECRET = "a-long-enough-secret-for-tests"
ADDRESS = "/mail/bounces"


@pytest.fixture(autouse=True)
def secret(settings):
    settings.BOUNCE_SECRET = SECRET


def tell(client, body, *, given=SECRET, content_type="application/json"):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(
        ADDRESS, data, content_type=content_type, headers={"authorization": f"Bearer {given}"}
    )


def test_mail_server_tells_what_came_back(client):
    reader = make_subscriber()
    message = make_message(reader, state="sent", sent_at=at("2026-11-22 09:00"))

    answer = tell(
        client,
        {
            "message_id": message.message_id.strip("<>"),
            "status": "5.1.1",
            "detail": "550 5.1.1 no such user",
            "event_id": "7",
            "at": "2026-11-22T12:00:00+03:00",
        },
    )

    assert (answer.status_code, answer.json()) == (200, {"recorded": 1})
    assert Bounce.objects.values_list("message", "kind", "code", "event_id", "at").get() == (
        message.pk,
        "hard",
        "5.1.1",
        "endpoint:7",
        at("2026-11-22 09:00"),
    )
    assert suppression.is_suppressed(reader.email)


def test_several_events_and_the_same_again(client):
    one, two = make_subscriber(), make_subscriber()
    events = [
        {"address": one.email, "kind": "soft", "event_id": "1"},
        {"address": two.email, "kind": "complaint", "event_id": "2"},
    ]

    assert [tell(client, events).json(), tell(client, events).json()] == [
        {"recorded": 2},
        {"recorded": 0},
    ]
    assert Suppression.objects.count() == 1


def test_report_is_taken_as_it_came(client):
    make_message(message_id="<abc@site.example>", state="sent", sent_at=at("2026-11-22 09:00"))

    answer = tell(client, report(), content_type="message/rfc822")

    assert answer.json() == {"recorded": 1}


@pytest.mark.parametrize("given", ["", "wrong", SECRET[:-1], "geheimnis-ä-\u0436"])
def test_who_does_not_know_the_secret_changes_nothing(client, given):
    reader = make_subscriber()

    answer = tell(client, {"address": reader.email, "kind": "hard"}, given=given)

    assert answer.status_code == 401
    assert "Authorization" in answer.json()["detail"]
    assert not Bounce.objects.exists()


def test_guessing_the_secret_comes_to_an_end(client):
    statuses = {tell(client, {}, given=f"guess-{number}").status_code for number in range(25)}

    assert statuses == {401, 429}


def test_without_a_secret_there_is_no_such_address(client, settings):
    settings.BOUNCE_SECRET = ""

    assert tell(client, {"address": "reader@example.org", "kind": "hard"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        (b"", 400, "The request is no JSON."),
        (b"\xff\xfe", 400, "The request is no JSON."),
        (b"[" * 100_000, 400, "The request is no JSON."),
        (b'{"address": 1' + b"0" * 5000 + b"}", 400, "The request is no JSON."),
        (["hard"], 400, "An event is an object."),
        (None, 400, "An event is an object."),
        ({"address": ["a"], "kind": "hard"}, 400, "“address” is not a text."),
        ({"kind": "hard"}, 400, "Neither “message_id” nor “address” is given."),
        (
            {"address": "a@b.example"},
            400,
            "Give “kind” as soft, hard or complaint, or a “status” such as 5.1.1.",
        ),
        (
            {"address": "a@b.example", "kind": "hard", "at": "yesterday"},
            400,
            "“at” is not a time in ISO 8601.",
        ),
        ([{}] * 101, 413, "More than 100 events."),
        (b" " * (256 * 1024 + 1), 413, "More than 262144 bytes."),
    ],
)
def test_what_is_wrong_is_said(client, body, status, detail):
    answer = tell(client, body)

    assert (answer.status_code, answer.json()) == (status, {"detail": detail})


def test_mistake_in_one_event_leaves_nothing_half_done(client):
    reader = make_subscriber()

    answer = tell(client, [{"address": reader.email, "kind": "hard"}, {"kind": "hard"}])

    assert (answer.status_code, Bounce.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    "event",
    [
        {"address": "a\0b@example.org", "kind": "hard", "detail": "\ud800"},
        {"message_id": "x" * 9000, "kind": "hard"},
        {"address": "no address at all", "kind": "hard", "event_id": "e" * 999},
        {"address": "a@b.example", "kind": "soft", "at": "9999-12-31T23:59:59-23:59"},
    ],
)
def test_strange_texts_are_no_failure(client, event):
    assert tell(client, event).status_code in (200, 400)


def test_only_post_is_answered(client):
    answer = client.get(ADDRESS)

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
