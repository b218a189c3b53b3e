"""What the database itself refuses, however it is written to."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_meeting,
    make_occurrence,
    make_organisation,
    make_plan,
    make_series,
    make_update,
    make_wording,
)
from tracker.models import (
    Alias,
    Kind,
    Message,
    Status,
    StatusUpdate,
    Subscriber,
    Subscription,
    Wording,
)
from tracker.models.status_update import StatusUpdateIsImmutable
from tracker.models.vocabulary import RECORDABLE
from tracker.models.wording import WordingIsImmutable

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("status", Status.values)
def test_status_is_stored_only_where_the_kind_allows_it(kind, status):
    commitment = make_commitment(kind=kind)
    if status in RECORDABLE[Kind(kind)]:
        assert make_update(commitment, status=status).pk
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            make_update(commitment, status=status)


def test_bulk_update_cannot_smuggle_in_a_status_of_another_kind():
    update = make_update(make_commitment(kind=Kind.CONTINUOUS))

    with pytest.raises(IntegrityError):
        StatusUpdate.objects.filter(pk=update.pk).update(status=Status.POSTPONED)


def test_statement_is_never_overwritten():
    update = make_update()
    update.status = Status.CONFIRMED

    with pytest.raises(StatusUpdateIsImmutable):
        update.save()


def test_wording_is_never_changed_by_save_or_in_bulk():
    wording = make_wording(text="The libraries read aloud.")
    wording.text = "The libraries whisper."

    with pytest.raises(WordingIsImmutable):
        wording.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Wording.objects.filter(pk=wording.pk).update(text="The libraries whisper.")
    assert Wording.objects.get().text == "The libraries read aloud."


def test_wording_can_be_replaced_by_a_newer_version():
    first = make_wording(version=1)
    first.is_current = False
    first.save(update_fields=["is_current"])
    make_wording(first.item, version=2)

    assert [wording.version for wording in Wording.objects.current()] == [2]


def test_item_has_one_current_wording_per_language():
    wording = make_wording()

    with pytest.raises(IntegrityError):
        make_wording(wording.item, version=2)


def test_position_identifies_an_item_inside_its_plan():
    item = make_item(position=3)

    with pytest.raises(IntegrityError):
        make_item(plan=item.plan, position=3)


@pytest.mark.parametrize(
    "fields",
    [
        {"precision": "day", "date": ""},
        {"precision": "unknown", "date": "2024"},
        {"precision": "rule", "rule": "", "date": ""},
        {"precision": "year", "date": "2024", "rule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9"},
        {"duration_days": 0},
    ],
)
def test_key_date_fills_what_its_precision_says(fields):
    with pytest.raises(IntegrityError):
        make_key_date(**fields)


def test_occurrence_does_not_end_before_it_starts():
    with pytest.raises(IntegrityError):
        make_occurrence(make_key_date(), start=date(2026, 5, 9), end=date(2026, 5, 8))


@pytest.mark.parametrize(
    ("latitude", "longitude", "told"),
    [
        (38.4, None, {"__all__": ["Give latitude and longitude, or neither."]}),
        (None, 27.1, {"__all__": ["Give latitude and longitude, or neither."]}),
        (90.1, 27.1, {"latitude": ["A latitude is between −90 and 90 degrees."]}),
        (38.4, -180.1, {"longitude": ["A longitude is between −180 and 180 degrees."]}),
    ],
)
@pytest.mark.parametrize("make", [make_key_date, make_occurrence])
def test_position_is_whole_and_on_the_globe(make, latitude, longitude, told):
    placed = make(latitude=-90, longitude=180)
    placed.latitude, placed.longitude = latitude, longitude

    with pytest.raises(ValidationError) as refused:
        placed.full_clean(exclude=["name"])
    assert refused.value.message_dict == told
    with pytest.raises(IntegrityError):
        placed.save()


def test_meeting_recorded_as_held_needs_its_dates():
    with pytest.raises(IntegrityError):
        make_meeting(state="held", dates="", start=None, end=None)


def test_plan_does_not_end_before_it_begins():
    with pytest.raises(IntegrityError):
        make_plan(valid_from=date(2024, 1, 2), valid_until=date(2024, 1, 2))


def test_alias_belongs_to_one_organisation_or_one_series():
    with pytest.raises(IntegrityError):
        Alias.objects.create(
            organisation=make_organisation(), series=make_series(), language="en", name="Readers"
        )


@pytest.fixture
def subscriber() -> Subscriber:
    return Subscriber.objects.create(email="Reader@example.org", language="en")


def test_address_is_one_subscriber_however_it_is_capitalised(subscriber):
    with pytest.raises(IntegrityError):
        Subscriber.objects.create(email="reader@EXAMPLE.org", language="tr")


def test_subscription_has_one_target_at_most(subscriber):
    with pytest.raises(IntegrityError):
        Subscription.objects.create(
            subscriber=subscriber, language="en", plan=make_plan(), item=make_item()
        )


def test_same_target_is_subscribed_once_until_it_is_left(subscriber):
    first = Subscription.objects.create(subscriber=subscriber, language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(subscriber=subscriber, language="en")
    first.state, first.ended_at = Subscription.State.ENDED, timezone.now()
    first.save()

    assert Subscription.objects.create(subscriber=subscriber, language="en").pk


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "sent"},
        {"state": "queued", "sent_at": timezone.now()},
        {"claimed_until": timezone.now()},
        {"purpose": "confirmation"},
    ],
)
def test_impossible_message_cannot_be_stored(subscriber, fields):
    now = timezone.now()
    values = {"slot": now.date(), "send_at": now, "expires_at": now, "message_id": "<1@example>"}

    with pytest.raises(IntegrityError):
        Message.objects.create(subscriber=subscriber, **(values | fields))
