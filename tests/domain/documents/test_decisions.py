"""An editor's decisions: what they do to the items, and that they never touch a word."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.documents.cells import (
    Column,
    EditRefused,
    column_of,
    cuts,
    full_lines,
    itemised,
    joined,
    moved,
    parted,
)
from tracker.domain.documents.decisions import (
    Choice,
    Decisions,
    Edit,
    Op,
    Take,
    applied,
    columns,
    edited,
)
from tracker.domain.documents.document import read_document
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.sections import Section

LIBRARIES = b"""Plan of the Libraries

The libraries agree:

1. Open every branch on 9 May 2024.
2. Lend books for free,
   in all languages.
3. Read aloud. Publish a report by 1 June.
4. Buy a bus.
"""


def section(*items: ParsedItem, **fields) -> Section:
    values = {
        "language": "en",
        "first_line": 1,
        "heading": "",
        "heading_line": None,
        "preamble": "",
        "preamble_line": None,
    }
    return Section(**(values | fields), items=items)


def texts(column: Column) -> list[str | None]:
    return [cell.item and cell.item.full_text for cell in column.cells]


def first_words(document) -> list[tuple[int, str]]:
    return [(one.position, one.text.split()[0]) for one in document.sections[0].items]


def decided(*edits: Edit) -> Decisions:
    return Decisions(edits=edits)


def test_joined_items_become_one_and_the_others_move_up():
    document = applied(read_document(LIBRARIES), decided(Edit(Op.JOIN, 0, 1)))

    assert first_words(document) == [(1, "Open"), (2, "Read"), (3, "Buy")]
    assert document.sections[0].items[0].text == (
        "Open every branch on 9 May 2024.\n\nLend books for free, in all languages."
    )


def test_joined_sentence_that_was_cut_is_whole_again():
    column = column_of(0, section(item(1, "Meet in the"), item(2, "town of Izmir.")))

    assert texts(joined(column, 1)) == ["Meet in the town of Izmir."]


def test_chinese_sentence_is_joined_without_a_space():
    column = column_of(0, section(item(1, "我们开放"), item(2, "图书馆。")))

    assert texts(joined(column, 1)) == ["我们开放图书馆。"]


def test_split_makes_an_item_where_the_editor_left_an_empty_line():
    document = read_document(LIBRARIES)
    text = document.sections[0].items[2].full_text
    at = cuts(text, "Read aloud.\r\n\r\nPublish a report by 1 June.")

    split = applied(document, decided(Edit(Op.SPLIT, 0, 3, at)))

    assert [(one.position, one.printed, one.text) for one in split.sections[0].items[2:]] == [
        (3, "3", "Read aloud."),
        (4, "", "Publish a report by 1 June."),
        (5, "4", "Buy a bus."),
    ]


def test_split_takes_a_printed_mark_off_and_a_join_gives_it_back():
    column = column_of(0, section(item(1, "Read aloud. 2. Publish a report.")))

    split = parted(column, 1, (12,))

    assert [(cell.item.printed, cell.item.text) for cell in split.cells] == [
        ("1", "Read aloud."),
        ("2", "Publish a report."),
    ]
    assert texts(joined(split, 1)) == ["Read aloud.\n\n2. Publish a report."]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("Read aloud.\n\nPublish the report.", "words_changed"),
        ("Read aloud.\n\nPublish a report. More.", "words_changed"),
        ("Read aloud.\nPublish a report.", "nothing_to_split"),
        ("\n\nRead aloud. Publish a report.\n\n", "nothing_to_split"),
    ],
)
def test_split_refuses_other_words_and_no_empty_line(given, code):
    with pytest.raises(EditRefused) as refused:
        cuts("Read aloud. Publish a report.", given)

    assert refused.value.code == code


def test_split_refuses_to_cut_a_word_but_not_chinese_text():
    latin = column_of(0, section(item(1, "Read aloud.")))
    chinese = column_of(0, section(item(1, "开放图书馆。出版报告。")))

    with pytest.raises(EditRefused, match="inside_word"):
        parted(latin, 1, (2,))
    assert texts(parted(chinese, 1, (6,))) == ["开放图书馆。", "出版报告。"]


def test_items_keep_the_lines_of_the_file_through_split_and_join():
    long = item(1, "one two three four", first_line=7, lines=((0, 7), (8, 8), (14, 9)))
    column = column_of(0, section(long, item(2, "five", first_line=12)))

    split = parted(column, 1, (8,))
    again = joined(joined(split, 1), 1)

    assert [cell.item.first_line for cell in split.cells] == [7, 8, 12]
    assert split.cells[1].item.lines == ((0, 8), (6, 9))
    assert again.cells[0].item.text == "one two three four five"
    assert again.cells[0].item.lines == ((0, 7), (8, 8), (14, 9), (19, 12))


def test_children_stay_with_the_last_part_and_a_cut_in_them_parts_them():
    children = (item(1, "weekly", printed="a"), item(2, "for free", printed="b"))
    column = column_of(0, section(item(1, "Open. Lend books:", children=children)))

    assert texts(parted(column, 1, (6,))) == ["Open.", "Lend books:\na weekly\nb for free"]
    cut = column.cells[0].item.full_text.index("b for")
    assert texts(parted(column, 1, (cut,))) == ["Open. Lend books:\na weekly", "b for free"]


def test_gap_shifts_the_items_after_it_and_keeps_its_position_empty():
    document = applied(read_document(LIBRARIES), decided(Edit(Op.GAP, 0, 2)))

    assert first_words(document) == [(1, "Open"), (3, "Lend"), (4, "Read"), (5, "Buy")]
    assert document.sections[0].gaps == (2,)


def test_language_may_lack_the_last_item():
    document = applied(read_document(LIBRARIES), decided(Edit(Op.GAP, 0, 5)))

    assert document.sections[0].gaps == (5,)


def test_moved_item_changes_places_with_its_neighbour():
    column = column_of(0, section(item(1, "first"), item(2, "second"), item(3, "third")))

    assert texts(moved(column, 2, -1)) == ["second", "first", "third"]
    assert texts(moved(column, 2, 1)) == ["first", "third", "second"]
    with pytest.raises(EditRefused, match="no_room"):
        moved(column, 3, 1)


def test_dropped_words_before_the_first_item_join_the_preamble():
    document = applied(read_document(LIBRARIES), decided(Edit(Op.DROP, 0, 1)))

    assert document.sections[0].preamble == (
        "The libraries agree:\n\nOpen every branch on 9 May 2024."
    )
    assert first_words(document) == [(1, "Lend"), (2, "Read"), (3, "Buy")]


def test_dropped_words_after_an_item_are_shown_as_left_out():
    document = read_document(LIBRARIES)

    (column,) = columns(document, decided(Edit(Op.DROP, 0, 4)))

    assert (len(column.cells), column.dropped) == (3, ((9, "Buy a bus."),))


def test_text_without_marks_becomes_items_where_the_editor_says_they_begin():
    prose = ((1, "We agree."), (3, "Open on Sundays."), (5, "Also in May."), (7, "2. Read."))
    column = column_of(0, section(paragraphs=prose, preamble="We agree."))

    made = itemised(column, (1, 3)).finished()

    assert [(one.position, one.printed, one.first_line, one.text) for one in made.items] == [
        (1, "", 3, "Open on Sundays.\n\nAlso in May."),
        (2, "2", 7, "Read."),
    ]
    assert made.items[0].lines == ((0, 3), (18, 5))
    assert (made.preamble, made.paragraphs) == ("We agree.", prose[:1])


def test_section_is_read_in_the_language_that_the_editor_chose_or_left_out():
    document = read_document(LIBRARIES)

    assert applied(document, Decisions(languages={0: "tr"})).sections[0].language == "tr"
    assert applied(document, Decisions(languages={0: ""})).sections == ()


def test_undo_takes_the_last_edit_back():
    first, second = Edit(Op.JOIN, 0, 1), Edit(Op.DROP, 0, 2)

    assert decided(first, second).without_last_edit() == decided(first)
    with pytest.raises(EditRefused, match="nothing_to_undo"):
        Decisions().without_last_edit()


def test_stamp_tells_other_edits_of_the_same_number_apart_and_ignores_titles():
    one = decided(Edit(Op.JOIN, 0, 1))

    assert one.stamp != decided(Edit(Op.JOIN, 0, 2)).stamp
    assert one.stamp != Decisions(edits=one.edits, languages={0: "tr"}).stamp
    assert one.stamp == Decisions(edits=one.edits, titles={1: {"en": "Branches"}}).stamp


def test_decisions_survive_json_whole():
    decisions = Decisions(
        languages={0: "en", 2: ""},
        edits=(Edit(Op.SPLIT, 0, 3, (4, 9)), Edit(Op.MOVE, 1, 2, (-1,))),
        titles={1: {"en": "Branches", "tr": "Şubeler"}},
        commitments={1: "dated", 2: ""},
        key_dates={"d1": Choice(Take.NEW, "opening-day", {"en": "Opening day"})},
        divergences={"x": True, "y": False},
    )

    assert Decisions.from_json(json.loads(json.dumps(decisions.as_json()))) == decisions


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"unknown": 1},
        {"edits": {}},
        {"edits": [{"op": "burn", "section": 0}]},
        {"edits": [{"op": "join"}]},
        {"edits": [{"op": "join", "section": "0"}]},
        {"edits": [{"op": "join", "section": True}]},
        {"edits": [{"op": "split", "section": 0, "at": [1.5]}]},
        {"edits": [{"op": ["join"], "section": 0}]},
        {"languages": {"x": "en"}},
        {"languages": {"0": None}},
        {"titles": {"1": "Branches"}},
        {"commitments": {"-1": "dated"}},
        {"key_dates": {"d": {"take": "steal"}}},
        {"divergences": {"d": "yes"}},
        {"titles": {"1": {"en": "a\0b"}}},
    ],
)
def test_json_that_is_not_ours_is_refused(data):
    with pytest.raises(EditRefused, match="bad_decisions"):
        Decisions.from_json(data)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Edit(Op.JOIN, 0, 4), "no_such_item"),
        (Edit(Op.JOIN, 0, 0), "no_such_item"),
        (Edit(Op.DROP, 7, 1), "no_such_section"),
        (Edit(Op.DROP, -1, 1), "no_such_section"),
        (Edit(Op.MOVE, 0, 1, (-1,)), "no_room"),
        (Edit(Op.MOVE, 0, 1, (5,)), "bad_decisions"),
        (Edit(Op.SPLIT, 0, 1, (0,)), "nothing_to_split"),
        (Edit(Op.SPLIT, 0, 1, (10_000,)), "nothing_to_split"),
        (Edit(Op.GAP, 0, 6), "no_such_item"),
        (Edit(Op.ITEMISE, 0, 0, (9,)), "no_such_paragraph"),
    ],
)
def test_edit_that_does_not_fit_is_refused_with_its_reason(edit, code):
    with pytest.raises(EditRefused) as refused:
        columns(read_document(LIBRARIES), decided(edit))

    assert refused.value.code == code


def item(position: int, text: str, *, printed: str | None = None, **fields) -> ParsedItem:
    line = fields.pop("first_line", position)
    return ParsedItem(position, str(position) if printed is None else printed, line, text, **fields)


WORDS = st.lists(
    st.sampled_from(
        ["Read", "aloud.", "in", "9", "May", "2.", "•", "—", "图书", "馆。", "كتب", "a\n"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
ITEMS = st.lists(
    st.tuples(WORDS.filter(str.strip), st.lists(WORDS.filter(str.strip), max_size=2)),
    min_size=1,
    max_size=5,
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(list(Op)),
        st.integers(0, 7),
        st.lists(st.integers(-1, 40), max_size=3),
    ),
    max_size=12,
)


@given(ITEMS, STEPS)
def test_no_row_of_edits_loses_or_changes_a_word(read, steps):
    made = [
        item(
            n,
            text.strip(),
            first_line=n * 10,
            children=tuple(item(k, one.strip(), printed="a") for k, one in enumerate(parts, 1)),
        )
        for n, (text, parts) in enumerate(read, start=1)
    ]
    column = column_of(0, section(*made, paragraphs=((1, "We"), (2, "agree.")), preamble="We"))
    before = words(column)
    for op, position, at in steps:
        column = tried(column, op, position, tuple(at))

    assert words(column) == before
    for cell in column.cells:
        if cell.item is not None:
            places = full_lines(cell.item)
            assert places[0] == (0, cell.item.first_line)
            assert [at for at, _line in places] == sorted({at for at, _line in places})
            assert all(at < len(cell.item.full_text) for at, _line in places)


def tried(column: Column, op: Op, position: int, at: tuple[int, ...]) -> Column:
    """The column after one edit; as it was where the edit does not fit."""
    try:
        return edited(column, Edit(op, 0, position, at))
    except EditRefused:
        return column


def words(column: Column) -> list[str]:
    """Every word wherever it stands now, in order of the alphabet; Chinese signs each by itself."""
    texts = [text for _line, text in (*column.paragraphs, *column.dropped)]
    texts += [f"{cell.mark}{cell.item.full_text}" for cell in column.cells if cell.item]
    return sorted(re.findall(r"[\u3000-\u9fff]|[^\s\u3000-\u9fff]+", "\n".join(texts)))
