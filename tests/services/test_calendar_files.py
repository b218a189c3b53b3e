"""Calendar files as an independent parser and a phone would read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from tests import one_by_one
from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_occurrence,
    make_plan,
    make_statement,
    make_theme,
)
from tracker.models import Commitment, KeyDate, Occurrence, SiteRevision
from tracker.services import calendar_files
from tracker.services.calendar_files import calendar_chunks, calendar_of
from tracker.services.occurrences import cancel

pytestmark = pytest.mark.django_db


def file_of(language: str = "en") -> bytes:
    rows = Occurrence.objects.all()
    return calendar_of(rows, language=language, name="Plan", site_url="https://example.org")


def events(language: str = "en"):
    return Calendar.from_ical(file_of(language)).walk("VEVENT")


def test_range_is_an_all_day_event_with_an_exclusive_end():
    make_occurrence(start=date(2024, 5, 4), end=date(2024, 5, 5), title="Seminar")

    (event,) = events()

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2024, 5, 4), date(2024, 5, 6))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert str(event["SUMMARY"]) == "Seminar"
    assert str(event["URL"]).startswith("https://example.org/en/dates/")


def test_event_keeps_its_uid_in_every_language_and_speaks_the_feeds_own():
    key_date = make_key_date(name="Peace day", name_tr="Barış günü", name_ar="يوم السلام")
    make_occurrence(key_date)

    english, turkish, arabic = (events(code)[0] for code in ("en", "tr", "ar"))

    assert english["UID"] == turkish["UID"] == arabic["UID"]
    assert [str(event["SUMMARY"]) for event in (english, turkish, arabic)] == [
        "Peace day",
        "Barış günü",
        "يوم السلام",
    ]


def test_file_is_the_same_bytes_until_something_changes():
    occurrence = make_occurrence()
    changed = datetime(2024, 5, 1, 12, tzinfo=UTC)
    type(occurrence.key_date).objects.update(changed_at=changed)
    Occurrence.objects.update(changed_at=changed)

    (event,) = events()

    assert event["DTSTAMP"].dt == changed
    assert file_of() == file_of()


def test_cancelled_occurrence_stays_with_a_higher_sequence():
    occurrence = make_occurrence()
    assert (events()[0]["SEQUENCE"], events()[0]["STATUS"]) == (0, "CONFIRMED")

    cancel(occurrence)

    assert (events()[0]["SEQUENCE"], events()[0]["STATUS"]) == (1, "CANCELLED")


def test_month_and_year_are_no_day_in_a_calendar():
    make_occurrence(start=date(2024, 7, 1), end=date(2024, 7, 31), precision="month")

    assert events() == []


def test_description_says_what_was_promised():
    occurrence = make_occurrence()
    item = make_item(plan=make_plan(title="Library plan"), position=8)
    make_commitment(item=item, key="d", title="Read aloud", key_dates=[occurrence.key_date])

    (event,) = events()

    assert "8d Read aloud (Library plan)" in str(event["DESCRIPTION"])


@pytest.mark.parametrize(("until", "says_so"), [(None, True), (date(2099, 1, 1), False)])
def test_description_says_where_the_end_of_the_plan_is_not_confirmed(until, says_so):
    occurrence = make_occurrence()
    item = make_item(plan=make_plan(valid_until=until))
    make_commitment(item=item, key_dates=[occurrence.key_date])

    (event,) = events()

    assert ("End of the plan not confirmed" in str(event["DESCRIPTION"])) is says_so


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_events(django_assert_num_queries, rows):
    for day in range(1, rows + 1):
        occurrence = make_occurrence(start=date(2024, 5, day))
        make_commitment(key_dates=[occurrence.key_date])

    with django_assert_num_queries(7):
        file_of()
    # What was rendered is kept while nothing public changes.
    with django_assert_num_queries(3):
        file_of()


def test_position_is_told_where_it_is_known_and_only_of_the_place_that_it_belongs_to():
    hall = make_key_date(place="Town hall", latitude=38.4189, longitude=-0.00001)
    make_occurrence(hall, start=date(2024, 5, 1))
    make_occurrence(hall, start=date(2024, 5, 2), place="Harbour")
    make_occurrence(hall, start=date(2024, 5, 3), place="Harbour", latitude=-41, longitude=174.5)
    make_occurrence(start=date(2024, 5, 4))

    lines = [line for line in file_of().decode().splitlines() if line.startswith("GEO")]

    assert lines == ["GEO:38.418900;-0.000010", "GEO:-41.000000;174.500000"]
    assert [event.get("GEO") is not None for event in events()] == [True, False, True, False]


def test_long_and_odd_text_folds_into_valid_lines():
    make_occurrence(make_key_date(name="Ж" * 190, description="a;b,c\\d\nnew line " + "ş" * 300))

    lines = file_of().split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert str(events()[0]["SUMMARY"]) == "Ж" * 190


def test_promise_is_told_only_for_the_occurrences_that_count():
    key_date = make_key_date(rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")
    for year in (2024, 2025):
        make_occurrence(key_date, start=date(year, 5, 9))
    make_link(make_commitment(title="Read aloud"), key_date, counts_until=date(2024, 12, 31))

    told = ["Read aloud" in str(event["DESCRIPTION"]) for event in events()]

    assert told == [True, False]


def facts(event) -> dict[str, object]:
    """All that a parsed event says, its parameters and its alarms included."""
    found = {
        name: (value.to_ical() if hasattr(value, "to_ical") else value, dict(value.params))
        for name, value in event.property_items(recursive=False, sorted=True)
        if name not in ("BEGIN", "END")
    }
    return found | {"alarms": [one.to_ical() for one in event.walk("VALARM")]}


@pytest.fixture
def many_kinds():
    """A moved, a cancelled, a long-named, a rule's and an unpromised occurrence."""
    rule = make_key_date(
        name="Ж" * 190,
        name_ar="أمسية القراءة " * 9,
        description="a;b,c\\d\nnew line " + "ş" * 300,
        place="Hall, upper floor; left",
        latitude=38.418853,
        longitude=27.128712,
        rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9",
    )
    for year in (2023, 2024, 2025, 2026):
        make_occurrence(rule, start=date(year, 5, 9))
    make_occurrence(rule, start=date(2027, 5, 8), nominal=date(2027, 5, 9), note="A day earlier.")
    make_statement(rule, language="ru")
    make_statement(rule, language="tr", stated="day")
    item = make_item(plan=make_plan(title="Library plan", title_ru="План"), position=8)
    item.themes.set([make_theme(name="Reading; aloud"), make_theme(name="Books, old")])
    make_link(make_commitment(item=item), rule, counts_until=date(2025, 12, 31))
    make_link(make_commitment(title_tr="Oku", title="Read"), rule)
    cancel(make_occurrence(make_key_date(name="Off"), place_tr="İzmir"))
    make_occurrence(rule, start=date(2028, 5, 9), place="Elsewhere")
    make_occurrence(rule, start=date(2029, 5, 9), latitude=-0.5, longitude=-70.25)
    make_occurrence(start=date(2024, 12, 30), end=date(2025, 1, 2), title="Seminar")


@pytest.mark.parametrize("language", ["en", "es", "ru", "tr", "ar"])
@pytest.mark.parametrize("alarm", [None, timedelta(days=1)])
def test_file_says_what_icalendar_makes_of_each_event_alone(many_kinds, language, alarm):
    rows = Occurrence.objects.all()
    alone = one_by_one.events(
        rows.order_by("start", "pk").select_related("key_date"),
        language=language,
        site_url="https://example.org",
        alarm=alarm,
    )

    file = calendar_of(
        rows, language=language, name="Plan", site_url="https://example.org", alarm=alarm
    )

    read = Calendar.from_ical(file).walk("VEVENT")
    expected = [Calendar.from_ical(event.to_ical()) for event in alone]
    assert [facts(event) for event in read] == [facts(event) for event in expected]
    assert max(len(line) for line in file.split(b"\r\n")) <= 75


def test_lines_with_words_are_folded_as_icalendar_folds_them(many_kinds):
    [alone] = one_by_one.events(
        Occurrence.objects.filter(start=date(2024, 5, 9)), language="ru", site_url="https://e.org"
    )
    rows = Occurrence.objects.filter(start=date(2024, 5, 9))

    file = calendar_of(rows, language="ru", name="Plan", site_url="https://e.org")

    lines = file.split(b"\r\n")
    assert sorted(lines[lines.index(b"BEGIN:VEVENT") : lines.index(b"END:VEVENT")]) == sorted(
        alone.to_ical().split(b"\r\n")[:-2]
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda: make_key_date_called("Reading night"),
        lambda: rename("item__plan", "title_en", "Library plan, revised"),
        lambda: rename("item", "position", 9),
        lambda: rename("", "title_en", "Read quietly"),
        lambda: rename("item__themes", "name_en", "Whispering"),
        lambda: Occurrence.objects.update(note_en="Bring a lamp."),
        lambda: Occurrence.objects.update(place_en="Harbourtown"),
        lambda: Occurrence.objects.update(latitude=38.4, longitude=27.1),
        lambda: KeyDate.objects.update(latitude=38.4, longitude=27.1),
    ],
)
def test_every_change_of_words_is_in_the_next_file(change):
    """Bulk updates as well, which touch no time of last change but the site's revision."""
    occurrence = make_occurrence()
    item = make_item(plan=make_plan(title="Library plan"), position=8)
    item.themes.add(make_theme(name="Reading"))
    make_commitment(item=item, title="Read aloud", key_dates=[occurrence.key_date])
    before = file_of()

    change()
    SiteRevision.bump()

    alone = one_by_one.events(
        Occurrence.objects.all(), language="en", site_url="https://example.org"
    )
    assert file_of() != before
    assert [facts(event) for event in events()] == [
        facts(Calendar.from_ical(event.to_ical())) for event in alone
    ]


def make_key_date_called(name: str) -> None:
    KeyDate.objects.update(name_en=name)


def rename(path: str, field: str, value: object) -> None:
    """Write `value` past every signal, on what the only commitment leads to along `path`."""
    found: object = Commitment.objects.get()
    for step in filter(None, path.split("__")):
        found = getattr(found, step)
        found = found.get() if hasattr(found, "get") else found
    type(found).objects.filter(pk=found.pk).update(**{field: value})


def test_long_file_comes_in_pieces_with_every_event_once(monkeypatch):
    monkeypatch.setattr(calendar_files, "CHUNK", 10)
    key_date = make_key_date()
    for day in range(1, 26):
        make_occurrence(key_date, start=date(2024, 5, day))

    pieces = list(
        calendar_chunks(
            Occurrence.objects.all(), language="en", name="Plan", site_url="https://example.org"
        )
    )

    read = Calendar.from_ical(b"".join(pieces)).walk("VEVENT")
    assert [piece.count(b"BEGIN:VEVENT") for piece in pieces] == [10, 10, 5, 0]
    assert [event["DTSTART"].dt.day for event in read] == list(range(1, 26))
