"""Subscribing and leaving. Nothing is sent to an address before its owner has confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Lower

from tracker.models import (
    Commitment,
    Item,
    KeyDate,
    LeadTime,
    Message,
    Plan,
    Subscriber,
    Subscription,
    Theme,
)
from tracker.models.subscriber import TARGETS
from tracker.services import bell, outbox

State = Subscription.State
Target = Plan | Item | Commitment | KeyDate | Theme | None
"""What a subscription is about; None is everything."""

NAMES = {Plan: "plan", Item: "item", Commitment: "commitment", KeyDate: "key_date", Theme: "theme"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for."""

    email: str
    language: str
    time_zone: str
    target: Target
    lead_times: frozenset[int]


class SubscriptionHasEnded(Exception):
    """It was ended meanwhile; it has to be asked for again."""


def ask(wanted: Wanted, *, now: datetime) -> None:
    """Note what is wanted and queue the mail that asks to confirm it.

    Says the same for every address, known or not: the owner reads the rest in the mail. A wish
    that is already waiting is replaced; one that is active stays as it is.
    """
    try:
        _ask(wanted, now=now)
    except IntegrityError:
        # The same was asked for twice at once; the other one is there now.
        _ask(wanted, now=now)


@transaction.atomic
def _ask(wanted: Wanted, *, now: datetime) -> None:
    subscriber = find(wanted.email) or Subscriber.objects.create(
        email=wanted.email,
        language=wanted.language,
        time_zone=wanted.time_zone,
        created_at=now,
    )
    targets = {f"{name}_id": None for name in TARGETS} | _columns(wanted.target)
    subscription = (
        subscriber.subscriptions.exclude(state=State.ENDED)
        .filter(**{f"{name}__isnull": True for name, pk in targets.items() if pk is None})
        .filter(**{name: pk for name, pk in targets.items() if pk is not None})
        .first()
    )
    if subscription is None:
        subscription = Subscription(subscriber=subscriber, created_at=now, **targets)
    if subscription.state == State.PENDING:
        subscription.language = wanted.language
        subscription.time_zone = wanted.time_zone
        subscription.save()
        _set_lead_times(subscription, wanted.lead_times)
    if outbox.add_confirmation(subscription, now=now):
        bell.ring_on_commit()


def find(email: str) -> Subscriber | None:
    """The subscriber with this address, compared as the database's own constraint compares."""
    return Subscriber.objects.alias(lower=Lower("email")).filter(lower=Lower(Value(email))).first()


def _columns(target: Target) -> dict[str, int]:
    if target is None:
        return {}
    return {f"{NAMES[type(target)]}_id": target.pk}


def _set_lead_times(subscription: Subscription, days: Iterable[int]) -> None:
    wanted = set(days)
    subscription.lead_times.exclude(days__in=wanted).delete()
    LeadTime.objects.bulk_create(
        [LeadTime(subscription=subscription, days=number) for number in sorted(wanted)],
        ignore_conflicts=True,
    )


@transaction.atomic
def confirm(subscription: Subscription, *, now: datetime) -> None:
    """Make it active; its language and zone become the subscriber's. Repeatable.

    Raises `SubscriptionHasEnded`.
    """
    subscriber = subscription.subscriber
    if Subscription.objects.filter(pk=subscription.pk, state=State.PENDING).update(
        state=State.ACTIVE, confirmed_at=now
    ):
        _write_to(subscriber, subscription.language, subscription.time_zone)
        bell.ring_on_commit()
    elif not Subscription.objects.active().filter(pk=subscription.pk).exists():
        raise SubscriptionHasEnded


@transaction.atomic
def change_settings(subscriber: Subscriber, *, language: str, time_zone: str) -> None:
    """Write in another language, or at another zone's morning."""
    _write_to(subscriber, language, time_zone)
    bell.ring_on_commit()


def _write_to(subscriber: Subscriber, language: str, time_zone: str) -> None:
    zone_changes = subscriber.time_zone != time_zone
    subscriber.language, subscriber.time_zone = language, time_zone
    subscriber.save(update_fields=["language", "time_zone"])
    if zone_changes:
        outbox.withdraw(subscriber, state=Message.State.SUPERSEDED)


@transaction.atomic
def change_lead_times(subscription: Subscription, days: Iterable[int]) -> None:
    """What waits in the outbox is planned anew, by the new lead times."""
    _set_lead_times(subscription, days)
    outbox.withdraw(subscription.subscriber, state=Message.State.SUPERSEDED)
    bell.ring_on_commit()


@transaction.atomic
def end(subscription: Subscription, *, now: datetime) -> None:
    """Stop this one. Repeatable; what other subscriptions still call for is planned anew."""
    subscriber = subscription.subscriber
    _end(Subscription.objects.filter(pk=subscription.pk), now=now)
    others = subscriber.subscriptions.active().exists()
    outbox.withdraw(
        subscriber, state=Message.State.SUPERSEDED if others else Message.State.CANCELLED
    )


@transaction.atomic
def end_all(subscriber: Subscriber, *, now: datetime) -> None:
    """Stop everything, what waits for confirmation included. Repeatable."""
    _end(Subscription.objects.filter(subscriber=subscriber), now=now)
    outbox.withdraw(subscriber, state=Message.State.CANCELLED)


def _end(subscriptions: QuerySet[Subscription], *, now: datetime) -> None:
    subscriptions.exclude(state=State.ENDED).update(state=State.ENDED, ended_at=now)


def erase(subscriber: Subscriber) -> None:
    """Delete the address and everything that was kept with it, the outbox included."""
    subscriber.delete()


@transaction.atomic
def forget_unconfirmed(*, now: datetime) -> int:
    """Delete what nobody confirmed while the link was good; how many addresses that leaves out.

    An address that never confirmed anything is not kept.
    """
    old = now - outbox.CONFIRMATION_LIFETIME
    asked_lately = Message.objects.filter(
        subscription=OuterRef("pk"), purpose=Message.Purpose.CONFIRMATION, expires_at__gt=now
    )
    Subscription.objects.filter(
        ~Exists(asked_lately), state=State.PENDING, created_at__lt=old
    ).delete()
    forgotten = Subscriber.objects.filter(subscriptions=None, created_at__lt=old)
    return forgotten.delete()[1].get(Subscriber._meta.label, 0)
