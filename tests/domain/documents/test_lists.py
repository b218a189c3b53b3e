import pytest

from tracker.domain.documents.errors import Finding
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.lists import Lists, read_lists
from tracker.domain.documents.marks import classify


def read(*lines: str) -> Lists:
    return read_lists(classify(lines))


def tree(*lines: str) -> list[object]:
    """The marks of all items; an item with children is a list that it begins."""
    segments = read(*lines).segments
    return [_marks(item.build(1)) for segment in segments for item in segment.items]


def _marks(item: ParsedItem) -> object:
    return [item.printed, *map(_marks, item.children)] if item.children else item.printed


@pytest.mark.parametrize(
    ("lines", "marks"),
    [
        (["1. Read:", "(a) aloud;", "(b) often.", "2. Mend:", "(a) books."],
         [["1", "a", "b"], ["2", "a"]]),
        (["1. Read:", "   1. aloud", "   2. often", "2. Mend"], [["1", "1", "2"], "2"]),
        (["1. Read:", "  1. aloud:", "    a. here", "    b. there", "2. Mend"],
         [["1", ["1", "a", "b"]], "2"]),
        (["1. Read:", "(1) aloud;", "(2) often.", "2. Mend"], [["1", "1", "2"], "2"]),
        (["一、读书：", "（一）在学校；", "（二）在家。", "二、修书。"],
         [["一", "一", "二"], "二"]),
        (["a) read:", "  i) aloud;", "  ii) often;", "b) mend."], [["a", "i", "ii"], "b"]),
        (["1. Read:", "", "- aloud", "", "- often", "", "2. Mend."], [["1", "-", "-"], "2"]),
    ],
)  # fmt: skip
def test_deeper_marks_are_children(lines, marks):
    assert tree(*lines) == marks


@pytest.mark.parametrize(
    ("lines", "marks"),
    [
        (["14. Water", "14.1 Seas.", "14.2 Lakes.", "14.a Rain.", "15. Land", "15.1 Hills."],
         [["14", "14.1", "14.2", "14.a"], ["15", "15.1"]]),
        (["14.1 Seas.", "14.2 Lakes.", "14.a Rain.", "15.1 Hills."],
         ["14.1", "14.2", "14.a", "15.1"]),
        (["OB.1 Read:", "OB.1.1 aloud.", "OB.1.2 often.", "OB.2 Mend."],
         [["OB.1", "OB.1.1", "OB.1.2"], "OB.2"]),
        (["CAP1.PA.LA03 Read.", "CAP1.PA.LA04 Mend.", "CAP2.PA.LA01 Sing."],
         ["CAP1.PA.LA03", "CAP1.PA.LA04", "CAP2.PA.LA01"]),
    ],
)  # fmt: skip
def test_code_is_child_of_the_item_that_it_begins_with_where_that_is_there(lines, marks):
    assert tree(*lines) == marks


def test_bullets_of_another_kind_are_children():
    lines = ["We agree to:", "• Read:", "– aloud,", "– often.", "• Mend books."]

    assert tree(*lines) == [["•", "–", "–"], "•"]


def test_bullets_of_one_kind_are_children_where_they_go_on_with_a_sentence():
    lines = ["We agree to:", "• Organise a week:", "• in schools,", "• at home.", "• Mend books."]

    assert tree(*lines) == [["•", "•", "•"], "•"]


def test_bullets_that_could_be_children_are_items_and_said():
    found = read("We agree to:", "• Organise a week:", "• Schools.", "• Mend books.")

    assert [len(segment.items) for segment in found.segments] == [3]
    assert found.findings == [Finding("children_unclear", 2)]


@pytest.mark.parametrize(
    "lead",
    [
        "Calls upon the members to:",
        "Fordert die Mitglieder auf:",
        "Demande aux membres :",
        "Decide:",
        "Decidono di:",
        "Convida os membros a:",
        "Призывает членов:",
        "Üyeleri şunlara çağırır:",
        "Kêu gọi các thành viên:",
        "Menyerukan kepada anggota:",
        "تدعو الأعضاء إلى:",
        "呼吁各成员：",
    ],
)
def test_bullets_before_the_actions_are_clauses_in_every_language(lead):
    found = read("The Assembly,", "• aaa,", "• bbb,", lead, "• ccc;", "• ddd.")

    assert [item.line.number for one in found.segments for item in one.items] == [5, 6]
    assert found.findings == [Finding("clauses_before_actions", 2, {"lines": 2, "last_line": 3})]


def test_bullets_under_two_leads_are_all_items():
    lines = ["By 2025, members will:", "• read;", "• mend.", "By 2026, members will:", "• sing."]

    assert tree(*lines) == ["•", "•", "•"]
    assert read(*lines).findings == []


def test_bullets_that_recall_are_clauses_without_any_lead():
    found = read("• Recalling the plan,", "• Calls upon all to read;", "• Decides to meet.")

    assert [item.line.number for one in found.segments for item in one.items] == [2, 3]
    assert found.findings == [Finding("clauses_before_actions", 1, {"lines": 1, "last_line": 1})]


def test_day_of_a_month_inside_a_sentence_is_no_item():
    found = read("1. Meet again by", "1. May 2026 in town.", "2. Mend.")

    assert [item.line.number for one in found.segments for item in one.items] == [1, 3]
    assert found.findings == [Finding("ordinal_as_text", 2, {"printed": "1"})]


def test_decision_numbers_begin_no_item():
    lines = [
        "1. Follow resolution",
        "1325 (2000) and decision",
        "36/CP.7 of the network.",
        "2. Sing.",
    ]

    assert tree(*lines) == ["1", "2"]


def test_short_line_that_may_be_a_heading_or_the_end_of_an_item_is_said():
    lines = ["1. Mend the books of the library and lend them to the", "Schools", "2. Sing in town."]

    assert read(*lines).findings == [Finding("heading_unclear", 2)]


def test_sentence_that_a_blank_line_cuts_goes_on():
    (segment,) = read("1. Read aloud in the", "", "towns of the river.", "2. Sing.").segments

    assert segment.items[0].build(1).text == "Read aloud in the towns of the river."


def test_lists_may_be_deep_and_stay_bounded():
    lines = ["1. Read"] + ["  " * depth + "• more" for depth in range(1, 200)]

    def depth(item: ParsedItem) -> int:
        return 1 + max(map(depth, item.children), default=0)

    (segment,) = read(*lines).segments
    assert depth(segment.items[0].build(1)) == 7
