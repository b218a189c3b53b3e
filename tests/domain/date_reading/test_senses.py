"""By a day, before it, from it: each language's words, and which of them include the day."""

import pytest

from tracker.domain.date_reading import Sense, find_dates

BY, BEFORE, FROM, ON = Sense.BY, Sense.BEFORE, Sense.FROM, Sense.ON

NOT_BEFORE = [
    ("en", "not before 1 May 2026"),
    ("de", "nicht vor dem 1. Mai 2026"),
    ("fr", "pas avant le 1er mai 2026"),
    ("es", "no antes del 1 de mayo de 2026"),
    ("pt", "não antes de 1 de maio de 2026"),
    ("it", "non prima del 1º maggio 2026"),
    ("ru", "не ранее 1 мая 2026 года"),
    ("tr", "1 Mayıs 2026'dan önce olmamak üzere"),
    ("id", "tidak sebelum 1 Mei 2026"),
    ("vi", "không sớm hơn ngày 1/5/2026"),
    ("ar", "ليس قبل 1 مايو 2026"),
    ("zh", "不早于2026年5月1日"),
]

CASES = [
    ("en", "by 31 March 2025", BY),
    ("en", "no later than 31 March 2025", BY),
    ("en", "until 31 March 2025", BY),
    ("en", "by the end of 2025", BY),
    ("en", "before the end of March 2025", BY),
    ("en", "before 31 March 2025", BEFORE),
    ("en", "prior to 31 March 2025", BEFORE),
    ("en", "from 1 May 2025", FROM),
    ("en", "as of May 1, 2025", FROM),
    ("en", "from 4 to 5 May 2025", ON),
    ("en", "on 31 March 2025", ON),
    ("es", "antes del 31 de marzo de 2025", BEFORE),
    ("es", "a más tardar el 31 de marzo de 2025", BY),
    ("es", "hasta el 31 de marzo de 2025", BY),
    ("es", "antes de finales de 2025", BY),
    ("es", "a partir del 1 de mayo de 2025", FROM),
    ("es", "del 4 al 5 de mayo de 2025", ON),
    ("ru", "до 31 марта 2025 года", BEFORE),
    ("ru", "к 31 марта 2025 года", BY),
    ("ru", "не позднее 31 марта 2025 года", BY),
    ("ru", "до 31 марта 2025 года включительно", BY),
    ("ru", "до конца 2025 года", BY),
    ("ru", "с 1 мая 2025 года", FROM),
    ("ru", "с 4 по 5 мая 2025 года", ON),
    ("tr", "31 Mart 2025'e kadar", BY),
    ("tr", "31 Mart 2025 tarihine kadar", BY),
    ("tr", "en geç 31 Mart 2025", BY),
    ("tr", "31 Mart 2025'ten önce", BEFORE),
    ("tr", "31 Mart 2025 tarihinden önce", BEFORE),
    ("tr", "1 Mayıs 2025'ten itibaren", FROM),
    ("tr", "2025 yılı sonuna kadar", BY),
    ("ar", "بحلول 31 مارس 2025", BY),
    ("ar", "في موعد أقصاه 31 مارس 2025", BY),
    ("ar", "حتى 31 مارس 2025", BY),
    ("ar", "قبل 31 مارس 2025", BEFORE),
    ("ar", "قبل نهاية عام 2025", BY),
    ("ar", "ابتداءً من 1 مايو 2025", FROM),
    ("de", "bis zum 31. März 2025", BY),
    ("de", "spätestens am 31. März 2025", BY),
    ("de", "vor dem 31. März 2025", BEFORE),
    ("de", "vor Ende 2025", BY),
    ("de", "ab dem 1. Mai 2025", FROM),
    ("de", "vom 4. bis 5. Mai 2025", ON),
    ("fr", "avant le 31 mars 2025", BEFORE),
    ("fr", "d'ici le 31 mars 2025", BY),
    ("fr", "d'ici à 2030", BY),
    ("fr", "jusqu'au 31 mars 2025", BY),
    ("fr", "au plus tard le 31 mars 2025", BY),
    ("fr", "avant la fin de 2025", BY),
    ("fr", "à partir du 1er mai 2025", FROM),
    ("id", "sebelum 31 Maret 2025", BEFORE),
    ("id", "paling lambat 31 Maret 2025", BY),
    ("id", "hingga 31 Maret 2025", BY),
    ("id", "sebelum akhir tahun 2025", BY),
    ("id", "mulai 1 Mei 2025", FROM),
    ("it", "entro il 31 marzo 2025", BY),
    ("it", "entro l'8 marzo 2025", BY),
    ("it", "prima del 31 marzo 2025", BEFORE),
    ("it", "fino al 31 marzo 2025", BY),
    ("it", "a partire dal 1° maggio 2025", FROM),
    ("pt", "até 31 de março de 2025", BY),
    ("pt", "antes de 31 de março de 2025", BEFORE),
    ("pt", "o mais tardar em 31 de março de 2025", BY),
    ("pt", "a partir de 1 de maio de 2025", FROM),
    ("vi", "trước ngày 31 tháng 3 năm 2025", BEFORE),
    ("vi", "chậm nhất là ngày 31 tháng 3 năm 2025", BY),
    ("vi", "đến năm 2030", BY),
    ("vi", "từ ngày 1 tháng 5 năm 2025", FROM),
    ("zh", "2025年3月31日之前", BEFORE),
    ("zh", "2025年3月31日前", BEFORE),
    ("zh", "2025年底前", BY),
    ("zh", "不迟于2025年3月31日", BY),
    ("zh", "截至2025年", BY),
    ("zh", "自2025年5月1日起", FROM),
]


@pytest.mark.parametrize(("language", "text", "sense"), CASES)
def test_sense_follows_from_the_words_around_the_date(language, text, sense):
    assert [one.sense for one in find_dates(text, language)] == [sense]


def test_english_by_and_french_avant_differ():
    english = find_dates("by 31 March", "en")[0]
    french = find_dates("avant le 31 mars", "fr")[0]

    assert english.rule == french.rule == "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"
    assert (english.sense, french.sense) == (BY, BEFORE)


def test_sense_reaches_no_further_than_its_date():
    found = find_dates("Report by 31 March 2025; meet on 5 April 2025.", "en")

    assert [(one.edtf, one.sense) for one in found] == [("2025-03-31", BY), ("2025-04-05", ON)]


@pytest.mark.parametrize(("language", "text"), NOT_BEFORE)
def test_not_before_a_day_is_from_it(language, text):
    (found,) = find_dates(text, language)

    assert (found.sense, found.edtf) == (FROM, "2026-05-01")


@pytest.mark.parametrize("text", ["by mid-2026", "by the summer of 2026"])
def test_part_of_a_year_by_which_is_a_deadline_in_that_year(text):
    (found,) = find_dates(text, "en")

    assert (found.sense, found.edtf) == (BY, "2026")
