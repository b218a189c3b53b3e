from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_commitment, make_item, make_key_date, make_occurrence, make_theme
from tests.subscribers import at, make_subscriber, make_subscription
from tracker.models import MailHold, Message
from tracker.services import mail_forecast, mail_gaps, planning

pytestmark = pytest.mark.django_db

SUNDAY = at("2026-11-22 08:00")


def foreseen(**fields) -> list[tuple[str, str, dict[str, int], bool]]:
    """(morning, first day, readers by language, queued) of each mailing."""
    return [
        (
            one.day.isoformat(),
            one.occurrence.start.isoformat(),
            one.recipients,
            one.is_queued,
        )
        for one in mail_forecast.mailings(now=SUNDAY, **fields)
    ]


def test_coming_mornings_are_counted_by_date_and_language():
    for language in ("en", "en", "tr"):
        make_subscription(make_subscriber(language=language), days=[7, 1])
    make_occurrence(start=date(2026, 12, 3))

    assert foreseen() == [
        ("2026-11-26", "2026-12-03", {"en": 2, "tr": 1}, False),
        ("2026-12-02", "2026-12-03", {"en": 2, "tr": 1}, False),
    ]


def test_next_48_hours_are_what_waits_in_the_queue():
    make_subscription(days=[7, 3])
    make_occurrence(start=date(2026, 11, 29))
    assert foreseen() == [("2026-11-26", "2026-11-29", {"en": 1}, False)]

    planning.plan(now=SUNDAY)

    assert foreseen() == [
        ("2026-11-22", "2026-11-29", {"en": 1}, True),
        ("2026-11-26", "2026-11-29", {"en": 1}, False),
    ]
    Message.objects.update(state="sent", sent_at=SUNDAY)
    assert foreseen() == [("2026-11-26", "2026-11-29", {"en": 1}, False)]


def test_reader_of_several_subscriptions_is_counted_once():
    theme = make_theme()
    item = make_item(themes=[theme])
    key_date = make_key_date(date="2026-12-03")
    commitment = make_commitment(item=item, key_dates=[key_date])
    make_occurrence(key_date, start=date(2026, 12, 3))
    reader = make_subscriber()
    for target in (
        {},
        {"plan": item.plan},
        {"item": item},
        {"commitment": commitment},
        {"key_date": key_date},
        {"theme": theme},
    ):
        make_subscription(reader, **target)
    make_subscription(key_date=make_key_date())

    assert foreseen() == [("2026-11-26", "2026-12-03", {"en": 1}, False)]


def test_weekly_readers_are_told_on_the_monday_before():
    make_subscription(make_subscriber(rhythm="weekly"), days=[1])
    make_occurrence(start=date(2026, 12, 5))

    assert foreseen() == [("2026-11-30", "2026-12-05", {"en": 1}, False)]


def test_pause_takes_its_mornings_away():
    make_subscription(make_subscriber(paused_until=date(2026, 12, 1)), days=[7, 2])
    make_occurrence(start=date(2026, 12, 3))

    assert foreseen() == [("2026-12-01", "2026-12-03", {"en": 1}, False)]


def test_only_what_is_asked_for_and_takes_place_is_foreseen():
    make_subscription()
    make_subscription(state="pending")
    make_subscription(state="ended")
    make_occurrence(start=date(2026, 12, 3), state="cancelled")
    make_occurrence(start=date(2026, 12, 31))
    make_occurrence(start=date(2026, 12, 1), end=date(2026, 12, 31), precision="month")
    make_occurrence(start=date(2026, 12, 4))

    assert foreseen() == [("2026-11-27", "2026-12-04", {"en": 1}, False)]


def test_hold_is_shown_with_the_mailing():
    make_subscription()
    hold = MailHold.objects.create(occurrence=make_occurrence(start=date(2026, 12, 3)))

    assert [one.hold for one in mail_forecast.mailings(now=SUNDAY)] == [hold]


def test_missing_and_stale_texts_are_found_in_the_languages_that_are_mailed():
    key_date = make_key_date(name_en="Reading day", name_tr="Okuma günü", date="2026-12-03")
    commitment = make_commitment(key_dates=[key_date], title_en="Read", title_ru="Читать")
    occurrence = make_occurrence(key_date, start=date(2026, 12, 3), note_en="In the hall")
    commitment.title_en = "Read aloud"
    commitment.save()
    for language in ("en", "tr", "ru"):
        make_subscription(make_subscriber(language=language))

    (checked,) = mail_gaps.check(mail_forecast.mailings(now=SUNDAY))

    assert checked.commitments == [commitment]
    assert {(gap.language, gap.subject, gap.state) for gap in checked.gaps} == {
        ("ru", key_date, "missing"),
        ("ru", occurrence, "missing"),
        ("ru", commitment, "stale"),
        ("tr", occurrence, "missing"),
        ("tr", commitment, "missing"),
    }
    assert [(language, number, len(gaps)) for language, number, gaps in checked.by_language] == [
        ("en", 1, 0),
        ("ru", 1, 3),
        ("tr", 1, 2),
    ]


def test_forecast_asks_a_fixed_number_of_times():
    numbers = []
    for _round in range(2):
        for day in (1, 2, 3, 4):
            key_date = make_key_date(date=f"2026-12-0{day}")
            make_commitment(key_dates=[key_date])
            make_occurrence(key_date, start=date(2026, 12, day))
            make_subscription(make_subscriber(language="tr"))
        with CaptureQueriesContext(connection) as asked:
            mail_gaps.check(mail_forecast.mailings(now=SUNDAY))
        numbers.append(len(asked))

    assert numbers == [10, 10]
