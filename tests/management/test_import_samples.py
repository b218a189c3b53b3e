"""Every sample document through `import_plan --create`, as an organisation that begins would do it.

What the samples hold is in fixtures/documents/; what is compared here is what readers then find.
"""

import html
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.domain.documents.test_samples import NAMES, expected, files
from tracker.models import (
    Commitment,
    CommitmentDate,
    DateStatement,
    ImportRun,
    Item,
    KeyDate,
    LanguageVersion,
    Plan,
    Wording,
)

pytestmark = pytest.mark.django_db

STORED = [name for name in NAMES if expected(name)["stored"] is True]
REFUSED = [name for name in NAMES if expected(name)["stored"] is not True]
A_FEW = ["library-network", "tree-walk", "reading-hour-ar"]
SLUG = "sample"


def import_sample(name: str, *options: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    out, err = StringIO(), StringIO()
    title, begins = expected(name)["title"], expected(name)["reference"]
    arguments = [*map(str, files(name)), "--create", "--plan", SLUG, "--title", title]
    arguments += ["--valid-from", begins, *options]
    try:
        call_command("import_plan", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def counts() -> dict[str, int]:
    models = (Plan, Item, Wording, LanguageVersion, Commitment, KeyDate, DateStatement, ImportRun)
    return {model.__name__: model.objects.count() for model in models}


def dates_of(entry: dict[str, Any]) -> list[list[Any]]:
    """The dates of an item that are ahead: what lies in the past is no key date."""
    return [one for one in entry.get("dates", []) if one[1] != "historical"]


def keyed(value: str) -> tuple[str, str]:
    """A value as a key date holds it: the date, or the rule."""
    return ("", value) if value.startswith("FREQ=") else (value, "")


def expected_dates(name: str) -> set[tuple[int, str, tuple[str, str]]]:
    """Position, language and date of each date ahead, but for what no RRULE says: nothing of that
    can be put into a calendar.
    """
    return {
        (position, section["language"], keyed(one[2]))
        for section in expected(name)["sections"]
        for position, entry in enumerate(section["items"], start=1)
        for one in dates_of(entry)
        if one[2]
    }


def readable(client: Any, path: str) -> str:
    """The page as readers have it: without references like &amp;#x27;."""
    response = client.get(path)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.fixture(params=STORED)
def stored(request):
    """The name of a sample that has just been imported into a new plan on an empty database."""
    code, out, err = import_sample(request.param)
    assert (code, err) == (0, ""), out
    return request.param


def test_sample_gives_items_with_their_wordings_in_each_language(stored):
    sections = expected(stored)["sections"]
    plan = Plan.objects.get(slug=SLUG)

    assert list(plan.items.order_by("position").values_list("position", "proposed")) == [
        (position, True) for position in range(1, len(sections[0]["items"]) + 1)
    ]
    kept = {
        (row.item.position, row.language): (row.printed, row.line, row.text)
        for row in Wording.objects.current().select_related("item")
    }
    wanted = {
        (position, section["language"]): entry
        for section in sections
        for position, entry in enumerate(section["items"], start=1)
    }
    assert {key: (entry["printed"], entry["line"]) for key, entry in wanted.items()} == {
        key: (printed, line) for key, (printed, line, _text) in kept.items()
    }
    for key, (_printed, _line, text) in kept.items():
        assert text.startswith(wanted[key]["starts"])


def test_sample_gives_language_versions_and_one_proposed_commitment_for_each_item(stored):
    wanted = expected(stored)
    present = {section["language"] for section in wanted["sections"]}

    assert dict(LanguageVersion.objects.values_list("language", "state")) == {
        **dict.fromkeys(present, LanguageVersion.State.COMPLETE),
        **dict.fromkeys(set(wanted["announced"]) - present, LanguageVersion.State.ABSENT),
    }
    assert list(
        Commitment.objects.order_by("item__position").values_list("item__position", "proposed")
    ) == [(item.position, True) for item in Item.objects.order_by("position")]


def test_sample_gives_its_dates_with_who_states_them_and_no_others(stored):
    wanted = expected_dates(stored)

    assert set(KeyDate.objects.values_list("date", "rule", "proposed")) == {
        (*value, True) for _position, _language, value in wanted
    }
    assert {
        (position, (day, rule))
        for position, day, rule in CommitmentDate.objects.values_list(
            "commitment__item__position", "key_date__date", "key_date__rule"
        )
    } == {(position, value) for position, _language, value in wanted}
    assert {
        (language, (day, rule))
        for language, day, rule in DateStatement.objects.exclude(
            stated=DateStatement.Stated.ABSENT
        ).values_list("language", "key_date__date", "key_date__rule")
    } == {(language, value) for _position, language, value in wanted}


def test_sample_is_on_the_public_site_with_a_calendar_of_its_own(stored, client):
    plan_page = readable(client, f"/en/plans/{SLUG}/")
    for item in Item.objects.all():
        assert str(item.local("title")) in plan_page

    section = expected(stored)["sections"][0]
    for position, entry in enumerate(section["items"], start=1):
        page = readable(client, f"/en/plans/{SLUG}/items/{position}/")
        assert entry["starts"] in page

    calendar = readable(client, f"/en/plans/{SLUG}/calendar.ics")
    begins = {value.partition("/")[0] for _, _, (value, _) in expected_dates(stored)}
    for day in begins:
        if len(day) < len("2026-05-04"):
            continue  # a month or year is on the pages, and no event
        assert f"DTSTART;VALUE=DATE:{day.replace('-', '')}" in calendar


@pytest.mark.parametrize("name", A_FEW)
def test_sample_a_second_time_stores_nothing(name):
    import_sample(name)
    before = counts()

    code, _out, _err = import_sample(name)

    assert code == 2  # --create does not take a plan that is there
    assert counts() == before


@pytest.mark.parametrize("name", REFUSED)
def test_sample_that_cannot_be_stored_is_refused_with_its_code(name):
    code, out, err = import_sample(name, "--json")

    errors = json.loads(out)["errors"]
    assert code == 2
    assert expected(name)["stored"] in [error["code"] for error in errors]
    assert err == "".join(f"{error['message']}\n" for error in errors)
    assert counts() == dict.fromkeys(counts(), 0)


@pytest.mark.parametrize("name", A_FEW)
def test_dry_run_of_a_sample_stores_nothing(name):
    code, _out, err = import_sample(name, "--dry-run")

    assert (code, err) == (0, "")
    assert counts() == dict.fromkeys(counts(), 0)
