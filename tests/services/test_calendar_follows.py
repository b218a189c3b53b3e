"""A date that moves and is cancelled: the file in the mail and the feeds say the same of it."""

from datetime import date

import pytest
from django.core import mail
from icalendar import Calendar

from tests.builders import make_commitment, make_item, make_key_date, make_occurrence, make_plan
from tests.subscribers import LONG_AGO, at, make_subscription
from tracker.models import Occurrence
from tracker.services import delivery, occurrences, planning

pytestmark = pytest.mark.django_db

MORNING = at("2026-11-22 09:00")
FEEDS = (
    "/en/feeds/calendar.ics",
    "/en/plans/readings/calendar.ics",
    "/en/plans/readings/items/2/calendar.ics",
    "/en/dates/reading-day/calendar.ics",
    "/en/dates/reading-day/2026-11-29.ics",
)


def said(content) -> tuple[str, date, int, str]:
    """UID, first day, SEQUENCE and STATUS of the one event."""
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return str(event["UID"]), event["DTSTART"].dt, event["SEQUENCE"], str(event["STATUS"])


def in_a_new_mail() -> tuple[str, date, int, str]:
    """What the file says that comes with the mail due now; there is exactly one."""
    Occurrence.objects.update(changed_at=LONG_AGO)
    mail.outbox.clear()
    planning.plan(now=MORNING)
    delivery.drain(now=MORNING)
    ((_name, content, _type),) = mail.outbox[0].attachments
    assert len(mail.outbox) == 1
    return said(content)


def test_mails_and_feeds_follow_a_date_under_one_uid_with_a_higher_sequence(client):
    key_date = make_key_date(slug="reading-day")
    item = make_item(plan=make_plan(slug="readings"), position=2)
    make_commitment(item=item, key_dates=[key_date])
    occurrence = make_occurrence(key_date, start=date(2026, 11, 29))
    make_subscription(days=[7])

    def in_feeds() -> set[tuple[str, date, int, str]]:
        return {said(client.get(path).content) for path in FEEDS}

    told = in_a_new_mail()
    uid = told[0]
    assert told == (uid, date(2026, 11, 29), 0, "CONFIRMED")
    assert in_feeds() == {told}

    occurrences.move(occurrence, start=date(2026, 12, 5), end=date(2026, 12, 5))
    told = in_a_new_mail()
    assert told == (uid, date(2026, 12, 5), 1, "CONFIRMED")
    assert in_feeds() == {told}

    occurrences.cancel(occurrence)
    told = in_a_new_mail()
    assert told == (uid, date(2026, 12, 5), 2, "CANCELLED")
    assert in_feeds() == {told}
