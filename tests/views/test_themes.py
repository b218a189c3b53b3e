from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_theme,
)

pytestmark = pytest.mark.django_db


def test_theme_gathers_its_items_from_every_plan_and_what_is_next(client):
    theme = make_theme(slug="reading", name="Reading")
    today = timezone.localdate()
    for title in ("Libraries", "Coast"):
        item = make_item(plan=make_plan(title=title, valid_from=today - timedelta(days=9)))
        item.themes.add(theme)
        key_date = make_key_date(name=f"{title} day")
        make_commitment(item=item, key_dates=[key_date])
        make_occurrence(key_date, start=today + timedelta(days=3))
    make_occurrence(start=today, title="Nobody's day")

    context = client.get("/en/themes/reading/").context

    assert sorted(str(item.plan) for item, _commitments in context["items"]) == [
        "Coast",
        "Libraries",
    ]
    assert sorted(row.occurrence.key_date.name for row in context["dates"]) == [
        "Coast day",
        "Libraries day",
    ]


def test_list_of_themes_leaves_out_those_without_items(client):
    make_item().themes.add(make_theme(slug="used", name="Used"))
    make_theme(slug="unused", name="Unused")

    html = client.get("/en/themes/").content.decode()

    assert 'href="/en/themes/used/"' in html
    assert "Unused" not in html


def test_theme_that_does_not_exist_is_not_found(client):
    assert client.get("/en/themes/nowhere/").status_code == 404
