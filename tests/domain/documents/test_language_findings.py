import pytest

from tracker.domain.documents import Finding, SourceFile, read_document, read_documents

EN = "The members of the network agree to the following:\n1. Read.\n2. Mend.\n"
FR = "Les membres du réseau conviennent de ce qui suit :\n1. Lire.\n2. Réparer.\n"
RU = "Члены сети договариваются о следующем:\n1. Читать.\n2. Чинить.\n"


@pytest.mark.parametrize(
    ("heading", "text", "found", "language"),
    [
        ("Plan conjunto de los miembros de la red", FR, "es", "fr"),
        ("Совместный план", FR, "ru", "fr"),
        ("Joint plan of the network", RU, "en", "ru"),
        ("English", FR, "en", "fr"),
        ("Русский", FR, "ru", "fr"),
    ],
)
def test_heading_in_another_language_is_said_with_the_line_of_the_first_item(
    heading, text, found, language
):
    document = read_document(f"Title\n\n{heading}\n\n{text}".encode())

    assert document.warnings == (
        Finding("wrong_heading", 3, {"found": found, "language": language, "first": 6}),
    )


@pytest.mark.parametrize("heading", ["Plan", "Français", "WFTU", "Plan commun du réseau", "2025"])
def test_heading_that_fits_or_does_not_tell_is_fine(heading):
    assert read_document(f"Title\n\n{heading}\n\n{FR}".encode()).warnings == ()


def test_second_file_in_a_language_is_said_with_file_and_line():
    document = read_documents(
        [SourceFile("a.txt", EN.encode()), SourceFile("b.txt", b"\n" + EN.encode())]
    )

    assert [one for one in document.warnings if one.code == "duplicate_section"] == [
        Finding("duplicate_section", 2, {"language": "en", "first": 1, "first_file": 1}, 1)
    ]


def test_announced_language_may_come_from_another_file():
    document = read_documents(
        [
            SourceFile("a.txt", f"Plan\nEn Fr Ar\n\n{EN}".encode()),
            SourceFile("b.txt", FR.encode()),
        ]
    )

    assert document.present_languages == ("en", "fr")
    assert document.warnings == (Finding("missing_language", 2, {"language": "ar"}),)
