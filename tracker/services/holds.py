"""Holding mail back: all of it, or what tells one occurrence.

After a restore from a backup the database has forgotten what was sent since, and would send it
again. So what was sent is counted in the database (`MailControl.sequence`) and noted outside of it
too, in Redis and in a file; a database that has counted less than was noted, or that is not the
one in which it was counted, came out of a backup: all mail is held until an operator has looked
and releases it (`manage.py release_mail`). A fresh installation is not held.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import get_ident

import structlog
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from tracker.models import MailControl, MailHold, Message, Occurrence, Subscriber
from tracker.services import planning

_KEY = "mail-sequence"
FROM_ELSEWHERE = "The database was restored from that of another server."
FROM_EARLIER = "The database was restored from an earlier state of itself."
SKIPPED = "Sent before the database was restored."

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Note:
    """How much was sent, and in which database it was counted."""

    origin: str
    sequence: int


def hold_all(why: str) -> None:
    """Nothing goes out from now on, whatever a worker has claimed already."""
    MailControl.current()
    held = MailControl.objects.filter(pk=1, held_since=None)
    held.update(held_since=timezone.now(), held_why=why[:300])


def release_all() -> None:
    """Mail goes out again, and this database is the one that counts from now on."""
    MailControl.current()
    MailControl.objects.filter(pk=1).update(held_since=None, held_why="", origin=origin())
    note(MailControl.current())


def skip_before(moment: datetime) -> int:
    """Cancel what was to be sent before `moment`; how many.

    After a restore: the old database sent it. Its reminders count as told. What the planner had
    not planned yet at the time of the backup is planned first.
    """
    planning.plan(now=moment)
    return Message.objects.filter(
        state=Message.State.QUEUED, claim=None, send_at__lt=moment
    ).update(state=Message.State.CANCELLED, outcome=SKIPPED)


def hold(occurrence: Occurrence, user: User | None, why: str = "") -> MailHold:
    """Tell nobody of `occurrence` until it is released; what waits is planned anew then."""
    return MailHold.objects.get_or_create(
        occurrence=occurrence, defaults={"held_by": user, "why": why[:300]}
    )[0]


def release(occurrence: Occurrence) -> None:
    MailHold.objects.filter(occurrence=occurrence).delete()


def held() -> str:
    """Why nothing goes out; "" where mail flows. Notices a restored database, and holds it."""
    control = MailControl.current()
    if control.held_since is None and (why := restored(control)):
        log.error("mail is held until an operator releases it", reason=why)
        hold_all(why)
        control = MailControl.current()
    if control.held_since is None:
        return ""
    return control.held_why or "An operator holds all mail."


def restored(control: MailControl) -> str:
    """What shows that this database came out of a backup; "" where nothing does."""
    here, noted = origin(), _noted()
    if control.origin and control.origin != here:
        return FROM_ELSEWHERE
    if noted is not None and noted.origin == here and control.sequence < noted.sequence:
        is_fresh = not control.origin and not Subscriber.objects.exists()
        if not is_fresh:
            return FROM_EARLIER
    if not control.origin:
        MailControl.objects.filter(pk=1, origin="").update(origin=here)
    return ""


def note(control: MailControl) -> None:
    """Write down outside of the database how much was sent."""
    text = json.dumps({"origin": control.origin, "sequence": control.sequence})
    if settings.REDIS_URL:
        try:
            cache.set(_KEY, text, timeout=None)
        except Exception as error:  # whatever the client of the cache raises
            log.info("what was sent is not noted in Redis", error=str(error))
    path: Path | None = settings.MAIL_SEQUENCE_FILE
    if path is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            written = path.with_suffix(f".{os.getpid()}-{get_ident()}")
            written.write_text(text)
            written.replace(path)
        except OSError as error:
            log.warning("what was sent is not noted in a file", error=str(error))


def origin() -> str:
    """Which database this is: the same for as long as it is not restored elsewhere."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT system_identifier FROM pg_control_system()), oid"
                " FROM pg_database WHERE datname = current_database()"
            )
            return "postgresql {} {}".format(*cursor.fetchone())
    return f"{connection.vendor} {connection.settings_dict['NAME']}"[:200]


def _noted() -> Note | None:
    """The higher one of the notes that are there, if any."""
    notes = [one for one in (_read(_from_cache()), _read(_from_file())) if one]
    here = origin()
    own = [one for one in notes if one.origin == here]
    return max(own, key=lambda one: one.sequence, default=None)


def _from_cache() -> str:
    if not settings.REDIS_URL:
        return ""
    try:
        return str(cache.get(_KEY) or "")
    except Exception as error:  # whatever the client of the cache raises
        log.info("no note of what was sent in Redis", error=str(error))
        return ""


def _from_file() -> str:
    path: Path | None = settings.MAIL_SEQUENCE_FILE
    try:
        return path.read_text() if path is not None else ""
    except OSError:
        return ""


def _read(text: str) -> Note | None:
    try:
        found = json.loads(text)
        return Note(str(found["origin"]), int(found["sequence"]))
    except (ValueError, KeyError, TypeError):
        return None
