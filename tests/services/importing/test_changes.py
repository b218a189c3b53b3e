"""How a text that changes is shown: word by word."""

import pytest

from tracker.services.importing.changes import MOST_WORDS, Change, word_diff


@pytest.mark.parametrize(
    ("before", "after", "segments"),
    [
        (
            "Read to everybody.",
            "Read aloud to everybody.",
            [("equal", "Read"), ("insert", " aloud"), ("equal", " to everybody.")],
        ),
        (
            "Чинить старые книги.",
            "Чинить книги.",
            [("equal", "Чинить"), ("delete", " старые"), ("equal", " книги.")],
        ),
        ("One", "Two", [("delete", "One"), ("insert", "Two")]),
        ("", "New", [("insert", "New")]),
        ("Same", "Same", [("equal", "Same")]),
    ],
)
def test_diff_names_the_words_that_go_and_come(before, after, segments):
    assert list(word_diff(before, after)) == segments


def test_diff_of_very_long_texts_replaces_the_whole():
    before, after = "a " * MOST_WORDS, "b " * MOST_WORDS

    assert word_diff(before, after) == (("delete", before), ("insert", after))


@pytest.mark.parametrize("after", ["Books and maps", "Maps\nand books, too", ""])
def test_diff_holds_both_texts_whole(after):
    before = "Maps and books"

    segments = word_diff(before, after)

    assert "".join(text for tag, text in segments if tag != "insert") == before
    assert "".join(text for tag, text in segments if tag != "delete") == after


def test_new_text_is_told_without_a_diff():
    assert Change(1, "en", None, "Read.").as_json() == {
        "position": 1,
        "language": "en",
        "before": None,
        "after": "Read.",
        "diff": [],
    }
