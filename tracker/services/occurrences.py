"""Materialising occurrences: rows up to the horizon, so that a month is one range query."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tracker.domain.spans import Span
from tracker.models import KeyDate, Occurrence, SiteRevision

NEAR = timedelta(days=31)
"""So far from where it was, the day of a changed rule is the same occurrence on another day."""


@dataclass(frozen=True, slots=True)
class Extended:
    """How many occurrences were added and up to which day."""

    added: int
    until: date


def horizon(today: date) -> date:
    return today + relativedelta(months=settings.TRACKER_HORIZON_MONTHS)


def extend(*, today: date, key_dates: list[KeyDate] | None = None) -> Extended:
    """Add what is missing up to the horizon, for `key_dates` or for all. Repeatable.

    What exists is left alone: a moved or cancelled occurrence keeps its nominal day, so the rule
    does not bring it back, and a day to which `refresh` has moved one needs no other.
    """
    until = horizon(today)
    followed = set(
        Occurrence.objects.filter(state=Occurrence.State.SCHEDULED)
        .exclude(nominal=F("start"))
        .values_list("key_date", "start")
    )
    wanted = [
        Occurrence(
            key_date=key_date,
            nominal=span.start,
            start=span.start,
            end=span.end,
            precision=precision,
        )
        for key_date in (KeyDate.objects.all() if key_dates is None else key_dates)
        for span, precision in _spans(key_date, until)
        if (key_date.pk, span.start) not in followed
    ]
    with transaction.atomic():
        before = Occurrence.objects.count()
        Occurrence.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=500)
        added = Occurrence.objects.count() - before
        if added:
            SiteRevision.bump()
    return Extended(added, until)


def _spans(key_date: KeyDate, until: date) -> list[tuple[Span, str]]:
    rule = key_date.recurrence
    if rule is not None and key_date.rule_start is not None:
        if key_date.rule_start > until:
            return []
        precision = (
            KeyDate.Precision.DAY if key_date.duration_days == 1 else KeyDate.Precision.RANGE
        )
        return [(span, precision) for span in rule.spans(Span(key_date.rule_start, until))]
    fuzzy = key_date.fuzzy
    if fuzzy.start is None or fuzzy.end is None:
        return []
    return [(Span(fuzzy.start, fuzzy.end), key_date.precision)]


@transaction.atomic
def refresh(key_date: KeyDate, *, today: date) -> None:
    """After an editor changed the date or rule of `key_date`: untouched future rows follow.

    The past of a rule, moved or cancelled occurrences and those with a status update stay. One that
    is in the outbox, sent or not, goes along to the new day, or is cancelled where the rule gives
    none near it: so it keeps its UID, and whoever was told of it is corrected.
    """
    spans = {span.start: (span, precision) for span, precision in _spans(key_date, horizon(today))}
    is_rule = key_date.precision == KeyDate.Precision.RULE
    scheduled = key_date.occurrences.filter(state=Occurrence.State.SCHEDULED)
    stale = scheduled.filter(updates=None).exclude(nominal__in=list(spans))
    if is_rule:
        stale = stale.filter(start__gte=today)
    stale.filter(reminders=None).delete()
    for occurrence in scheduled.filter(nominal__in=list(spans)):
        _follow(occurrence, *spans[occurrence.nominal])
    taken = set(key_date.occurrences.values_list("nominal", flat=True))
    free = [one for day, one in spans.items() if day not in taken]
    if is_rule:
        free = [one for one in free if one[0].start >= today]
    for occurrence in stale.order_by("start", "pk").distinct():
        near = [one for one in free if not is_rule or _apart(occurrence, one[0]) <= NEAR]
        if near:
            nearest = min(near, key=lambda one: _apart(occurrence, one[0]))
            free.remove(nearest)
            _follow(occurrence, *nearest)
        else:
            cancel(occurrence)
    extend(today=today, key_dates=[key_date])


def _apart(occurrence: Occurrence, span: Span) -> timedelta:
    return abs(occurrence.start - span.start)


def _follow(occurrence: Occurrence, span: Span, precision: str) -> None:
    """Onto the days of its date or rule, of which it is not said that it was moved."""
    if (occurrence.start, occurrence.end) != (span.start, span.end):
        occurrence.start, occurrence.end = span.start, span.end
        _changed(occurrence)
    if occurrence.precision != precision:
        Occurrence.objects.filter(pk=occurrence.pk).update(precision=precision)


def move(occurrence: Occurrence, *, start: date, end: date) -> None:
    """Give `occurrence` other days: revision + 1; reminders follow by themselves.

    Back on the days of its rule or date it is no longer said to be moved.
    """
    nominal = _nominal_span(occurrence)
    is_back = nominal is not None and (start, end) == (nominal.start, nominal.end)
    occurrence.start, occurrence.end = start, end
    occurrence.state = Occurrence.State.SCHEDULED if is_back else Occurrence.State.MOVED
    _changed(occurrence)


def _nominal_span(occurrence: Occurrence) -> Span | None:
    """The days that the rule or the date gives for it; None where it gives none any more."""
    spans = [span for span, _precision in _spans(occurrence.key_date, occurrence.nominal)]
    return next((span for span in spans if span.start == occurrence.nominal), None)


def cancel(occurrence: Occurrence) -> None:
    """Mark `occurrence` as cancelled: revision + 1; feeds say STATUS:CANCELLED."""
    occurrence.state = Occurrence.State.CANCELLED
    _changed(occurrence)


def announce(occurrence: Occurrence) -> None:
    """Its days are news to some who were told others: revision + 1, and they are corrected."""
    _changed(occurrence)


def _changed(occurrence: Occurrence) -> None:
    occurrence.revision += 1
    occurrence.changed_at = timezone.now()
    occurrence.full_clean(exclude=["key_date"])
    occurrence.save(update_fields=["start", "end", "state", "precision", "revision", "changed_at"])
