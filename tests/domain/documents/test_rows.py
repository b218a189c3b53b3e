from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.documents.rows import Tokens, best_path, merged_rows


def tokens(*values: str) -> list[Tokens]:
    """An item for each text; every word of it is a token."""
    return [Tokens(frozenset(("name", word) for word in one.split()), 10) for one in values]


def test_path_passes_over_what_the_other_side_lacks():
    ours = tokens("a", "b", "c", "d")
    theirs = tokens("a", "c", "d")

    assert best_path(ours, theirs) == [(0, 0), (2, 1), (3, 2)]


def test_items_without_anything_shared_pair_in_their_order():
    assert best_path(tokens("a", "b"), tokens("x", "y")) == [(0, 0), (1, 1)]


def test_token_of_every_item_leads_nowhere():
    ours = tokens("all a", "all b", "all c", "all d")
    theirs = tokens("all b", "all c", "all d", "all e")

    assert best_path(ours, theirs) == [(1, 0), (2, 1), (3, 2)]


def test_band_keeps_pairs_near_each_other():
    ours = tokens("x", *"abcdefgh")
    theirs = tokens(*"abcdefgh", "x")

    assert (0, 8) not in best_path(ours, theirs, band=2)


def test_items_of_their_own_get_rows_of_their_own():
    rows = merged_rows({"en": tokens("a", "b"), "es": tokens("a", "x y", "b", "z")})

    assert rows == [
        {"es": 0, "en": 0},
        {"es": 1},
        {"es": 2, "en": 1},
        {"es": 3},
    ]


@given(
    st.dictionaries(
        st.sampled_from(["en", "es", "ru", "zh"]),
        st.lists(st.sampled_from(["", "a", "b", "a b", "c", "d"]), max_size=8),
    )
)
def test_every_item_stands_in_exactly_one_row_in_its_order(texts):
    rows = merged_rows({language: tokens(*those) for language, those in texts.items()})

    for language, those in texts.items():
        assert [row[language] for row in rows if language in row] == list(range(len(those)))
    assert all(rows)
