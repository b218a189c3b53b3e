"""What a page asks the database stays the same as the site grows, and so does the page's length."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.bench import scale
from tracker.models import Commitment

pytestmark = pytest.mark.django_db

PATHS = (
    "/en/",
    "/en/plans/",
    "/en/plans/plan-0/",
    "/en/plans/plan-0/items/1/",
    "/en/calendar/{today:%Y/%m}/",
    "/en/calendar/{today:%Y/%m}/?plan=plan-0&theme=theme-1",
    "/en/calendar/{today:%Y}/",
    "/en/calendar/agenda/",
    "/en/calendar/timeline/",
    "/en/dates/",
    "/en/dates/plan-0-date-1/",
    "/en/themes/",
    "/en/themes/theme-1/",
    "/en/meetings/",
    "/en/organisations/group-1/",
    "/en/sources/",
    "/en/updates/",
    "/en/about/status/",
    "/en/data/",
    "/en/embed/month/",
    "/en/embed/agenda/",
    "/en/embed/counts/",
    "/en/subscribe/",
    "/en/feeds/updates.atom",
    "/en/plans/plan-0/calendar.ics",
)


def test_pages_of_ten_thousand_commitments_ask_as_often_and_say_as_much(
    client, django_assert_max_num_queries
):
    def measured() -> dict[str, tuple[int, int]]:
        found = {}
        for path in PATHS:
            cache.clear()
            with django_assert_max_num_queries(30) as asked:
                response = client.get(path.format(today=timezone.localdate()))
            assert response.status_code == 200
            found[path] = (len(asked), len(response.content))
        return found

    # Of 52 plans every list fills its first page; with 234 more it is no longer.
    scale.fill(52, today=timezone.localdate(), occurrences=2)
    few = measured()
    scale.fill_more(234, first=52)
    many = measured()

    assert Commitment.objects.count() > 10_000
    assert {path: asked for path, (asked, _size) in many.items()} == {
        path: asked for path, (asked, _size) in few.items()
    }
    assert [path for path in PATHS if many[path][1] > 1.3 * few[path][1]] == []


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
