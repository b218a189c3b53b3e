import csv
import io
from datetime import date

import lxml.html
import pytest
from openpyxl import load_workbook

from tests.builders import (
    make_commitment,
    make_evidence,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_source,
    make_theme,
    make_update,
)
from tracker.models import Kind, Status
from tracker.services.open_data import COMMITMENTS, TABLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(settings):
    """Two items; the first has a theme, a date and a report."""
    settings.SITE_URL = "https://plans.example.org"
    plan = make_plan(slug="libraries")
    reading, key_date = make_item(plan=plan, position=1), make_key_date(slug="reading", name="Day")
    reading.themes.add(make_theme(slug="books"))
    told = make_commitment(
        item=reading, key="a", title="=Read+more", title_tr="Oku", key_dates=[key_date]
    )
    make_commitment(
        item=make_item(plan=plan, position=2), key="a", title="Lend", kind=Kind.CONTINUOUS
    )
    occurrence = make_occurrence(key_date, start=date(2024, 5, 4), end=date(2024, 5, 5))
    update = make_update(
        told, occurrence=occurrence, as_of=date(2024, 5, 6), status=Status.REPORTED, note="Held."
    )
    make_evidence(update, source=make_source(url="https://example.org/report"), independent=True)
    return plan


def csv_rows(response) -> list[dict[str, str]]:
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_commitments_as_csv_are_those_of_the_page_and_no_formula(client, plan):
    response = client.get("/en/plans/libraries/commitments.csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="libraries.csv"'
    first, second = csv_rows(response)
    assert first == {
        "plan": "libraries",
        "item": "1",
        "commitment": "1a",
        "title": "'=Read+more",
        "title_language": "en",
        "kind": "dated",
        "status": "reported",
        "status_text": "Reported by a party",
        "status_as_of": "2024-05-06",
        "disputed": "false",
        "themes": "books",
        "organisations": "",
        "key_dates": "reading",
        "url": "https://plans.example.org/en/plans/libraries/items/1/#1a",
    }
    assert (second["commitment"], second["status_as_of"]) == ("2a", "")


@pytest.mark.parametrize(
    ("query", "codes"),
    [("?theme=books", ["1a"]), ("?kind=continuous", ["2a"]), ("?status=confirmed", [])],
)
def test_filter_of_the_page_holds_for_the_file(client, plan, query, codes):
    rows = csv_rows(client.get(f"/en/plans/libraries/commitments.csv{query}"))

    assert [row["commitment"] for row in rows] == codes


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("theme=weather", "“theme=weather” is not known here. Known: books\n"),
        ("organisation=none", "“organisation=none” is not known here.\n"),
    ],
)
def test_file_of_a_filter_that_the_plan_has_not_is_refused_and_the_page_says_it(
    client, plan, query, told
):
    file = client.get(f"/en/plans/libraries/commitments.csv?{query}")
    page = client.get(f"/en/plans/libraries/?{query}")

    assert (file.status_code, file.content.decode()) == (400, told)
    assert page.status_code == 200
    assert "is not known here and was left out of the filter" in page.content.decode()


def test_spreadsheet_has_typed_cells_and_explains_its_columns(client, plan):
    response = client.get("/tr/plans/libraries/commitments.xlsx")
    book = load_workbook(io.BytesIO(response.content))

    rows = list(book["commitments"].values)
    assert rows[0] == tuple(column.name for column in COMMITMENTS)
    assert (rows[1][1], rows[1][3], rows[1][4]) == (1, "Oku", "tr")
    assert rows[1][8].date() == date(2024, 5, 6)
    assert len(list(book["columns"].values)) == len(COMMITMENTS)


def test_dates_as_json_follow_the_filter_of_the_calendar(client, plan):
    make_occurrence(start=date(2024, 6, 1), title="Elsewhere")

    every = client.get("/en/data/dates.json").json()
    mine = client.get("/en/data/dates.json?plan=libraries").json()

    assert [row["name"] for row in every["rows"]] == ["Day", "Elsewhere"]
    assert [(row["start"], row["end"], row["counts_for"]) for row in mine["rows"]] == [
        ("2024-05-04", "2024-05-05", "libraries/1a=reported")
    ]
    assert mine["licence"] == "CC BY 4.0"


@pytest.fixture
def three_years():
    """A day in each of three years, one of them in June."""
    key_date = make_key_date(slug="fair", name="Fair")
    for start in (date(2023, 5, 31), date(2024, 6, 1), date(2025, 6, 30)):
        make_occurrence(key_date, start=start, end=start)


@pytest.mark.parametrize(
    ("page", "starts"),
    [
        ("/en/calendar/2024/06/", ["2024-06-01"]),
        ("/en/calendar/2025/", ["2025-06-30"]),
        ("/en/calendar/agenda/?from=2023-05", ["2023-05-31"]),
        ("/en/calendar/2024/07/", []),
    ],
)
def test_file_of_a_calendar_holds_the_days_that_the_page_shows(client, three_years, page, starts):
    tree = lxml.html.fromstring(client.get(page).content)
    [link] = tree.xpath('//*[contains(@class, "downloads")]//a[contains(@href, ".json")]/@href')

    assert [row["start"] for row in client.get(link).json()["rows"]] == starts


def test_file_of_a_timeline_without_a_plan_is_offered_too(client):
    assert "/en/data/dates.csv" in client.get("/en/calendar/timeline/").content.decode()


@pytest.mark.parametrize(
    ("query", "starts"),
    [
        ("?from=2024-06-01", ["2024-06-01", "2025-06-30"]),
        ("?until=2024-06-01", ["2023-05-31", "2024-06-01"]),
        ("", ["2023-05-31", "2024-06-01", "2025-06-30"]),
    ],
)
def test_file_of_dates_may_be_open_on_either_side(client, three_years, query, starts):
    rows = client.get(f"/en/data/dates.json{query}").json()["rows"]

    assert [row["start"] for row in rows] == starts


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=May", "“from=May” is not known here. Known: YYYY-MM-DD\n"),
        ("until=2024-02-30", "“until=2024-02-30” is not known here. Known: YYYY-MM-DD\n"),
        (
            "from=2024-05-04&until=2024-05-03",
            "“until=2024-05-03” is not known here. Known: ≥ 2024-05-04\n",
        ),
    ],
)
def test_days_that_are_none_are_refused(client, query, told):
    response = client.get(f"/en/data/dates.csv?{query}")

    assert (response.status_code, response.content.decode()) == (400, told)


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
def test_files_of_dates_say_where_they_are(client, extension):
    hall = make_key_date(place="Town hall", latitude=-38.5, longitude=27.1287)
    make_occurrence(hall, start=date(2024, 5, 1))
    make_occurrence(hall, start=date(2024, 5, 2), place_tr="Liman")

    answer = client.get(f"/en/data/dates.{extension}")

    if extension == "csv":
        rows = csv_rows(answer)
    elif extension == "json":
        rows = answer.json()["rows"]
    else:
        names, *values = load_workbook(io.BytesIO(answer.content))["dates"].values
        rows = [dict(zip(names, row, strict=True)) for row in values]
    told = [
        [row["place"], row["place_language"], row["latitude"], row["longitude"]] for row in rows
    ]
    nothing = "" if extension == "csv" else None
    kind = str if extension == "csv" else float
    assert told == [
        ["Town hall", "en", kind(-38.5), kind(27.1287)],
        ["Liman", "tr", nothing, nothing],
    ]


def test_updates_name_their_sources(client, plan):
    [row] = csv_rows(client.get("/en/data/updates.csv"))

    assert (row["commitment"], row["occurrence"], row["sources"], row["independent_sources"]) == (
        "1a",
        "2024-05-04",
        "https://example.org/report",
        "1",
    )


@pytest.mark.parametrize(
    "path",
    ["plans/libraries/commitments.exe", "plans/nowhere/commitments.csv", "data/dates.pdf"],
)
def test_file_that_is_not_offered_is_not_found(client, plan, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_dictionary_explains_every_column_and_states_the_licence(client, plan):
    html = client.get("/en/data/").content.decode()

    for columns in TABLES.values():
        for column in columns:
            assert f">{column.name}</code>" in html
    assert "CC BY 4.0" in html


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("commitments", "plans/libraries/commitments"),
        ("dates", "data/dates"),
        ("updates", "data/updates"),
    ],
)
def test_files_have_the_columns_of_the_dictionary_and_no_others(client, plan, name, path):
    page = lxml.html.fromstring(client.get("/en/data/").content)
    explained = page.xpath(f"//section[@aria-labelledby='table-{name}']//code/text()")

    header, *rows = csv.reader(
        io.StringIO(client.get(f"/en/{path}.csv").content.decode("utf-8-sig"))
    )
    told = client.get(f"/en/{path}.json").json()
    sheet = load_workbook(io.BytesIO(client.get(f"/en/{path}.xlsx").content)).worksheets[0]

    assert header == explained == list(told["columns"])
    assert [cell.value for cell in next(sheet.iter_rows())] == explained
    assert rows
    assert {len(row) for row in rows} == {len(explained)}


def test_downloads_ask_the_database_a_fixed_number_of_times(
    client, plan, django_assert_max_num_queries
):
    def queries(path: str) -> int:
        with django_assert_max_num_queries(20) as asked:
            client.get(path)
        return len(asked)

    paths = ["/en/plans/libraries/commitments.csv", "/en/data/dates.csv", "/en/data/updates.csv"]
    few = [queries(path) for path in paths]
    for number in range(3, 20):
        key_date = make_key_date()
        commitment = make_commitment(
            item=make_item(plan=plan, position=number), key_dates=[key_date]
        )
        make_update(commitment, occurrence=make_occurrence(key_date, start=date(2024, 5, number)))

    assert [queries(path) for path in paths] == few
