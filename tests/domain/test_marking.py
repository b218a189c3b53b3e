"""A hit is marked in the text as it is written, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.folding import fold, fold_terms
from tracker.domain.marking import (
    MOST_FRAGMENTS,
    _folded_with_spots,
    fragments,
    marked,
    places,
)


def hits(text: str, query: str) -> list[str]:
    return [piece.text for piece in marked(text, fold_terms(query)) if piece.hit]


def shown(text: str, query: str) -> list[str]:
    return [
        "".join(f"[{one.text}]" if one.hit else one.text for one in fragment)
        for fragment in fragments(text, fold_terms(query))
    ]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Meeting in İzmir’de", "izmir", ["İzmir"]),
        ("ISPARTA ve Iğdır", "ığdır", ["Iğdır"]),
        ("Seminario en Guanta\u0301namo", "guantanamo", ["Guanta\u0301namo"]),
        ("Guantánamo", "GUANTANAMO", ["Guantánamo"]),
        ("с палестинским народом", "Палестина", ["палестинским"]),
        ("Её день", "ее", ["Её"]),
        ("ندوة غوانتانامو الأولى", "الاولي", ["الأولى"]),
        ("حريّة الشعوب", "حرية", ["حريّة"]),
        ("Straße der Lieder", "strasse", ["Straße"]),
        ("The ﬁrst ﬁeld", "fi", ["ﬁ", "ﬁ"]),
        ("12 May ١٢", "12", ["12", "١٢"]),
        ("Libraries and librarians", "librar", ["Librar", "librar"]),
        ("re-reading", "re reading", ["re", "reading"]),
        ("nothing", "something", []),
        ("", "word", []),
    ],
)
def test_hit_is_marked_as_it_is_written(text, query, expected):
    assert hits(text, query) == expected
    assert "".join(piece.text for piece in marked(text, fold_terms(query))) == text


def test_hits_that_touch_are_one_mark():
    assert hits("Readings", "read readings") == ["Readings"]


def test_places_tell_which_word_stands_where():
    found = places("Peace and bread", ["bread", "peace"])

    assert [(one.start, one.end, one.term) for one in found] == [(0, 5, 1), (10, 15, 0)]


def test_fragment_shows_whole_words_round_the_hit():
    text = "word " * 60 + "harbour " + "after " * 60

    (fragment,) = shown(text.strip(), "harbour")

    assert fragment.startswith("… word word")
    assert fragment.endswith("after after …")
    assert "word [harbour] after" in fragment
    assert len(fragment) < 220


def test_fragment_stays_within_its_line():
    assert shown("Night readings\nEvery branch reads\nOther", "branch") == ["Every [branch] reads"]


def test_fragments_show_every_word_where_they_stand_apart():
    text = "\n".join(["Evening readings", "In every branch", "Nothing of it"])

    assert shown(text, "branch evening") == ["[Evening] readings", "In every [branch]"]


def test_one_fragment_that_shows_both_words_is_enough():
    text = "Peace\nBread\nPeace and bread for all"

    assert shown(text, "peace bread") == ["[Peace] and [bread] for all"]


def test_long_questions_get_a_few_fragments():
    words = ["alpha", "bravo", "charlie", "delta", "echo"]

    assert len(shown("\n".join(words), " ".join(words))) == MOST_FRAGMENTS


def test_text_without_the_words_has_no_fragment():
    assert shown("Peace", "war") == []


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], max_codepoint=0x10FF)))
def test_letters_folded_one_by_one_fold_like_the_text(text):
    folded, spots = _folded_with_spots(text)

    assert folded.strip() == fold(text)
    assert len(spots) == len(folded)
    assert all(0 <= start < end <= len(text) for start, end in spots)


@given(st.text(), st.text(min_size=1, max_size=8))
def test_marking_any_text_leaves_it_whole(text, query):
    assert "".join(piece.text for piece in marked(text, fold_terms(query))) == text
    fragments(text, fold_terms(query))
