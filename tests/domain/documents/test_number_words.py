import pytest

from tracker.domain.documents.number_words import numbers_in_words


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "two towns and the eighth bridge, often", {2, 8}),
        ("de", "zwei Städte und die achte Brücke", {2, 8}),
        ("es", "dos pueblos y el octavo puente", {2, 8}),
        ("fr", "deux villes et le huitième pont", {2, 8}),
        ("it", "due città e l’ottavo ponte", {2, 8}),
        ("pt", "duas cidades e a oitava ponte", {2, 8}),
        ("ru", "два города и восьмой мост", {2, 8}),
        ("tr", "iki kent ve sekizinci köprü", {2, 8}),
        ("id", "dua kota dan jembatan kedelapan", {2, 8}),
        ("vi", "hai thành phố", {2}),
        ("ar", "ثلاث مدن والجسر", {3}),
        ("zh", "两座城和第八座桥，第二十三届，一百零五人", {2, 8, 23, 105}),
        ("und", "two", set()),
    ],
)
def test_numbers_are_found_in_their_words(language, text, numbers):
    assert numbers_in_words(text, language) == numbers
