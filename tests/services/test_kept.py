"""What a process keeps for many pages is what stands in the database."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.builders import make_item, make_plan, make_theme
from tracker.models import Plan
from tracker.services.calendar_choices import choices

pytestmark = pytest.mark.django_db


def offered() -> tuple[list[str], list[str]]:
    found = choices(None, None, None)
    return [one.slug for one in found["plan"]], [one.slug for one in found["theme"]]


def test_choices_of_the_calendar_follow_every_change():
    plan = make_plan(slug="libraries")
    item = make_item(plan=plan)
    assert offered() == (["libraries"], [])

    item.themes.add(make_theme(slug="reading"))
    make_plan(slug="archives")
    assert offered() == (["archives", "libraries"], ["reading"])

    Plan.objects.get(slug="archives").delete()
    assert offered() == (["libraries"], ["reading"])


def test_change_that_is_taken_back_is_not_kept():
    make_plan(slug="libraries")
    with transaction.atomic():
        make_plan(slug="archives")
        assert offered() == (["archives", "libraries"], [])
        transaction.set_rollback(True)

    assert offered() == (["libraries"], [])
    make_plan(slug="museums")
    assert offered() == (["libraries", "museums"], [])


def test_choices_are_asked_once_between_two_changes(django_assert_num_queries):
    make_plan()
    choices(None, None, None)

    with django_assert_num_queries(1):
        choices(None, None, None)


def test_page_asks_for_the_revision_once(client):
    make_plan()
    client.get("/en/calendar/2024/05/")
    cache.clear()

    with CaptureQueriesContext(connection) as asked:
        client.get("/en/calendar/2024/05/")

    assert sum("tracker_siterevision" in one["sql"] for one in asked) == 1
