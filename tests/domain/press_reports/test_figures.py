import pytest

from tracker.domain.press_reports.figures import Measure, figures_in

D, P, C = Measure.DELEGATES, Measure.PARTIES, Measure.COUNTRIES


def found(text: str, language: str) -> list[tuple[Measure, int]]:
    return [(one.measure, one.value) for one in figures_in(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "120 delegates of 68 parties from 54 countries met.", [(D, 120), (P, 68), (C, 54)]),
        (
            "de",
            "120 Delegierte von 68 linken und Volksparteien aus 54 Ländern",
            [(D, 120), (P, 68), (C, 54)],
        ),
        ("es", "120 delegadas de 68 partidos de 54 países", [(D, 120), (P, 68), (C, 54)]),
        ("fr", "120 délégués de 68 partis venus de 54 pays", [(D, 120), (P, 68), (C, 54)]),
        ("ru", "120 делегатов от 68 партий из 54 стран", [(D, 120), (P, 68), (C, 54)]),
        ("tr", "54 ülkeden 68 partinin 120 delegesi", [(C, 54), (P, 68), (D, 120)]),
        ("vi", "120 đại biểu của 68 đảng từ 54 quốc gia", [(D, 120), (P, 68), (C, 54)]),
        ("id", "120 utusan dari 68 Partai dari 54 negara", [(D, 120), (P, 68), (C, 54)]),
        ("ar", "١٢٠ مندوبًا من 68 حزبًا و54 بلدًا", [(D, 120), (P, 68)]),
        ("zh", "来自54个国家68个政党的120名代表", [(C, 54), (P, 68), (D, 120)]),
    ],
)
def test_figures_are_found_in_the_words_of_each_language(language, text, expected):
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "1,144 delegates came", 1144),
        ("es", "1.144 delegados", 1144),
        ("fr", "1 144 délégués", 1144),
        ("en", "twenty-five delegates came", 25),
        ("de", "zwölf Delegierte kamen", 12),
        ("ru", "тридцать делегатов", 30),
        ("tr", "on iki delege", 12),
    ],
)
def test_grouped_digits_and_plain_number_words_count(language, text, value):
    assert found(text, language) == [(D, value)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "for the sake of the two countries"),
        ("en", "the 2024 report of the delegates"),
        ("en", "minutes 3 of the delegates"),
        ("de", "das 23. Treffen der Parteien"),
        ("de", "die 23. kommunistische Delegierten"),
        ("id", "pertemuan ke-17 Partai-Partai"),
        ("vi", "lần thứ 23 các đảng"),
        ("vi", "Cuộc gặp năm nay do Đảng đăng cai"),
        ("ru", "делегации 12 городов"),
        ("en", "120 delegations"),
        ("xx", "120 delegates"),
    ],
)
def test_pairs_ordinals_and_other_things_are_no_figures(language, text):
    assert found(text, language) == []


def test_what_stands_in_a_date_counts_nothing():
    text = "On 8 May 2025 delegates met."

    assert list(figures_in(text, "en", taken=[(3, 13)])) == []


def test_about_is_kept_with_the_words():
    text = "Some said that about 60 delegates came."

    [one] = figures_in(text, "en")

    assert (text[one.start : one.end], one.approximate) == ("about 60 delegates", True)
