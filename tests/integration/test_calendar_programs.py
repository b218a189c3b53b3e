"""Other people's programs show the same days as the month page, in every language.

khal gets the feed through vdirsyncer, as a reader's phone would; ical.js (of npm) and icalendar
parse it. The programs are looked for on PATH, ical.js in NODE_PATH and where CI puts it.
"""

import json
import os
import subprocess
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import icalendar
import lxml.html
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.builders import make_key_date, make_occurrence
from tests.components import missing, program

pytestmark = [pytest.mark.django_db(transaction=True)]

LANGUAGES = [code for code, _name in settings.LANGUAGES]
Days = set[tuple[str, str]]
"""The short name of a key date, and a day on which it is shown."""

NODE_MODULES = settings.BASE_DIR / ".venv" / "npm" / "node_modules"

DAYS = 18
"""All days of all dates that the tests make."""

KHAL = """
[calendars]
[[site]]
path = {folder}/dates
type = calendar
readonly = True
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Pacific/Kiritimati
default_timezone = America/Los_Angeles
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
VDIRSYNCER = """
[general]
status_path = "{folder}/status"
[pair dates]
a = "site"
b = "files"
collections = null
[storage site]
type = "http"
url = "{url}"
[storage files]
type = "filesystem"
path = "{folder}/dates"
fileext = ".ics"
"""
ICAL_JS = """
const ICAL = require("ical.js");
const text = require("fs").readFileSync(0, "utf8");
const calendar = new ICAL.Component((ICAL.default || ICAL).parse(text));
console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map((one) => {
  const event = new ICAL.Event(one);
  return [one.getFirstPropertyValue("url"), event.startDate.toString(), event.endDate.toString(),
    event.startDate.isDate, event.summary];
})));
"""


@pytest.fixture
def year() -> int:
    """Next year: wholly between the feed's first day and its last, whenever this runs."""
    return timezone.localdate().year + 1


@pytest.fixture
def dates(year: int) -> None:
    """Single days, ranges, ends of months and of the year, and a name in each language."""
    names = {
        "name_es": "Día; lectura, «ñ»",
        "name_ru": "День чтения — очень длинное название, которое не помещается в одну строку",
        "name_tr": "Okuma günü: İğdır",
        "name_ar": "يوم القراءة، والكتابة",
    }
    spans = {
        "one-day": (date(year, 5, 9), 0),
        "leap-or-not": (date(year, 2, 28), 1),
        "end-of-month": (date(year, 4, 29), 3),
        "end-of-year": (date(year, 12, 30), 3),
        "last-day": (date(year, 12, 31), 0),
        "first-day": (date(year, 1, 1), 0),
        "change-of-clocks": (date(year, 3, 27), 4),
    }
    for slug, (start, more) in spans.items():
        key_date = make_key_date(slug=slug, name=f"{slug} reading", **names)
        make_occurrence(key_date, start=start, end=start + timedelta(days=more))


def feed_in(language: str) -> bytes:
    feed = Client().get(f"/{language}/feeds/calendar.ics")
    return feed.getvalue() if feed.streaming else feed.content


@cache
def days_on_pages(language: str, year: int) -> Days:
    """What the pages of thirteen months say, each in its own cell; `dates` are always the same."""
    found: Days = set()
    for month in [*(f"{year}/{number:02d}" for number in range(1, 13)), f"{year + 1}/01"]:
        page = Client().get(f"/{language}/calendar/{month}/")
        running: list[str] = []
        for cell in lxml.html.fromstring(page.content).xpath("//td[time/@datetime]"):
            day = cell.xpath("string(time/@datetime)")
            rows = cell.xpath("ul/li")
            running = [
                _slug(row.xpath("string(.//a/@href)")) if row.xpath(".//a") else running[number]
                for number, row in enumerate(rows)
            ]
            found |= {(slug, day) for slug in running}
    return found


def _slug(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]


def _each_day(slug: str, start: date, end: date) -> Days:
    """`end` inclusive."""
    return {
        (slug, (start + timedelta(days=number)).isoformat())
        for number in range((end - start).days + 1)
    }


def _run(command: list[str], **options: object) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, **options)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_khal_shows_the_days_of_the_page(
    dates: None, year: int, language: str, live_server: object, tmp_path: Path
) -> None:
    sync = program("vdirsyncer", "vdirsyncer")
    khal = program("khal", "khal")
    (tmp_path / "dates").mkdir()
    url = f"{live_server}/{language}/feeds/calendar.ics"
    (tmp_path / "sync").write_text(VDIRSYNCER.format(folder=tmp_path, url=url))
    (tmp_path / "khal").write_text(KHAL.format(folder=tmp_path))
    environment = os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}

    for step in ("discover", "sync"):
        _run([sync, "-c", str(tmp_path / "sync"), step], env=environment)
    listed = _run(
        [khal, "-c", str(tmp_path / "khal"), "list", "--once", "--day-format", "", "--format",
         "{url} {start-long} {end-long}", f"{year - 1}-12-01", f"{year + 1}-02-01"],
        env=environment,
    )  # fmt: skip

    shown: Days = set()
    for line in listed.splitlines():
        address, start, end = line.split()
        shown |= _each_day(_slug(address), date.fromisoformat(start), date.fromisoformat(end))
    assert len(shown) == DAYS
    assert shown == days_on_pages(language, year)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ical_js_reads_the_days_of_the_page(dates: None, year: int, language: str) -> None:
    node = program("node", "node")
    environment = os.environ | {"NODE_PATH": os.environ.get("NODE_PATH") or str(NODE_MODULES)}
    looked_for = [node, "-e", "require('ical.js')"]
    if subprocess.run(looked_for, env=environment, capture_output=True).returncode:
        missing("the npm package ical.js")

    events = json.loads(
        _run([node, "-e", ICAL_JS], input=feed_in(language).decode(), env=environment)
    )

    shown: Days = set()
    for address, start, end, is_date, summary in events:
        assert is_date
        assert summary
        last = date.fromisoformat(end) - timedelta(days=1)
        shown |= _each_day(_slug(address), date.fromisoformat(start), last)
    assert len(shown) == DAYS
    assert shown == days_on_pages(language, year)


@pytest.mark.parametrize("language", LANGUAGES)
def test_icalendar_reads_the_days_of_the_page(dates: None, year: int, language: str) -> None:
    shown: Days = set()
    for event in icalendar.Calendar.from_ical(feed_in(language)).walk("VEVENT"):
        last = event.decoded("dtend") - timedelta(days=1)
        shown |= _each_day(_slug(str(event["url"])), event.decoded("dtstart"), last)
    assert len(shown) == DAYS
    assert shown == days_on_pages(language, year)
