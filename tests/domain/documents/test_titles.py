import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.documents.languages import IDENTIFIED
from tracker.domain.documents.titles import MAX_TITLE, propose_title


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        ("en", "Plant trees.", "Plant trees"),
        (
            "en",
            "Opening the reading rooms on Sundays, with volunteers, in every town of the district.",
            "Opening the reading rooms on Sundays",
        ),
        ("en", "Mend the bridges. Then paint them, all of them.", "Mend the bridges"),
        (
            "en",
            "To take part in the work of the committee on paths and of the committee on bridges",
            "To take part in the work of the committee on paths…",
        ),
        (
            "en",
            "Holding the exhibition of old maps on June 14, 2025 in the halls of every town",
            "Holding the exhibition of old maps on June 14, 2025…",
        ),
        (
            "en",
            "By 31 March 2026, mend the bridges, the paths and the walls of the old harbour",
            "By 31 March 2026, mend the bridges",
        ),
        (
            "de",
            "Die Wege zwischen den Dörfern des Tals bis zum Ende des Jahres für die Räder öffnen",
            "Die Wege zwischen den Dörfern des Tals bis zum Ende…",
        ),
        (
            "ru",
            "Подготовка общего праздника урожая во всех сёлах района и за его пределами",
            "Подготовка общего праздника урожая во всех сёлах района…",
        ),
        (
            "tr",
            "24. Uluslararası Bahçe Buluşması için bütün köylerde hazırlık yapmak ve duyurmak",
            "24. Uluslararası Bahçe Buluşması için bütün köylerde…",
        ),
        (
            "zh",
            "在每个村庄种植一百棵果树，并在秋天举行收获节，邀请所有邻居参加，一起分享劳动的果实，同时整理山谷里的"
            "道路和桥梁，让孩子们安全上学，让老人们方便出行，并请各村的学校参加。",
            "在每个村庄种植一百棵果树",
        ),
        (
            "ar",
            "زراعة الأشجار في كل قرية من قرى الوادي، وتنظيم مهرجان الحصاد في الخريف القادم",
            "زراعة الأشجار في كل قرية من قرى الوادي",
        ),
    ],
)
def test_title_is_the_first_clause_or_whole_words(language, text, title):
    assert propose_title(text, language) == title


def test_title_does_not_stop_inside_a_quotation_or_bracket():
    quoted = 'Reading aloud from "The long, long road of the old town, told by its own people"'
    bracketed = "Meeting the gardeners of the valley (Upper, Middle, Lower and Outer Valley) weekly"

    assert propose_title(quoted, "en") == "Reading aloud…"
    assert propose_title(bracketed, "en") == "Meeting the gardeners of the valley…"


def test_title_of_one_long_quotation_takes_its_words_without_the_open_mark():
    text = "“The long road of the old town that was told by its own people and their children”"

    assert propose_title(text, "en") == "The long road of the old town that was told by its own…"


def test_title_keeps_a_closing_mark_that_closes_something():
    assert (
        propose_title("Support the Peace Council (WPC).", "en") == "Support the Peace Council (WPC)"
    )
    assert propose_title("Hold the «Day of Paths».", "en") == "Hold the «Day of Paths»"


def test_title_leaves_no_direction_mark_open():
    assert propose_title("\u2067زراعة\u2069 \u200fالأشجار.", "ar") == "زراعة الأشجار"


def test_title_parts_no_letter_from_its_marks():
    title = propose_title("e\u0301" * 100, "fr")

    assert title == "e\u0301" * 29 + "…"


def test_title_takes_the_first_line_with_words():
    assert propose_title("—\nPlant trees\nand water them", "en") == "Plant trees"


@given(st.text(max_size=200), st.sampled_from([*IDENTIFIED, "und"]))
def test_title_fits_and_is_empty_only_for_blank_text(text, language):
    title = propose_title(text, language)

    assert len(title) <= MAX_TITLE
    assert "\n" not in title
    assert title == title.strip()
    if any(character.isalnum() for character in text):
        assert title
