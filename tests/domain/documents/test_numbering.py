import pytest

from tracker.domain.documents import read_document
from tracker.domain.documents.errors import Finding


def remarks(*lines: str) -> list[Finding]:
    document = read_document("\n".join(["We agree:", *lines]).encode())
    found = [finding for finding in document.warnings if finding.code != "unknown_language"]
    assert [one.position for one in document.sections[0].items] == list(
        range(1, len(document.sections[0].items) + 1)
    )
    return found


def finding(code: str, line: int, **params: str | int) -> list[Finding]:
    return [Finding(code, line, {"language": "und", **params})]


@pytest.mark.parametrize(
    "lines",
    [
        ("1. A.", "1. B.", "1. C."),
        ("1. A.", "2. B.", "3. C."),
        ("7. A.", "7. B."),
        ("14.1 A.", "14.2 B.", "15.1 C."),
        ("14.1 A.", "14.2 B.", "14.a C."),
        ("• A.", "• B."),
        ("一、A.", "二、B.", "三、C."),
    ],
)
def test_printed_numbers_that_say_nothing_or_count_up_are_fine(lines):
    assert remarks(*lines) == []


def test_number_that_comes_twice_is_said_with_both_lines():
    expected = finding("number_repeated", 4, printed="2", first=3)

    assert remarks("1. A.", "2. B.", "2. C.", "4. D.") == expected
    assert remarks("1. A.", "2. B.", "2. C.", "3. D.") == expected


def test_number_that_is_left_out_is_said_with_the_lines_around_it():
    assert remarks("1. A.", "2. B.", "4. C.") == finding(
        "number_missing", 4, printed="4", before=3, missing="3"
    )
    assert remarks("1. A.", "5. B.") == finding(
        "number_missing", 3, printed="5", before=2, missing="2–4"
    )
    assert remarks("14.1 A.", "14.2 B.", "14.4 C.") == finding(
        "number_missing", 4, printed="14.4", before=3, missing="3"
    )


def test_list_that_does_not_begin_at_one_is_said():
    assert remarks("5. A.", "6. B.") == finding("printed_numbers", 2, printed="5", expected=1)


def test_number_that_goes_back_is_said():
    assert remarks("1. A.", "2. B.", "3. C.", "2. D.") == finding(
        "printed_numbers", 5, printed="2", expected=4, before=4
    )


def test_numbers_may_begin_again_under_each_heading():
    assert remarks("1. A.", "2. B.", "", "Chapter 2", "", "1. C.", "2. D.") == []
