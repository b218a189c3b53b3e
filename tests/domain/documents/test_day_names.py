import pytest

from tracker.domain.documents.day_names import name_beside, named_days


@pytest.mark.parametrize(
    ("language", "text", "words", "name"),
    [
        ("en", "events on May 3, “Day of the Orchards”supporting", "May 3", "Day of the Orchards"),
        ("ru", "3 мая в «День садов» праздников", "3 мая", "День садов"),
        ("es", 'el 3 de mayo, "Día de los Huertos", apoyando', "3 de mayo", "Día de los Huertos"),
        ("tr", '3 Mayıs "Meyve Bahçeleri Günü"nde etkinlik', "3 Mayıs", "Meyve Bahçeleri Günü"),
        ("en", "Organising Orchard Day 2024 well", "2024", "Orchard Day"),
        ("en", "by walks on May 3, International Orchard Day, with", "May 3",
         "International Orchard Day"),
        ("en", "marking the Day of Solidarity on May 3 for all", "May 3", "Day of Solidarity"),
        ("es", "la fiesta del Día de los Huertos 2024 como", "2024", "Día de los Huertos"),
        ("es", "el 3 de mayo el Día Mundial del Agua con", "3 de mayo", "Día Mundial del Agua"),
        ("ru", "праздник Дня Садов 3 мая 2024 года", "3 мая 2024 года", "День Садов"),
        ("ru", "праздник Дня общей радости 3 мая", "3 мая", "День общей радости"),
        ("ru", "Международный детский день 3 мая", "3 мая", "Международный детский день"),
        ("tr", "3 Mayıs Zeytin Günü’nün kutlanması", "3 Mayıs", "Zeytin Günü"),
        ("tr", "3 Mayıs Uluslararası Zeytin Gününü kutlamak", "3 Mayıs",
         "Uluslararası Zeytin Günü"),
        ("de", "am 3. Mai, dem Weltgartentag, alle Gärten öffnen", "3. Mai", "Weltgartentag"),
        ("de", "zum Tag der Gärten am 3. Mai", "3. Mai", "Tag der Gärten"),
        ("fr", "le 3 mai, Journée mondiale, partout", "3 mai", ""),
        ("fr", "le 3 mai, Journée des Jardins, partout", "3 mai", "Journée des Jardins"),
        ("vi", "Ngày Nhà vườn 3/5 ở mọi làng", "3/5", "Ngày Nhà vườn"),
        ("id", "pada 3 Mei, Hari Kebun Internasional, di", "3 Mei", "Hari Kebun Internasional"),
        ("zh", "五月三日国际花园日举行活动", "五月三日", "国际花园日"),
        ("zh", "五月三日“花园日”举行活动", "五月三日", "花园日"),
        ("ar", "في 3 مايو «يوم الحدائق» في كل قرية", "3 مايو", "يوم الحدائق"),
    ],
)  # fmt: skip
def test_name_is_what_stands_beside_the_date(language, text, words, name):
    assert name_beside(text, words, language) == name


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "a seminar in the Old Mill on May 4 and 5, 2024. To promote", "May 4 and 5, 2024"),
        ("en", "the Days of Gardens, which are on the last weekend", "the last weekend"),
        ("en", "Orchard Day is kept by many people in May 2024", "May 2024"),
        ("en", "on May 3 in the “Old Mill” garden", "2025"),
        ("de", "am Montag, dem 3. Mai, um acht", "3. Mai"),
        ("ru", "день, 3 мая", "3 мая"),
        ("en", "no date", ""),
    ],
)
def test_name_that_is_not_beside_the_date_is_none(language, text, words):
    assert name_beside(text, words, language) == ""


def test_named_days_are_told_by_their_capitals():
    text = "Keep Orchard Day and the Day of the Old Mills in the days of May, day by day."

    assert [one.name for one in named_days(text, "en")] == ["Orchard Day", "Day of the Old Mills"]
    assert [text[one.start : one.end] for one in named_days(text, "en")] == [
        "Orchard Day",
        "Day of the Old Mills",
    ]
