from datetime import date

import pytest

from tests.builders import (
    make_commitment,
    make_item,
    make_plan,
    make_theme,
    make_update,
    make_wording,
)
from tracker.domain.spans import Month
from tracker.models import Kind, Status
from tracker.services.charts import languages, reports_by_month, status_by_theme

pytestmark = pytest.mark.django_db

TODAY = date(2024, 8, 1)


@pytest.fixture
def plan():
    return make_plan(valid_from=date(2024, 1, 1))


def numbers(bars):
    return [(str(bar.subject), [one.number for one in bar.segments], bar.total) for bar in bars]


def test_theme_counts_its_tracked_commitments_by_what_is_known(plan):
    reading, lending = make_theme(name="Reading"), make_theme(name="Lending")
    both, one = make_item(plan=plan), make_item(plan=plan)
    both.themes.add(reading, lending)
    one.themes.add(reading)
    told = make_commitment(item=both, kind=Kind.CONTINUOUS)
    make_commitment(item=one, kind=Kind.CONTINUOUS)
    make_commitment(item=one, kind=Kind.POSITION)
    make_update(told, status=Status.REPORTED, as_of=date(2024, 7, 1))

    bars = status_by_theme(plan, on=TODAY)

    assert numbers(bars) == [("Reading", [1, 1], 2), ("Lending", [1, 0], 1)]
    assert [(one.at, one.width) for one in bars[0].segments] == [
        ("0.00%", "50.00%"),
        ("50.00%", "50.00%"),
    ]


def test_months_without_a_statement_are_shown_as_nought(plan):
    commitment = make_commitment(item=make_item(plan=plan), kind=Kind.CONTINUOUS)
    for day in (date(2024, 3, 1), date(2024, 3, 9), date(2024, 5, 2)):
        make_update(commitment, status=Status.REPORTED, as_of=day)
    make_update(status=Status.REPORTED, as_of=date(2024, 4, 4))

    bars = reports_by_month(plan, on=TODAY)

    assert [(bar.subject, bar.total) for bar in bars] == [
        (Month(2024, 3), 2),
        (Month(2024, 4), 0),
        (Month(2024, 5), 1),
    ]


def test_languages_count_what_each_item_has(plan):
    item = make_item(plan=plan, title="Read", title_tr="Oku", summary="More.")
    make_item(plan=plan, title="Lend")
    make_wording(item, language="tr")
    make_wording(item, language="de")

    found = {one.language: (one.wordings, one.titles, one.summaries) for one in languages(plan)}

    assert found["en"] == (0, 2, 1)
    assert found["tr"] == (1, 1, 0)
    assert found["de"] == (1, 0, 0)


def test_charts_page_has_a_table_behind_each_drawing(client, plan):
    item = make_item(plan=plan)
    item.themes.add(make_theme(name="Reading"))
    make_update(make_commitment(item=item), as_of=date(2024, 3, 1))

    for language in ("en", "ar"):
        html = client.get(f"/{language}/plans/{plan.slug}/charts/").content.decode()
        assert html.count("<table") == 3


def test_outcomes_that_no_commitment_has_take_no_column(client, plan):
    item = make_item(plan=plan)
    item.themes.add(make_theme(name="Reading"))
    commitment = make_commitment(item=item)
    address = f"/en/plans/{plan.slug}/charts/"

    assert "other outcome" not in client.get(address).content.decode()

    make_update(commitment, status=Status.CANCELLED, as_of=date(2024, 3, 1))
    html = client.get(address).content.decode()

    assert "other outcome" in html
    assert "with a report" not in html
    assert html.count("Other outcome: postponed") == 1


def test_empty_plan_has_charts_that_say_so(client, plan):
    html = client.get(f"/en/plans/{plan.slug}/charts/").content.decode()

    assert "Nothing has been recorded yet." in html
    assert "No item of this plan has a theme." in html
