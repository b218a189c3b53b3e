import io
import zipfile

import pytest

from tracker.domain.documents.errors import DocumentRefused, Finding
from tracker.domain.documents.hygiene import MAX_BYTES, MAX_LINE_LENGTH, MAX_LINES
from tracker.domain.documents.reading import SourceFile, read_text


def refusal(data: bytes) -> list[Finding]:
    with pytest.raises(DocumentRefused) as refused:
        read_text(SourceFile("plan.txt", data))
    return refused.value.errors


def notes(text: str) -> tuple[Finding, ...]:
    return read_text(SourceFile("plan.txt", text.encode())).notes


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "text")
    return file.getvalue()


def test_nothing_but_the_size_of_a_huge_file_is_looked_at():
    assert refusal(b"\xff" * 50_000_000) == [Finding("too_large", None, {"limit": MAX_BYTES})]


def test_million_lines_are_refused_before_they_are_decoded():
    errors = refusal(b"\xff\n" * 1_000_000)

    assert errors == [
        Finding("too_many_lines", None, {"lines": 1_000_001, "limit": MAX_LINES}),
    ]


def test_line_beyond_the_limit_is_refused_with_its_number():
    errors = refusal(b"a\n" + b"b" * (MAX_LINE_LENGTH + 1))

    params = {"length": MAX_LINE_LENGTH + 1, "limit": MAX_LINE_LENGTH}
    assert errors == [Finding("line_too_long", 2, params)]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "DOC"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"RIFF\x00\x00\x00\x00WEBP", "WEBP"),
        (b"\x1f\x8b\x08", "GZIP"),
        (zipped("[Content_Types].xml", "word/document.xml"), "DOCX"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "XLSX"),
        (zipped("plan.txt"), "ZIP"),
    ],
)
def test_other_file_renamed_to_text_is_refused_by_name(data, name):
    assert refusal(data) == [Finding("other_format", None, {"format": name})]


def test_open_document_is_told_from_other_archives():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")

    assert refusal(file.getvalue()) == [Finding("other_format", None, {"format": "ODT"})]


def test_binary_data_is_refused_as_such():
    assert refusal(bytes(range(256)) * 20) == [Finding("binary")]


def test_nul_is_refused_with_its_line():
    assert refusal(b"Plan\n\na\x00b") == [Finding("nul", 3, {"offset": 7})]


def test_every_line_with_a_forbidden_character_is_named():
    errors = refusal("a\x07\nb\nc \u202ed\ne\u2028f\n\x7f\ng\ufdd0".encode())

    assert [(error.code, error.line, error.params["character"]) for error in errors] == [
        ("control", 1, "U+0007"),
        ("bidi_override", 3, "U+202E"),
        ("control", 4, "U+2028"),
        ("control", 5, "U+007F"),
        ("noncharacter", 6, "U+FDD0"),
    ]


def test_direction_isolates_stand_only_beside_right_to_left_text():
    assert notes("\u2067خطة\u2069") == ()
    assert [error.code for error in refusal("\u2067plan\u2069".encode())] == ["bidi_isolate"]


def test_direction_marks_are_pointed_out_only_where_nothing_needs_them():
    assert notes("\u200fخطة 2024") == ()
    assert notes("plan\u200f") == (Finding("invisible", 1, {"character": "U+200F", "column": 5}),)


def test_invisible_characters_stay_and_are_named():
    text = read_text(SourceFile("", "one\nt\u00adw\u200bo".encode()))

    assert text.lines == ("one", "t\u00adw\u200bo")
    assert text.notes == (Finding("invisible", 2, {"character": "U+00AD", "column": 2}),)


def test_invisible_characters_do_not_hide_a_mark():
    text = read_text(
        SourceFile("", "\u200b1\u200b. One\u200b\n\u200f٢.\u200f خطة\n\ufeff\u2060".encode())
    )

    assert text.lines == ("1. One", "٢. خطة", "")
    assert [(note.code, note.line) for note in text.notes] == [("invisible", 1), ("invisible", 3)]


def test_lost_and_private_characters_are_named():
    assert notes("a\ufffd\n\uf0b7 b") == (
        Finding("replacement", 1, {"character": "U+FFFD", "column": 2}),
        Finding("private_use", 2, {"character": "U+F0B7", "column": 1}),
    )


def test_runs_of_combining_marks_are_refused_before_they_cost_time():
    errors = refusal(("a" + "\u0301\u0323" * 100_0).encode())

    assert errors == [Finding("combining_run", 1, {"limit": 30})]


def test_word_with_letters_of_two_scripts_is_named_with_the_rarer_ones():
    # The o of the first word and the с of the second come from the other script.
    assert notes("Един\nМ\u006fсква и \u0441ommittee") == (
        Finding("mixed_scripts", 2, {"word": "М\u006fсква", "characters": "o (U+006F)"}),
        Finding("mixed_scripts", 2, {"word": "\u0441ommittee", "characters": "с (U+0441)"}),
    )


@pytest.mark.parametrize(
    "text",
    [
        "COVID-ом, ООН/UN, XXI-го века, 5G-сети",
        "10 μg, 5 kΩ, 3 µm, Δt",
        "CO₂ и H2O; «Rabochiy» и Рабочий",
        "İzmir'de ışık, Đoàn kết, łódź, ﬁn",
        "东京Tokyo会议 ＡＢＣ",
        "مؤتمر COP28",
    ],
)
def test_words_beside_another_script_are_no_mixture(text):
    assert notes(text) == ()
