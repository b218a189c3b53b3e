"""Addresses that are not written to any more, known by a hash alone.

The hash is the hexadecimal SHA-256 of the installation's salt and the address in lower case: the
list says nothing of who is on it, and outlives the erasure of an address.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from tracker.models import MailControl, Suppression

SOFT_FADES_AFTER = timedelta(days=30)
"""After that a mailbox that was full may be asked again, if its owner asks for it on the form."""


def hash_of(email: str) -> str:
    return hash_with(MailControl.current().salt.hex, email)


def hash_with(salt: str, email: str) -> str:
    """The same for who has read the salt already (`MailControl.salt`, hexadecimal)."""
    return hashlib.sha256(f"{salt}{email.strip().lower()}".encode()).hexdigest()


def is_suppressed(email: str) -> bool:
    return Suppression.objects.filter(address_hash=hash_of(email)).exists()


def suppress(email: str, reason: str) -> None:
    """Write to it no more. Repeatable; a soft reason never replaces a hard one."""
    row, is_new = Suppression.objects.get_or_create(
        address_hash=hash_of(email), defaults={"reason": reason}
    )
    if not is_new and row.reason == Suppression.Reason.SOFT_BOUNCES and reason != row.reason:
        row.reason = reason
        row.save(update_fields=["reason"])


def release(email: str) -> bool:
    """Write to it again; whether it was suppressed."""
    return bool(Suppression.objects.filter(address_hash=hash_of(email)).delete()[0])


def may_be_asked(email: str, *, now: datetime) -> bool:
    """Whether a mail that its owner asks for may go there: a full mailbox is tried again."""
    row = Suppression.objects.filter(address_hash=hash_of(email)).first()
    return row is None or fades(row, now=now)


def fades(row: Suppression, *, now: datetime) -> bool:
    is_soft = row.reason == Suppression.Reason.SOFT_BOUNCES
    return is_soft and row.created_at <= now - SOFT_FADES_AFTER


def among(hashes: Iterable[str]) -> dict[str, Suppression]:
    """The suppressions of these hashes: one query."""
    found = Suppression.objects.filter(address_hash__among=hashes)
    return {row.address_hash: row for row in found}
