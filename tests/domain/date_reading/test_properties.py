"""Any day and range that Babel writes out in a language is found again as exactly that."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from babel.dates import format_date, format_interval, format_skeleton
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.date_reading import LANGUAGES, find_dates, read_dates
from tracker.domain.spans import Precision

DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))
SENTENCES = {
    "ar": "يجتمع الأعضاء {}.",
    "de": "Das Treffen: {}.",
    "en": "The meeting: {}.",
    "es": "La reunión: {}.",
    "fr": "La réunion : {}.",
    "id": "Pertemuan: {}.",
    "it": "La riunione: {}.",
    "pt": "A reunião: {}.",
    "ru": "Встреча: {}.",
    "tr": "Toplantı: {}.",
    "vi": "Cuộc họp: {}.",
    "zh": "会议：{}。",
}


def meanings(text: str, language: str) -> list[str]:
    return [one.edtf or one.rule for one in find_dates(text, language)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["long", "full"])
@given(day=DAYS)
def test_day_written_out_is_found_as_that_day(language, width, day):
    written = format_date(day, width, locale=language)

    assert meanings(SENTENCES[language].format(written), language) == [day.isoformat()]


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=DAYS)
def test_month_written_out_is_found_as_that_month(language, day):
    written = format_skeleton("yMMMM", day, locale=language)

    assert meanings(SENTENCES[language].format(written), language) == [day.strftime("%Y-%m")]


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=DAYS, more=st.integers(1, 300))
def test_range_written_out_is_found_as_that_range(language, day, more):
    last = day + timedelta(days=more)
    written = format_interval(day, last, skeleton="yMMMMd", locale=language)

    assert meanings(SENTENCES[language].format(written), language) == [f"{day}/{last}"]


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=DAYS)
def test_day_without_a_year_is_found_as_a_day_of_every_year(language, day):
    written = format_skeleton("MMMMd", day, locale=language)

    assert meanings(SENTENCES[language].format(written), language) == [
        f"FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={day.day}"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=DAYS)
def test_iso_day_is_found_in_every_language(language, day):
    assert meanings(SENTENCES[language].format(day.isoformat()), language) == [day.isoformat()]


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(max_size=60))
def test_words_of_a_find_are_the_text_between_its_offsets(language, text):
    dated = f"{text} {format_date(date(2024, 5, 9), 'long', locale=language)} {text}"

    found = read_dates(dated, language).dates

    assert all(one.text == dated[one.start : one.end] for one in found)
    assert all(first.end <= then.start for first, then in pairwise(found))


WORDS = [
    *("9", "May", "2024", "and", "to", "-", ",", "the", "of", "31", "last", "each", "month"),
    *("first", "Sunday", "2025/26", "by", "0", "9999", "Q1", "12/13/2024", "\u00ad", "."),
]


@given(text=st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_order_of_date_words_is_read_without_an_error(text):
    for one in read_dates(text, "en").dates:
        assert (one.precision is Precision.RULE) == (one.edtf == "")
