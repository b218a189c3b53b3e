"""Open data: the filtered set as a table, in CSV, XLSX and JSON, with what each column means.

Values are codes and ISO 8601 dates, the same in every language; texts come in the reader's language
with the language that they are really in beside them.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from tracker.models import Commitment, Status, StatusUpdate
from tracker.services.follow_up import DateRow

BOM = "\ufeff"  # by which spreadsheets know UTF-8
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROLS = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")

Value = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    meaning: str | Promise


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values in the order of `columns`; several values of one cell are joined by "; "."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


COMMITMENTS = (
    Column("plan", _("Short name of the plan, as in its address")),
    Column("item", _("Position of the item in the plan")),
    Column("commitment", _("Code of the commitment: the item and a letter")),
    Column("title", _("Editors' title of the commitment")),
    Column("title_language", _("Language of the title")),
    Column("kind", _("dated, undated, recurring, continuous or position")),
    Column("status", _("What is known today, as a code")),
    Column("status_text", _("The status in words")),
    Column("status_as_of", _("Day of the statement that the status rests on")),
    Column("disputed", _("Whether sources disagree")),
    Column("themes", _("Short names of the themes")),
    Column("organisations", _("Short names of the organisations")),
    Column("key_dates", _("Short names of the key dates")),
    Column("url", _("Address of the commitment")),
)
DATES = (
    Column("uid", _("The same for this occurrence in every calendar and language")),
    Column("key_date", _("Short name of the key date")),
    Column("name", _("Name of the key date")),
    Column("name_language", _("Language of the name")),
    Column("start", _("First day")),
    Column("end", _("Last day, included")),
    Column("precision", _("How exactly it is known: day, range, month or year")),
    Column("state", _("scheduled, moved or cancelled")),
    Column("counts_for", _("Commitments for which it counts, with what is known of each")),
    Column("url", _("Address of the key date")),
    Column("place", _("Place, where it is known")),
    Column("place_language", _("Language of the place")),
    Column("latitude", _("Latitude of the place in degrees, south negative (WGS 84)")),
    Column("longitude", _("Longitude of the place in degrees, west negative (WGS 84)")),
)
UPDATES = (
    Column("plan", _("Short name of the plan, as in its address")),
    Column("commitment", _("Code of the commitment: the item and a letter")),
    Column("occurrence", _("First day of the occurrence that it is about, if it is about one")),
    Column("status", _("What is stated, as a code")),
    Column("status_text", _("The status in words")),
    Column("as_of", _("Day on which it was so")),
    Column("disputed", _("Whether sources disagree")),
    Column("note", _("Editors' note")),
    Column("note_language", _("Language of the note")),
    Column("sources", _("Addresses of the sources")),
    Column("independent_sources", _("How many of the sources are independent of the parties")),
    Column("recorded", _("When editors recorded it")),
)
TABLES = {"commitments": COMMITMENTS, "dates": DATES, "updates": UPDATES}


def commitments(found: Iterable[Commitment]) -> Table:
    """`found` comes from `with_status`, with `item__plan`, themes, organisations, key dates."""
    rows = []
    for one in found:
        title = one.local("title")
        item = one.item
        address = reverse("tracker:item", args=[item.plan.slug, item.position])
        rows.append(
            (
                item.plan.slug,
                item.position,
                one.code,
                str(title),
                title.language,
                one.kind,
                one.status,
                str(Status(one.status).label),
                one.recorded_on,
                one.disputed,
                _joined(theme.slug for theme in item.themes.all()),
                _joined(organisation.slug for organisation in item.organisations.all()),
                _joined(key_date.slug for key_date in one.key_dates.all()),
                f"{settings.SITE_URL}{address}#{one.code}",
            )
        )
    return Table("commitments", COMMITMENTS, rows)


def dates(found: Iterable[DateRow]) -> Table:
    rows = []
    for row in found:
        occurrence = row.occurrence
        key_date = occurrence.key_date
        name, place = key_date.local("name"), occurrence.where()
        rows.append(
            (
                occurrence.uid,
                key_date.slug,
                str(name),
                name.language,
                occurrence.start,
                occurrence.end,
                occurrence.precision,
                occurrence.state,
                _joined(
                    f"{one.commitment.item.plan.slug}/{one.commitment.code}={one.status}"
                    for one in row.counted
                ),
                settings.SITE_URL + reverse("tracker:key-date", args=[key_date.slug]),
                str(place),
                place.language if place else "",
                *(occurrence.position or (None, None)),
            )
        )
    return Table("dates", DATES, rows)


def updates(found: Iterable[StatusUpdate]) -> Table:
    """`found` with `commitment__item__plan`, `occurrence` and `evidence__source`."""
    rows = []
    for one in found:
        note = one.local("note")
        evidence = list(one.evidence.all())
        rows.append(
            (
                one.commitment.item.plan.slug,
                one.commitment.code,
                one.occurrence.start if one.occurrence else None,
                one.status,
                str(one.get_status_display()),
                one.as_of,
                one.disputed,
                str(note),
                note.language,
                _joined(item.source.url for item in evidence if item.source.url),
                sum(1 for item in evidence if item.independent),
                one.created_at.date(),
            )
        )
    return Table("updates", UPDATES, rows)


def rendered(table: Table, extension: str) -> bytes:
    """The table as a file of the type that `extension` names, one of `FORMATS`."""
    return {"csv": _csv, "xlsx": _xlsx, "json": _json}[extension](table)


def _csv(table: Table) -> bytes:
    file = io.StringIO()
    file.write(BOM)
    writer = csv.writer(file)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[_cell(value) for value in row] for row in table.rows])
    return file.getvalue().encode()


def _xlsx(table: Table) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    head = []
    for column in table.columns:
        cell = WriteOnlyCell(sheet, column.name)
        cell.font = bold
        head.append(cell)
    sheet.append(head)
    for row in table.rows:
        sheet.append([_typed(value) for value in row])
    legend = book.create_sheet("columns")
    for column in table.columns:
        legend.append([column.name, str(column.meaning)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _json(table: Table) -> bytes:
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, map(_plain, row), strict=True)) for row in table.rows]
    content = {
        "licence": settings.TRACKER_DATA_LICENCE,
        "columns": {column.name: str(column.meaning) for column in table.columns},
        "rows": rows,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _cell(value: Value) -> str:
    """A value as text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_STARTS_A_FORMULA) else text


def _typed(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return _cell(value).translate(_CONTROLS)


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)
