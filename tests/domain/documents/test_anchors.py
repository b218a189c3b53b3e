import pytest

from tracker.domain.documents.anchors import Anchors, anchors_in, anchors_of, without_dates
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.stated_date import StatedDate
from tracker.domain.spans import Precision

DAY = StatedDate("9 May 2024", 1, Precision.DAY, "2024-05-09")


def test_figures_of_dates_are_no_numbers_of_their_own():
    anchors = anchors_in("In 12 towns on 9 May 2024", [DAY], "en")

    assert anchors == Anchors(
        figures=frozenset({9, 12, 2024}),
        numbers=frozenset({12}),
        any_numbers=frozenset({9, 12, 2024}),
        dates=frozenset({"2024-05-09"}),
        acronyms={},
        names=frozenset(),
    )


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("the VIII seminar and the II meeting", "en", {8, 2}),
        ("на 8-м семинаре", "ru", {8}),
        ("la 23a edición, el 1ro", "es", {23, 1}),
        ("24. Uluslararası", "tr", {24}),
        ("1,144 guests, 1 144 guests, 1.144 guests", "en", {1144}),
        ("4.5 metres", "en", {4, 5}),
        ("٢٤ قرية", "ar", {24}),
        ("I, V and X are letters", "en", set()),
        ("a DVD from 3M", "en", {3}),
        ("9" * 40, "en", set()),
    ],
)
def test_numbers_are_figures_and_roman_numerals(text, language, numbers):
    assert anchors_in(text, [], language).numbers == numbers


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("the second meeting", "en", 2),
        ("в двух городах", "ru", 2),
        ("üçüncüsü", "tr", 3),
        ("第二十三届", "zh", 23),
        ("el octavo encuentro", "es", 8),
        ("congress V", "en", 5),
        ("ثلاثة أيام", "ar", 3),
        ("die zwölf Monate", "de", 12),
    ],
)
def test_small_numbers_in_words_can_pass_for_figures_but_ask_for_none(text, language, number):
    anchors = anchors_in(text, [], language)

    assert number in anchors.any_numbers
    assert number not in anchors.numbers


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        ("NATO'nun üsleri", {"nato": "NATO"}),
        ("база НАТО", {"nato": "НАТО"}),
        ("de EE.UU. y la UE", {"eeuu": "EEUU", "ue": "UE"}),
        ("the NGOs of the US-EU council", {"ngo": "NGO", "us": "US", "eu": "EU"}),
        ("the VIII congress of the WPC", {"wpc": "WPC"}),
        ("WE CALL ON ALL TO COME", {}),
        ("т. н. договор", {}),
    ],
)
def test_acronyms_are_words_in_capitals(text, acronyms):
    assert anchors_in(text, [], "en").acronyms == acronyms


def test_names_are_alike_in_latin_and_cyrillic_letters():
    english, russian, turkish = (
        anchors_in(text, [], language).names
        for text, language in [
            ("of Nelson Mandela", "en"),
            ("Нельсона Манделы", "ru"),
            ("Nelson Mandela’nın", "tr"),
        ]
    )

    assert english & russian & turkish == {"nelso", "mande"}


def test_children_count_and_their_marks_do_not():
    child = ParsedItem(1, "7", 2, "with the WPC", dates=(DAY,))
    item = ParsedItem(1, "1", 1, "Walk", (child,))

    anchors = anchors_of(item, "en")

    assert (anchors.numbers, anchors.acronyms, anchors.dates) == (
        frozenset(),
        {"wpc": "WPC"},
        frozenset({"2024-05-09"}),
    )


def test_blanking_dates_keeps_the_places_of_the_rest():
    year = StatedDate("2024", 1, Precision.YEAR, "2024")

    assert without_dates("in 2024: 9 May 2024, 12024", [year, DAY]) == "in     :           , 12024"
