"""What became of mails: seen by administrators, changed by nobody."""

import pytest
from django.urls import reverse

from tests.subscribers import at, make_message, make_subscriber
from tracker.models import Attempt, Bounce, Message
from tracker.services import bounces

pytestmark = pytest.mark.django_db

NOON = at("2026-11-22 12:00")


@pytest.fixture
def message() -> Message:
    message = make_message(make_subscriber(email="reader@example.org"), state="sent", sent_at=NOON)
    for code, outcome in ((451, "postponed"), (250, "accepted")):
        Attempt.objects.create(
            message=message, worker="host/7", outcome=outcome, code=code, detail=f"{code} words"
        )
    bounces.record("hard", message_id=message.message_id, detail="no such user", at=NOON)
    return message


@pytest.mark.parametrize("name", ["attempt", "bounce", "suppression"])
def test_records_are_read_by_administrators_alone(administrator, editor, message, name):
    listed = reverse(f"admin:tracker_{name}_changelist")
    row = administrator.get(listed).context["cl"].result_list[0]
    change = reverse(f"admin:tracker_{name}_change", args=[row.pk])
    delete = reverse(f"admin:tracker_{name}_delete", args=[row.pk])

    assert [administrator.get(page).status_code for page in (listed, change)] == [200, 200]
    assert [editor.get(page).status_code for page in (listed, change)] == [403, 403]
    assert administrator.get(reverse(f"admin:tracker_{name}_add")).status_code == 403
    assert administrator.post(change, {"detail": "other"}).status_code == 403
    assert administrator.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", ["bounce", "suppression"])
def test_address_finds_its_fingerprint(administrator, message, name):
    Bounce.objects.create(address_hash="another", kind="soft")
    listed = reverse(f"admin:tracker_{name}_changelist")

    found = administrator.get(listed, {"q": "Reader@example.org"}).context["cl"].result_list
    missed = administrator.get(listed, {"q": "nobody@example.org"}).context["cl"].result_list

    assert (len(found), len(missed)) == (1, 0)


def test_page_of_a_message_shows_every_try_and_what_came_back(administrator, message):
    page = administrator.get(reverse("admin:tracker_message_change", args=[message.pk]))
    text = page.content.decode()

    for words in ("reader@example.org", "451 words", "250 words", "host/7", "no such user"):
        assert words in text


def test_failed_messages_are_put_back_from_their_list(administrator, editor, message):
    failed = make_message(state="failed", outcome="550", expires_at=at("2099-01-01 00:00"))
    listed = reverse("admin:tracker_message_changelist")
    wish = {"action": "retry", "_selected_action": [failed.pk, message.pk]}

    assert editor.post(listed, wish).status_code == 403
    administrator.post(listed, wish)

    states = Message.objects.order_by("pk").values_list("pk", "state")
    assert list(states) == [(message.pk, "sent"), (failed.pk, "queued")]
