import pytest

from tracker.domain.stemming import stem


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("палестина", "палестинского"),
        ("куба", "кубои"),
        ("солидарность", "солидарности"),
        ("неделя", "неделе"),
        ("победа", "победы"),
    ],
)
def test_stem_of_a_russian_nominative_stands_in_its_other_forms(term, text):
    assert stem(term) in text


@pytest.mark.parametrize("term", ["cuba", "izmir", "كوبا", "8c", "мир", "г8"])
def test_other_words_are_searched_as_they_are(term):
    assert stem(term) == term
