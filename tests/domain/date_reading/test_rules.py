"""What recurs, and days whose year is not printed."""

import pytest

from tracker.domain.date_reading import find_dates
from tracker.domain.recurrence import (
    last_weekends,
    monthly_day,
    monthly_weekday,
    yearly_day,
    yearly_weekday,
)
from tracker.domain.spans import Precision

LAST_WEEKEND = last_weekends()

YEARLY = {
    "ar": "21 سبتمبر",
    "de": "21. September",
    "en": "September 21",
    "es": "21 de septiembre",
    "fr": "21 septembre",
    "id": "21 September",
    "it": "21 settembre",
    "pt": "21 de setembro",
    "ru": "21 Сентября",
    "tr": "21 Eylül",
    "vi": "21 tháng 9",
    "zh": "9月21日",
}
WEEKENDS = {
    "ar": "عطلة نهاية الأسبوع الأخيرة من كل شهر",
    "de": "letztes Wochenende jedes Monats",
    "en": "last weekend of each month",
    "es": "último fin de semana de cada mes",
    "fr": "dernier week-end de chaque mois",
    "id": "akhir pekan terakhir setiap bulan",
    "it": "ultimo fine settimana di ogni mese",
    "pt": "último fim de semana de cada mês",
    "ru": "последние выходные каждого месяца",
    "tr": "her ayın son hafta sonu",
    "vi": "cuối tuần cuối cùng của mỗi tháng",
    "zh": "每月最后一个周末",
}
SEVENTEENTHS = {
    "ar": "17 من كل شهر",
    "de": "17. jedes Monats",
    "en": "17th of each month",
    "es": "17 de cada mes",
    "fr": "17 de chaque mois",
    "id": "17 setiap bulan",
    "it": "17 di ogni mese",
    "pt": "17 de cada mês",
    "ru": "17-го числа каждого месяца",
    "tr": "her ayın 17'sinde",
    "vi": "17 hàng tháng",
    "zh": "每月17日",
}
SUNDAYS_OF_OCTOBER = {
    "ar": "الأحد الأول من أكتوبر",
    "de": "erster Sonntag im Oktober",
    "en": "first Sunday of October",
    "es": "primer domingo de octubre",
    "fr": "premier dimanche d'octobre",
    "id": "Minggu pertama bulan Oktober",
    "it": "prima domenica di ottobre",
    "pt": "primeiro domingo de outubro",
    "ru": "первое воскресенье октября",
    "tr": "Ekim ayının ilk Pazar günü",
    "vi": "Chủ nhật đầu tiên của tháng 10",
    "zh": "10月第一个星期日",
}
FIRST_MONDAYS = {
    "ar": "الاثنين الأول من كل شهر",
    "de": "ersten Montag jedes Monats",
    "en": "first Monday of every month",
    "es": "primer lunes de cada mes",
    "fr": "premier lundi de chaque mois",
    "id": "Senin pertama setiap bulan",
    "it": "primo lunedì di ogni mese",
    "pt": "primeira segunda-feira de cada mês",
    "ru": "первый понедельник каждого месяца",
    "tr": "her ayın ilk Pazartesi günü",
    "vi": "thứ hai đầu tiên của mỗi tháng",
    "zh": "每月第一个星期一",
}
WITHOUT_RRULE = [
    ("ru", "проводимых в последней неделе месяца", "последней неделе месяца", 7),
    ("en", "the first weekend of every month", "first weekend of every month", 2),
    ("en", "meet every Monday at six", "every Monday", 1),
    ("en", "report every quarter", "every quarter", 1),
    ("de", "jeden Montag", "jeden Montag", 1),
    ("fr", "chaque lundi", "chaque lundi", 1),
    ("tr", "her hafta", "her hafta", 1),
    ("es", "cada semana", "cada semana", 1),
    ("zh", "每周一", "每周一", 1),
    ("pt", "toda segunda-feira", "toda segunda-feira", 1),
]


@pytest.mark.parametrize(
    ("cases", "rule", "days"),
    [
        (YEARLY, yearly_day(9, 21), 1),
        (WEEKENDS, LAST_WEEKEND, 2),
        (SEVENTEENTHS, monthly_day(17), 1),
        (SUNDAYS_OF_OCTOBER, yearly_weekday(10, 6, 1), 1),
        (FIRST_MONDAYS, monthly_weekday(0, 1), 1),
    ],
    ids=["yearly day", "last weekend", "day of each month", "yearly weekday", "monthly weekday"],
)
@pytest.mark.parametrize("language", sorted(YEARLY))
def test_rule_is_found_in_the_words_of_each_language(cases, rule, days, language):
    found = find_dates(f"« {cases[language]} »", language)

    assert [(one.text, one.precision, one.edtf, one.rule, one.days) for one in found] == [
        (cases[language], Precision.RULE, "", rule, days)
    ]


@pytest.mark.parametrize(("language", "text", "words", "days"), WITHOUT_RRULE)
def test_rule_that_none_of_ours_says_is_found_without_one(language, text, words, days):
    found = find_dates(text, language)

    assert [(one.text, one.precision, one.rule, one.days) for one in found] == [
        (words, Precision.RULE, "", days)
    ]


@pytest.mark.parametrize(
    ("language", "text", "rule", "days"),
    [
        ("en", "in Havana from October 27-29.", yearly_day(10, 27), 3),
        ("id", "Dari 30 Oktober sampai 1 November ini", yearly_day(10, 30), 3),
        ("fr", "du 4 au 5 mai", yearly_day(5, 4), 2),
        ("de", "30. Dezember bis 2. Januar", yearly_day(12, 30), 4),
        ("zh", "5月4日至6月1日", yearly_day(5, 4), 29),
        ("ar", "من 4 إلى 6 مايو", yearly_day(5, 4), 3),
    ],
)
def test_range_without_a_year_is_a_yearly_rule_of_its_days(language, text, rule, days):
    assert [(one.rule, one.days, one.edtf) for one in find_dates(text, language)] == [
        (rule, days, "")
    ]


def test_every_year_beside_its_day_is_one_rule():
    found = find_dates("every year on 21 September", "en")

    assert [(one.text, one.rule) for one in found] == [("21 September", yearly_day(9, 21))]


def test_last_day_of_each_month_is_counted_from_its_end():
    assert [one.rule for one in find_dates("the last day of each month", "en")] == [monthly_day(-1)]


@pytest.mark.parametrize(
    ("language", "text", "rules"),
    [
        (
            "en",
            "on the first and third Monday of each month",
            {
                "first": monthly_weekday(0, 1),
                "third Monday of each month": monthly_weekday(0, 3),
            },
        ),
        (
            "en",
            "on 1 and 15 of each month",
            {"1": monthly_day(1), "15 of each month": monthly_day(15)},
        ),
        (
            "en",
            "second Tuesday in November",
            {"second Tuesday in November": yearly_weekday(11, 1, 2)},
        ),
        ("de", "am 17. eines jeden Monats", {"17. eines jeden Monats": monthly_day(17)}),
    ],
)
def test_rules_that_share_their_words_are_each_found(language, text, rules):
    assert {one.text: one.rule for one in find_dates(text, language)} == rules


def meant(text: str, language: str) -> list[tuple[str, str, int]]:
    return [(one.text, one.edtf or one.rule, one.days) for one in find_dates(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "A concert is given each May.", "each May"),
        ("en", "They meet every March in town.", "every March"),
        ("en", "They meet in May of each year.", "May of each year"),
        ("es", "Se reúnen cada mayo.", "cada mayo"),
        ("ru", "Они встречаются каждый май.", "каждый май"),
        ("ru", "Они встречаются в мае каждого года.", "мае каждого года"),
        ("tr", "Her yıl mayıs ayında buluşurlar.", "Her yıl mayıs ayında"),
        ("ar", "يجتمعون كل مايو.", "كل مايو"),
        ("de", "Sie treffen sich jedes Jahr im Mai.", "jedes Jahr im Mai"),
        ("fr", "Ils se réunissent chaque année en mai.", "chaque année en mai"),
    ],
)
def test_month_of_every_year_is_told_without_inventing_its_day(language, text, words):
    (found,) = find_dates(text, language)

    assert (found.text, found.precision, found.edtf, found.rule) == (
        words,
        Precision.RULE,
        "",
        "",
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "every two years on 1 May"),
        ("en", "1 May of every second year"),
        ("de", "alle zwei Jahre am 1. Mai"),
        ("es", "cada dos años el 1 de mayo"),
        ("fr", "tous les deux ans le 1er mai"),
        ("ru", "каждые два года 1 мая"),
        ("tr", "iki yılda bir 1 Mayıs"),
    ],
)
def test_day_of_every_second_year_has_no_rule_since_no_year_is_printed(language, text):
    assert meant(text, language) == [(text, "", 1)]


def test_every_year_beside_a_weekend_is_no_date_of_its_own():
    assert meant("first weekend of June each year", "en") == [("first weekend of June", "", 2)]


def test_indonesian_date_of_each_is_that_of_every_month():
    assert meant("setiap tanggal 17", "id") == [("setiap tanggal 17", monthly_day(17), 1)]
    assert meant("setiap tanggal 17 Agustus", "id") == [("17 Agustus", yearly_day(8, 17), 1)]


def test_turkish_figure_behind_every_month_is_a_day_only_with_an_ending():
    assert meant("her ay 9 mahalleden çöp toplanır", "tr") == [("her ay", "", 1)]
    assert meant("her ay 9'unda", "tr") == [("her ay 9'unda", monthly_day(9), 1)]
