from datetime import date

import pytest
from babel import UnknownLocaleError
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.date_words import (
    babel_locale,
    format_day,
    format_day_of_year,
    format_fuzzy,
    format_span,
    format_span_of_year,
    month_of_date,
    month_title,
)
from tracker.domain.edtf import FuzzyDate
from tracker.domain.spans import Month, Span

LANGUAGES = ["en", "es", "ru", "tr", "ar"]
DATES = [
    "2024-05-09",
    "2024-05-04/2024-05-05",
    "2024-05-31/2024-06-01",
    "2024-12-30/2025-01-02",
    "2024-07",
    "2023-10/2024-09",
    "2024",
    "2023/2024",
    "",
]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "9 May 2024",
                "4–5 May 2024",
                "31 May – 1 June 2024",
                "30 December 2024 – 2 January 2025",
                "July 2024",
                "October 2023 – September 2024",
                "2024",
                "2023–2024",
                "",
            ],
        ),
        (
            "es",
            [
                "9 de mayo de 2024",
                "4–5 de mayo de 2024",
                "31 de mayo – 1 de junio de 2024",
                "30 de diciembre de 2024 – 2 de enero de 2025",
                "julio de 2024",
                "octubre de 2023 – septiembre de 2024",
                "2024",
                "2023–2024",
                "",
            ],
        ),
        (
            "ru",
            [
                "9 мая 2024\u00a0г.",
                "4–5 мая 2024\u00a0г.",
                "31 мая – 1 июня 2024\u00a0г.",
                "30 декабря 2024\u00a0г. – 2 января 2025\u00a0г.",
                "июль 2024\u00a0г.",
                "октябрь 2023\u00a0г. – сентябрь 2024\u00a0г.",
                "2024",
                "2023–2024",
                "",
            ],
        ),
        (
            "tr",
            [
                "9 Mayıs 2024",
                "4–5 Mayıs 2024",
                "31 Mayıs – 1 Haziran 2024",
                "30 Aralık 2024 – 2 Ocak 2025",
                "Temmuz 2024",
                "Ekim 2023 – Eylül 2024",
                "2024",
                "2023–2024",
                "",
            ],
        ),
        (
            "ar",
            [
                "9 مايو 2024",
                "4–5 مايو 2024",
                "31 مايو – 1 يونيو 2024",
                "30 ديسمبر 2024 – 2 يناير 2025",
                "يوليو 2024",
                "أكتوبر 2023 – سبتمبر 2024",
                "2024",
                "2023–2024",
                "",
            ],
        ),
    ],
)
def test_date_is_said_as_exactly_as_it_is_known(language, words):
    assert [format_fuzzy(FuzzyDate.parse(text), locale=language) for text in DATES] == words


def test_month_title_begins_with_a_capital_and_names_the_month_by_itself():
    assert [month_title(Month(2024, 5), language) for language in LANGUAGES] == [
        "May 2024",
        "Mayo de 2024",
        "Май 2024\u00a0г.",
        "Mayıs 2024",
        "مايو 2024",
    ]


def test_day_without_a_year_is_in_the_case_of_a_date():
    assert [format_day_of_year(5, 9, language) for language in LANGUAGES] == [
        "9 May",
        "9 de mayo",
        "9 мая",
        "9 Mayıs",
        "9 مايو",
    ]


def test_span_without_a_year_says_the_month_once():
    seminar = Span(date(2024, 5, 4), date(2024, 5, 5))

    assert [format_span_of_year(seminar, language) for language in LANGUAGES] == [
        "4–5 May",
        "4–5 de mayo",
        "4–5 мая",
        "4–5 Mayıs",
        "4–5 مايو",
    ]
    assert format_span_of_year(Span(date(2024, 5, 9), date(2024, 5, 9)), "en") == "9 May"


def test_month_of_date_is_the_russian_genitive():
    assert [month_of_date(5, language) for language in LANGUAGES] == [
        "May",
        "mayo",
        "мая",
        "Mayıs",
        "مايو",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "4.–5. Mai 2024"),
        ("it", "4–5 maggio 2024"),
        ("fr", "4–5 mai 2024"),
        ("pt-br", "4–5 de maio de 2024"),
        ("id", "4–5 Mei 2024"),
        ("vi", "4–5 tháng 5, 2024"),
        ("zh-hans", "2024年5月4日至5日"),
        ("en-us", "May 4 – 5, 2024"),
    ],
)
def test_span_is_said_in_languages_that_are_not_offered_yet(language, words):
    assert format_span(Span(date(2024, 5, 4), date(2024, 5, 5)), language) == words


def test_range_of_months_is_said_where_the_language_has_no_pattern_of_its_own():
    words = format_fuzzy(FuzzyDate.parse("2024-05/2024-07"), locale="fa")

    assert words == "مهٔ 2024 تا ژوئیهٔ 2024"


days = st.dates(date(1000, 1, 1), date(9998, 12, 31))


@given(st.lists(days, min_size=2, max_size=2).map(sorted), st.sampled_from(LANGUAGES))
def test_span_says_both_days_and_years_in_latin_digits_and_full_months(ends, language):
    start, end = ends
    words = format_span(Span(start, end), language)
    months = babel_locale(language).months["format"]["wide"]

    assert not any(letter.isdigit() and not letter.isascii() for letter in words)
    for day in ends:
        assert {str(day.day), str(day.year)} <= set(
            "".join(letter if letter.isdigit() else " " for letter in words).split()
        )
        assert months[day.month] in words


@given(days, st.sampled_from(LANGUAGES))
def test_span_of_one_day_is_said_as_the_day(day, language):
    assert format_span(Span(day, day), language) == format_day(day, language)


def test_locale_of_no_language_is_refused():
    with pytest.raises(UnknownLocaleError):
        babel_locale("xx")
