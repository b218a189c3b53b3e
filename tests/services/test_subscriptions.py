from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from tests.builders import make_commitment, make_item, make_key_date, make_plan, make_theme
from tests.subscribers import at, make_message, make_subscriber, make_subscription
from tracker.models import LeadTime, Message, Reminder, Subscriber, Subscription, Suppression
from tracker.services import bell, subscriptions, suppression
from tracker.services.subscriptions import Preferences, Wanted

pytestmark = pytest.mark.django_db

NOW = at("2026-11-20 12:00")


def wanted(**fields):
    values = {
        "email": "reader@example.org",
        "language": "tr",
        "time_zone": "Europe/Istanbul",
        "target": None,
        "lead_times": frozenset({7, 1}),
    }
    return Wanted(**(values | fields))


def preferences(**fields):
    values = {"language": "ru", "time_zone": "UTC", "rhythm": "at_once", "hears_status": False}
    return Preferences(**(values | fields))


def days(subscription):
    return list(subscription.lead_times.order_by("days").values_list("days", flat=True))


def test_asking_notes_the_wish_and_queues_its_confirmation():
    subscriptions.ask(wanted(), now=NOW)

    subscription = Subscription.objects.get()
    message = Message.objects.get()
    assert (subscription.state, subscription.language, days(subscription)) == (
        "pending",
        "tr",
        [1, 7],
    )
    assert (message.purpose, message.subscription, message.send_at) == (
        "confirmation",
        subscription,
        NOW,
    )
    assert message.expires_at == NOW + timedelta(days=7)


@pytest.mark.parametrize("name", ["plan", "item", "commitment", "key_date", "theme"])
def test_asking_keeps_what_it_is_about(name):
    target = {
        "plan": make_plan,
        "item": make_item,
        "commitment": make_commitment,
        "key_date": make_key_date,
        "theme": make_theme,
    }[name]()

    subscriptions.ask(wanted(target=target), now=NOW)

    assert getattr(Subscription.objects.get(), name) == target


def test_asking_again_replaces_what_waits_and_knows_the_address_in_any_case():
    subscriptions.ask(wanted(), now=NOW)
    subscriptions.ask(
        wanted(email="READER@example.org", language="ru", lead_times=frozenset({3})), now=NOW
    )

    subscription = Subscription.objects.get()
    assert (subscription.language, days(subscription)) == ("ru", [3])
    assert Subscriber.objects.get().email == "reader@example.org"
    assert Message.objects.count() == 2


def test_asking_for_what_is_active_changes_nothing_of_it():
    subscription = make_subscription(email="reader@example.org", days=[14])

    subscriptions.ask(wanted(), now=NOW)

    subscription.refresh_from_db()
    assert (subscription.state, subscription.language, days(subscription)) == ("active", "en", [14])
    assert Subscriber.objects.get().time_zone == "UTC"
    assert Message.objects.get().subscription == subscription


def test_asking_after_leaving_begins_anew():
    make_subscription(email="reader@example.org", state="ended")

    subscriptions.ask(wanted(), now=NOW)

    assert sorted(Subscription.objects.values_list("state", flat=True)) == ["ended", "pending"]


def test_address_gets_five_confirmations_a_day():
    for _ in range(8):
        subscriptions.ask(wanted(), now=NOW)
    assert Message.objects.count() == 5

    subscriptions.ask(wanted(), now=NOW + timedelta(days=1))
    assert Message.objects.count() == 6


def test_asking_twice_at_once_ends_with_one(monkeypatch):
    ask, attempts = subscriptions._ask, []

    def first_loses(one, *, now):
        attempts.append(one)
        if len(attempts) == 1:
            raise IntegrityError
        ask(one, now=now)

    monkeypatch.setattr(subscriptions, "_ask", first_loses)
    subscriptions.ask(wanted(), now=NOW)

    assert Subscription.objects.count() == 1


def test_confirming_activates_and_sets_language_and_zone():
    subscriptions.ask(wanted(), now=NOW)
    make_subscription(make_subscriber(), state="pending")
    subscription = Subscription.objects.get(language="tr")

    subscriptions.confirm(subscription, now=NOW)
    subscriptions.confirm(subscription, now=NOW + timedelta(days=1))

    subscription.refresh_from_db()
    assert (subscription.state, subscription.confirmed_at) == ("active", NOW)
    subscriber = Subscriber.objects.get(pk=subscription.subscriber_id)
    assert (subscriber.language, subscriber.time_zone) == ("tr", "Europe/Istanbul")
    assert Subscription.objects.active().count() == 1


def test_confirming_what_has_ended_is_refused():
    subscription = make_subscription(state="ended")

    with pytest.raises(subscriptions.SubscriptionHasEnded):
        subscriptions.confirm(subscription, now=NOW)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"language": "tr"}, "queued"),
        ({"time_zone": "Asia/Tokyo"}, "superseded"),
        ({"rhythm": "weekly"}, "superseded"),
        ({"hears_status": True}, "superseded"),
    ],
)
def test_what_waits_is_planned_anew_where_it_would_be_another_mail(change, expected):
    subscription = make_subscription()
    message = make_message(subscription.subscriber)

    subscriptions.change_settings(subscription.subscriber, preferences(**change))

    message.refresh_from_db()
    assert message.state == expected


def test_pausing_takes_out_what_waits_and_going_on_plans_it_anew():
    subscriber = make_subscription().subscriber
    message = make_message(subscriber)

    subscriptions.pause(subscriber, until=date(2026, 12, 24))
    message.refresh_from_db()
    subscriber.refresh_from_db()
    assert (message.state, subscriber.paused_until) == ("superseded", date(2026, 12, 24))

    subscriptions.pause(subscriber, until=None)
    subscriber.refresh_from_db()
    assert subscriber.paused_until is None


def test_owner_of_the_address_adds_one_without_confirming_again():
    subscriber = make_subscription(days=[7]).subscriber
    plan = make_plan()

    subscriptions.add(subscriber, plan, [3, 1], now=NOW)
    again = subscriptions.add(subscriber, plan, [14], now=NOW + timedelta(days=1))

    assert (again.state, again.confirmed_at, days(again)) == ("active", NOW, [14])
    assert subscriber.subscriptions.active().count() == 2
    assert not Message.objects.exists()


def test_adding_what_waits_for_confirmation_confirms_it():
    subscriptions.ask(wanted(), now=NOW)
    waiting = Subscription.objects.get()

    subscriptions.add(waiting.subscriber, None, [1], now=NOW)

    waiting.refresh_from_db()
    assert (waiting.state, days(waiting)) == ("active", [1])


@pytest.mark.parametrize(
    ("state", "expected"), [("active", ["link"]), ("ended", ["link"]), ("pending", [])]
)
def test_link_goes_only_to_who_has_confirmed_once(state, expected):
    make_subscription(email="reader@example.org", state=state)

    subscriptions.ask_for_link("READER@example.org", now=NOW)
    subscriptions.ask_for_link("nobody@example.org", now=NOW)

    assert list(Message.objects.values_list("purpose", flat=True)) == expected


@pytest.mark.parametrize(
    ("reason", "age", "expected"),
    [("hard_bounce", 99, 0), ("complaint", 99, 0), ("soft_bounces", 3, 0), ("soft_bounces", 31, 2)],
)
def test_address_that_takes_no_mail_is_not_asked(reason, age, expected):
    subscription = make_subscription(email="reader@example.org", plan=make_plan())
    suppression.suppress("Reader@example.org", reason)
    Suppression.objects.update(created_at=NOW - timedelta(days=age))

    subscriptions.ask(wanted(), now=NOW)
    subscriptions.ask_for_link("reader@example.org", now=NOW)

    assert Message.objects.count() == expected
    assert subscription.subscriber.subscriptions.count() == (2 if expected else 1)


def test_confirming_shows_that_a_full_mailbox_takes_mail_again():
    suppression.suppress("reader@example.org", "soft_bounces")
    Suppression.objects.update(created_at=NOW - timedelta(days=31))
    subscriptions.ask(wanted(), now=NOW)

    subscriptions.confirm(Subscription.objects.get(), now=NOW)

    assert not suppression.is_suppressed("reader@example.org")


def test_address_gets_three_links_a_day():
    make_subscription(email="reader@example.org")

    for _ in range(5):
        subscriptions.ask_for_link("reader@example.org", now=NOW)

    assert Message.objects.count() == 3


def test_new_lead_times_replace_the_old_ones():
    subscription = make_subscription(days=[7, 1])

    subscriptions.change_lead_times(subscription, [30, 7])

    assert days(subscription) == [7, 30]


@pytest.mark.parametrize(("others", "expected"), [(0, "cancelled"), (1, "superseded")])
def test_ending_one_stops_what_waits(others, expected):
    subscription = make_subscription()
    for _ in range(others):
        make_subscription(subscription.subscriber, plan=make_plan())
    message = make_message(subscription.subscriber)

    subscriptions.end(subscription, now=NOW)
    subscriptions.end(subscription, now=NOW + timedelta(days=1))

    subscription.refresh_from_db()
    message.refresh_from_db()
    assert (subscription.state, subscription.ended_at) == ("ended", NOW)
    assert message.state == expected


def test_leaving_ends_everything_of_this_address_alone():
    subscription = make_subscription()
    make_subscription(subscription.subscriber, plan=make_plan(), state="pending")
    other = make_subscription()
    message = make_message(subscription.subscriber)

    subscriptions.end_all(subscription.subscriber, now=NOW)
    subscriptions.end_all(subscription.subscriber, now=NOW)

    message.refresh_from_db()
    assert message.state == "cancelled"
    assert list(Subscription.objects.exclude(state="ended")) == [other]


def test_what_is_being_sent_is_left_to_the_check_before_sending():
    subscription = make_subscription()
    message = make_message(
        subscription.subscriber, claim="0" * 32, claimed_until=NOW + timedelta(minutes=1)
    )

    subscriptions.end_all(subscription.subscriber, now=NOW)

    message.refresh_from_db()
    assert message.state == "queued"


def test_erasing_leaves_nothing():
    subscription = make_subscription()
    make_message(subscription.subscriber)

    subscriptions.erase(subscription.subscriber)

    for model in (Subscriber, Subscription, LeadTime, Message, Reminder):
        assert not model.objects.exists()


def test_who_never_confirmed_is_forgotten_after_the_link_ran_out():
    subscriptions.ask(wanted(email="never@example.org"), now=NOW)
    subscriptions.ask(wanted(email="again@example.org"), now=NOW)
    subscriptions.ask(wanted(email="again@example.org"), now=NOW + timedelta(days=5))
    kept = make_subscription(created_at=NOW - timedelta(days=100))
    left = make_subscription(state="ended", created_at=NOW - timedelta(days=100))

    forgotten = subscriptions.forget_unconfirmed(now=NOW + timedelta(days=8))

    assert forgotten == 1
    assert set(Subscriber.objects.values_list("email", flat=True)) == {
        "again@example.org",
        kept.subscriber.email,
        left.subscriber.email,
    }


def test_bell_rings_after_the_commit_and_not_before(
    monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(bell, "ring", lambda: rung.append(1))

    with django_capture_on_commit_callbacks(execute=True):
        subscriptions.ask(wanted(), now=NOW)
        assert rung == []

    assert rung == [1]
