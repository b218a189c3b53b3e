"""The JSON API: what a script can rely on."""

from datetime import date

import pytest

from tests.builders import (
    make_commitment,
    make_evidence,
    make_item,
    make_key_date,
    make_meeting,
    make_occurrence,
    make_organisation,
    make_plan,
    make_source,
    make_theme,
    make_update,
)

pytestmark = pytest.mark.django_db


def test_plan_says_whether_its_end_is_confirmed(client):
    meeting = make_meeting(slug="congress-24", state="unknown", dates="2024-10")
    make_plan(slug="readings", title="Library plan", ends_with=meeting)

    (plan,) = client.get("/api/v1/plans/").json()

    assert plan == client.get("/api/v1/plans/readings/").json()
    assert (plan["end"], plan["end_is_confirmed"], plan["ends_with"]) == (
        None,
        False,
        "congress-24",
    )


def test_items_carry_commitments_with_their_status(client):
    item = make_item(
        plan=make_plan(slug="readings"),
        position=8,
        title="Evening readings",
        title_tr="Akşam okumaları",
        themes=[make_theme(slug="reading")],
        organisations=[make_organisation(slug="union")],
    )
    commitment = make_commitment(item=item, key="d", title="Read aloud", kind="continuous")
    make_commitment(item=item, key="e", title="Read more", kind="position")
    key_date = make_key_date(slug="reading-day")
    make_update(commitment, status="reported", as_of=date(2999, 1, 1))
    make_commitment(item=item, key="f", key_dates=[key_date], title="Meet")

    (found,) = client.get("/api/v1/plans/readings/items/?lang=tr").json()

    assert found["title"] == {
        "text": "Akşam okumaları",
        "language": "tr",
        "is_fallback": False,
    }
    assert (found["themes"], found["organisations"]) == (["reading"], ["union"])
    assert [
        (row["code"], row["status"], row["title"]["is_fallback"], row["key_dates"])
        for row in found["commitments"]
    ] == [
        ("8d", "awaiting", True, []),
        ("8e", "position", True, []),
        ("8f", "date_unknown", True, ["reading-day"]),
    ]


def test_occurrences_of_a_period_come_in_pages(client):
    for day in range(1, 6):
        make_occurrence(start=date(2026, 5, day), title=f"Day {day}")

    answer = client.get("/api/v1/occurrences/?from=2026-05-02&to=2026-05-04&limit=2").json()

    assert answer["count"] == 3
    assert [row["name"]["text"] for row in answer["items"]] == ["Day 2", "Day 3"]


def test_occurrences_of_a_plan_are_those_that_count_for_it(client):
    occurrence = make_occurrence(start=date(2026, 5, 9))
    make_occurrence(start=date(2026, 5, 10))
    item = make_item(plan=make_plan(slug="readings"))
    make_commitment(item=item, key_dates=[occurrence.key_date])

    answer = client.get("/api/v1/occurrences/?from=2026-01-01&plan=readings").json()

    assert [row["uid"] for row in answer["items"]] == [occurrence.uid]
    by_date = client.get(
        f"/api/v1/occurrences/?from=2026-01-01&key_date={occurrence.key_date.slug}"
    ).json()
    assert by_date["items"] == answer["items"]


def test_dates_say_where_they_are(client):
    hall = make_key_date(place="Town hall", latitude=38.4189, longitude=27.1287)
    make_occurrence(hall, start=date(2026, 5, 1))
    make_occurrence(hall, start=date(2026, 5, 2), place_tr="Liman")
    make_occurrence(start=date(2026, 5, 3))

    rows = client.get("/api/v1/occurrences/?from=2026-05-01").json()["items"]
    assert [row["place"] for row in rows] == [
        {
            "name": {"text": "Town hall", "language": "en", "is_fallback": False},
            "latitude": 38.4189,
            "longitude": 27.1287,
        },
        {
            "name": {"text": "Liman", "language": "tr", "is_fallback": True},
            "latitude": None,
            "longitude": None,
        },
        None,
    ]
    assert rows[0]["place"] in [row["place"] for row in client.get("/api/v1/key-dates/").json()]


def test_updates_name_their_evidence(client):
    update = make_update(make_commitment(item=make_item(plan=make_plan(slug="readings"))))
    source = make_source(title="Report", publisher="Gazette", url="https://example.org/r")
    make_evidence(update, source=source, independent=True)
    make_update()

    answer = client.get("/api/v1/updates/?plan=readings").json()

    assert [row["evidence"] for row in answer["items"]] == [
        [
            {
                "source": "Report",
                "publisher": "Gazette",
                "url": "https://example.org/r",
                "independent": True,
                "stance": "supports",
                "review": "to_check",
            }
        ]
    ]


def test_key_dates_are_listed_with_their_rule(client):
    make_key_date(slug="reading-day", rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")

    (row,) = client.get("/api/v1/key-dates/").json()

    assert (row["slug"], row["precision"], row["rule"]) == (
        "reading-day",
        "rule",
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9",
    )


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("occurrences/?from=2026-13-01", 422),
        ("occurrences/?from=2026-02-01&to=2026-01-01", 404),
        ("plans/?lang=xx", 422),
        ("plans/none/", 404),
        ("plans/none/items/", 404),
        ("plans/%00/", 404),
        ("occurrences/?plan=%00", 422),
        ("occurrences/?key_date=%00", 422),
        ("updates/?plan=%00", 422),
        ("occurrences/?plan=none", 404),
        ("occurrences/?item=3", 404),
        ("occurrences/?key_date=none", 404),
        ("occurrences/?kind=none", 422),
        ("occurrences/?limit=1001", 422),
        ("updates/?status=none", 422),
        ("updates/?offset=-1", 422),
        ("none/", 404),
    ],
)
def test_bad_questions_get_an_answer_that_says_so(client, query, code):
    answer = client.get(f"/api/v1/{query}")

    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (code, "application/json")
    assert answer.json()["detail"]


def test_documentation_is_served_from_here(client):
    page = client.get("/api/v1/docs")

    assert page.status_code == 200
    assert b"//cdn" not in page.content
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Commitment tracker"


def test_root_of_the_api_leads_to_its_documentation(client):
    page = client.get("/api/v1/", follow=True)

    assert page.redirect_chain == [("/api/v1/docs", 302)]
    assert page.status_code == 200


def test_words_of_the_calendar_narrow_occurrences_and_updates(client):
    plan = make_plan(slug="readings")
    theme = make_theme(slug="night")
    key_date = make_occurrence(start=date(2026, 5, 9)).key_date
    item = make_item(plan=plan, position=8, themes=[theme])
    commitment = make_commitment(item=item, key_dates=[key_date], kind="dated")
    other = make_commitment(item=make_item(plan=plan, position=9), kind="continuous")
    make_occurrence(start=date(2026, 5, 10))
    make_update(commitment, note="Night")
    make_update(other, note="Day")

    def days(query: str) -> list[str]:
        rows = client.get(f"/api/v1/occurrences/?from=2026-01-01&{query}").json()["items"]
        return [row["start"] for row in rows]

    def notes(query: str) -> list[str]:
        rows = client.get(f"/api/v1/updates/?{query}").json()["items"]
        return [row["note"]["text"] for row in rows]

    assert days("") == ["2026-05-09", "2026-05-10"]
    for query in ("theme=night", "plan=readings&item=8", "kind=dated", "plan=readings"):
        assert days(query) == ["2026-05-09"], query
    assert days("kind=recurring") == days("plan=readings&item=9") == []
    assert notes("theme=night") == notes("plan=readings&item=8") == ["Night"]
    assert sorted(notes("status=reported")) == ["Day", "Night"]
    assert notes("status=confirmed") == []


@pytest.mark.parametrize("query", ["from=9999-12-31", "from=0001-01-01&to=0001-01-02"])
def test_period_without_dates_is_empty(client, query):
    make_occurrence()

    assert client.get(f"/api/v1/occurrences/?{query}").json() == {"items": [], "count": 0}


@pytest.mark.parametrize("path", ["occurrences", "updates"])
def test_unknown_word_is_named_in_the_answer_with_what_is_known(client, path):
    make_item(themes=[make_theme(slug="night"), make_theme(slug="day")])

    answer = client.get(f"/api/v1/{path}/?theme=weather")

    assert answer.status_code == 404
    assert answer.json() == {"detail": "“theme=weather” is not known here. Known: day, night"}


def test_wrong_method_is_answered_in_json(client):
    answer = client.post("/api/v1/plans/")

    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer.json() == {"detail": "This address answers GET only."}


def test_pages_cover_everything_once(client):
    for day in range(1, 8):
        make_occurrence(start=date(2026, 5, day))
    address = "/api/v1/occurrences/?from=2026-01-01&limit=3&offset="

    pages = [client.get(f"{address}{offset}").json() for offset in (0, 3, 6, 9)]

    assert [page["count"] for page in pages] == [7] * 4
    assert [row["start"][-2:] for page in pages for row in page["items"]] == [
        f"{day:02d}" for day in range(1, 8)
    ]


@pytest.mark.parametrize(("path", "make"), [("plans", make_plan), ("key-dates", make_key_date)])
def test_plain_lists_lead_to_their_other_pages(client, settings, path, make):
    settings.SITE_URL = "https://site.example"
    for number in range(5):
        make(slug=f"one-{number}")

    slugs, links = [], []
    for offset in (0, 2, 4):
        answer = client.get(f"/api/v1/{path}/?lang=tr&limit=2&offset={offset}")
        slugs += [row["slug"] for row in answer.json()]
        links.append(answer["Link"])
    start = f"<https://site.example/api/v1/{path}/?lang=tr&limit=2&offset="

    assert sorted(slugs) == [f"one-{number}" for number in range(5)]
    assert links == [
        f'{start}0>; rel="first", {start}2>; rel="next", {start}4>; rel="last"',
        f'{start}0>; rel="first", {start}0>; rel="prev", {start}4>; rel="next", '
        f'{start}4>; rel="last"',
        f'{start}0>; rel="first", {start}2>; rel="prev", {start}4>; rel="last"',
    ]


def test_answer_that_has_not_changed_is_not_sent_again(client):
    make_plan()
    first = client.get("/api/v1/plans/")

    again = client.get("/api/v1/plans/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_description_is_openapi_3_1(client):
    schema = client.get("/api/v1/openapi.json").json()

    assert schema["openapi"].startswith("3.1")
    for path, methods in schema["paths"].items():
        assert list(methods) == ["get"], path
        assert {"200", "422"} <= set(methods["get"]["responses"]), path
