import pytest

from tracker.domain.press_reports.editions import acronyms_in, editions_in
from tracker.domain.press_reports.number_words import chinese, roman


def numbers(text: str, language: str) -> list[tuple[int, str]]:
    return [(one.number, text[one.start : one.end]) for one in editions_in(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "at the 23rd International Meeting of Libraries", [(23, "23rd")]),
        ("en", "the third library meeting", [(3, "third")]),
        ("de", "fand das 23. Internationale Treffen der Bibliotheken statt", [(23, "23.")]),
        ("de", "das dritte Treffen der Bibliotheken", [(3, "dritte")]),
        ("es", "el 23.º Encuentro de Bibliotecas", [(23, "23.º")]),
        ("es", "la 23a reunión de bibliotecas", [(23, "23a")]),
        ("es", "el XXIII Encuentro de Bibliotecas", [(23, "XXIII")]),
        ("fr", "la 11e rencontre des groupes", [(11, "11e")]),
        ("ru", "23-я Международная встреча библиотек", [(23, "23-я")]),
        ("ru", "на третьей встрече библиотек", [(3, "третьей")]),
        ("tr", "24. Uluslararası Kütüphane Toplantısı", [(24, "24.")]),
        ("vi", "Cuộc gặp các thư viện lần thứ 23", [(23, "lần thứ 23")]),
        ("vi", "Đại hội lần thứ XIII", [(13, "lần thứ XIII")]),
        ("id", "Pertemuan ke-17 perpustakaan", [(17, "ke-17")]),
        ("ar", "اللقاء الثالث والعشرون للمكتبات", [(23, "الثالث والعشرون")]),
        ("zh", "第二十三届图书馆会议", [(23, "第二十三届")]),
        ("id", "hadir di LIB-17 tahun ini", [(17, "LIB-17")]),
    ],
)
def test_number_beside_the_word_for_a_meeting_is_an_edition(language, text, expected):
    assert numbers(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on the 21st of September the doors were open"),
        ("en", "the 3rd book was read. The meeting was over."),
        ("de", "vom 20. bis 22. Oktober"),
        ("ru", "в 90-х годах"),
        ("en", "I was at the meeting-house"),
    ],
)
def test_other_ordinals_are_no_editions(language, text):
    assert [number for number, _printed in numbers(text, language) if number != 1] == []


def test_context_is_what_stands_around_the_number():
    [one] = editions_in("Cuộc gặp các thư viện lần thứ 23 tại cảng", "vi")

    assert one.context == "Cuộc gặp các thư viện tại cảng"


def test_acronyms_have_their_lines_and_roman_numbers_are_none():
    texts = [(1, "ALL THE LIBRARIES MEET IN SPRING"), (3, "The LN met (LN-3)."), (4, "XIII EB, LN")]

    assert [(one.text, one.lines) for one in acronyms_in(texts)] == [("LN", (3, 4)), ("EB", (4,))]


def test_numbers_are_read_from_roman_and_chinese_signs():
    assert [roman(text) for text in ("XIII", "XL", "IIII", "VX", "A", "")] == [
        13,
        40,
        None,
        None,
        None,
        None,
    ]
    assert [chinese(text) for text in ("三", "十", "十二", "二十三", "一二")] == [
        3,
        10,
        12,
        23,
        None,
    ]
