import pytest

from tracker.domain.documents.errors import DocumentRefused, Finding
from tracker.domain.documents.from_markdown import markdown_lines


def lines(source: str) -> list[str]:
    return markdown_lines(source)[0]


def test_structure_becomes_lines_with_the_numbers_of_the_file():
    source = """Plan
====

The assembly *having* met
in **May** decides:

1. one
   wraps
2. two
   - sub

     more
   - sub

## Theme
"""

    found, numbers, notes = markdown_lines(source)

    assert list(zip(numbers, found, strict=True)) == [
        (1, "Plan"),
        (4, ""),
        (4, "The assembly having met"),
        (5, "in May decides:"),
        (7, ""),
        (7, "1. one"),
        (8, "   wraps"),
        (9, "2. two"),
        (10, "   • sub"),
        (12, ""),
        (12, "     more"),
        (13, "   • sub"),
        (15, ""),
        (15, "Theme"),
    ]
    assert notes == []


def test_printed_numbers_are_kept_and_those_left_to_the_renderer_counted():
    assert lines("1. a\n2. b\n4. c\n") == ["1. a", "2. b", "4. c"]
    assert lines("3) a\n3) b\n") == ["3) a", "4) b"]


def test_escaped_numbers_are_items():
    assert lines("1\\. One\n2\\. Two\n") == ["1. One", "2. Two"]


def test_marks_of_links_and_code_fall_away_and_their_texts_stay():
    source = (
        'See [the *plan*](http://a.example "T"), `1. code`, ![a logo](x.png) and [note][1].\n\n'
    )

    assert lines(source + "[1]: http://b.example\n") == ["See the plan, 1. code, a logo and note."]


def test_definition_that_is_no_address_is_not_lost():
    assert lines("Text [1].\n\n[1]: Resolution\n") == ["Text [1].", "", "[1]: Resolution"]


def test_tables_are_read_row_by_row():
    source = "| No. | Action |\n|---|---|\n| 1 | Do *it* |\n| 1.2 | That |\n"

    assert lines(source) == ["No. | Action", "1. Do it", "1.2 That"]


def test_html_inside_is_reduced_and_what_is_no_tag_stays():
    source = "A <b>bold</b><br>word <name> & 1 < 2\n\n<div>\n<p>block\n<nav>Home</nav></div>\n"

    found, numbers, notes = markdown_lines(source)

    assert found == ["A bold", "word <name> & 1 < 2", "", "block"]
    assert numbers == [1, 1, 4, 4]
    assert notes == [Finding("left_out", 5, {"characters": 4})]


def test_code_and_quotes_keep_their_text():
    assert lines("> 1. quoted\n\n```\n<b> code\n```\n\n    indented\n") == [
        "1. quoted",
        "",
        "<b> code",
        "",
        "indented",
    ]


def test_deep_nesting_is_refused():
    with pytest.raises(DocumentRefused) as refused:
        markdown_lines("text\n\n" + "> " * 200 + "lost?\n")

    assert [(error.code, error.line) for error in refused.value.errors] == [
        ("nested_too_deeply", 3)
    ]


def test_thousands_of_brackets_are_text():
    source = "[" * 20_000

    assert lines(source) == [source]
