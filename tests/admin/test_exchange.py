"""Spreadsheets out and in again."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.builders import make_item, make_key_date, make_plan, make_theme
from tracker.models import Item, KeyDate, Theme

XLSX, CSV, JSON = "0", "1", "2"


def exported(client, noun: str) -> list[dict[str, str]]:
    page = reverse(f"admin:tracker_{noun}_export")
    form = client.get(page).context["form"]
    fields = {name: "on" for name in form.fields if name.startswith(f"{noun}resource_")}
    answer = client.post(page, {"format": CSV, "resource": "0"} | fields)
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def imported(client, noun: str, rows: list[dict[str, str]]):
    """Upload, look at the preview, confirm; the preview's result."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    upload = SimpleUploadedFile("rows.csv", text.getvalue().encode(), "text/csv")
    preview = client.post(
        reverse(f"admin:tracker_{noun}_import"),
        {"import_file": upload, "format": CSV, "resource": "0"},
    )
    result = preview.context["result"]
    if not (result.has_errors() or result.has_validation_errors()):
        client.post(
            reverse(f"admin:tracker_{noun}_process_import"),
            preview.context["confirm_form"].initial,
        )
    return result


def problems(result) -> list[str]:
    found = [str(error.error) for _row, errors in result.row_errors() for error in errors]
    return found + [str(row.error.messages) for row in result.invalid_rows]


def test_themes_go_out_with_one_column_a_language(editor):
    make_theme(slug="reading", name="Reading", name_tr="Okuma")

    assert exported(editor, "theme") == [
        {
            "slug": "reading",
            "name_en": "Reading",
            "name_es": "",
            "name_ru": "",
            "name_tr": "Okuma",
            "name_ar": "",
        }
    ]


def test_empty_cell_is_a_missing_translation(editor):
    imported(editor, "theme", [{"slug": "reading", "name_en": "Reading", "name_tr": " "}])

    theme = Theme.objects.get()
    assert (theme.name_en, theme.name_tr, theme.name_ru) == ("Reading", None, None)
    assert theme.history.latest().history_user == editor.user


@pytest.mark.parametrize("noun", ["theme", "item", "commitment", "keydate", "organisation"])
def test_what_was_exported_comes_back_without_a_change(editor, content, noun):
    rows = exported(editor, noun)

    result = imported(editor, noun, rows)

    assert (problems(result), result.totals["skip"]) == ([], len(rows))


def test_items_are_found_by_plan_and_position(editor):
    plan = make_plan(slug="libraries")
    make_item(plan=plan, title="Old title")
    theme = make_theme(slug="reading")

    imported(
        editor,
        "item",
        [
            {"plan": "libraries", "position": "1", "title_en": "New title", "themes": "reading"},
            {"plan": "libraries", "position": "2", "title_en": "Another", "themes": ""},
        ],
    )

    assert list(Item.objects.values_list("position", "title_en")) == [
        (1, "New title"),
        (2, "Another"),
    ]
    assert list(plan.items.get(position=1).themes.all()) == [theme]


def test_imported_key_date_is_in_the_calendar(editor):
    make_key_date(slug="day", date="2030-05-09")

    imported(editor, "keydate", [{"slug": "day", "date": "2030-06-01/2030-06-02"}])

    key_date = KeyDate.objects.get()
    occurrence = key_date.occurrences.get()
    assert (key_date.precision, occurrence.start, occurrence.end) == (
        "range",
        date(2030, 6, 1),
        date(2030, 6, 2),
    )


@pytest.mark.parametrize(
    ("noun", "row", "problem"),
    [
        ("theme", {"slug": "new", "name_tr": "Okuma"}, "This text is required."),
        ("theme", {"slug": "no slug!", "name_en": "Reading"}, "valid “slug”"),
        ("keydate", {"slug": "reading-day", "date": "9 May"}, "Write the date as"),
        ("item", {"plan": "libraries", "position": "1", "themes": "none"}, "short name none"),
        ("commitment", {"item": "libraries/99", "key": "a", "kind": "dated"}, "libraries/99"),
        ("commitment", {"item": "libraries/1", "key": "a", "kind": "position"}, "Retract them"),
    ],
)
def test_row_that_cannot_stand_is_refused_with_the_reason(editor, content, noun, row, problem):
    [said] = problems(imported(editor, noun, [row]))

    assert problem in said


def test_formula_in_a_text_leaves_as_text(editor):
    make_theme(name="=1+1")

    assert exported(editor, "theme")[0]["name_en"] != "=1+1"
