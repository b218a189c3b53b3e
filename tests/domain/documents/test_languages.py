import pytest

from tracker.domain.documents import languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The member libraries agree to work together.", "en"),
        ("Las bibliotecas miembros acuerdan trabajar juntas.", "es"),
        ("Les bibliothèques membres conviennent de travailler ensemble.", "fr"),
        ("Die Mitglieder vereinbaren, gemeinsam zu arbeiten.", "de"),
        ("Le biblioteche associate decidono di lavorare insieme.", "it"),
        ("As bibliotecas concordam em trabalhar juntas.", "pt"),
        ("Üye kütüphaneler birlikte çalışmayı kararlaştırıyor.", "tr"),
        ("Các thư viện thành viên đồng ý làm việc cùng nhau.", "vi"),
        ("Para perpustakaan anggota sepakat untuk bekerja bersama.", "id"),
        ("Библиотеки договариваются вместе работать.", "ru"),
        ("تتفق المكتبات الأعضاء على العمل معاً.", "ar"),
        ("成员图书馆同意共同工作。", "zh"),
    ],
)
def test_language_of_a_sentence_is_found(text, language):
    assert languages.detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 / 34",
        "Plan",
        "Бібліотеки домовляються працювати разом.",
        "کتابخانه‌ها تصمیم گرفتند که با هم کار کنند.",
        "図書館は一緒に働くことに同意します。",
        "Οι βιβλιοθήκες συμφωνούν να συνεργαστούν.",
    ],
)
def test_language_outside_the_known_ones_or_without_evidence_is_undetermined(text):
    assert languages.detect(text) == "und"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Topic 3rd Library Meeting Ar En Es Ru Tr", {"ar", "en", "es", "ru", "tr"}),
        ("EN | FR | EL", {"en", "fr", "el"}),
        ("Languages: de, fr", {"de", "fr"}),
        ("Available in English, Español, Türkçe", {"en", "es", "tr"}),
        ("Русский / 中文 / tiếng việt", {"ru", "zh", "vi"}),
        ("English and Bahasa Indonesia", {"en", "id"}),
        ("Sprachen: Deutsch, Französisch und Türkisch", {"de", "fr", "tr"}),
        ("Langues : français, allemand et vietnamien", {"fr", "de", "vi"}),
        ("Idiomas: inglés, ruso y chino", {"en", "ru", "zh"}),
        ("Lingue: italiano e portoghese", {"it", "pt"}),
        ("Línguas: português, espanhol e árabe", {"pt", "es", "ar"}),
        ("Diller: Türkçe, Arapça ve Rusça", {"tr", "ar", "ru"}),
        ("Ngôn ngữ: Tiếng Anh, Tiếng Nga và Tiếng Việt", {"en", "ru", "vi"}),
        ("Bahasa: Inggris, Prancis, Indonesia", {"en", "fr", "id"}),
        ("Языки: русский, английский и испанский", {"ru", "en", "es"}),
        ("اللغات: العربية، الإنجليزية والفرنسية", {"ar", "en", "fr"}),
        ("语言：中文、英文和法文", {"zh", "en", "fr"}),
        ("Text of the plan En", set()),
        ("It is the plan of the year as it is", set()),
        ("The plan was written in English and French.", set()),
        ("", set()),
    ],
)
def test_line_announces_languages_by_codes_or_names(line, found):
    assert languages.announced(line) == found


def test_script_is_that_of_most_letters():
    assert languages.script_of("Конкурс «Patria» в Гаване") == "cyrillic"
    assert languages.script_of("4-5 / 2024") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("Français", "fr"), ("EN:", "en"), ("(中文)", "zh"), ("It", ""), ("Plan", ""), ("", "")],
)
def test_label_names_a_language(text, language):
    assert languages.named(text) == language
