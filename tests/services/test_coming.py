from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_occurrence,
    make_plan,
    make_theme,
)
from tests.subscribers import at, make_message, make_subscriber, make_subscription
from tracker.domain.reminders import SLOTS_AHEAD, due
from tracker.models import Reminder, Subscriber
from tracker.services import coming

pytestmark = pytest.mark.django_db

SUNDAY = at("2026-11-22 12:00")


def mornings(subscriber, *, now=SUNDAY):
    return [
        (one.day.isoformat(), [str(each.key_date.local("name")) for each in one.occurrences])
        for one in coming.coming_to(subscriber, now=now)
    ]


def on(day, title):
    return make_occurrence(start=date.fromisoformat(day), title=title)


def test_next_mornings_follow_the_lead_times():
    subscriber = make_subscription(days=[7, 1]).subscriber
    on("2026-12-09", "Wednesday")
    on("2026-12-03", "Thursday")
    on("2026-11-21", "Over")

    assert mornings(subscriber) == [
        ("2026-11-26", ["Thursday"]),
        ("2026-12-02", ["Thursday", "Wednesday"]),
        ("2026-12-08", ["Wednesday"]),
    ]


def test_who_reads_once_a_week_is_told_on_mondays():
    subscriber = make_subscription(days=[7, 1]).subscriber
    subscriber.rhythm = "weekly"
    on("2026-12-09", "Wednesday")
    on("2026-11-24", "Tuesday")

    # The Monday before the seventh day ahead of Tuesday has passed: that one goes out by itself.
    assert mornings(subscriber) == [
        ("2026-11-22", ["Tuesday"]),
        ("2026-11-23", ["Tuesday"]),
        ("2026-11-30", ["Wednesday"]),
        ("2026-12-07", ["Wednesday"]),
    ]


def test_after_a_pause_the_nearest_is_told():
    subscriber = make_subscription(days=[7, 3, 1]).subscriber
    subscriber.paused_until = date(2026, 12, 7)
    on("2026-12-09", "Wednesday")
    on("2026-12-07", "On the day itself nothing is told that was to be told before")

    assert mornings(subscriber) == [("2026-12-07", ["Wednesday"]), ("2026-12-08", ["Wednesday"])]


def test_what_was_told_is_not_told_again():
    subscriber = make_subscription(days=[30, 7, 1]).subscriber
    occurrence = on("2026-12-09", "Wednesday")
    message = make_message(subscriber, state="sent", sent_at=SUNDAY)
    Reminder.objects.create(
        subscriber=subscriber,
        message=message,
        occurrence=occurrence,
        occurrence_revision=0,
        days_before=7,
    )

    assert mornings(subscriber) == [("2026-12-08", ["Wednesday"])]


@pytest.mark.parametrize("target", ["plan", "item", "commitment", "key_date", "theme"])
def test_only_what_a_subscription_is_about(target):
    item, key_date = make_item(), make_key_date(name="Mine")
    theme = make_theme()
    item.themes.add(theme)
    commitment = make_commitment(item=item)
    make_link(commitment, key_date, counts_until=date(2026, 12, 31))
    make_occurrence(key_date, start=date(2026, 12, 9))
    on("2026-12-08", "Not mine")
    wanted = {
        "plan": item.plan,
        "item": item,
        "commitment": commitment,
        "key_date": key_date,
        "theme": theme,
    }
    mine = make_subscription(**{target: wanted[target]}).subscriber
    nobody = make_subscription(plan=make_plan()).subscriber

    assert mornings(mine) == [("2026-12-02", ["Mine"])]
    assert mornings(nobody) == []


def test_without_a_subscription_nothing_comes():
    on("2026-12-09", "Wednesday")

    assert mornings(make_subscriber()) == []


def test_sent_mails_are_listed_by_the_readers_own_day():
    subscriber = make_subscriber(time_zone="Asia/Tokyo")
    make_message(subscriber, state="sent", sent_at=at("2026-11-22 23:30"))
    make_message(subscriber, number=2)
    make_message(subscriber, number=3, state="failed")

    assert [(one.day, one.message.state) for one in coming.sent_to(subscriber)] == [
        (date(2026, 11, 22), "failed"),
        (date(2026, 11, 23), "sent"),
    ]


def test_mails_that_were_sent_say_what_they_said_then():
    subscriber = make_subscriber()
    occurrence = make_occurrence(start=date(2026, 12, 5), state="cancelled", revision=2)
    for number, (kind, start, cancelled) in enumerate(
        [
            ("reminder", date(2026, 11, 29), False),
            ("correction", date(2026, 12, 5), False),
            ("correction", date(2026, 12, 5), True),
        ]
    ):
        message = make_message(
            subscriber, number=number + 1, state="sent", sent_at=at("2026-11-22 09:00")
        )
        Reminder.objects.create(
            subscriber=subscriber,
            message=message,
            occurrence=occurrence,
            occurrence_revision=number,
            kind=kind,
            days_before=7,
            start=start,
            end=start,
            cancelled=cancelled,
        )

    told = [told for one in coming.sent_to(subscriber) for told in one.told]

    assert [(one.change, one.occurrence.start) for one in told] == [
        ("cancelled", date(2026, 12, 5)),
        ("moved", date(2026, 12, 5)),
        ("", date(2026, 11, 29)),
    ]


def test_page_of_many_dates_asks_as_often_as_that_of_one(django_assert_num_queries):
    subscriber = make_subscription(days=[7, 1]).subscriber
    for number in range(1, 20):
        on(f"2026-12-{number:02}", f"Day {number}")

    with django_assert_num_queries(4):
        assert len(coming.coming_to(subscriber, now=SUNDAY)) == 5


@given(
    start=st.integers(-3, 70),
    lead_times=st.sets(st.integers(0, 60), min_size=1, max_size=5),
    told=st.none() | st.integers(0, 60),
    rhythm=st.sampled_from(["at_once", "weekly"]),
    weekday=st.integers(0, 6),
)
def test_page_and_planner_mean_the_same_mornings(start, lead_times, told, rhythm, weekday):
    today = date(2026, 11, 23) + timedelta(days=weekday)
    first = today + timedelta(days=start)

    shown = coming.mornings_of(first, lead_times, told, Subscriber(rhythm=rhythm), today=today)
    planned = due(
        first,
        lead_times,
        today=today,
        told=[] if told is None else [told],
        weekly=rhythm == "weekly",
    )

    soon = today + timedelta(days=SLOTS_AHEAD)
    assert [day for day in shown if day <= soon] == [one.slot for one in planned]
