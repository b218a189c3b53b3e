import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.grid import (
    MonthGrid,
    first_weekday,
    lanes,
    weekday_letters,
    weekday_names,
)
from tracker.domain.spans import Month, Span

LANGUAGES = ["en", "es", "ru", "tr", "ar"]


def test_week_starts_where_the_readers_calendar_starts_it():
    assert {language: first_weekday(language) for language in LANGUAGES} == {
        "en": calendar.MONDAY,
        "es": calendar.MONDAY,
        "ru": calendar.MONDAY,
        "tr": calendar.MONDAY,
        "ar": calendar.SATURDAY,
    }


@pytest.mark.parametrize(
    ("language", "weekday"),
    [
        ("en-us", calendar.SUNDAY),
        ("pt-br", calendar.SUNDAY),
        ("pt", calendar.SUNDAY),
        ("zh-hans", calendar.MONDAY),
        ("zh-hant", calendar.SUNDAY),
        ("ar-tn", calendar.MONDAY),
        ("fa", calendar.SATURDAY),
        ("eo", calendar.MONDAY),
    ],
)
def test_week_start_follows_the_territory_where_one_is_known(language, weekday):
    assert first_weekday(language) == weekday


def test_weekday_names_begin_with_the_first_of_the_week():
    assert {language: weekday_names(language)[0] for language in LANGUAGES} == {
        "en": ("Mon", "Monday"),
        "es": ("lun", "lunes"),
        "ru": ("пн", "понедельник"),
        "tr": ("Pzt", "Pazartesi"),
        "ar": ("سبت", "السبت"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_weekday_names_are_seven_different_ones(language):
    short, full = zip(*weekday_names(language), strict=True)

    assert (len(set(short)), len(set(full))) == (7, 7)


def test_letters_of_weekdays_are_those_that_a_language_is_used_to():
    """Cut to two letters Monday would be "Pz" in Turkish, which is read as Sunday."""
    assert {
        language: " ".join(short for short, _full in weekday_letters(language))
        for language in LANGUAGES
    } == {
        "en": "Mo Tu We Th Fr Sa Su",
        "es": "LU MA MI JU VI SA DO",
        "ru": "пн вт ср чт пт сб вс",
        "tr": "Pt Sa Ça Pe Cu Ct Pa",
        "ar": "س ح ن ث ر خ ج",
    }


@given(st.builds(Month, st.integers(2, 9998), st.integers(1, 12)), st.sampled_from(LANGUAGES))
def test_grid_has_the_weeks_of_the_calendar(month, language):
    weeks = calendar.Calendar(first_weekday(language)).monthdatescalendar(month.year, month.month)

    grid = MonthGrid.of(month, language)

    assert grid.weeks == weeks
    assert grid.span == Span(weeks[0][0], weeks[-1][-1])


def test_grid_tells_the_days_of_the_month_from_those_that_fill_it():
    grid = MonthGrid.of(Month(2024, 8), "en")

    assert grid.weeks[0][:4] == [
        date(2024, 7, 29),
        date(2024, 7, 30),
        date(2024, 7, 31),
        date(2024, 8, 1),
    ]
    assert [day in grid for day in grid.weeks[0][:4]] == [False, False, False, True]
    assert date(2023, 8, 1) not in grid


@pytest.mark.parametrize("language", LANGUAGES)
def test_grid_reaches_both_ends_of_the_calendar(language):
    first, last = MonthGrid.of(Month(1, 1), language), MonthGrid.of(Month(9998, 12), language)

    assert first.span.start == date.min
    assert date(9998, 12, 31) in last.span
    assert sum(day in last for week in last.weeks for day in week) == 31
    assert {len(week) for week in (*first.weeks[1:], *last.weeks)} == {7}
    assert len(first.weeks[0]) == (5 if language == "ar" else 7)


def test_bar_keeps_its_lane_over_all_its_days():
    week = [date(2024, 5, day) for day in range(6, 13)]
    spans = [
        Span(date(2024, 5, 4), date(2024, 5, 7)),
        Span(date(2024, 5, 7), date(2024, 5, 9)),
        Span(date(2024, 5, 8), date(2024, 5, 8)),
        Span(date(2024, 5, 20), date(2024, 5, 21)),
    ]

    assert lanes(spans, week) == [[0], [0, 1], [2, 1], [None, 1], [], [], []]


def test_bar_without_a_free_lane_is_left_out_on_all_its_days():
    week = [date(2024, 5, day) for day in range(6, 9)]
    spans = [
        Span(date(2024, 5, 6), date(2024, 5, 6)),
        Span(date(2024, 5, 6), date(2024, 5, 8)),
        Span(date(2024, 5, 6), date(2024, 5, 7)),
        Span(date(2024, 5, 8), date(2024, 5, 8)),
    ]

    assert lanes(spans, week, most=2) == [[0, 1], [None, 1], [3, 1]]
