"""What a page asks the database stays the same as the site grows, and so does the page's length.

So does what SQLite does for it, counted in steps of its virtual machine: the same on every machine,
whatever else that is doing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.bench import scale
from tracker.models import Commitment, Occurrence
from tracker.services import calendar_files

PATHS = (
    "/en/",
    "/en/plans/",
    "/en/plans/plan-0/",
    "/en/plans/plan-0/?q=evening&theme=theme-0&status=reported",
    "/en/plans/plan-0/charts/",
    "/en/plans/plan-0/items/1/",
    "/en/plans/plan-0/commitments.json",
    "/en/calendar/{today:%Y/%m}/",
    "/en/calendar/{today:%Y/%m}/?plan=plan-0&theme=theme-0",
    "/en/calendar/{today:%Y}/",
    "/en/calendar/agenda/",
    "/en/calendar/agenda/?theme=theme-0",
    "/en/calendar/timeline/",
    "/en/dates/",
    "/en/dates/plan-0-date-0/",
    "/en/dates/plan-0-date-0/calendar.ics",
    "/en/themes/",
    "/en/themes/theme-0/",
    "/en/meetings/",
    "/en/meetings/plan-0-congress/",
    "/en/organisations/",
    "/en/organisations/group-0/",
    "/en/sources/",
    "/en/sources/plan-0-source/",
    "/en/updates/",
    "/en/search/?q=evening+part",
    "/en/search/?q=evening&kind=key_date",
    "/en/about/status/",
    "/en/data/",
    "/en/embed/month/",
    "/en/embed/agenda/",
    "/en/embed/counts/",
    "/en/subscribe/",
    "/en/feeds/calendar.ics?plan=plan-0",
    "/en/feeds/updates.atom",
    "/en/feeds/updates.json",
    "/en/plans/plan-0/calendar.ics",
    "/en/plans/plan-0/items/1/calendar.ics",
    "/sitemap.xml",
    "/sitemap-items.xml",
    "/api/v1/plans/plan-0/items/",
)
MONTHS = (
    "/en/calendar/{today:%Y/%m}/",
    "/en/calendar/{today:%Y/%m}/?plan=plan-0&theme=theme-0",
    "/en/embed/month/",
)
SITEMAPS = ("/sitemap.xml", "/sitemap-items.xml")
"""Full with so many pages that no site of a test fills them."""
FIRST_PAGES = 52
"""Plans of which every list fills its first page."""
WHOLE = 286
"""Plans with ten thousand commitments."""

A_STEP = 100
"""Instructions of SQLite that are counted as one."""


A_SCAN = 3000
"""To look at each of a hundred thousand occurrences takes more steps than that."""


class Cost(NamedTuple):
    """Of a page; no steps are known of PostgreSQL."""

    statements: int
    length: int
    steps: int


Measured = dict[str, Cost]

pytestmark = pytest.mark.django_db  # without a mark, no database is made for `grown`
in_one_process = pytest.mark.xdist_group("growth")


def measured() -> Measured:
    """What every page costs, nothing kept from the one before."""
    client, found = Client(), {}
    if connection.vendor == "sqlite":
        # As a server is told from time to time, so that it knows which index finds the fewest.
        connection.cursor().execute("ANALYZE")
    for path in PATHS:
        cache.clear()
        calendar_files._kept.clear()
        with CaptureQueriesContext(connection) as asked, _steps() as steps:
            response = client.get(path.format(today=timezone.localdate()))
            size = sum(map(len, response)) if response.streaming else len(response.content)
        assert response.status_code == 200, path
        found[path] = Cost(len(asked), size, len(steps))
    return found


@contextmanager
def _steps() -> Iterator[list[None]]:
    """As many elements as SQLite has taken steps by the end of the block."""
    taken: list[None] = []
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(lambda: taken.append(None), A_STEP)
    yield taken
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(None, A_STEP)


@pytest.fixture(scope="module")
def grown(django_db_setup, django_db_blocker) -> dict[int, Measured]:
    """Every page measured by how many plans there are; 0 stands for one of one commitment."""
    today = timezone.localdate()
    by_plans: dict[int, Measured] = {}
    with django_db_blocker.unblock():
        with transaction.atomic():
            scale.fill(1, today=today, commitments=1, occurrences=32)
            assert Commitment.objects.count() == 1
            by_plans[0] = measured()
            transaction.set_rollback(True)
        with transaction.atomic():
            copies = scale.fill(1, today=today, occurrences=32, most=WHOLE)
            for plans in (3, FIRST_PAGES, WHOLE):
                copies.up_to(plans)
                by_plans[plans] = measured()
            assert Commitment.objects.count() > 10_000
            assert Occurrence.objects.count() > 100_000
            transaction.set_rollback(True)
    return by_plans


@in_one_process
@pytest.mark.parametrize(("plans", "more_of_a_month"), [(0, 2), (3, 0), (FIRST_PAGES, 0)])
def test_no_page_asks_more_of_ten_thousand_commitments_than_of_one_or_a_hundred(
    grown, plans, more_of_a_month
):
    """A month of a few dates is read at once; that of one commitment has no more."""
    few, many = grown[plans], grown[WHOLE]
    more = {path: many[path].statements - few[path].statements for path in PATHS}

    assert {path: number for path, number in more.items() if number > 0} == {
        path: more_of_a_month for path in MONTHS if more_of_a_month
    }


@in_one_process
def test_no_page_is_longer_with_ten_thousand_commitments_than_where_its_lists_are_full(grown):
    few, many = grown[FIRST_PAGES], grown[WHOLE]
    lengths = {
        path: (few[path].length, many[path].length) for path in PATHS if path not in SITEMAPS
    }

    assert {path: sizes for path, sizes in lengths.items() if sizes[1] > 1.3 * sizes[0]} == {}


@in_one_process
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts no steps")
def test_no_page_looks_through_all_dates_or_commitments(grown):
    few, many = grown[FIRST_PAGES], grown[WHOLE]
    more = {path: many[path].steps - few[path].steps for path in PATHS}

    assert {path: steps for path, steps in more.items() if steps > A_SCAN} == {}


def test_crowded_month_shows_a_few_dates_a_day_and_counts_the_others(client):
    scale.fill_month(20, year=1901)
    scale.fill_month(2000, year=1902)

    small = client.get("/en/calendar/1901/03/")
    large = client.get("/en/calendar/1902/03/")
    page = large.context["page"]

    assert len(large.content) < 2 * len(small.content)
    assert {len(day.rows) for day in page.days} == {3}
    assert sum(len(day.rows) + day.hidden for day in page.days) == 2000
    assert len(page.exact) + page.unlisted == 2000
