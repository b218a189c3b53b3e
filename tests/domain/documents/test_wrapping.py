import pytest

from tracker.domain.documents.wrapping import Joined, Words, join_lines


def joined(lines: list[str], *known: str) -> Joined:
    return join_lines(list(enumerate(lines, start=7)), Words(lambda: known))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the whole", "beach"], "the whole beach"),
        (["co\u00ad", "operation"], "cooperation"),
        (["anti-", "slip floors"], "anti-slip floors"),
        (["open -", "closed"], "open - closed"),
        (["共同", "工作"], "共同工作"),
    ],
)
def test_wrapped_lines_are_joined_as_their_script_wants(lines, text):
    assert joined(lines).text == text


def test_hyphen_goes_where_the_document_writes_the_word_without_it():
    assert joined(["work in co-", "operation now"], "Cooperation is good") == Joined(
        "work in cooperation now", ((0, 7), (10, 8))
    )


def test_hyphen_stays_where_the_document_writes_the_word_with_it():
    assert joined(["work in co-", "operation"], "the co-operation") == Joined(
        "work in co-operation", ((0, 7), (11, 8))
    )


def test_hyphen_that_the_document_does_not_settle_stays_and_is_told():
    assert joined(["work in co-", "operation"], "the operation").kept == (7,)


def test_each_line_keeps_its_place_in_the_text():
    found = joined(["one", "two", "three"])

    assert [found.text[start:] for start, _ in found.lines] == [
        "one two three",
        "two three",
        "three",
    ]
    assert [line for _, line in found.lines] == [7, 8, 9]
