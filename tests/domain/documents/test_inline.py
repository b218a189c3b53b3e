import pytest

from tracker.domain.documents.errors import Finding
from tracker.domain.documents.inline import with_items_apart
from tracker.domain.documents.marks import classify


def parts(*lines: str) -> list[tuple[int, str, str]]:
    found, _ = with_items_apart(classify(lines))
    return [(line.number, line.mark, line.text) for line in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("We agree: 1. Read. 2. Mend.",
         [(1, "", "We agree:"), (1, "1", "Read."), (1, "2", "Mend.")]),
        ("We agree: 1) read; 2) mend.",
         [(1, "", "We agree:"), (1, "1", "read;"), (1, "2", "mend.")]),
        ("我们同意：1、读书；2、修书。",
         [(1, "", "我们同意："), (1, "1", "读书；"), (1, "2", "修书。")]),
    ],
)  # fmt: skip
def test_items_that_count_up_inside_a_paragraph_are_taken_apart(line, expected):
    assert parts(line) == expected
    assert with_items_apart(classify([line]))[1] == [
        Finding("items_inside_paragraph", 1, {"items": 2})
    ]


def test_items_may_begin_on_the_wrapped_lines_of_a_paragraph():
    assert parts("We agree as follows: 1. Read", "aloud. 2. Mend.") == [
        (1, "", "We agree as follows:"),
        (1, "1", "Read"),
        (2, "", "aloud."),
        (2, "2", "Mend."),
    ]


def test_item_inside_another_one_fills_the_gap_in_the_numbers():
    assert parts("1. Read.", "2. Mend. 3. Sing.", "4. Plant.") == [
        (1, "1", "Read."),
        (2, "2", "Mend."),
        (2, "3", "Sing."),
        (4 - 1, "4", "Plant."),
    ]


def test_first_item_may_end_its_lead_and_the_last_one_the_list():
    assert [mark for _, mark, _ in parts("We agree: 1. Read.", "2. Mend. 3. Sing.")] == [
        "", "1", "2", "3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["See the report of the meeting. 1. The plan is one."],
        ["1. Meet in town. 1. May 2026 is the day.", "2. Mend."],
        ["1. Meet at noon. 3. Sing.", "2. Mend."],
        ["The rate rose, from 1. to 2. and so on."],
        ["1. See chapter 2. Sing it.", "2. Mend."],
        ["It weighs 1.5 kg: 2.5 kg with the box."],
    ],
)
def test_other_figures_inside_a_sentence_stay(lines):
    assert [line for line, _, _ in parts(*lines)] == list(range(1, len(lines) + 1))
