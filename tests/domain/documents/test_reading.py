import hashlib

import pytest

from tracker.domain.documents.errors import DocumentRefused, Finding
from tracker.domain.documents.reading import SourceFile, Text, read_text


def read(data: bytes, name: str = "", **chosen: str) -> Text:
    return read_text(SourceFile(name, data, **chosen))


def refusal(data: bytes, name: str = "", **chosen: str) -> list[Finding]:
    with pytest.raises(DocumentRefused) as refused:
        read(data, name, **chosen)
    return refused.value.errors


def test_text_keeps_line_numbers_whatever_the_line_ends():
    text = read(b"one\r\ntwo\rthree\n\nfive")

    assert text.lines == ("one", "two", "three", "", "five")


def test_text_has_the_digest_of_the_bytes_as_they_came():
    data = "\ufeffПлан\r\n".encode()

    text = read(data)

    assert text.sha256 == hashlib.sha256(data).hexdigest()
    assert text.lines == ("План", "")


def test_byte_order_mark_is_left_out_and_noted():
    assert read(b"\xef\xbb\xbfPlan").notes == (Finding("byte_order_mark", 1),)


def test_letters_are_composed_and_that_is_noted():
    text = read("I\u0307zmir".encode())

    assert text.lines == ("İzmir",)
    assert text.notes == (Finding("composed"),)


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_document_without_text_is_refused_as_empty(data):
    assert refusal(data) == [Finding("empty")]


def test_line_numbers_are_those_of_the_file():
    assert read(b"one\n\nthree").numbers == (1, 2, 3)


def test_utf16_with_its_mark_is_read_and_the_mark_noted():
    text = read("План\r\nдва".encode("utf-16"))

    assert text.lines == ("План", "два")
    assert (text.encoding, text.notes) == ("utf-16-le", (Finding("byte_order_mark", 1),))


def test_utf16_without_its_mark_is_read_where_it_was_chosen():
    data = "План\nдва".encode("utf-16-be")

    text = read(data, encoding="utf-16-be")

    assert text.lines == ("План", "два")
    assert text.notes == (Finding("encoding_chosen", None, {"encoding": "UTF-16 BE"}),)


def test_utf16_without_its_mark_is_refused_with_what_it_looks_like():
    assert refusal("A plan\nof work".encode("utf-16-le")) == [Finding("utf16_without_mark")]


def test_utf32_is_refused_by_name():
    errors = refusal("Plan".encode("utf-32"))

    assert errors == [Finding("other_encoding", None, {"encoding": "UTF-32"})]


def test_legacy_encoding_is_refused_with_line_and_byte():
    errors = refusal("Plan\r\nD\u00eda".encode("latin-1"))

    assert errors == [Finding("not_utf8", 2, {"byte": "0xED", "offset": 7})]


def test_legacy_encoding_is_used_where_it_was_chosen_and_that_is_noted():
    text = read("План\nдва".encode("koi8-r"), encoding="KOI8-R")

    assert text.lines == ("План", "два")
    assert text.encoding == "koi8-r"
    assert text.notes == (Finding("encoding_chosen", None, {"encoding": "KOI8-R"}),)


def test_unknown_choices_are_refused():
    assert refusal(b"Plan", encoding="rot13") == [
        Finding("unknown_encoding", None, {"encoding": "rot13"})
    ]
    assert refusal(b"Plan", format="docx") == [Finding("unknown_format", None, {"format": "docx"})]


def test_markdown_is_told_by_the_name_and_noted():
    text = read(b"# Plan\n\n1. *One*\n", "plan.MD")

    assert text.lines == ("Plan", "", "1. One")
    assert text.numbers == (1, 3, 3)
    assert (text.format, text.notes) == (
        "markdown",
        (Finding("format_reduced", None, {"format": "Markdown"}),),
    )


def test_plain_text_is_no_markdown_unless_that_is_chosen():
    data = b"# Plan\n\n1\\. *One*\n"

    assert read(data, "plan.txt").lines == ("# Plan", "", "1\\. *One*", "")
    assert read(data, "plan.txt", format="markdown").lines == ("Plan", "", "1. One")


@pytest.mark.parametrize(
    "start",
    [
        "<!doctype html>",
        "<HTML lang=en>",
        "\ufeff<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE html>",
    ],
)
def test_html_is_told_by_how_it_begins(start):
    text = read(f"{start}<p>Plan</p>".encode(), "plan.txt")

    assert (text.format, text.lines) == ("html", ("Plan",))


def test_tags_in_plain_text_stay_and_are_pointed_out():
    text = read(b"Plan\n<p>one</p>\n<p>two</p>\n<p>three</p>", "plan.txt")

    assert text.lines == ("Plan", "<p>one</p>", "<p>two</p>", "<p>three</p>")
    assert text.notes == (Finding("tags_in_text", 2, {"lines": 3}),)


def test_markdown_in_plain_text_stays_and_is_pointed_out():
    text = read(b"1\\. One\n2\\. Two\\!\n3\\. Three", "plan.txt")

    assert text.lines == ("1\\. One", "2\\. Two\\!", "3\\. Three")
    assert text.notes == (Finding("escapes_in_text", 1, {"lines": 3}),)


def test_characters_that_markup_stands_for_are_looked_at_too():
    errors = refusal(b"<html>\n<p>one\n<p>t&#x202E;wo", "plan.html")

    assert errors == [Finding("bidi_override", 3, {"character": "U+202E", "column": 2})]


def test_markup_without_any_text_is_refused_as_empty():
    assert refusal(b"<html><script>x</script></html>") == [Finding("empty")]
