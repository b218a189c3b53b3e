import pytest

from tracker.domain.documents.errors import Finding
from tracker.domain.documents.header import Posted, read_header
from tracker.domain.documents.marks import classify


def header(*lines: str):
    return read_header(classify(lines))


def test_header_has_title_stamp_and_announced_languages():
    found = header("Joint Programme", "", "3/17/25, 9:05 PM", "  • Topic En Ar", "", "We agree:")

    assert found.title == "Joint Programme"
    assert found.posted == Posted("3/17/25, 9:05 PM", "2025-03-17T21:05")
    assert (found.announced, found.languages_line) == (("ar", "en"), 4)
    assert found.taken == {1, 3, 4}


@pytest.mark.parametrize(
    ("stamp", "iso"),
    [
        ("10/26/23, 12:28 PM", "2023-10-26T12:28"),
        ("10/26/23, 12:28 AM", "2023-10-26T00:28"),
        ("2025-03-17 09:05", "2025-03-17T09:05"),
        ("2025-03-17T09:05:59", "2025-03-17T09:05"),
        ("17.03.2025 09:05", "2025-03-17T09:05"),
        ("17/03/2025 09:05", "2025-03-17T09:05"),
    ],
)
def test_stamp_is_read_in_the_order_it_was_printed(stamp, iso):
    assert header("Programme", stamp).posted == Posted(stamp, iso)


@pytest.mark.parametrize(
    "stamp", ["03/04/2025 09:05", "31.02.2025 09:05", "3/17/25, 13:05 PM", "0/0/0 0:00"]
)
def test_stamp_that_would_need_guessing_stays_as_printed(stamp):
    found = header("Programme", stamp)

    assert found.posted == Posted(stamp, "")
    assert found.findings == (Finding("stamp_unclear", 2, {"stamp": stamp}),)


def test_header_ends_with_the_first_item():
    found = header("Programme", "1. Reading", "3/17/25, 9:05 PM", "En Es")

    assert (found.posted, found.announced, found.taken) == (None, (), {1})


@pytest.mark.parametrize(
    "first", ["We agree on the following:", "1. Reading", "En Es Tr", "x" * 251]
)
def test_document_may_have_no_title(first):
    assert header(first, "2. Repairing").title == ""


def test_title_may_begin_with_an_ordinal():
    assert header("11. Treffen der Gruppen", "", "1. Lesen", "2. Binden").title == (
        "11. Treffen der Gruppen"
    )


def test_title_may_go_on_in_a_second_line_that_begins_small():
    found = header("PLAN OF ACTION", "of the libraries", "", "1. Reading")

    assert (found.title, found.title_line, found.taken) == (
        "PLAN OF ACTION of the libraries",
        1,
        {1, 2},
    )
    assert header("PLAN OF ACTION", "", "of the libraries", "1. Reading").title == "PLAN OF ACTION"


def test_long_sentence_is_the_text_and_no_title():
    assert header("The libraries of the towns " + "along the river " * 8 + "met.").title == ""
