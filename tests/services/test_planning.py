from datetime import date

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_occurrence,
    make_plan,
    make_theme,
    make_update,
)
from tests.subscribers import at, make_message, make_subscriber, make_subscription, told
from tracker.models import MailHold, Message, Occurrence, Reminder, StatusNotice, StatusUpdate
from tracker.services import occurrences, planning
from tracker.services.outbox import Planned

pytestmark = pytest.mark.django_db

SUNDAY = at("2026-11-22 08:00")


def test_reminders_of_one_morning_are_one_message():
    subscription = make_subscription(days=[7, 6])
    make_occurrence(start=date(2026, 11, 28), end=date(2026, 11, 29), title="Weekend")
    make_occurrence(start=date(2026, 11, 29), title="Sunday")

    assert planning.plan(now=at("2026-11-22 08:00")) == Planned(messages=2, reminders=3)

    assert told(subscription.subscriber) == [
        ("2026-11-22", 6, 0, "queued"),
        ("2026-11-22", 7, 0, "queued"),
        ("2026-11-23", 6, 0, "queued"),
    ]


def test_planning_again_adds_nothing():
    make_subscription()
    make_occurrence(start=date(2026, 11, 29))

    assert planning.plan(now=SUNDAY) == Planned(1, 1)
    assert planning.plan(now=SUNDAY) == Planned(0, 0)
    assert planning.plan(now=at("2026-11-23 12:00")) == Planned(0, 0)


def test_slot_is_nine_in_the_morning_of_the_subscriber():
    istanbul = make_subscriber(time_zone="Europe/Istanbul")
    lima = make_subscriber(time_zone="America/Lima")
    for one in (istanbul, lima):
        make_subscription(one)
    make_occurrence(start=date(2026, 11, 29))

    planning.plan(now=SUNDAY)

    assert sorted(Message.objects.values_list("subscriber", "slot", "send_at", "expires_at")) == [
        (istanbul.pk, date(2026, 11, 22), at("2026-11-22 06:00"), at("2026-11-28 21:00")),
        (lima.pk, date(2026, 11, 22), at("2026-11-22 14:00"), at("2026-11-29 05:00")),
    ]


def test_of_missed_lead_times_only_the_nearest_is_told():
    subscription = make_subscription(days=[30, 14, 7, 3])
    make_occurrence(start=date(2026, 11, 28))

    planning.plan(now=at("2026-11-23 12:00"))

    assert told(subscription.subscriber) == [
        ("2026-11-23", 7, 0, "queued"),
        ("2026-11-25", 3, 0, "queued"),
    ]


@pytest.mark.parametrize(
    "target",
    [
        "everything",
        "plan",
        "item",
        "commitment",
        "key_date",
        "theme",
        "other_plan",
        "other_item",
        "other_theme",
    ],
)
def test_each_kind_of_target_calls_for_its_occurrences(target):
    item = make_item()
    themes = [make_theme(), make_theme(), make_theme()]
    item.themes.set(themes[:2])
    key_date = make_key_date(date="2026-11-29")
    commitment = make_commitment(item=item, key_dates=[key_date])
    make_occurrence(key_date, start=date(2026, 11, 29))
    wanted = {
        "everything": {},
        "plan": {"plan": item.plan},
        "item": {"item": item},
        "commitment": {"commitment": commitment},
        "key_date": {"key_date": key_date},
        "theme": {"theme": themes[1]},
        "other_theme": {"theme": themes[2]},
        "other_plan": {"plan": make_plan()},
        "other_item": {"item": make_item(plan=item.plan)},
    }[target]
    make_subscription(**wanted)

    planned = planning.plan(now=SUNDAY)

    assert planned.reminders == (0 if target.startswith("other") else 1)


def test_subscription_to_a_commitment_hears_only_of_what_counts():
    key_date = make_key_date(rule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=29")
    commitment = make_commitment()
    make_link(commitment, key_date, counts_until=date(2025, 12, 31))
    make_occurrence(key_date, start=date(2026, 11, 29))
    make_subscription(commitment=commitment)
    named = make_subscription(key_date=key_date)

    planning.plan(now=SUNDAY)

    assert list(Reminder.objects.values_list("subscriber", flat=True)) == [named.subscriber_id]


def test_lead_times_of_several_subscriptions_are_joined():
    occurrence = make_occurrence(start=date(2026, 11, 24))
    subscriber = make_subscriber()
    make_subscription(subscriber, days=[1])
    make_subscription(subscriber, key_date=occurrence.key_date, days=[2, 1])

    planning.plan(now=SUNDAY)

    assert told(subscriber) == [("2026-11-22", 2, 0, "queued"), ("2026-11-23", 1, 0, "queued")]


@pytest.mark.parametrize("state", ["pending", "ended"])
def test_nothing_is_planned_for_what_is_not_confirmed_or_has_ended(state):
    make_subscription(state=state)
    make_occurrence(start=date(2026, 11, 29))

    assert planning.plan(now=SUNDAY) == Planned(0, 0)


def test_dates_without_a_day_and_cancelled_ones_are_not_reminded_of():
    make_subscription(days=[60])
    make_occurrence(start=date(2026, 12, 1), end=date(2026, 12, 31), precision="month")
    make_occurrence(start=date(2026, 12, 2), state="cancelled")

    assert planning.plan(now=SUNDAY) == Planned(0, 0)


def test_reminder_joins_the_message_that_is_still_waiting():
    make_subscription()
    make_occurrence(start=date(2026, 11, 29))
    planning.plan(now=at("2026-11-21 08:00"))
    make_occurrence(start=date(2026, 11, 29), title="Another")

    assert planning.plan(now=at("2026-11-21 08:01")) == Planned(messages=0, reminders=1)
    assert Message.objects.get().reminders.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "sent", "sent_at": SUNDAY},
        {"claim": "0" * 32, "claimed_until": SUNDAY},
    ],
)
def test_reminder_never_joins_a_message_that_left_or_is_leaving(fields):
    subscription = make_subscription()
    make_message(subscription.subscriber, **fields)
    make_occurrence(start=date(2026, 11, 29))

    planning.plan(now=SUNDAY)

    assert Reminder.objects.get().message.number == 2


def sent_reminder(**fields):
    occurrence = make_occurrence(start=date(2026, 11, 29))
    subscription = make_subscription(**fields)
    planning.plan(now=SUNDAY)
    Message.objects.update(state="sent", sent_at=at("2026-11-22 09:00"))
    return occurrence, subscription


def test_moved_occurrence_is_corrected_for_whom_was_told():
    occurrence, subscription = sent_reminder()
    make_subscription(days=[1])
    occurrences.move(occurrence, start=date(2027, 3, 6), end=date(2027, 3, 6))

    planning.plan(now=at("2026-11-23 07:00"))
    planning.plan(now=at("2026-11-23 07:01"))

    correction = Reminder.objects.get(occurrence_revision=1)
    assert (correction.subscriber, correction.kind) == (subscription.subscriber, "correction")
    assert correction.days_before == 103
    assert correction.message.send_at == at("2026-11-23 09:00")
    assert correction.message.expires_at == at("2027-03-07 00:00")


def test_cancelled_occurrence_is_corrected_and_not_reminded_of_again():
    occurrence, subscription = sent_reminder(days=[7, 6])
    occurrences.cancel(occurrence)

    planning.plan(now=at("2026-11-23 07:00"))

    assert told(subscription.subscriber)[-1] == ("2026-11-23", 6, 1, "queued")
    assert [one.kind for one in Reminder.objects.filter(occurrence_revision=1)] == ["correction"]


def test_correction_stands_for_the_lead_times_already_past():
    occurrence, subscription = sent_reminder(days=[7, 1])
    occurrences.move(occurrence, start=date(2026, 11, 27), end=date(2026, 11, 27))

    for day in ("23", "24", "25", "26"):
        planning.plan(now=at(f"2026-11-{day} 12:00"))

    assert told(subscription.subscriber)[1:] == [
        ("2026-11-23", 4, 1, "queued"),
        ("2026-11-26", 1, 1, "queued"),
    ]


def test_whoever_was_told_hears_of_the_new_date_once_and_of_no_second_one():
    key_date = make_key_date(date="2026-11-29")
    occurrences.extend(today=SUNDAY.date())
    subscription = make_subscription(days=[7, 1])
    planning.plan(now=SUNDAY)
    Message.objects.update(state="sent", sent_at=at("2026-11-22 09:00"))
    key_date.date = "2026-11-30"
    key_date.save()
    occurrences.refresh(key_date, today=SUNDAY.date())
    Occurrence.objects.update(changed_at=at("2026-11-22 10:00"))

    for day in range(23, 30):
        planning.plan(now=at(f"2026-11-{day} 07:00"))

    assert told(subscription.subscriber)[1:] == [
        ("2026-11-23", 7, 1, "queued"),
        ("2026-11-29", 1, 1, "queued"),
    ]
    assert Reminder.objects.get(days_before=7, occurrence_revision=1).kind == "correction"


def test_nobody_is_corrected_after_leaving():
    occurrence, subscription = sent_reminder()
    subscription.state, subscription.ended_at = "ended", SUNDAY
    subscription.save()
    occurrences.cancel(occurrence)

    assert planning.plan(now=at("2026-11-23 12:00")) == Planned(0, 0)


def test_changed_occurrence_of_the_past_is_not_corrected():
    occurrence, _subscription = sent_reminder()
    occurrences.cancel(occurrence)

    assert planning.plan(now=at("2026-11-30 12:00")) == Planned(0, 0)


def test_planner_asks_a_fixed_number_of_times():
    asked = []
    for number in (1, 12):
        for day in range(number):
            make_occurrence(start=date(2026, 11, 24 + day % 6), nominal=date(2026, 1, 1 + day))
            make_subscription()
        with CaptureQueriesContext(connection) as queries:
            planning.plan(now=SUNDAY)
        asked.append(len([one for one in queries if "plan_" not in one["sql"]]))

    assert asked[0] == asked[1]


def facts(occurrence, **changes):
    """Change it an hour before the planner looks, so that the change has settled."""
    Occurrence.objects.filter(pk=occurrence.pk).update(
        changed_at=at("2026-11-22 10:00"), revision=F("revision") + 1, **changes
    )


def test_change_is_told_when_it_has_been_left_alone_for_a_quarter_of_an_hour():
    occurrence, _subscription = sent_reminder()
    facts(occurrence, start=date(2026, 12, 2), end=date(2026, 12, 2))

    assert planning.plan(now=at("2026-11-22 10:14")) == Planned(0, 0)
    assert planning.plan(now=at("2026-11-22 10:15")) == Planned(1, 1)


def test_date_that_was_moved_and_moved_back_is_neither_corrected_nor_told_again():
    occurrence, subscription = sent_reminder(days=[7, 1])
    facts(occurrence, start=date(2026, 12, 2), end=date(2026, 12, 2))
    facts(occurrence, start=date(2026, 11, 29), end=date(2026, 11, 29))

    assert planning.plan(now=at("2026-11-23 12:00")) == Planned(0, 0)
    planning.plan(now=at("2026-11-28 12:00"))
    assert [days for _slot, days, _revision, _state in told(subscription.subscriber)] == [7, 1]


def test_second_move_is_told_to_whom_the_first_was_told():
    occurrence, subscription = sent_reminder()
    for day in (2, 3):
        facts(occurrence, start=date(2026, 12, day), end=date(2026, 12, day))
        planning.plan(now=at("2026-11-22 11:00"))
        Message.objects.filter(state="queued").update(state="sent", sent_at=SUNDAY)

    assert [(one.kind, one.start) for one in subscription.subscriber.reminders.order_by("pk")] == [
        ("reminder", date(2026, 11, 29)),
        ("correction", date(2026, 12, 2)),
        ("correction", date(2026, 12, 3)),
    ]


def test_held_date_is_not_planned_until_it_is_released():
    make_subscription()
    occurrence = make_occurrence(start=date(2026, 11, 29))
    hold = MailHold.objects.create(occurrence=occurrence)

    assert planning.plan(now=SUNDAY) == Planned(0, 0)
    hold.delete()
    assert planning.plan(now=SUNDAY) == Planned(1, 1)


@pytest.mark.parametrize(
    ("start", "days", "slots"),
    [
        # Due on Tuesday and Thursday of the coming week: Monday tells the nearest of them.
        (date(2026, 11, 26), [2, 1, 0], [("2026-11-23", 0)]),
        # One due in the week after waits for the Monday of that week.
        (date(2026, 12, 3), [7, 3], [("2026-11-23", 7)]),
        # This week's Monday has passed.
        (date(2026, 11, 22), [0], [("2026-11-22", 0)]),
        # Missed: told on the next morning, as to everyone.
        (date(2026, 11, 24), [7], [("2026-11-22", 7)]),
    ],
)
def test_weekly_reader_is_told_on_monday(start, days, slots):
    subscriber = make_subscriber(rhythm="weekly")
    make_subscription(subscriber, days=days)
    make_occurrence(start=start)

    planning.plan(now=SUNDAY)

    assert [(slot, before) for slot, before, *_rest in told(subscriber)] == slots


def test_nothing_is_planned_before_the_end_of_a_pause_and_then_the_nearest():
    subscriber = make_subscriber(paused_until=date(2026, 11, 25))
    make_subscription(subscriber, days=[7, 5])
    make_occurrence(start=date(2026, 11, 28))

    planning.plan(now=SUNDAY)
    planning.plan(now=at("2026-11-24 08:00"))
    assert told(subscriber) == []
    planning.plan(now=at("2026-11-25 08:00"))
    assert told(subscriber) == [("2026-11-25", 5, 0, "queued")]


@pytest.fixture
def news():
    """A commitment's update of Saturday noon, with what it belongs to."""
    key_date = make_key_date(date="2026-11-20")
    commitment = make_commitment(key_dates=[key_date])
    update = make_update(commitment)
    StatusUpdate.objects.filter(pk=update.pk).update(created_at=at("2026-11-21 12:00"))
    return update


@pytest.mark.parametrize("target", ["everything", "plan", "item", "commitment", "key_date"])
def test_followers_who_asked_for_it_hear_of_a_new_status(news, target):
    commitment = news.commitment
    wanted = {
        "everything": {},
        "plan": {"plan": commitment.item.plan},
        "item": {"item": commitment.item},
        "commitment": {"commitment": commitment},
        "key_date": {"key_date": commitment.key_dates.get()},
    }[target]
    follower = make_subscriber(hears_status=True)
    make_subscription(follower, **wanted)
    make_subscription(**wanted)

    assert planning.plan(now=SUNDAY).messages == 1
    assert planning.plan(now=SUNDAY).messages == 0

    notice = StatusNotice.objects.get()
    assert (notice.subscriber, notice.update, notice.message.slot) == (
        follower,
        news,
        date(2026, 11, 22),
    )


@pytest.mark.parametrize(
    ("now", "rhythm", "slot"),
    [
        ("2026-11-21 12:14", "at_once", None),
        ("2026-11-21 12:15", "at_once", date(2026, 11, 22)),
        ("2026-11-22 09:30", "at_once", date(2026, 11, 23)),
        ("2026-11-21 12:15", "weekly", date(2026, 11, 23)),
        ("2026-11-23 12:00", "weekly", None),
        ("2026-12-06 08:00", "at_once", None),
    ],
)
def test_status_is_told_on_the_next_morning_or_the_next_monday(news, now, rhythm, slot):
    make_subscription(make_subscriber(hears_status=True, rhythm=rhythm))

    planning.plan(now=at(now))

    assert [one.message.slot for one in StatusNotice.objects.all()] == ([slot] if slot else [])


def test_status_of_before_the_subscription_and_retracted_ones_are_not_told(news):
    make_subscription(make_subscriber(hears_status=True), confirmed_at=at("2026-11-21 13:00"))
    assert planning.plan(now=SUNDAY) == Planned(0, 0)

    make_subscription(make_subscriber(hears_status=True))
    StatusUpdate.objects.update(retracted_at=SUNDAY, retraction_reason="Wrong day")
    assert planning.plan(now=SUNDAY) == Planned(0, 0)
