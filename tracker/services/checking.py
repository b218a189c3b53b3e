"""The last look before mails leave: are they still called for, and by what?

Subscriptions and occurrences may have changed since the planner wrote the rows; what no longer
holds is dropped here. A whole batch is looked at in a fixed number of queries. Each message is
looked at again, by one statement, in the moment before it is sent (`outbox_sql.fence`): what that
statement compares is in `Checked`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, Q

from tracker.domain.reminders import last_moment, local_day
from tracker.models import (
    MailControl,
    MailHold,
    Message,
    Occurrence,
    Reminder,
    StatusNotice,
    Subscriber,
    Subscription,
)
from tracker.models.subscriber import TARGETS
from tracker.services import suppression
from tracker.services.wishes import EVERYTHING, Target, relations_of, targets_of, targets_of_updates

State = Message.State
CLAIMS_WITHOUT_OUTCOME = 3


class ToTell(NamedTuple):
    """The columns of a `Reminder` that sending asks for."""

    pk: int
    message_id: int
    occurrence_id: int
    occurrence_revision: int
    kind: str
    days_before: int


@dataclass(slots=True)
class Checked:
    """A claimed message with what it tells, or the state it ends in instead.

    `subscriptions` and `lead_times` are the rows that call for it; `address_hash` must not be
    suppressed.
    """

    message: Message
    reminders: list[ToTell] = field(default_factory=list)
    notices: list[StatusNotice] = field(default_factory=list)
    subscriptions: set[int] = field(default_factory=set)
    lead_times: set[int] = field(default_factory=set)
    address_hash: str = ""
    state: str = ""
    why: str = ""

    def end(self, state: str, why: str = "") -> "Checked":
        self.state, self.why = state, why
        return self


@dataclass(slots=True)
class Asked:
    """What one subscriber asks for: by target, each lead time's days with its rows."""

    days: dict[Target, dict[int, tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def call_for(self, targets: Iterable[Target], days: int | None) -> tuple[int, int] | None:
        """A subscription and its lead time that ask for one of `targets`, `days` before."""
        for target in targets:
            found = self.days.get(target)
            if found and days is None:
                return next(iter(found.values()))
            if found and days in found:
                return found[days]
        return None


def look(messages: list[Message], *, now: datetime) -> list[Checked]:
    """Look at claimed messages (with their subscribers); what has to be dropped is deleted."""
    found = [Checked(message) for message in messages]
    _refuse_suppressed(found, now=now)
    for one in found:
        if not one.state:
            _check_times(one, now=now)
    for one in _going(found, Message.Purpose.CONFIRMATION):
        subscription = one.message.subscription
        if subscription is None or subscription.state == Subscription.State.ENDED:
            one.end(State.CANCELLED)
    if reminding := _going(found, Message.Purpose.REMINDER):
        _check_told(reminding, now=now)
    return found


def _going(found: list[Checked], purpose: str) -> list[Checked]:
    return [one for one in found if not one.state and one.message.purpose == purpose]


def _check_times(one: Checked, *, now: datetime) -> None:
    message = one.message
    if message.claims >= CLAIMS_WITHOUT_OUTCOME:
        one.end(State.QUARANTINED, f"{CLAIMS_WITHOUT_OUTCOME} claims ended without an outcome.")
    elif now >= message.expires_at:
        one.end(State.EXPIRED)


def _refuse_suppressed(found: list[Checked], *, now: datetime) -> None:
    salt = MailControl.current().salt.hex
    for one in found:
        owner = one.message.subscriber or one.message.editor
        one.address_hash = suppression.hash_with(salt, owner.email if owner else "")
    suppressed = suppression.among(one.address_hash for one in found)
    for one in found:
        row = suppressed.get(one.address_hash)
        if row is None:
            continue
        if one.message.purpose == Message.Purpose.CONFIRMATION and suppression.fades(row, now=now):
            one.address_hash = ""
        else:
            one.end(State.FAILED, f"The address is written to no more: {row.reason}.")


def _check_told(found: list[Checked], *, now: datetime) -> None:
    """Which reminders and notices of these messages still hold: 8 queries."""
    asked = _asked(found)
    facts = _Facts.of(found)
    dropped: list[int] = []
    unnoticed: list[int] = []
    for one in found:
        subscriber = _subscriber(one)
        wish = asked.get(subscriber.pk)
        reminders = facts.reminders.get(one.message.pk, [])
        notices = facts.notices.get(one.message.pk, [])
        today = local_day(now, subscriber.time_zone)
        if subscriber.paused_until and subscriber.paused_until > today:
            wish = None if wish is None else Asked()
        kept, late = [], []
        for reminder in reminders:
            call = wish and facts.call_for(reminder, wish)
            if not call or facts.is_overtaken(reminder, today=today):
                dropped.append(reminder.pk)
            elif now >= facts.last_moment(reminder, one.message.slot, subscriber.time_zone):
                late.append(reminder.pk)
            else:
                kept.append((reminder, call))
        for notice in notices:
            follows = wish and facts.call_for_notice(notice, wish, subscriber)
            if follows:
                one.notices.append(notice)
                one.subscriptions.add(follows)
            else:
                unnoticed.append(notice.pk)
        one.reminders = [reminder for reminder, _call in kept]
        one.subscriptions |= {call[0] for _reminder, call in kept}
        one.lead_times = {call[1] for _reminder, call in kept}
        if kept or one.notices:
            dropped += late
        if not kept and not one.notices:
            ends = State.EXPIRED if late else State.SUPERSEDED
            one.end(State.CANCELLED if wish is None else ends)
    if dropped:
        Reminder.objects.filter(pk__among=dropped).delete()
    if unnoticed:
        StatusNotice.objects.filter(pk__among=unnoticed).delete()


def _subscriber(one: Checked) -> Subscriber:
    subscriber = one.message.subscriber
    if subscriber is None:
        raise ValueError(f"{one.message} goes to no subscriber.")
    return subscriber


def _asked(found: list[Checked]) -> dict[int, Asked]:
    """What the subscribers of these messages ask for now."""
    asked: dict[int, Asked] = {}
    rows = (
        Subscription.objects.active()
        .filter(subscriber_id__among=[_subscriber(one).pk for one in found])
        .order_by()
        .values_list(
            "subscriber_id",
            "pk",
            "lead_times__pk",
            "lead_times__days",
            *[f"{name}_id" for name in TARGETS],
        )
    )
    for subscriber, subscription, lead_time, days, *ids in rows:
        one = asked.setdefault(subscriber, Asked())
        named = zip(TARGETS, ids, strict=True)
        target = next(((name, pk) for name, pk in named if pk), EVERYTHING)
        # Who asks for no reminders may still ask for changes of a status.
        one.days[target][-1 if days is None else days] = (subscription, lead_time or 0)
    return asked


@dataclass(slots=True)
class _Facts:
    """What the database says of the reminders and notices of a batch."""

    reminders: dict[int, list[ToTell]]
    occurrences: dict[int, Occurrence]
    notices: dict[int, list[StatusNotice]]
    targets: dict[int, frozenset[Target]]
    related: dict[int, frozenset[Target]]
    followed: dict[int, frozenset[Target]]
    held: set[int]
    nearer: dict[int, list[tuple[str, date]]]

    @classmethod
    def of(cls, found: list[Checked]) -> "_Facts":
        messages = [one.message.pk for one in found]
        rows = [
            ToTell(*row)
            for row in Reminder.objects.filter(message_id__among=messages)
            .order_by("pk")
            .values_list("pk", *ToTell._fields[1:])
        ]
        reminders: dict[int, list[ToTell]] = defaultdict(list)
        for row in rows:
            reminders[row.message_id].append(row)
        occurrences = Occurrence.objects.in_bulk({row.occurrence_id for row in rows})
        corrected = {
            occurrences[row.occurrence_id].key_date_id
            for row in rows
            if row.kind == Reminder.Kind.CORRECTION
        }
        notices: dict[int, list[StatusNotice]] = defaultdict(list)
        for notice in (
            StatusNotice.objects.filter(message_id__among=messages)
            .select_related("update__commitment__item", "update__occurrence")
            .prefetch_related("update__commitment__item__themes")
        ):
            notices[notice.message_id].append(notice)
        updates = {one.update_id for some in notices.values() for one in some}
        return cls(
            reminders=reminders,
            occurrences=occurrences,
            notices=notices,
            targets=targets_of((pk, one.key_date_id) for pk, one in occurrences.items()),
            related=relations_of(corrected) if corrected else {},
            followed=targets_of_updates(updates) if updates else {},
            held=set(
                MailHold.objects.filter(occurrence__in=list(occurrences)).values_list(
                    "occurrence", flat=True
                )
            ),
            nearer=_nearer([row.pk for row in rows]),
        )

    def call_for(self, reminder: ToTell, asked: Asked) -> tuple[int, int] | None:
        """What asks for it, while the occurrence is as it was when this was planned."""
        occurrence = self.occurrences[reminder.occurrence_id]
        if occurrence.revision != reminder.occurrence_revision or occurrence.pk in self.held:
            return None
        if reminder.kind == Reminder.Kind.CORRECTION:
            return asked.call_for(self.related[occurrence.key_date_id], None)
        if occurrence.state == Occurrence.State.CANCELLED:
            return None
        return asked.call_for(self.targets[occurrence.pk], reminder.days_before)

    def call_for_notice(
        self, notice: StatusNotice, asked: Asked, subscriber: Subscriber
    ) -> int | None:
        """The subscription that follows what this status is about, while the status stands."""
        update = notice.update
        if update.retracted_at is not None or not subscriber.hears_status:
            return None
        call = asked.call_for(self.followed.get(update.pk, ()), None)
        return call[0] if call else None

    def is_overtaken(self, reminder: ToTell, *, today: date) -> bool:
        """A nearer reminder of the same has been sent, or waits for this very morning."""
        return any(
            state == State.SENT or slot <= today for state, slot in self.nearer.get(reminder.pk, [])
        )

    def last_moment(self, reminder: ToTell, slot: date, zone: str) -> datetime:
        is_correction = reminder.kind == Reminder.Kind.CORRECTION
        days_before = 0 if is_correction else reminder.days_before
        return last_moment(self.occurrences[reminder.occurrence_id].start, slot, days_before, zone)


def _nearer(reminders: list[int]) -> dict[int, list[tuple[str, date]]]:
    """For each that has any: state and slot of the nearer ones, sent or queued, of the same."""
    other = "subscriber__reminders__"
    is_nearer = Q(**{f"{other}days_before__lt": F("days_before")}) | Q(
        **{f"{other}days_before": F("days_before"), f"{other}pk__lt": F("pk")}
    )
    rows = (
        Reminder.objects.filter(pk__among=reminders)
        .filter(
            is_nearer,
            **{
                f"{other}occurrence": F("occurrence"),
                f"{other}occurrence_revision": F("occurrence_revision"),
                f"{other}message__state__in": [State.SENT, State.QUEUED],
            },
        )
        .order_by()
        .values_list("pk", f"{other}message__state", f"{other}message__slot")
    )
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for pk, state, slot in rows:
        found[pk].append((state, slot))
    return found
