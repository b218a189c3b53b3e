import hashlib

import pytest

from tracker.domain.documents.errors import DocumentRefused, Finding
from tracker.domain.documents.reading import MAX_BYTES, MAX_LINE_LENGTH, MAX_LINES, read_text


def refusal(data: bytes) -> list[Finding]:
    with pytest.raises(DocumentRefused) as refused:
        read_text(data)
    return refused.value.errors


def test_text_keeps_line_numbers_whatever_the_line_ends():
    text = read_text(b"one\r\ntwo\rthree\n\nfive")

    assert text.lines == ("one", "two", "three", "", "five")


def test_text_has_the_digest_of_the_bytes_as_they_came():
    data = "\ufeffПлан\r\n".encode()

    text = read_text(data)

    assert text.sha256 == hashlib.sha256(data).hexdigest()
    assert text.lines == ("План", "")


def test_byte_order_mark_is_left_out_and_noted():
    assert read_text(b"\xef\xbb\xbfPlan").notes == (Finding("byte_order_mark", 1),)


def test_letters_are_composed_and_that_is_noted():
    text = read_text("I\u0307zmir".encode())

    assert text.lines == ("İzmir",)
    assert text.notes == (Finding("composed"),)


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_document_without_text_is_refused_as_empty(data):
    assert refusal(data) == [Finding("empty")]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP, DOCX, ODT"),
        (b"{\\rtf1", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "DOC"),
    ],
)
def test_office_file_renamed_to_text_is_refused_by_name(data, name):
    assert refusal(data) == [Finding("other_format", None, {"format": name})]


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-16", "UTF-16"), ("utf-32", "UTF-32"), ("utf-16-be", "UTF-16")]
)
def test_other_unicode_encoding_is_refused_by_name(encoding, name):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""

    errors = refusal(mark + "Plan".encode(encoding))

    assert errors == [Finding("other_encoding", None, {"encoding": name})]


def test_legacy_encoding_is_refused_with_line_and_byte():
    errors = refusal("Plan\r\nD\u00eda".encode("latin-1"))

    assert errors == [Finding("not_utf8", 2, {"byte": "0xED", "offset": 7})]


def test_lone_surrogate_is_refused_with_its_line():
    errors = refusal(b"Plan\n\xed\xa0\x80")

    assert errors == [Finding("surrogate", 2, {"byte": "0xED", "offset": 5})]


def test_nul_is_refused_with_its_line():
    assert refusal(b"Plan\n\na\x00b") == [Finding("nul", 3, {"offset": 7})]


def test_every_line_with_a_forbidden_character_is_named():
    errors = refusal("a\x07\nb\nc \u202ed\ne\u2028f\n\x7f".encode())

    assert [(error.code, error.line, error.params["character"]) for error in errors] == [
        ("control", 1, "U+0007"),
        ("bidi_override", 3, "U+202E"),
        ("control", 4, "U+2028"),
        ("control", 5, "U+007F"),
    ]


def test_direction_isolates_stand_only_beside_right_to_left_text():
    arabic = "\u2067خطة\u2069"

    assert read_text(arabic.encode()).lines == (arabic,)
    assert [error.code for error in refusal("\u2067plan\u2069".encode())] == ["bidi_isolate"]


def test_invisible_characters_stay_and_are_named():
    text = read_text("one\nt\u00adw\u200bo".encode())

    assert text.lines == ("one", "t\u00adw\u200bo")
    assert text.notes == (Finding("invisible", 2, {"character": "U+00AD", "column": 2}),)


def test_runs_of_combining_marks_are_refused_before_they_cost_time():
    errors = refusal(("a" + "\u0301\u0323" * 100_0).encode())

    assert errors == [Finding("combining_run", 1, {"limit": 30})]


def test_sizes_beyond_the_limits_are_refused():
    assert [error.code for error in refusal(b"a" * (MAX_BYTES + 1))] == ["too_large"]
    assert [error.code for error in refusal(b"a\n" * MAX_LINES)] == ["too_many_lines"]
    long = refusal(b"a\n" + b"b" * (MAX_LINE_LENGTH + 1))
    assert [(error.code, error.line) for error in long] == [("line_too_long", 2)]
