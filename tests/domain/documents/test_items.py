import pytest

from tracker.domain.documents.items import Kind, classify, joined


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


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the whole", "beach"], "the whole beach"),
        (["co\u00ad", "operation"], "cooperation"),
        (["anti-", "slip floors"], "anti-slip floors"),
        (["open -", "closed"], "open - closed"),
        (["共同", "工作"], "共同工作"),
    ],
)
def test_wrapped_lines_are_joined_as_their_script_wants(lines, text):
    assert joined(lines) == text
