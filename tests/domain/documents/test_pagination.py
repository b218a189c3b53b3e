import pytest

from tracker.domain.documents.errors import Finding
from tracker.domain.documents.marks import Kind, classify
from tracker.domain.documents.pagination import without_page_lines


def left(*lines: str) -> list[str]:
    found, _ = without_page_lines(classify(lines))
    return [line.whole for line in found if line.kind is not Kind.BLANK]


@pytest.mark.parametrize(
    "line",
    ["Page 3", "Page 3 of 10", "Seite 3 von 10", "3 / 10", "– 3 –", "12", "стр. 4", "صفحة ٤",
     "第 4 页", "Trang 2", "Halaman 2", "Sayfa 2"],
)  # fmt: skip
def test_page_number_is_left_out_and_said(line):
    lines = ["1. Read.", "", line, "", "2. Mend."]

    assert left(*lines) == ["1. Read.", "2. Mend."]
    assert without_page_lines(classify(lines))[1] == [Finding("page_lines", 3, {"lines": 1})]


@pytest.mark.parametrize("line", ["2025", "12.", "1. Read", "12 books", "Page 3 tells of books"])
def test_line_that_says_more_than_a_page_number_stays(line):
    assert line in left("We agree.", "", line, "", "So be it.")


def test_line_that_comes_again_beside_page_numbers_is_left_out():
    lines = ["1. Read.", "Plan – draft 1", "Page 1", "2. Mend.", "Plan – draft 1", "Page 2"]

    assert left(*lines) == ["1. Read.", "2. Mend."]


def test_line_that_comes_again_without_page_numbers_stays():
    lines = ["Members will:", "1. Read.", "Members will:", "2. Mend."]

    assert left(*lines) == lines


def test_sentence_that_a_page_end_cuts_is_whole_again():
    found, _ = without_page_lines(classify(["1. Read to the", "", "Page 2", "", "Members."]))

    assert [line.kind for line in found] == [Kind.ITEM, Kind.PROSE]


@pytest.mark.parametrize("line", ["Home | News | Contact", "Home › Plans › Joint plan", "← Back"])
def test_navigation_is_left_out_and_said(line):
    found, findings = without_page_lines(classify([line, "", "We agree to:", "1. Read."]))

    assert [one.whole for one in found if one.kind is not Kind.BLANK] == [
        "We agree to:",
        "1. Read.",
    ]
    assert findings == [Finding("navigation_line", 1)]


@pytest.mark.parametrize("line", ["Ar | En | Es", "English / Français / Русский", "«Patria»"])
def test_languages_and_quotations_are_no_navigation(line):
    assert left(line, "", "We agree.") == [line, "We agree."]
