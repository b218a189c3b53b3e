import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.folding import fold, fold_terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İzmir", "izmir"),
        ("IŞIK", "ışık"),
        ("DIŞ", "dis"),
        ("Día de la Victoria", "dia de la victoria"),
        ("съём", "СЪЕМ"),
        ("Её", "ее"),
        ("مُؤَتَمَر", "مؤتمر"),
        ("الأمم", "الامم"),
        ("إسلام", "اسلام"),
        ("آب", "اب"),
        ("ٱلله", "الله"),
        ("ﷲ", "الله"),
        ("عـــمـال", "عمال"),
        ("هيئة", "هييه"),
        ("كوبا", "کوبا"),
        ("مستشفى", "مستشفي"),
        ("٢٠٢٤", "2024"),
        ("ﬁnal", "final"),
        ("Straße", "STRASSE"),
        ("Đảng Cộng sản", "dang cong san"),
        ("Władysław", "wladyslaw"),
        ("co\u00adoperation", "cooperation"),
        ("Ｃｕｂａ", "cuba"),
    ],
)
def test_fold_finds_one_spelling_by_the_other(one, other):
    assert fold(one) == fold(other)


def test_fold_parts_words_at_punctuation_and_spaces():
    assert fold("  2024'te, «Patria» – 4-5\u00a0May\n\x00(WFTU)") == "2024 te patria 4 5 may wftu"


@pytest.mark.parametrize(("one", "other"), [("мир", "мер"), ("كوبا", "كوبي"), ("cuba", "cubo")])
def test_fold_keeps_different_words_apart(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_fold_of_folded_text_changes_nothing(text):
    folded = fold(text)

    assert fold(folded) == folded
    assert folded == folded.strip()
    assert "  " not in folded
    assert not any(unicodedata.category(letter)[0] in "PC" for letter in folded)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "Zs"])))
def test_fold_does_not_see_how_letters_are_composed(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_fold_settles_every_character_that_unicode_has_named():
    characters = (
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.name(character, "")
    )

    assert [letter for letter in characters if fold(fold(letter)) != fold(letter)] == []


def test_fold_terms_are_distinct_folded_words_in_order():
    assert fold_terms("Cuba, CUBA y Palestina") == ["cuba", "y", "palestina"]
    assert fold_terms(" \x00 — ") == []


@given(st.text(max_size=300))
def test_fold_terms_stay_few_and_short(text):
    terms = fold_terms(text * 50)

    assert len(terms) <= 8
    assert all(0 < len(term) <= 64 for term in terms)
    assert len(set(terms)) == len(terms)


def test_fold_terms_cut_the_ninth_word_and_the_65th_letter():
    assert fold_terms("a b c d e f g h i") == list("abcdefgh")
    assert fold_terms("x" * 100) == ["x" * 64]
