import pytest

from tracker.domain.documents.marks import Kind, classify


@pytest.mark.parametrize(
    ("line", "mark", "text"),
    [
        ("  1. Reading", "1", "Reading"),
        ("1) Reading", "1", "Reading"),
        ("1.- Leer", "1", "Leer"),
        ("1 – Lire", "1", "Lire"),
        ("12- Lire", "12", "Lire"),
        ("\t3.\u00a0Reading", "3", "Reading"),
        ("٣. قراءة", "٣", "قراءة"),
    ],
)
def test_numbered_line_is_an_item(line, mark, text):
    (found,) = classify([line])

    assert (found.kind, found.mark, found.text) == (Kind.ITEM, mark, text)


@pytest.mark.parametrize(
    "line", ["4 - 5 May", "2025. Plan", "1.5 million", "36/CP.7", "1.", "8 September", "Reading"]
)
def test_line_with_another_number_is_no_item(line):
    assert classify([line])[0].kind is Kind.PROSE


@pytest.mark.parametrize("line", ["", "  \t", "\u200b", "\u00a0"])
def test_line_without_anything_visible_is_blank(line):
    assert classify([line])[0].kind is Kind.BLANK


def test_line_is_complete_where_a_sentence_ends_before_closing_marks():
    lines = classify(['He said: "Yes."', "«Да»", "and so", "(etc.)"])

    assert [line.is_complete for line in lines] == [True, False, False, True]
