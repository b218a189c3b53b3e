"""Two key dates become one, and no reader hears of the same day twice or of a day that is gone."""

from datetime import date, timedelta

import pytest

from tests.builders import make_commitment, make_key_date, make_occurrence, make_update
from tests.subscribers import at, make_subscriber, make_subscription, told
from tracker.models import KeyDate, MailHold, Message, Occurrence, Reminder
from tracker.services import merging, planning

pytestmark = pytest.mark.django_db

SUNDAY = at("2026-11-22 08:00")
DAY = date(2026, 11, 29)


@pytest.fixture
def stays():
    return make_key_date(slug="stays", date="2026-11-29")


@pytest.fixture
def goes():
    return make_key_date(slug="goes", date="2026-11-29")


def tell() -> None:
    """What is due on Sunday is planned and sent."""
    planning.plan(now=SUNDAY)
    Message.objects.update(state="sent", sent_at=at("2026-11-22 09:00"))


def merge(goes, stays) -> None:
    merging.merge(goes, into=stays, now=SUNDAY)
    Occurrence.objects.update(changed_at=at("2026-11-22 10:00"))


def plan_the_week() -> None:
    for number in range(1, 7):
        planning.plan(now=at("2026-11-22 07:00") + timedelta(days=number))


def test_who_was_told_of_one_is_told_of_the_other_only_when_its_time_comes(goes, stays):
    commitment = make_commitment(key_dates=[goes])
    make_occurrence(goes, start=DAY)
    reader = make_subscription(commitment=commitment, days=[7, 1]).subscriber
    tell()
    twin = make_occurrence(stays, start=DAY)

    merge(goes, stays)
    plan_the_week()

    assert told(reader) == [("2026-11-22", 7, 0, "sent"), ("2026-11-28", 1, 0, "queued")]
    assert set(Reminder.objects.values_list("occurrence", "kind")) == {(twin.pk, "reminder")}
    assert list(commitment.date_links.values_list("key_date__slug", flat=True)) == ["stays"]
    assert not KeyDate.objects.filter(slug="goes").exists()


def test_who_was_told_another_day_is_corrected_and_nobody_else(goes, stays):
    make_occurrence(goes, start=DAY)
    mistaken = make_subscription(key_date=goes).subscriber
    tell()
    twin = make_occurrence(stays, start=date(2026, 11, 30))
    right = make_subscription(key_date=stays).subscriber
    planning.plan(now=at("2026-11-23 07:00"))
    Message.objects.filter(state="queued").update(state="sent", sent_at=at("2026-11-23 09:00"))

    merge(goes, stays)
    planning.plan(now=at("2026-11-23 12:00"))

    assert told(right) == [("2026-11-23", 7, 0, "sent")]
    assert [
        (one.kind, one.occurrence_id, one.start) for one in mistaken.reminders.order_by("pk")
    ] == [("reminder", twin.pk, DAY), ("correction", twin.pk, date(2026, 11, 30))]


def test_date_that_the_other_has_not_is_cancelled_for_who_was_told_of_it(goes, stays):
    make_occurrence(goes, start=DAY)
    reader = make_subscription(key_date=goes).subscriber
    tell()
    make_occurrence(stays, start=date(2027, 5, 9))

    merge(goes, stays)
    planning.plan(now=at("2026-11-22 12:00"))

    assert [(one.kind, one.cancelled) for one in reader.reminders.order_by("pk")] == [
        ("reminder", False),
        ("correction", True),
    ]


def test_what_waits_is_planned_anew_for_the_one_that_stays(goes, stays):
    held = make_occurrence(goes, start=DAY)
    MailHold.objects.create(occurrence=held)
    make_occurrence(goes, start=date(2026, 11, 28))
    reader = make_subscription(key_date=goes).subscriber
    planning.plan(now=at("2026-11-20 08:00"))
    twins = [make_occurrence(stays, start=day) for day in (DAY, date(2026, 11, 28))]

    merge(goes, stays)
    planning.plan(now=at("2026-11-20 08:00"))

    assert [one.occurrence_id for one in reader.reminders.all()] == [twins[1].pk]
    assert MailHold.objects.get().occurrence_id == twins[0].pk


def test_reader_of_both_keeps_one_subscription_with_all_lead_times(goes, stays):
    reader = make_subscriber()
    make_subscription(reader, key_date=goes, days=[14, 7])
    make_subscription(reader, key_date=stays, days=[7, 1])
    other = make_subscription(key_date=goes, days=[3])
    left = make_subscription(key_date=goes, state="ended")

    merge(goes, stays)

    (kept,) = reader.subscriptions.active()
    assert {one.days for one in kept.lead_times.all()} == {14, 7, 1}
    for one in (other, left):
        before = one.state
        one.refresh_from_db()
        assert (one.key_date, one.state) == (stays, before)


def test_statements_keep_what_they_are_about(goes, stays):
    occurrence = make_occurrence(goes, start=DAY)
    make_update(make_commitment(key_dates=[goes]), occurrence=occurrence)

    with pytest.raises(merging.HasReports):
        merging.merge(goes, into=stays, now=SUNDAY)

    assert KeyDate.objects.filter(slug="goes").exists()


@pytest.mark.parametrize("language", ["en", "tr", "ar"])
def test_old_addresses_lead_to_the_one_that_stays(client, goes, stays, language):
    make_occurrence(stays, start=DAY)
    earlier = make_key_date(slug="earlier")
    merge(earlier, goes)
    merge(goes, stays)

    def way(path: str) -> tuple[int, str]:
        answer = client.get(f"/{language}/dates/{path}")
        return answer.status_code, answer.headers.get("Location", "")

    for slug in ("goes", "earlier"):
        assert way(f"{slug}/?page=2") == (301, f"/{language}/dates/stays/?page=2")
        assert way(f"{slug}/calendar.ics?alarm=1d") == (
            301,
            f"/{language}/dates/stays/calendar.ics?alarm=1d",
        )
        assert way(f"{slug}/2026-11-29.ics") == (301, f"/{language}/dates/stays/2026-11-29.ics")
        assert way(f"{slug}/card.png") == (301, f"/{language}/dates/stays/card.png")
    assert way("stays/")[0] == way("stays/calendar.ics")[0] == 200
    assert way("never/") == (404, "")


def test_old_name_is_understood_in_links_and_the_api_until_another_has_it(client, goes, stays):
    occurrence = make_occurrence(stays, start=DAY)
    merge(goes, stays)
    days = "/api/v1/occurrences/?from=2026-01-01&key_date=goes"

    assert client.get("/en/subscribe/?date=goes").context["form"]["target"].value() == "date:stays"
    assert [one["uid"] for one in client.get(days).json()["items"]] == [occurrence.uid]

    make_key_date(slug="goes", name="Another")
    assert client.get("/en/dates/goes/").status_code == 200
    assert client.get(days).json()["items"] == []
