import pytest

from tracker.domain.documents import word_evidence


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Bücher der Stadt reparieren.", "de"),
        ("The members of the network agree.", "en"),
        ("Los libros del pueblo y las escuelas.", "es"),
        ("Les livres du réseau et les écoles.", "fr"),
        ("Membaca untuk anak-anak di kota yang lain.", "id"),
        ("I libri della città e gli alberi del fiume.", "it"),
        ("Os livros da cidade e as árvores do rio.", "pt"),
        ("Çocuklar için kitap okunması ve ağaç dikilmesi.", "tr"),
        ("Các thành viên của mạng lưới đọc sách.", "vi"),
    ],
)
def test_common_words_tell_the_language_of_a_line(text, language):
    assert word_evidence.tell(text) == language


@pytest.mark.parametrize("text", ["", "Plan", "Read. Mend.", "La Habana", "WFTU, WPC", "de la"])
def test_few_or_shared_words_tell_nothing(text):
    assert word_evidence.tell(text) == ""


def test_verbs_of_deciding_are_told_from_those_of_recalling():
    assert word_evidence.announces_actions("Calls upon the members to:")
    assert not word_evidence.announces_actions("The Assembly:")
    assert word_evidence.recalls("Recalling its decision 36/CP.7,")
    assert not word_evidence.recalls("Calls upon the members,")
