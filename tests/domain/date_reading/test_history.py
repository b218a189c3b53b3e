"""Dates of the past, and anniversaries counted from them."""

from datetime import date

import pytest

from tracker.domain.date_reading import Sense, find_anniversaries, find_dates
from tracker.domain.spans import Precision

PAST = [
    ("en", "victory over fascism in 1945", "1945"),
    ("es", "la victoria en 1945", "1945"),
    ("ru", "победа в 1945 году", "1945"),
    ("tr", "1945'te kazanılan zafer", "1945"),
    ("ar", "في عام 1945", "1945"),
    ("de", "der Sieg von 1945", "1945"),
    ("fr", "la victoire de 1945", "1945"),
    ("id", "pada tahun 1945", "1945"),
    ("it", "la vittoria del 1945", "1945"),
    ("pt", "a vitória de 1945", "1945"),
    ("vi", "năm 1945", "1945"),
    ("zh", "1945年", "1945"),
    ("en", "the war of 1939–1945", "1939/1945"),
    ("de", "am 8. Mai 1945", "1945-05-08"),
]
MENTIONS = [
    ("en", "the centenary of his death", 100),
    ("en", "the tenth anniversary of the death", 10),
    ("en", "the 175th anniversary", 175),
    ("en", "Fifty years after the war", 50),
    ("en", "the bicentenary", 200),
    ("es", "centenario de la muerte", 100),
    ("es", "el décimo aniversario", 10),
    ("es", "Cincuenta años después de la guerra", 50),
    ("es", "el 50º aniversario", 50),
    ("ru", "связанные со столетием кончины", 100),
    ("ru", "по поводу десятилетия кончины", 10),
    ("ru", "пятьдесят лет спустя", 50),
    ("ru", "80-летие победы", 80),
    ("ru", "десятая годовщина", 10),
    ("tr", "ölümünün yüzüncü yıldönümü", 100),
    ("tr", "onuncu yıldönümünü anmak", 10),
    ("tr", "elli yıl sonra", 50),
    ("tr", "100. yıl dönümü", 100),
    ("ar", "الذكرى المئوية لوفاته", 100),
    ("ar", "الذكرى السنوية العاشرة", 10),
    ("ar", "بعد خمسين عامًا", 50),
    ("de", "zum hundertsten Jahrestag", 100),
    ("de", "der 10. Todestag", 10),
    ("de", "fünfzig Jahre nach dem Krieg", 50),
    ("fr", "le centenaire de sa mort", 100),
    ("fr", "le dixième anniversaire", 10),
    ("fr", "cinquante ans après la guerre", 50),
    ("id", "peringatan ke-10", 10),
    ("id", "lima puluh tahun setelah perang", 50),
    ("it", "il decimo anniversario", 10),
    ("it", "cinquant'anni dopo la guerra", 50),
    ("pt", "o centenário da morte", 100),
    ("pt", "cinquenta anos depois", 50),
    ("vi", "kỷ niệm 100 năm", 100),
    ("vi", "50 năm sau chiến tranh", 50),
    ("zh", "逝世一百周年", 100),
    ("zh", "10周年", 10),
]


@pytest.mark.parametrize(("language", "text", "edtf"), PAST)
def test_date_of_the_past_is_told_from_a_deadline(language, text, edtf):
    found = find_dates(text, language, reference=date(2023, 10, 26))

    assert [(one.edtf, one.sense) for one in found] == [(edtf, Sense.HISTORICAL)]


def test_past_is_told_by_the_latest_year_where_no_day_is_given():
    found = find_dates("In 1998, 2015 and in 2024.", "en")

    assert [(one.edtf, one.sense) for one in found] == [
        ("1998", Sense.HISTORICAL),
        ("2015", Sense.ON),
        ("2024", Sense.ON),
    ]


def test_day_earlier_in_the_year_of_the_reference_is_no_history():
    found = find_dates("on 20 October 2023", "en", reference=date(2023, 10, 26))

    assert [one.sense for one in found] == [Sense.ON]


@pytest.mark.parametrize(("language", "text", "years"), MENTIONS)
def test_anniversary_is_mentioned_and_has_no_date_of_its_own(language, text, years):
    found = find_anniversaries(text, language)

    assert [one.years for one in found] == [years]
    assert all(text[one.start : one.end] == one.text for one in found)
    assert find_dates(text, language) == ()


def test_decades_of_russian_are_no_anniversaries():
    assert find_anniversaries("за последние десятилетия, в двадцать первом столетии", "ru") == ()


@pytest.mark.parametrize(
    ("language", "text", "edtf", "precision", "years"),
    [
        ("en", "the 175th anniversary of the revolution of 1848", "2023", Precision.YEAR, 175),
        ("en", "born on 18 March 1848, 175 years ago", "2023-03-18", Precision.DAY, 175),
        ("en", "Fifty years after July 1974 the island", "2024-07", Precision.MONTH, 50),
        ("de", "der 175. Jahrestag der Revolution von 1848", "2023", Precision.YEAR, 175),
        ("es", "el 175º aniversario de la revolución de 1848", "2023", Precision.YEAR, 175),
        ("ru", "175-летие революции 1848 года", "2023", Precision.YEAR, 175),
        ("zh", "1848年革命175周年", "2023", Precision.YEAR, 175),
    ],
)
def test_anniversary_of_a_printed_date_is_counted_from_it(language, text, edtf, precision, years):
    found = find_dates(text, language, reference=date(2023, 1, 1))
    counted = [one for one in found if one.basis == "anniversary"]

    assert [(one.edtf, one.precision, one.years, one.sense) for one in counted] == [
        (edtf, precision, years, Sense.ON)
    ]
    assert [one.sense for one in found if one not in counted] == [Sense.HISTORICAL]


def test_anniversary_is_not_counted_from_a_date_of_another_sentence():
    text = "It fell in 1848. The tenth anniversary of the founding is kept."

    assert [one.basis for one in find_dates(text, "en")] == ["text"]


def test_anniversary_is_not_counted_from_one_of_several_dates():
    text = "the tenth anniversary of what was founded in 1848 and again in 1919"

    assert [one.basis for one in find_dates(text, "en")] == ["text", "text"]
