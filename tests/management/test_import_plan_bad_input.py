"""What no plan may be made of: `import_plan` ends with 2, says where and why, and stores nothing.

The bytes are made here, for they matter more than the words: an editor or a copy tool would set
many of them right when a file of them is saved.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command

from tests.builders import make_plan
from tracker.models import ImportRun, Item, LanguageVersion, Plan, Wording

pytestmark = pytest.mark.django_db

PLAN = (
    "Plan of the reading rooms\n\n"
    "The reading rooms agree on the following points:\n\n"
    "1. They open at nine o'clock in the morning.\n"
    "2. They lend books without a card.\n"
)


def with_second_item(text: str) -> bytes:
    """The plan with `text` at the end of its line 6."""
    return (PLAN.rstrip("\n") + text + "\n").encode("utf-8", "surrogatepass")


def office_file() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return target.getvalue()


@dataclass(frozen=True)
class Bad:
    data: bytes
    code: str
    line: int | None = None
    says: tuple[str, ...] = ()
    """What the sentence has to name besides the line."""


BYTES_BEFORE_LINE_6 = len("".join(PLAN.splitlines(keepends=True)[:5]).encode())

CASES = {
    "an empty file": Bad(b"", "empty"),
    "nothing but space": Bad(b"\xef\xbb\xbf \r\n\t\n", "empty"),
    "50 MB": Bad(b"Plan\n" * 10_000_000, "too_large", says=("5000000",)),
    "a million lines": Bad(b".\n" * 1_000_000, "too_many_lines", says=("100000",)),
    "an over-long line": Bad(PLAN.encode() + b"3. " + b"x " * 30_000, "line_too_long", 7),
    "an office file called .txt": Bad(office_file(), "other_format", says=("DOCX",)),
    "a PDF called .txt": Bad(
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "other_format", says=("PDF",)
    ),
    "an old office file": Bad(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "other_format"),
    "binary data": Bad(bytes(range(256)) * 40, "binary"),
    "UTF-16 without its mark": Bad(PLAN.encode("utf-16-le"), "utf16_without_mark"),
    "UTF-32": Bad(PLAN.encode("utf-32"), "other_encoding", says=("UTF-32",)),
    "a NUL": Bad(
        with_second_item(" \x00"),
        "nul",
        6,
        (str(BYTES_BEFORE_LINE_6 + len("2. They lend books without a card. ")),),
    ),
    "an escape character": Bad(with_second_item(" \x1b[1m"), "control", 6, ("U+001B",)),
    "a C1 control": Bad(with_second_item(" \x85"), "control", 6, ("U+0085",)),
    "a lone surrogate": Bad(with_second_item(" \ud83d"), "surrogate", 6),
    "a right-to-left override": Bad(
        with_second_item(" \u202ecod.exe"), "bidi_override", 6, ("U+202E",)
    ),
    "an isolate without right-to-left text": Bad(
        with_second_item(" \u2067card\u2069"), "bidi_isolate", 6, ("U+2067",)
    ),
    "a heap of combining marks": Bad(with_second_item(" e" + "\u0301" * 500), "combining_run", 6),
    "year 0": Bad(with_second_item(" This holds from 1 January 0000."), "year_out_of_range", 6),
    "year 9999": Bad(with_second_item(" This ends on 31 December 9999."), "year_out_of_range", 6),
    "no items": Bad(b"Plan of the reading rooms\n\nThe rooms will open next year.\n", "no_items"),
}
"""A legacy code page and a mixture are below, with the byte that the sentence has to name."""


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `import_plan`."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_plan", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def stored() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (Plan, Item, Wording, LanguageVersion, ImportRun)
    }


NOTHING_BUT_THE_PLAN = {"Plan": 1, "Item": 0, "Wording": 0, "LanguageVersion": 0, "ImportRun": 0}


@pytest.fixture
def refused(tmp_path):
    """Puts bytes through the command, as sentences and as one object, and returns the errors.

    `refused.rest` is what standard error says after the sentences of the errors.
    """
    make_plan(slug="rooms")

    def through(data: bytes, name: str = "plan.txt") -> list[dict]:
        file = tmp_path / name
        file.write_bytes(data)

        code, out, err = run(str(file), "--plan", "rooms")
        assert (code, out) == (2, "")
        as_object = run(str(file), "--plan", "rooms", "--json")
        assert as_object[0] == 2
        errors = json.loads(as_object[1])["errors"]
        sentences = "".join(f"{error['message']}\n" for error in errors)
        assert err.startswith(sentences)
        through.rest = err.removeprefix(sentences)
        assert stored() == NOTHING_BUT_THE_PLAN
        return errors

    return through


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_bad_file_is_refused_with_a_sentence_and_stores_nothing(refused, case):
    (error,) = refused(case.data)

    assert (error["code"], error["line"]) == (case.code, case.line)
    if case.line is not None:
        assert f"Line {case.line}" in error["message"]
    assert refused.rest == ""
    for part in case.says:
        assert part in error["message"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1252", "Éveiller"), ("cp1251", "Читать"), ("cp1254", "Şehir"), ("gb18030", "阅读")],
)
def test_legacy_code_page_is_refused_with_line_and_byte(refused, encoding, text):
    data = PLAN.encode() + f"3. {text}\n".encode(encoding)

    (error,) = refused(data)

    at = len(PLAN.encode()) + 3
    assert (error["code"], error["line"]) == ("not_utf8", 7)
    assert "Line 7" in error["message"]
    assert f"0x{data[at]:02X}" in error["message"]
    assert str(at) in error["message"]
    assert f"3. {text}\n" in refused.rest, "the right encoding is among those that are shown"


def test_mixed_encodings_are_refused_with_line_and_byte(refused):
    data = PLAN.encode() + "3. Éveiller les lecteurs.\n".encode() + "4. Été.\n".encode("latin-1")

    (error,) = refused(data)

    assert (error["code"], error["line"]) == ("mixed_encodings", 8)
    assert "Line 8" in error["message"]
    assert "0xC9" in error["message"]


def test_each_bad_line_is_named(refused):
    errors = refused(
        b"Plan\n\nWe agree on these points:\n\n1. Read \x07aloud.\n2. Mend \xe2\x80\xaebooks.\n"
    )

    assert [(one["code"], one["line"]) for one in errors] == [("control", 5), ("bidi_override", 6)]


def test_second_section_in_a_language_is_refused_with_both_lines(refused):
    russian = "\nЧитальные залы договариваются о следующем:\n\n1. Открываться.\n2. Давать книги.\n"
    again = "\nThe reading rooms agree on these points:\n\n1. They open.\n2. They lend books.\n"

    (error,) = refused((PLAN + russian + again).encode())

    assert (error["code"], error["line"]) == ("duplicate_section", 13)
    assert "Line 13" in error["message"]
    assert "line 3" in error["message"]


def test_different_numbers_of_items_are_refused_with_each_count(refused):
    russian = "\nЧитальные залы договариваются о следующем:\n\n1. Они открываются утром.\n"

    (error,) = refused(PLAN.encode() + russian.encode())

    assert error["code"] == "counts_differ"
    assert "en: 2, ru: 1" in error["message"]


def test_section_in_no_language_that_can_be_told_is_refused_with_its_line(refused):
    (error,) = refused("1. Ναι, οι βιβλιοθήκες συμφωνούν.\n2. Ανοίγουν στις εννέα.\n".encode())

    assert (error["code"], error["line"]) == ("unknown_language", 1)


def test_missing_file_and_folder_are_one_sentence_each(refused, tmp_path):
    for path in (tmp_path / "absent.txt", tmp_path):
        code, out, err = run(str(path), "--plan", "rooms")
        assert (code, out, err.count("\n")) == (2, "", 1)


def test_good_plan_of_these_tests_would_be_stored(tmp_path):
    """Else the cases above could be refused for another reason than their own."""
    make_plan(slug="rooms")
    file = tmp_path / "plan.txt"
    file.write_text(PLAN)

    assert run(str(file), "--plan", "rooms")[::2] == (0, "")
    assert stored() == {
        "Plan": 1,
        "Item": 2,
        "Wording": 2,
        "LanguageVersion": 1,
        "ImportRun": 1,
    }


NOTED = {
    "a byte order mark": (b"\xef\xbb\xbf" + PLAN.encode(), "byte_order_mark"),
    "UTF-16 with its mark": (PLAN.encode("utf-16"), "byte_order_mark"),
    "a soft hyphen": (with_second_item(" With\u00adout."), "invisible"),
    "a zero-width space": (with_second_item(" With\u200bout."), "invisible"),
    "letters in two parts": (with_second_item(" Cafe\u0301."), "composed"),
    "a word of two scripts": (with_second_item(" Мосkва."), "mixed_scripts"),
}


@pytest.mark.parametrize(("data", "code"), NOTED.values(), ids=NOTED.keys())
def test_what_may_stay_is_noted_and_stored(tmp_path, data, code):
    make_plan(slug="rooms")
    file = tmp_path / "plan.txt"
    file.write_bytes(data)

    status, out, err = run(str(file), "--plan", "rooms", "--json")

    assert (status, err) == (0, "")
    assert code in [one["code"] for one in json.loads(out)["warnings"]]
    assert Wording.objects.count() == 2


def test_markup_in_a_text_is_stored_as_text_and_escaped_on_the_page(tmp_path, client):
    make_plan(slug="rooms")
    file = tmp_path / "plan.txt"
    file.write_bytes(with_second_item(' <script>alert(1)</script> <img src=x onerror="a">'))

    assert run(str(file), "--plan", "rooms")[0] == 0

    page = client.get("/en/plans/rooms/items/2/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
