"""Subscribing and leaving. Nothing is sent to an address before its owner has confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

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
from tracker.services import bell, outbox, suppression

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


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a subscriber wants to be written to."""

    language: str
    time_zone: str
    rhythm: str
    hears_status: bool


class SubscriptionHasEnded(Exception):
    """It was ended meanwhile; it has to be asked for again."""


def ask(wanted: Wanted, *, now: datetime) -> None:
    """Note what is wanted and queue the mail that asks to confirm it.

    Says the same for every address, known or not: the owner reads the rest in the mail. A wish
    that is already waiting is replaced; one that is active stays as it is. An address that takes
    no mail is not asked.
    """
    if not suppression.may_be_asked(wanted.email, now=now):
        return
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
    subscription = _standing(subscriber, wanted.target)
    if subscription is None:
        subscription = Subscription(
            subscriber=subscriber, created_at=now, **_columns(wanted.target)
        )
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


def _standing(subscriber: Subscriber, target: Target) -> Subscription | None:
    """The subscription to `target` that has not ended."""
    about = {f"{name}_id": None for name in TARGETS} | _columns(target)
    return (
        subscriber.subscriptions.exclude(state=State.ENDED)
        .filter(**{f"{name}__isnull": True for name, pk in about.items() if pk is None})
        .filter(**{name: pk for name, pk in about.items() if pk is not None})
        .first()
    )


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
def confirm(subscription: Subscription, *, now: datetime, hears_status: bool | None = None) -> None:
    """Make it active; its language and zone become the subscriber's. Repeatable.

    `hears_status` is what its owner said of it on the way. Raises `SubscriptionHasEnded`.
    """
    subscriber = subscription.subscriber
    if Subscription.objects.filter(pk=subscription.pk, state=State.PENDING).update(
        state=State.ACTIVE, confirmed_at=now
    ):
        asked = Preferences(
            language=subscription.language,
            time_zone=subscription.time_zone,
            rhythm=subscriber.rhythm,
            hears_status=subscriber.hears_status if hears_status is None else hears_status,
        )
        change_settings(subscriber, asked)
        if suppression.may_be_asked(subscriber.email, now=now):
            # The mail has arrived: a mailbox that was full takes mail again.
            suppression.release(subscriber.email)
    elif not Subscription.objects.active().filter(pk=subscription.pk).exists():
        raise SubscriptionHasEnded


@transaction.atomic
def add(
    subscriber: Subscriber, target: Target, lead_times: Iterable[int], *, now: datetime
) -> Subscription:
    """One more, asked for by the owner of the address: it needs no confirmation.

    Where there is one to the same target already, it gets these lead times.
    """
    subscription = _standing(subscriber, target) or Subscription(
        subscriber=subscriber, created_at=now, **_columns(target)
    )
    subscription.language, subscription.time_zone = subscriber.language, subscriber.time_zone
    if subscription.state != State.ACTIVE:
        subscription.state, subscription.confirmed_at = State.ACTIVE, now
    subscription.save()
    change_lead_times(subscription, lead_times)
    return subscription


@transaction.atomic
def change_settings(subscriber: Subscriber, wanted: Preferences) -> None:
    """Write in another language, at another zone's morning, in another rhythm, of more or less.

    What waits is planned anew where it would go out at another time or say something else.
    """
    before = (subscriber.time_zone, subscriber.rhythm, subscriber.hears_status)
    for name in ("language", "time_zone", "rhythm", "hears_status"):
        setattr(subscriber, name, getattr(wanted, name))
    subscriber.save(update_fields=["language", "time_zone", "rhythm", "hears_status"])
    if before != (subscriber.time_zone, subscriber.rhythm, subscriber.hears_status):
        outbox.withdraw(subscriber, state=Message.State.SUPERSEDED)
    bell.ring_on_commit()


@transaction.atomic
def pause(subscriber: Subscriber, *, until: date | None) -> None:
    """Send nothing before the morning of `until`; None goes on at once. Repeatable."""
    subscriber.paused_until = until
    subscriber.save(update_fields=["paused_until"])
    outbox.withdraw(subscriber, state=Message.State.SUPERSEDED)
    bell.ring_on_commit()


def ask_for_link(email: str, *, now: datetime) -> None:
    """Queue the mail with the manage link, if the address has ever confirmed anything."""
    if not suppression.may_be_asked(email, now=now):
        return
    with transaction.atomic():
        subscriber = find(email)
        if (
            subscriber is None
            or not subscriber.subscriptions.filter(confirmed_at__isnull=False).exists()
        ):
            return
        if outbox.add_link_mail(subscriber, now=now):
            bell.ring_on_commit()


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
