"""The board of the outbox: what is coming, what went wrong, and the operator's buttons."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.builders import make_commitment, make_key_date, make_occurrence, make_plan, make_user
from tests.subscribers import make_message, make_subscriber, make_subscription
from tracker.models import Attempt, Bounce, MailControl, MailHold, Message, Suppression
from tracker.services import holds, suppression

pytestmark = pytest.mark.django_db


def coming(days_ahead=12, **names):
    """An occurrence of which readers with a lead time of a week are told in `days_ahead` - 7."""
    day = timezone.localdate() + timedelta(days_ahead)
    key_date = make_key_date(date=day.isoformat(), **names)
    return make_occurrence(key_date, start=day)


def failed(email="reader@example.org", **fields) -> Message:
    now = timezone.now()
    values = {"slot": now.date(), "send_at": now, "expires_at": now + timedelta(days=2)}
    values |= {"state": "failed", "outcome": "550 no such user"} | fields
    return make_message(make_subscriber(email=email), **values)


def board(client):
    return client.get(reverse("admin:mail_board"))


def test_board_shows_who_is_told_what_and_which_texts_lack(administrator):
    make_subscription(make_subscriber(language="tr"))
    make_subscription(make_subscriber(language="en"))
    coming(name_en="Reading day")

    (line,) = board(administrator).context["lines"]

    assert [(cell.language, cell.readers, len(cell.missing)) for cell in line.cells] == [
        ("English", 1, 0),
        ("Turkish", 1, 1),
    ]


def test_editor_sees_dates_but_no_address(editor):
    make_subscription(make_subscriber(email="secret@example.org"))
    coming()
    failed("also-secret@example.org")

    page = board(editor).content.decode()

    assert "1 reader" in page
    assert "secret@example.org" not in page
    assert "Hold" not in page


@pytest.mark.parametrize(
    "name", ["mail_planned", "mail_hold_all", "mail_release_all", "mail_retry", "mail_try_now"]
)
def test_editor_operates_nothing(editor, name):
    assert editor.get(reverse(f"admin:{name}")).status_code == 403
    assert editor.post(reverse(f"admin:{name}"), {"message": "all", "why": ""}).status_code == 403


def test_visitor_has_to_sign_in(client):
    assert board(client).status_code == 302


def test_date_is_held_with_a_reason_and_released(administrator):
    occurrence = coming(name_en="Reading day")
    hold = reverse("admin:mail_hold", args=[occurrence.pk])

    question = administrator.get(hold)
    assert question.status_code == 200
    assert not MailHold.objects.exists()

    administrator.post(hold, {"why": "The place is not known yet."})
    assert MailHold.objects.values_list("occurrence", "held_by", "why").get() == (
        occurrence.pk,
        administrator.user.pk,
        "The place is not known yet.",
    )
    assert "The place is not known yet." in board(administrator).content.decode()

    release = reverse("admin:mail_release", args=[occurrence.pk])
    assert administrator.get(release).status_code == 200
    assert MailHold.objects.exists()
    administrator.post(release)
    assert not MailHold.objects.exists()


def test_all_mail_is_held_and_released(administrator):
    administrator.post(reverse("admin:mail_hold_all"), {"why": "The server moves."})
    page = board(administrator).content.decode()
    assert "All mail is held since" in page
    assert "The server moves." in page
    assert holds.held() == "The server moves."

    administrator.post(reverse("admin:mail_release_all"))
    assert "Mail goes out." in board(administrator).content.decode()


def test_breaker_says_what_the_server_said(administrator, editor):
    control = MailControl.current()
    control.failures, control.closed_why = 1, "535 5.7.8 authentication failed"
    control.closed_until = timezone.now() + timedelta(minutes=30)
    control.save()

    assert "535 5.7.8 authentication failed" in board(administrator).content.decode()
    for_editor = board(editor).content.decode()
    assert "The mail server takes nothing." in for_editor
    assert "535 5.7.8" not in for_editor

    administrator.post(reverse("admin:mail_try_now"))
    assert MailControl.current().closed_until <= timezone.now()


def test_failed_message_is_put_back_into_the_queue(administrator):
    message, quarantined = failed(), failed("two@example.org", state="quarantined", claims=3)
    other = failed("other@example.org")

    page = board(administrator).content.decode()
    assert "550 no such user" in page
    for one in (message, quarantined):
        administrator.post(reverse("admin:mail_retry"), {"message": one.pk})

    rows = Message.objects.order_by("pk").values_list("pk", "state", "claims", "outcome")
    assert list(rows) == [
        (message.pk, "queued", 0, ""),
        (quarantined.pk, "queued", 0, ""),
        (other.pk, "failed", 0, "550 no such user"),
    ]


def test_all_that_failed_are_put_back_but_what_expired(administrator):
    failed("one@example.org")
    failed("two@example.org")
    late = failed("late@example.org", expires_at=timezone.now() - timedelta(minutes=1))

    administrator.post(reverse("admin:mail_retry"), {"message": "all"})

    assert list(Message.objects.exclude(state="queued")) == [late]


@pytest.mark.parametrize("wanted", ["", "none", "-1", "²", "9" * 40, "1\0"])
def test_strange_wish_to_retry_is_no_failure(administrator, wanted):
    answer = administrator.post(reverse("admin:mail_retry"), {"message": wanted}, follow=True)

    assert "Nothing was put back" in answer.content.decode()


def test_address_is_written_to_again_after_a_question(administrator):
    suppression.suppress("reader@example.org", Suppression.Reason.HARD_BOUNCE)
    again = reverse("admin:mail_write_again", args=[Suppression.objects.get().pk])

    assert administrator.get(again).status_code == 200
    assert suppression.is_suppressed("reader@example.org")
    administrator.post(again)
    assert not suppression.is_suppressed("reader@example.org")
    assert administrator.get(again).status_code == 404


def test_hours_count_what_became_of_attempts(administrator):
    message = failed()
    for outcome in ("accepted", "accepted", "refused", "broken"):
        Attempt.objects.create(message=message, worker="w", outcome=outcome)
    Attempt.objects.create(
        message=message, worker="w", outcome="accepted", at=timezone.now() - timedelta(days=2)
    )

    (hour,) = board(administrator).context["hours"]

    assert (hour.sent, hour.failed, hour.again) == (2, 1, 1)


def test_who_has_no_address_and_should_be_mailed_is_named(administrator):
    plan_editor = make_user("paula", groups=["editor"])
    make_plan(responsible=plan_editor)
    make_user("uninvolved", groups=["editor"])

    names = {user.username for user in board(administrator).context["without_address"]}

    assert names == {"paula", administrator.user.username}


def test_plan_of_48_hours_is_a_list(administrator):
    now = timezone.now()
    soon = {"slot": now.date(), "expires_at": now + timedelta(days=5)}
    make_message(make_subscriber(email="soon@example.org"), send_at=now, **soon)
    make_message(
        make_subscriber(email="later@example.org"), send_at=now + timedelta(days=3), **soon
    )

    page = administrator.get(reverse("admin:mail_planned") + "?p=nonsense").content.decode()

    assert "soon@example.org" in page
    assert "later@example.org" not in page


def test_board_asks_a_fixed_number_of_times(administrator):
    numbers = []
    for number in range(2):
        for more in range(3):
            occurrence = coming(12 + more + number)
            make_commitment(key_dates=[occurrence.key_date])
            make_subscription(make_subscriber(language="tr"))
            MailHold.objects.create(occurrence=occurrence, held_by=administrator.user)
            message = failed(f"{number}-{more}@example.org")
            Attempt.objects.create(message=message, worker="w", outcome="refused")
            Bounce.objects.create(message=message, address_hash="x", kind="soft")
            suppression.suppress(message.subscriber.email, Suppression.Reason.OPERATOR)
        board(administrator)
        with CaptureQueriesContext(connection) as asked:
            assert board(administrator).status_code == 200
        numbers.append(len(asked))

    assert numbers[0] == numbers[1]
