"""Names, numbers and words that look like dates and are none, and days that cannot be."""

import pytest

from tracker.domain.date_reading import find_dates, read_dates

NOT_DATES = {
    "en": [
        "Agenda 2030", "the 2030 Agenda", "Resolution 1325 (2000)", "UN resolution 67/19", "COP21",
        "decision 36/CP.7", "ISO 9001", "WTO 2.0", "page 2024", "Law No. 12 of 2019",
        "2,024 people", "2024 people", "$2024", "+49 30 2024 1999", "1010 Wien",
        "in 2000 schools", "plant 2000 trees", "World Peace Day", "members may meet",
        "they march 5 km", "Article 9 may be changed", "Horizon 2020", "version 2.5.2024a",
        "5 to 10 members", "the last week", "10 days", "A/RES/70/1", "12/2019", "9/5", "3.5.1",
        "items 4 and 5", "in the 1990s", "x2024", "36/2024/B", "10 March Street",
        "the 26 July Movement", "Room 12, 10 pages", "2.0", "the first of all",
    ],
    "es": [
        "Agenda 2030", "resolución 1325 (2000)", "Ley 12/2019", "página 2024", "2000 árboles",
        "calle 13 de mayo", "Movimiento 26 de Julio", "4 de 5 personas", "2024 personas",
    ],
    "ru": [
        "Повестка дня 2030", "резолюция 1325 (2000)", "2024 человек", "страница 2024",
        "улица 8 Марта", "последние десятилетия", "в 2000 школах", "5 и 10 членов",
    ],
    "tr": [
        "2030 Gündemi", "1325 sayılı karar", "2024 kişi", "24. Uluslararası Toplantı", "12 ay",
        "30 Ağustos Caddesi", "8. Seminer",
    ],
    "ar": ["خطة 2030", "القرار 1325 (2000)", "2024 شخص", "القانون رقم 12 لسنة 2019"],
    "de": [
        "Agenda 2030", "Resolution 1325 (2000)", "2024 Menschen", "Straße des 17. Juni",
        "11. Internationales Treffen", "des 13. Nationalen Parteitags", "aus 54 Ländern",
        "fast 40 Jahren", "8010 Graz",
    ],
    "fr": [
        "Agenda 2030", "résolution 1325 (2000)", "2024 personnes", "rue du 4 septembre",
        "loi n° 12 de 2019",
    ],
    "id": ["Agenda 2030", "resolusi 1325 (2000)", "2024 orang", "ke-17",
           "58 Partai dari 48 negara"],
    "it": ["Agenda 2030", "risoluzione 1325 (2000)", "2024 persone",
           "via 25 aprile", "legge 12/2019"],
    "pt": ["Agenda 2030", "resolução 1325 (2000)", "2024 pessoas",
           "rua 25 de abril", "lei 12/2019"],
    "vi": ["nghị quyết 1325", "2024 người", "Nghị định số 15/2020/NĐ-CP",
           "lần thứ 23", "54 quốc gia"],
    "zh": ["2030年议程", "第1325号决议", "2024人", "三个月", "5个月", "一个星期"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for language, texts in NOT_DATES.items() for text in texts],
)
def test_no_date_is_made_of_a_name_or_a_number(language, text):
    reading = read_dates(f"… {text}", language)

    assert (reading.dates, reading.problems) == ((), ())


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "31 February 2024", "impossible_date"),
        ("en", "31 February", "impossible_date"),
        ("en", "29 February 2023", "impossible_date"),
        ("de", "31.04.2024", "impossible_date"),
        ("es", "el 31 de junio de 2024", "impossible_date"),
        ("zh", "2024年2月30日", "impossible_date"),
        ("en", "9 May 9999", "year_out_of_range"),
        ("en", "9 May 0000", "year_out_of_range"),
        ("en", "9 May 0", "year_out_of_range"),
        ("en", "0000-01-01", "year_out_of_range"),
        ("en", "May 9999", "year_out_of_range"),
        ("ru", "9 мая 9999 года", "year_out_of_range"),
        ("ar", "9 مايو 9999", "year_out_of_range"),
        ("tr", "9 Mayıs 9999", "year_out_of_range"),
        ("zh", "9999年5月9日", "year_out_of_range"),
        ("vi", "9/5/9999", "year_out_of_range"),
    ],
)
def test_day_that_cannot_be_is_told_and_not_taken(language, text, code):
    reading = read_dates(f"… {text} …", language)

    assert reading.dates == ()
    assert [one.code for one in reading.problems] == [code]
    assert reading.problems[0].text in text


def test_29_february_without_a_year_is_a_day_of_leap_years():
    assert [one.rule for one in find_dates("29 February", "en")] == [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "the library may 2026 books lend",
        "the members may 20 guests invite",
        "2024-" * 50,
        "1/2/3/4/5/6/7/8/9/10/11/12/13",
    ],
)
def test_verb_in_small_letters_and_chains_of_figures_are_no_dates(text):
    assert find_dates(text, "en") == ()
