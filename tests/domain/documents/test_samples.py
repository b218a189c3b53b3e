"""Every sample in fixtures/documents/ against what a reader finds in it.

The format of the expectations is in fixtures/documents/README.md. Structure, dates and findings
are compared apart, so that a failure says which of them is misread.
"""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tracker.domain.documents import Document, ParsedItem, read_documents
from tracker.domain.documents.divergences import propose
from tracker.domain.documents.languages import IDENTIFIED
from tracker.domain.documents.reading import SourceFile

FOLDER = Path(__file__).parents[3] / "fixtures" / "documents"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in FOLDER.glob("*.expected.json"))
STRUCTURES = {
    "all printed 1.", "1..n", "1)", "1.-", "1 –", "1.Text", "Markdown-escaped 1\\.",
    "codes 14.1", "codes 14.a", "codes OB.1.2", "codes CAP1.PA.LA03",
    "bullets with children at the same indentation", "bullets only with preamble clauses",
    "headings as themes", "nested numbered lists", "hard-wrapped lines", "print hyphenation",
    "an item that starts in the middle of a paragraph", "no marks at all", "footer lines",
    "navigation lines", "page stamp", "language line as codes", "language line as words",
    "languages alternating paragraph by paragraph", "ordinals that look like item numbers",
    "decision numbers", "HTML file", "Markdown file", "reStructuredText file",
    "one file per language", "right-to-left", "isolates", "Arabic-Indic digits", "CJK",
    "lead-line deadline", "by against before between languages", "by, before and from",
    "month and year deadlines", "yearly days", "rules", "anniversaries with printed base",
    "historical years", "names with a year", "counts that differ between languages",
    "a duplicated section", "gapped numbering", "doubled numbering", "an unannounced language",
    "page breaks", "other marks", "articles", "numbered preamble",
}  # fmt: skip
LONGEST_AROUND = 30
"""How many characters of "every year on" or of a suffix a date's words may have around it."""
PUNCTUATION = " .,;:!?…،؛。，；：()"


def expected(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))


def files(name: str) -> list[Path]:
    names = expected(name).get("files")
    if names:
        return [FOLDER / one for one in names]
    return [path for path in FOLDER.glob(f"{name}.*") if not path.name.endswith(".expected.json")]


@cache
def document(name: str) -> Document:
    sources = [SourceFile(path.name, path.read_bytes()) for path in files(name)]
    return read_documents(sources, reference=date.fromisoformat(expected(name)["reference"]))


def outline(item: ParsedItem, wanted: dict[str, Any]) -> dict[str, Any]:
    """The item as its expectation is written: the text cut to the words that are given."""
    found: dict[str, Any] = {
        "printed": item.printed,
        "line": item.first_line,
        "starts": item.text[: len(wanted.get("starts", ""))],
    }
    if item.children:
        found["children"] = marks(item)
    if item.heading:
        found["heading"] = item.heading
    if item.lead_line is not None and "lead" in wanted:
        found["lead"] = item.lead_line
    return found


def marks(item: ParsedItem) -> list[Any]:
    """The marks of the children; a child with children of its own is a list that it begins."""
    return [
        [child.printed, *marks(child)] if child.children else child.printed
        for child in item.children
    ]


def all_dates(item: ParsedItem) -> Iterator[Any]:
    yield from item.dates
    for child in item.children:
        yield from all_dates(child)


def precision(value: str) -> str:
    if not value or value.startswith("FREQ="):
        return "rule"
    return "range" if "/" in value else {4: "year", 7: "month", 10: "day"}[len(value)]


def wanted_date(entry: list[Any], line: int) -> dict[str, Any]:
    words, sense, value, more = (*entry, {})[:4]
    return {
        "words": words,
        "sense": sense,
        "value": value,
        "precision": precision(value),
        "line": line,
        "basis": "text",
        "days": 1,
        "years": None,
    } | more


def found_date(one: Any, wanted: list[dict[str, Any]]) -> dict[str, Any]:
    """A date as read; its words are cut to the wanted ones where they add little to them."""
    words = next(
        (
            entry["words"]
            for entry in wanted
            if entry["words"] in one.text
            and len(one.text) - len(entry["words"]) <= LONGEST_AROUND
            and one.text == one.text.strip(PUNCTUATION)
            and (one.edtf or one.rule) == entry["value"]
        ),
        one.text,
    )
    return {
        "words": words,
        "sense": str(one.sense),
        "value": one.edtf or one.rule,
        "precision": str(one.precision),
        "line": one.line,
        "basis": one.basis,
        "days": one.days,
        "years": one.years,
    }


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_its_header(name):
    wanted, found = expected(name), document(name)

    assert {
        "title": found.title,
        "posted": found.posted.iso if found.posted else None,
        "announced": list(found.announced_languages),
    } == {key: wanted[key] for key in ("title", "posted", "announced")}


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_its_sections_and_items(name):
    wanted, found = expected(name)["sections"], document(name).sections

    assert [(one.language, one.file, one.first_line, len(one.items)) for one in found] == [
        (one["language"], one.get("file", 0), one["line"], len(one["items"])) for one in wanted
    ]
    for section, want in zip(found, wanted, strict=True):
        assert [
            outline(item, entry) for item, entry in zip(section.items, want["items"], strict=True)
        ] == [
            {key: value for key, value in entry.items() if key != "dates"}
            for entry in want["items"]
        ]
        assert [item.position for item in section.items] == list(range(1, len(section.items) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_its_headings_and_preambles(name):
    found = document(name).sections
    for section, want in zip(found, expected(name)["sections"], strict=True):
        if "heading" in want:
            assert section.heading == want["heading"]
        assert section.preamble.startswith(want.get("preamble", ""))
        for part in want.get("preamble_has", []):
            assert part in section.preamble
        if "paragraphs" in want:
            assert [line for line, _ in section.paragraphs] == want["paragraphs"]


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_its_dates_and_no_others(name):
    for section, want in zip(document(name).sections, expected(name)["sections"], strict=True):
        for item, entry in zip(section.items, want["items"], strict=True):
            wanted = [wanted_date(one, entry["line"]) for one in entry.get("dates", [])]
            found = [found_date(one, wanted) for one in all_dates(item)]
            assert found == wanted, f"{section.language} item {item.position}: {item.full_text}"


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_its_findings_and_no_others(name):
    found = document(name)

    assert [(one.code, one.line) for one in (*found.warnings, *found.errors)] == [
        tuple(one) for one in expected(name)["findings"]
    ]


@pytest.mark.parametrize("name", [name for name in NAMES if "divergences" in expected(name)])
def test_sample_has_its_divergences_proposed(name):
    found = [(one.position, one.code) for one in propose(document(name))]

    assert found == [tuple(one) for one in expected(name)["divergences"]]


def test_samples_together_have_every_structure_and_every_language():
    wanted = [expected(name) for name in NAMES]

    assert {structure for one in wanted for structure in one["structures"]} == STRUCTURES
    assert {section["language"] for one in wanted for section in one["sections"]} == set(IDENTIFIED)


def test_every_file_beside_the_samples_belongs_to_one():
    used = {path for name in NAMES for path in (*files(name), FOLDER / f"{name}.expected.json")}

    assert {path for path in FOLDER.iterdir() if path.is_file()} - used == {FOLDER / "README.md"}
