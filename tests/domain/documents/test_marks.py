import pytest

from tracker.domain.documents.marks import Kind, Style, classify, value_of


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
        ("٣- قراءة", "٣", "قراءة"),
        ("1.Ler", "1", "Ler"),
        ("1.“Ler”", "1", "“Ler”"),
        ("1)Ler", "1", "Ler"),
        ("1.-Leer", "1", "Leer"),
        ("1\\. Read", "1", "Read"),
        ("1\\) Read", "1", "Read"),
        ("(1) Read", "1", "Read"),
        ("1、读书", "1", "读书"),
        ("一、读书", "一", "读书"),
        ("（二）读书", "二", "读书"),
        ("a) read", "a", "read"),
        ("(b) read", "b", "read"),
        ("iv) read", "iv", "read"),
        ("2 ) Reading", "2", "Reading"),
        ("2º.- Leer", "2", "Leer"),
        ("2/ Đọc", "2", "Đọc"),
        ("ج) قراءة", "ج", "قراءة"),
    ],
)
def test_numbered_line_is_an_item(line, mark, text):
    (found,) = classify([line])

    assert (found.kind, found.mark, found.text) == (Kind.ITEM, mark, text)


@pytest.mark.parametrize(
    "line",
    ["4 - 5 May", "2025. Plan", "1.5 million", "1.05.2024 Read", "1.5.2024", "36/CP.7 is kept",
     "1.", "8 September", "Reading", "1325 (2000) is kept", "14.5 of them", "3.30 pm",
     "e.g. a book"],
)  # fmt: skip
def test_line_with_another_number_is_no_item(line):
    assert classify([line])[0].kind is Kind.PROSE


@pytest.mark.parametrize("line", ["", "  \t", "\u200b", "\u00a0"])
def test_line_without_anything_visible_is_blank(line):
    assert classify([line])[0].kind is Kind.BLANK


def test_line_is_complete_where_a_sentence_ends_before_closing_marks():
    lines = classify(['He said: "Yes."', "«Да»", "and so", "(etc.)"])

    assert [line.is_complete for line in lines] == [True, False, False, True]


@pytest.mark.parametrize(
    ("lines", "marks"),
    [
        (["14.1 Seas", "14.2 Lakes"], ["14.1", "14.2"]),
        (["14.1 Seas", "14.a Lakes"], ["14.1", "14.a"]),
        (["14.1. Seas", "15.1. Hills"], ["14.1", "15.1"]),
        (["OB.1.2 Seas", "OB.2.1: Hills"], ["OB.1.2", "OB.2.1"]),
        (["CAP1.PA.LA03 Seas", "CAP2.PA.LA01 Hills"], ["CAP1.PA.LA03", "CAP2.PA.LA01"]),
        (["14. Water", "14.1 Seas"], ["14", "14.1"]),
        (["1. It weighs", "1.5 kg with the", "2.5 kg of the box"], ["1", "", ""]),
        (["COP.26 was held"], [""]),
    ],
)
def test_code_counts_where_it_has_fellows(lines, marks):
    assert [line.mark for line in classify(lines)] == marks


@pytest.mark.parametrize(
    ("mark", "style", "value"),
    [
        ("12", Style.NUMBER, 12),
        ("٣", Style.NUMBER, 3),
        ("十二", Style.NUMBER, 12),
        ("二十", Style.NUMBER, 20),
        ("c", Style.LETTER, 3),
        ("в", Style.LETTER, 3),
        ("iv", Style.ROMAN, 4),
        ("14.3", Style.CODE, 3),
        ("CAP1.PA.LA03", Style.CODE, 3),
        ("14.a", Style.CODE, 0),
        ("•", Style.BULLET, 0),
    ],
)
def test_mark_has_the_value_that_it_counts(mark, style, value):
    assert value_of(mark, style) == value


@pytest.mark.parametrize(
    "lines",
    [
        ["## Schools"], ["**Schools**"], ["SCHOOLS AND GARDENS"], ["Chapter 1"],
        ["Capítulo 2: Mar"],
        ["Глава 3"], ["第一章 读书"], ["Schools", "======="], ["Schools", "-------"],
    ],
)  # fmt: skip
def test_line_that_says_so_is_a_heading(lines):
    found = classify(lines)

    assert found[0].is_heading
    assert all(line.kind is Kind.BLANK for line in found[1:])


@pytest.mark.parametrize("line", ["Schools", "2026", "Chapter of accidents", "UN", "SEE BELOW."])
def test_other_short_line_does_not_say_that_it_is_a_heading(line):
    assert not classify([line])[0].is_heading
