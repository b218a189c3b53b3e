import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.domain.spans import Month, Precision, Span, Year

GOLD = Path(__file__).resolve().parents[3] / "shared" / "domain" / "gold.json"

days = st.dates(max_value=date(9998, 12, 31)).map(date.isoformat)
months = st.builds(Month, st.integers(1, 9998), st.integers(1, 12)).map(str)
years = st.builds(Year, st.integers(1, 9998)).map(str)


def ranges(ends):
    return st.lists(ends, min_size=2, max_size=2, unique=True).map(sorted).map("/".join)


texts = st.one_of(st.just(""), days, months, years, ranges(days), ranges(months), ranges(years))


@given(texts)
def test_edtf_gives_back_the_text_it_read(text):
    assert str(FuzzyDate.parse(text)) == text


@given(texts)
def test_edtf_survives_being_stored_as_its_fields(text):
    read = FuzzyDate.parse(text)

    assert FuzzyDate(read.precision, read.start, read.end, read.unit) == read


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,5}(-[0-9]{1,3}){0,3}/?", fullmatch=True))
def test_edtf_gives_back_or_refuses_any_text_with_a_code(text):
    known = {"format", "year", "month", "day", "order", "same", "mixed"}
    try:
        outcome = str(FuzzyDate.parse(text))
    except InvalidEdtf as refusal:
        outcome = refusal.code

    assert outcome in known | {text.strip(), ""}


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-07", "month", date(2024, 7, 1), date(2024, 7, 31)),
        ("2024-02-29", "day", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-05-04/2024-05-05", "range", date(2024, 5, 4), date(2024, 5, 5)),
        ("2023-10/2024-09", "range", date(2023, 10, 1), date(2024, 9, 30)),
        ("2023/2024", "range", date(2023, 1, 1), date(2024, 12, 31)),
        ("", "unknown", None, None),
        ("XXXX", "unknown", None, None),
        (" 2024-07\n", "month", date(2024, 7, 1), date(2024, 7, 31)),
    ],
)
def test_edtf_text_covers_its_real_days(text, precision, start, end):
    read = FuzzyDate.parse(text)

    assert (read.precision, read.start, read.end) == (precision, start, end)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0000", "year"),
        ("9999-12-31", "year"),
        ("0000-05-09", "year"),
        ("10000", "format"),
        ("2024-13", "month"),
        ("2024-00-01", "month"),
        ("2023-02-29", "day"),
        ("2024-04-31", "day"),
        ("2024-05-05/2024-05-04", "order"),
        ("2024-05-04/2024-05-04", "same"),
        ("2024-05/2024-06-01", "mixed"),
        ("9 May 2024", "format"),
        ("24", "format"),
        ("2024-5-9", "format"),
        ("٢٠٢٤", "format"),
        ("2024/", "format"),
        ("/2024", "format"),
        ("2024/2025/2026", "format"),
        ("2024-05-09T12:00", "format"),
        ("xxxx", "format"),
    ],
)
def test_edtf_refuses_what_is_no_date_and_says_why(text, code):
    with pytest.raises(InvalidEdtf) as refusal:
        FuzzyDate.parse(text)

    assert refusal.value.code == code


def test_edtf_of_a_range_of_months_is_not_a_claim_about_days():
    in_months = FuzzyDate.parse("2023-10/2024-09")
    in_days = FuzzyDate.parse("2023-10-01/2024-09-30")

    assert in_months.span == in_days.span
    assert in_months != in_days
    assert (in_months.on_a_day, in_days.on_a_day) == (False, True)


def test_fuzzy_date_of_values_has_their_precision():
    assert [
        str(FuzzyDate.of(value))
        for value in (
            date(2024, 5, 9),
            Month(2024, 7),
            Year(2024),
            Span(date(2024, 5, 4), date(2024, 5, 5)),
            Span(date(2024, 5, 9), date(2024, 5, 9)),
        )
    ] == ["2024-05-09", "2024-07", "2024", "2024-05-04/2024-05-05", "2024-05-09"]


@pytest.mark.parametrize(
    "fields",
    [
        (Precision.DAY, date(2024, 5, 4), date(2024, 5, 5)),
        (Precision.DAY, None, None),
        (Precision.MONTH, date(2024, 7, 1), date(2024, 7, 30)),
        (Precision.MONTH, date(2024, 7, 1), date(2024, 8, 31)),
        (Precision.YEAR, date(2024, 1, 1), date(2024, 6, 30)),
        (Precision.RANGE, date(2024, 5, 5), date(2024, 5, 4)),
        (Precision.RANGE, date(2024, 5, 4), date(2024, 5, 4)),
        (Precision.RANGE, date(2023, 10, 2), date(2024, 9, 30), Precision.MONTH),
        (Precision.RANGE, date(2024, 1, 1), date(9999, 1, 1)),
        (Precision.UNKNOWN, date(2024, 1, 1), date(2024, 1, 1)),
        (Precision.RULE, date(2024, 1, 1), date(2024, 1, 1)),
    ],
)
def test_fuzzy_date_refuses_days_that_contradict_its_precision(fields):
    with pytest.raises(ValueError, match="is not a date of precision"):
        FuzzyDate(*fields)


def test_edtf_reads_every_date_of_the_real_plan():
    if not GOLD.exists():
        pytest.skip("the analysis of the real plan (../shared/domain/gold.json) is not here")
    anchors = json.loads(GOLD.read_text())["anchors"]
    found = {
        anchor["part"]: FuzzyDate.parse(
            anchor.get("date") or "/".join((anchor["start"], anchor["end"]))
        )
        for anchor in anchors
        if "date" in anchor or "start" in anchor
    }

    assert {part: (read.precision.value, str(read)) for part, read in found.items()} == {
        "2b": ("day", "2024-05-09"),
        "3a": ("day", "2024-05-01"),
        "5b": ("day", "2024-01-21"),
        "5c": ("day", "2023-12-05"),
        "8d": ("range", "2024-05-04/2024-05-05"),
        "8g": ("day", "2024-03-14"),
        "10a": ("month", "2024-07"),
        "15b": ("year", "2024"),
    }
