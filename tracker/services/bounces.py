"""Mail that came back: what it means for the address, told once however often it is reported.

The proof that a report is about a mail of ours is its Message-ID, which nobody but its reader has
seen. Reports from outside that name none must not shut anybody's address: who passes `address`
has to have proved in another way (a shared secret) that it may.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from tracker.domain import delivery_reports
from tracker.models import Bounce, Message, Subscriber, Suppression
from tracker.services import outbox, suppression

Kind = Bounce.Kind

SOFT_IN_A_ROW = 5
"""So many mails in a row that came back for now shut an address."""

ARRIVED_AFTER = timedelta(days=3)
"""A mail that did not come back within this time has arrived."""

_REASONS = {
    Kind.HARD: Suppression.Reason.HARD_BOUNCE,
    Kind.COMPLAINT: Suppression.Reason.COMPLAINT,
}


def record(
    kind: str,
    *,
    message_id: str = "",
    address: str = "",
    code: str = "",
    detail: str = "",
    source: str = "",
    event_id: str | None = None,
    at: datetime,
) -> Bounce | None:
    """Note that a mail came back, and write no more to an address that takes none.

    A mail of ours is found by `message_id`, and its own address counts; else `address` does. None
    where neither leads anywhere, or where `event_id` was recorded before. Of one mail only the
    first soft bounce counts; `SOFT_IN_A_ROW` mails that came back for now, with none in between
    that arrived, shut the address as one for good does.
    """
    message = _message(message_id)
    email = _address_of(message) or _clean(address, 254)
    if not email:
        return None
    bounce = Bounce(
        message=message,
        address_hash=suppression.hash_of(email),
        kind=kind,
        code=_clean(code, 20),
        detail=_clean(detail, 500),
        source=_clean(source, 40),
        event_id=_clean(event_id or "", 200) or None,
        at=at,
    )
    try:
        with transaction.atomic():
            # Two reports at once are counted one after the other.
            rows = Subscriber.objects.select_for_update(no_key=True)
            subscriber = rows.filter(email__iexact=email).first()
            editor = _locked_editor(message)
            is_counted = kind == Kind.SOFT and not _is_known(message)
            before = _soft_before(subscriber, bounce) if subscriber and is_counted else 0
            bounce.save(force_insert=True)
            if kind != Kind.SOFT:
                _shut(email, subscriber, _REASONS[Kind(kind)])
            elif editor and is_counted:
                _count_for_editor(editor, subscriber, bounce)
            elif subscriber and is_counted:
                _count(subscriber, before + 1)
    except IntegrityError:
        return None
    return bounce


def record_report(data: bytes, *, source: str, now: datetime) -> list[Bounce]:
    """Record what a report (RFC 3464, RFC 5965) says of mails of ours; nothing where it is none."""
    found = delivery_reports.read(
        data,
        bounce_address=settings.BOUNCE_ADDRESS,
        host=urlsplit(settings.SITE_URL).hostname or "",
    )
    recorded = [
        record(
            one.kind,
            message_id=one.message_id,
            code=one.code,
            detail=one.detail,
            source=source,
            event_id=one.event_id,
            at=min(one.at or now, now),
        )
        for one in found
        if one.message_id
    ]
    return [one for one in recorded if one]


def _message(message_id: str) -> Message | None:
    """The message of a Message-ID, with its angle brackets or without."""
    name = _clean(message_id, 200).strip("<>")
    if not name:
        return None
    known = Message.objects.select_related("subscriber", "editor")
    return known.filter(message_id=f"<{name}>").first()


def _address_of(message: Message | None) -> str:
    owner = message and (message.subscriber or message.editor)
    return owner.email if owner else ""


def _is_known(message: Message | None) -> bool:
    """Whether this mail came back before."""
    return message is not None and Bounce.objects.filter(message=message).exists()


def _soft_before(subscriber: Subscriber, bounce: Bounce) -> int:
    """How many in a row came back before this one: none where a mail has arrived since."""
    last = Bounce.objects.filter(address_hash=bounce.address_hash, kind=Kind.SOFT).first()
    if last is None:
        return 0
    arrived = Message.objects.filter(
        subscriber=subscriber,
        state=Message.State.SENT,
        sent_at__gt=last.at,
        sent_at__lte=bounce.at - ARRIVED_AFTER,
    )
    if bounce.message is not None:
        arrived = arrived.exclude(pk=bounce.message.pk)
    return 0 if arrived.exists() else subscriber.soft_bounces


def _count(subscriber: Subscriber, number: int) -> None:
    is_enough = number >= SOFT_IN_A_ROW
    # Whoever is released begins anew.
    row = Subscriber.objects.filter(pk=subscriber.pk)
    row.update(soft_bounces=0 if is_enough else number)
    if is_enough:
        _shut(subscriber.email, subscriber, Suppression.Reason.SOFT_BOUNCES)


def _locked_editor(message: Message | None) -> User | None:
    """To whom it was sent, where that is an editor; two reports at once wait for each other."""
    if message is None or message.editor_id is None:
        return None
    return User.objects.select_for_update(no_key=True).filter(pk=message.editor_id).first()


def _count_for_editor(editor: User, subscriber: Subscriber | None, bounce: Bounce) -> None:
    """An editor gets a mail a week: how many in a row came back is read from the mails."""
    soft = Bounce.objects.filter(
        message=OuterRef("pk"), kind=Kind.SOFT, address_hash=bounce.address_hash
    )
    mails = Message.objects.filter(editor=editor, state=Message.State.SENT)
    in_a_row = 0
    for sent_at, came_back in mails.order_by("-sent_at").values_list("sent_at", Exists(soft)):
        if came_back:
            in_a_row += 1
        elif sent_at and sent_at <= bounce.at - ARRIVED_AFTER:
            break
    # Whoever is released gets as many again.
    if in_a_row and in_a_row % SOFT_IN_A_ROW == 0:
        _shut(editor.email, subscriber, Suppression.Reason.SOFT_BOUNCES)


def _shut(email: str, subscriber: Subscriber | None, reason: str) -> None:
    suppression.suppress(email, reason)
    if subscriber:
        outbox.fail_waiting(subscriber, outcome=f"The address is written to no more: {reason}.")


def _clean(text: str, most: int) -> str:
    """What any database can keep: no NUL, no half characters, not too long, on one line."""
    whole = text.encode("utf-8", "replace").decode().replace("\0", "")
    return " ".join(whole.split())[:most]
