"""What readers send in: stored for editors, decided by them, never public by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from tracker.models import Commitment, Item, KeyDate, ReaderReport

SOONEST = timedelta(seconds=2)
"""Nobody reads and fills in the form faster."""
LATEST = timedelta(days=2)
_SALT = "tracker.reader_reports"

State = ReaderReport.State


@dataclass(frozen=True, slots=True)
class Subject:
    """An item or a key date, with the commitments that a report on it can be about."""

    item: Item | None
    key_date: KeyDate | None
    commitments: list[Commitment]


def item_subject(plan: str, position: int) -> Subject | None:
    item = Item.objects.select_related("plan").filter(plan__slug=plan, position=position).first()
    if item is None:
        return None
    return Subject(item, None, list(item.commitments.select_related("item").order_by("key")))


def key_date_subject(slug: str) -> Subject | None:
    key_date = KeyDate.objects.called(slug)
    if key_date is None:
        return None
    linked = Commitment.objects.filter(date_links__key_date=key_date).select_related("item__plan")
    return Subject(
        None, key_date, list(linked.order_by("item__plan", "item__position", "key").distinct())
    )


def subject_of(report: ReaderReport) -> Subject:
    """What `report` is about, as it is now."""
    if report.item is not None:
        found = item_subject(report.item.plan.slug, report.item.position)
    else:
        found = key_date_subject(report.key_date.slug) if report.key_date else None
    return found or Subject(report.item, report.key_date, [])


def stamp(now: datetime) -> str:
    """A signed mark of when the form was shown."""
    return signing.dumps(now.timestamp(), salt=_SALT)


def shown_for(mark: str, now: datetime) -> timedelta | None:
    """How long ago the form with `mark` was shown; None for a mark that is not ours."""
    try:
        return timedelta(seconds=now.timestamp() - float(signing.loads(mark, salt=_SALT)))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def receive(
    subject: Subject,
    commitment: Commitment | None,
    *,
    url: str,
    note: str,
    email: str,
    language: str,
    now: datetime,
) -> ReaderReport:
    """Store a report; one that says the same as another still to look at is not stored again."""
    same: dict[str, Any] = {
        "item": subject.item,
        "key_date": subject.key_date,
        "commitment": commitment,
        "url": url,
        "note": note,
        "state": State.NEW,
    }
    known = ReaderReport.objects.filter(**same).first()
    return known or ReaderReport.objects.create(
        **same, email=email, language=language, created_at=now
    )


def waiting() -> int:
    return ReaderReport.objects.filter(state=State.NEW).count()


def decide(report: ReaderReport, state: str, *, by: Any, now: datetime) -> bool:
    """Accept or dismiss a report that is still to look at; whether this was the one to do so."""
    changed = ReaderReport.objects.filter(pk=report.pk, state=State.NEW).update(
        state=state, decided_by=by, decided_at=now, email=""
    )
    report.refresh_from_db()
    return bool(changed)
