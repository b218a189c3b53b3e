"""What a calendar app or a news reader gets from the feeds' addresses."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_link,
    make_meeting,
    make_occurrence,
    make_organisation,
    make_plan,
    make_theme,
    make_update,
)
from tracker.models import Status
from tracker.services.status import retract

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def names(client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(response.content).walk("VEVENT")]


def test_general_feed_reaches_one_year_back(client):
    today = timezone.localdate()
    make_occurrence(start=today - timedelta(days=500), title="Long ago")
    make_occurrence(start=today - timedelta(days=100), title="Lately")
    make_occurrence(start=today + timedelta(days=900), title="Far ahead")

    assert names(client, "/en/feeds/calendar.ics") == ["Lately", "Far ahead"]


def test_plan_feed_has_its_whole_life_and_nothing_of_others(client):
    plan = make_plan(slug="readings", ends_with=make_meeting(state="held", dates="2025-10-24"))
    item = make_item(plan=plan, position=2)
    key_date = make_key_date(name="Reading day", rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")
    for year in (2023, 2024, 2025, 2026):
        make_occurrence(key_date, start=date(year, 5, 9))
    make_commitment(item=item, key_dates=[key_date])
    make_commitment(item=item, key_dates=[key_date])
    make_occurrence(title="Elsewhere")

    for path in ("/en/plans/readings/calendar.ics", "/en/plans/readings/items/2/calendar.ics"):
        events = Calendar.from_ical(client.get(path).content).walk("VEVENT")
        assert [event["DTSTART"].dt.year for event in events] == [2024, 2025]


def test_item_feed_honours_the_bounds_of_the_link(client):
    item = make_item(plan=make_plan(slug="readings"), position=2)
    key_date = make_key_date(rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")
    for year in (2024, 2025):
        make_occurrence(key_date, start=date(year, 5, 9))
    make_link(make_commitment(item=item), key_date, counts_until=date(2024, 12, 31))

    assert len(names(client, "/en/plans/readings/items/2/calendar.ics")) == 1


def test_key_date_feed_has_all_its_occurrences_in_the_language_of_the_address(client):
    key_date = make_key_date(slug="reading-day", name="Reading day", name_tr="Okuma günü")
    make_occurrence(key_date, start=date(2024, 5, 9))
    make_occurrence(key_date, start=date(2025, 5, 9))

    assert names(client, "/tr/dates/reading-day/calendar.ics") == ["Okuma günü", "Okuma günü"]


@pytest.mark.parametrize(
    "path",
    ["plans/none/calendar.ics", "plans/none/items/1/calendar.ics", "dates/none/calendar.ics"],
)
def test_feed_of_nothing_is_not_found(client, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_updates_feed_lists_standing_updates_with_stable_ids(client):
    item = make_item(plan=make_plan(slug="readings"), position=8)
    commitment = make_commitment(item=item, key="d", title="Read aloud")
    update = make_update(commitment, note="Held in Harbourtown.", note_tr="")
    retract(make_update(make_commitment()), reason="Wrong")

    response = client.get("/tr/feeds/updates.atom")
    (entry,) = ElementTree.fromstring(response.content).findall("a:entry", ATOM)

    assert response["Content-Type"].startswith("application/atom+xml")
    assert entry.findtext("a:id", namespaces=ATOM) == f"http://testserver/updates/{update.pk}"
    assert entry.find("a:link", ATOM).get("href") == (
        "http://testserver/tr/plans/readings/items/8/#8d"
    )
    assert "Held in Harbourtown. (" in entry.findtext("a:summary", namespaces=ATOM)


@pytest.mark.parametrize("rows", [1, 20])
def test_updates_feed_asks_a_fixed_number_of_times(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_update()

    with django_assert_num_queries(2):
        client.get("/en/feeds/updates.atom")


def test_note_with_markup_reaches_the_news_reader_as_text(client):
    make_update(note="Held <b>twice</b> & more\nin May")

    feed = ElementTree.fromstring(client.get("/en/feeds/updates.atom").content)

    summary = feed.find("a:entry/a:summary", ATOM)
    assert summary.get("type") == "html"
    assert summary.text == "<p>Held &lt;b&gt;twice&lt;/b&gt; &amp; more<br>in May</p>"


def test_updates_are_a_json_feed_with_the_same_filter(client, settings):
    settings.SITE_URL = "https://plans.example.org"
    plan = make_plan(slug="libraries", title="Libraries")
    make_update(make_commitment(item=make_item(plan=plan)), note="<b>Held</b>")
    make_update(note="Elsewhere.")

    feed = client.get("/en/feeds/updates.json?plan=libraries")

    content = feed.json()
    assert feed["Content-Type"] == "application/feed+json"
    assert content["version"] == "https://jsonfeed.org/version/1.1"
    assert content["title"] == "Commitments: status updates (Libraries)"
    assert [item["content_html"] for item in content["items"]] == ["<p>&lt;b&gt;Held&lt;/b&gt;</p>"]


def test_what_is_recorded_late_says_in_the_feeds_for_which_day_it_holds(client):
    make_update(make_commitment(title="Read"), as_of=date(2024, 7, 24), status=Status.CONFIRMED)

    [item] = client.get("/en/feeds/updates.json").json()["items"]

    assert item["title"].endswith("Read: Confirmed independently (as of 24 July 2024)")
    assert item["_status"] == {"code": "confirmed", "as_of": "2024-07-24"}
    assert item["title"] in client.get("/en/feeds/updates.atom").content.decode()


def test_atom_feed_follows_the_filter(client):
    plan = make_plan(slug="libraries")
    make_update(make_commitment(item=make_item(plan=plan)), note="Held here.")
    make_update(note="Held elsewhere.")

    text = client.get("/en/feeds/updates.atom?plan=libraries").content.decode()

    assert "Held here." in text
    assert "Held elsewhere." not in text


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("themes/reading/calendar.ics", ["Mine"]),
        ("organisations/network/calendar.ics", ["Mine"]),
        ("feeds/calendar.ics?theme=reading", ["Mine"]),
        ("dates/mine/2026-05-04.ics", ["Mine"]),
    ],
)
def test_calendar_of_a_theme_an_organisation_or_one_day(client, path, shown):
    plan = make_plan()
    item = make_item(plan=plan)
    item.themes.add(make_theme(slug="reading", name="Reading"))
    item.organisations.add(make_organisation(slug="network"))
    mine = make_key_date(slug="mine", name="Mine")
    make_commitment(item=item, key_dates=[mine])
    make_occurrence(mine, start=date(2026, 5, 4))
    make_occurrence(start=date(2026, 5, 5), title="Other")

    events = Calendar.from_ical(client.get(f"/en/{path}").content).walk("VEVENT")

    assert [str(event["SUMMARY"]) for event in events] == shown
    assert [event["CATEGORIES"].cats for event in events] == [["Reading"]]


@pytest.mark.parametrize("path", ["dates/mine/2026-02-31.ics", "dates/mine/2026-05-05.ics"])
def test_calendar_of_a_day_that_is_none_is_not_found(client, path):
    make_occurrence(make_key_date(slug="mine"), start=date(2026, 5, 4))

    assert client.get(f"/en/{path}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "trigger"),
    [("1d", timedelta(days=-1)), ("2w", timedelta(days=-14)), ("12h", timedelta(hours=-12))],
)
def test_calendar_rings_when_asked_to(client, asked, trigger):
    make_occurrence(start=timezone.localdate(), title="Reading")
    make_occurrence(start=timezone.localdate(), title="Off", state="cancelled")

    content = client.get(f"/en/feeds/calendar.ics?alarm={asked}").content

    alarms = Calendar.from_ical(content).walk("VALARM")
    assert [(str(one["DESCRIPTION"]), one["TRIGGER"].dt) for one in alarms] == [
        ("Reading", trigger)
    ]


@pytest.mark.parametrize("asked", ["", "soon", "0d", "-1d", "1dd", "١d"])
def test_calendar_is_silent_otherwise(client, asked):
    make_occurrence(start=timezone.localdate())

    content = client.get("/en/feeds/calendar.ics", {"alarm": asked}).content

    assert b"VALARM" not in content


EVERY_FEED = ["feeds/calendar.ics", "feeds/updates.atom", "feeds/updates.json"]


@pytest.mark.parametrize("path", [*EVERY_FEED, "data/dates.csv", "data/updates.xlsx"])
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("theme=nonsense", "“theme=nonsense” is not known here. Known: books, night"),
        ("plan=none", "“plan=none” is not known here. Known: readings"),
        ("organisation=none", "“organisation=none” is not known here."),
        ("plan=readings&item=99", "“item=99” is not known here. Known: 4, 8"),
        ("item=4", "“item=4” means nothing without “plan=…”."),
        (
            "theme=a%00b&kind=some",
            "“theme=ab” is not known here. Known: books, night\n“kind=some” is not known here. "
            "Known: dated, undated, recurring, continuous, position",
        ),
    ],
)
def test_mistyped_filter_gives_no_feed_of_everything(client, path, query, told):
    plan = make_plan(slug="readings")
    make_item(plan=plan, position=8, themes=[make_theme(slug="night")])
    make_item(plan=plan, position=4, themes=[make_theme(slug="books")])
    make_occurrence()

    answer = client.get(f"/en/{path}?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.content.decode() == f"{told}\n"
    assert answer["Content-Language"] == "en"
    assert "ETag" not in answer


def test_feed_of_a_theme_that_was_taken_away_does_not_become_the_feed_of_everything(client):
    theme = make_theme(slug="night")
    occurrence = make_occurrence()
    make_commitment(item=make_item(themes=[theme]), key_dates=[occurrence.key_date])
    before = client.get("/en/feeds/calendar.ics?theme=night")

    theme.delete()
    after = client.get(
        "/en/feeds/calendar.ics?theme=night", headers={"if-none-match": before["ETag"]}
    )

    assert (before.status_code, after.status_code) == (200, 400)


def test_alarm_that_is_none_is_refused_in_every_calendar_file(client):
    occurrence = make_occurrence(make_key_date(slug="day"))
    make_commitment(item=make_item(plan=make_plan(slug="readings"), position=8))
    paths = [
        "feeds/calendar.ics",
        "plans/readings/calendar.ics",
        "plans/readings/items/8/calendar.ics",
        "dates/day/calendar.ics",
        f"dates/day/{occurrence.nominal}.ics",
    ]

    told = {client.get(f"/en/{path}?alarm=xyz").content.decode() for path in paths}

    assert told == {"“alarm=xyz” is not known here. Known: 1h, 12h, 1d, 7d, 2w, …\n"}
    for path in paths:
        assert client.get(f"/en/{path}?alarm=").status_code == 200


def test_of_many_known_words_the_first_are_named(client):
    for number in range(40):
        make_plan(slug=f"plan-{number}")

    told = client.get("/en/feeds/calendar.ics?plan=none").content.decode()

    assert (told.count("plan-"), told.endswith(", …\n")) == (30, True)
