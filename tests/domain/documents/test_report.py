import re
from pathlib import Path

from tracker.domain.documents import DocumentRefused, Finding, describe, read_document, sentences
from tracker.domain.documents.report import as_json, finding_as_json

PLAN = (
    b"Programme\n3/17/25, 9:05 AM\nAr En\n\nThe members agree to:\n"
    b"1. Read to everybody:\n- small\n1. Mend the 25 books.\n"
)


def test_finding_is_one_sentence_with_its_line():
    finding = Finding("missing_language", 4, {"language": "ar"})

    assert describe(finding, str) == (
        "Line 4 announces the language ar, but the document has no section in it."
    )


def test_finding_is_told_in_the_language_that_is_asked_for():
    def spanish(text: str) -> str:
        return {"The document is empty.": "El documento está vacío."}.get(text, text)

    assert describe(Finding("empty"), spanish) == "El documento está vacío."


def codes_in_source() -> set[str]:
    folder = Path(sentences.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    return set(re.findall(r'(?:Finding|_where)\(\s*"(\w+)"', source)) | {"surrogate", "not_utf8"}


def test_every_code_of_the_parser_has_a_sentence():
    names = re.findall(r"%\((\w+)\)", Path(sentences.__file__).read_text("utf-8"))
    params = dict.fromkeys(names, 1)

    codes = codes_in_source()

    assert {"empty", "control", "no_items", "counts_differ"} <= codes
    for code in codes:
        assert describe(Finding(code, 1, params), str).endswith(".")


def test_json_has_the_shape_that_programs_rely_on():
    found = as_json(read_document(PLAN))

    sha256 = found["document"]["sha256"]
    assert found["document"] | {"sha256": ""} == {
        "title": "Programme",
        "posted": "2025-03-17T09:05",
        "posted_raw": "3/17/25, 9:05 AM",
        "announced_languages": ["ar", "en"],
        "missing_languages": ["ar"],
        "sha256": "",
        "reference": "2025-03-17",
        "files": [{"name": "", "sha256": sha256, "encoding": "utf-8", "format": "text"}],
    }
    assert len(sha256) == 64
    plain = {"heading": "", "heading_line": None, "lead": "", "lead_line": None, "dates": []}
    led = plain | {"lead": "The members agree to:", "lead_line": 5}
    assert found["sections"] == [
        {
            "language": "en",
            "file": 0,
            "first_line": 5,
            "heading": "",
            "heading_line": None,
            "preamble": "The members agree to:",
            "preamble_line": 5,
            "items": [
                {
                    "position": 1,
                    "printed": 1,
                    "first_line": 6,
                    "text": "Read to everybody:",
                    **led,
                    "children": [
                        {
                            "position": 1,
                            "printed": "-",
                            "first_line": 7,
                            "text": "small",
                            **plain,
                            "children": [],
                        }
                    ],
                },
                {
                    "position": 2,
                    "printed": 1,
                    "first_line": 8,
                    "text": "Mend the 25 books.",
                    **led,
                    "children": [],
                },
            ],
        }
    ]
    assert found["alignment"] == {
        "aligned": True,
        "counts": {"en": 2},
        "anchors": [{"position": 2, "kind": "number", "value": "25", "languages": ["en"]}],
    }
    assert [(warning["code"], warning["line"]) for warning in found["warnings"]] == [
        ("missing_language", 3)
    ]
    assert found["errors"] == []


def test_refusal_can_be_told_as_json():
    try:
        read_document(b"a\x00")
    except DocumentRefused as refused:
        (error,) = refused.errors

    assert finding_as_json(error) == {
        "code": "nul",
        "file": 0,
        "line": 1,
        "params": {"offset": 1},
        "message": "Line 1: a NUL character at byte 1, so the file is no plain text.",
    }
