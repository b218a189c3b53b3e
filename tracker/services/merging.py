"""Two key dates that turn out to be one: what was asked for and told of one holds for the other."""

from datetime import datetime

from django.db import transaction

from tracker.models import (
    FormerSlug,
    KeyDate,
    LeadTime,
    MailHold,
    Message,
    Occurrence,
    Reminder,
    StatusUpdate,
    Subscription,
)
from tracker.services import occurrences


class HasReports(Exception):
    """Status updates are recorded on its occurrences, and a statement never changes its subject."""


@transaction.atomic
def merge(key_date: KeyDate, *, into: KeyDate, now: datetime) -> None:
    """Let `into` take over from `key_date`, which is deleted.

    Subscriptions, commitments and statements go over. What waits in the outbox is planned anew;
    who was told the same day is not told it again, who was told another one gets a correction.
    An occurrence that `into` has none near goes over as a cancelled one, where it was told.
    The addresses of `key_date` lead to `into`, and so do those that led to it. Raises `HasReports`.
    """
    if StatusUpdate.objects.filter(occurrence__key_date=key_date).exists():
        raise HasReports
    Reminder.objects.filter(
        occurrence__key_date=key_date, message__state=Message.State.QUEUED
    ).delete()
    for occurrence in key_date.occurrences.order_by("start", "pk"):
        if twin := _twin(occurrence, into):
            _hand_over(occurrence, twin)
        elif occurrence.reminders.exists():
            occurrence.key_date = into
            occurrence.save(update_fields=["key_date"])
            occurrences.cancel(occurrence)
    _move_subscriptions(key_date, into, now)
    known = set(into.links.values_list("commitment", flat=True))
    for link in key_date.links.all():
        if link.commitment_id in known:
            link.delete()
        else:
            link.key_date = into
            link.save(update_fields=["key_date"])
    said = set(into.statements.values_list("source", "language"))
    for one in key_date.statements.all():
        if (one.source_id, one.language) not in said:
            one.key_date = into
            one.save(update_fields=["key_date"])
    key_date.reader_reports.update(key_date=into)
    key_date.former_slugs.update(key_date=into)
    FormerSlug.objects.update_or_create(slug=key_date.slug, defaults={"key_date": into})
    key_date.delete()


def _twin(occurrence: Occurrence, into: KeyDate) -> Occurrence | None:
    """The occurrence of `into` that means the same: on the same days, or else the nearest."""
    span = occurrence.span
    near = into.occurrences.filter(
        start__gte=span.start - occurrences.NEAR, start__lte=span.start + occurrences.NEAR
    )
    return (
        min(
            near,
            key=lambda one: (one.span != span, abs(one.start - span.start), one.nominal),
            default=None,
        )
        or into.occurrences.filter(nominal=occurrence.nominal).first()
    )


def _hand_over(occurrence: Occurrence, twin: Occurrence) -> None:
    """Whoever was told of `occurrence` was told of `twin`; it is changed for who hears it anew."""
    is_news = False
    for told in occurrence.reminders.select_related("message"):
        same = Reminder.objects.filter(
            subscriber=told.subscriber_id,
            occurrence=twin,
            occurrence_revision=twin.revision,
            kind=told.kind,
            days_before=told.days_before,
        )
        if same.exists():
            continue
        told.occurrence, told.occurrence_revision = twin, twin.revision
        told.save(update_fields=["occurrence", "occurrence_revision"])
        is_off = twin.state == Occurrence.State.CANCELLED
        is_news |= (told.start, told.end, told.cancelled) != (twin.start, twin.end, is_off)
    if is_news:
        occurrences.announce(twin)
    if not MailHold.objects.filter(occurrence=twin).exists():
        MailHold.objects.filter(occurrence=occurrence).update(occurrence=twin)


def _move_subscriptions(key_date: KeyDate, into: KeyDate, now: datetime) -> None:
    """A reader who asked for both keeps one, with the lead times of both."""
    ended = Subscription.State.ENDED
    for asked in Subscription.objects.filter(key_date=key_date):
        standing = Subscription.objects.filter(key_date=into, subscriber=asked.subscriber_id)
        other = standing.exclude(state=ended).first()
        if other is not None and asked.state != ended:
            if asked.state == other.state:
                days = asked.lead_times.values_list("days", flat=True)
                LeadTime.objects.bulk_create(
                    [LeadTime(subscription=other, days=one) for one in days], ignore_conflicts=True
                )
            asked.state, asked.ended_at = ended, now
        asked.key_date = into
        asked.save(update_fields=["key_date", "state", "ended_at"])
