import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.documents import (
    Document,
    DocumentRefused,
    Finding,
    Posted,
    SourceFile,
    describe,
    read_document,
    read_documents,
    recomposed,
)
from tracker.domain.documents.report import as_json

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "fixtures" / "documents"
SHARED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared"))
GOLD = SHARED / "domain" / "gold.json"

needs_shared = pytest.mark.skipif(
    not GOLD.exists(),
    reason="the real documents are not in the repository; TRACKER_SHARED may name their folder",
)


def sample(name: str) -> Document:
    return read_document((FIXTURES / name).read_bytes())


def outline(document: Document):
    return [
        (
            section.language,
            section.heading_line,
            section.preamble_line,
            [(item.position, item.printed, item.first_line) for item in section.items],
        )
        for section in document.sections
    ]


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def test_sample_plan_is_read_in_each_of_its_languages():
    document = sample("library-network.txt")

    assert outline(document) == [
        ("en", None, 8, [(n, "1", 10 + n) for n in range(1, 6)]),
        ("ru", 18, 21, [(n, "1", 23 + n) for n in range(1, 6)]),
        ("es", None, 34, [(n, str(n), 35 + n) for n in range(1, 6)]),
        ("tr", None, 45, [(n, "1", 47 + n) for n in range(1, 6)]),
    ]
    assert document.posted == Posted("3/17/25, 9:05 AM", "2025-03-17T09:05")
    assert document.alignment.aligned
    assert document.errors == ()


def test_sample_plan_announces_arabic_and_lacks_it():
    document = sample("library-network.txt")

    assert document.announced_languages == ("ar", "en", "es", "ru", "tr")
    assert document.missing_languages == ("ar",)
    assert document.warnings == (Finding("missing_language", 4, {"language": "ar"}),)


def test_sample_text_is_word_for_word():
    document = sample("library-network.txt")

    turkish = document.sections[3].items[4].text
    assert turkish == "2026'da yapılacak olan 4. Toplantı'nın hazırlanması."


def test_wrapped_sample_is_joined_and_its_ordinals_and_footer_are_said():
    document = sample("coast-clean-up-wrapped.txt")

    assert outline(document) == [
        ("de", None, 5, [(1, "1", 8), (2, "2", 11), (3, "3", 14)]),
        ("fr", 18, 20, [(1, "1", 23), (2, "2", 26), (3, "3", 29)]),
    ]
    assert document.sections[0].items[1].text == (
        "Alle Gruppen wiegen, was sie gefunden haben, und melden die Zahlen bis zum "
        "11. Internationalen Treffen der Gruppen an der Küste."
    )
    assert [(finding.code, finding.line) for finding in document.warnings] == [
        ("ordinal_as_text", 9),
        ("ordinal_as_text", 13),
        ("trailing_text", 33),
    ]


def test_press_note_has_no_items_and_says_so():
    document = sample("coast-press-note.txt")

    assert document.present_languages == ()
    assert document.sections[0].language == "en"
    assert document.warnings == (Finding("no_items"),)


def test_section_in_an_unannounced_language_is_said():
    document = read_document(
        b"Plan\nEn Es\n\nThe members agree to:\n1. Read to everybody.\n\n"
        + "Die Mitglieder vereinbaren:\n1. Allen vorlesen und zuhören.".encode()
    )

    assert document.warnings == (
        Finding("missing_language", 2, {"language": "es"}),
        Finding("unannounced_language", 7, {"language": "de"}),
    )


def test_list_that_comes_again_is_said_with_both_lines():
    document = read_document(
        b"Plan\n\nThe members agree to:\n1. Read to everybody.\n2. Mend the books.\n\n"
        b"The members agree to:\n1. Read to everybody.\n2. Mend all of the books."
    )

    assert document.warnings == (Finding("duplicate_section", 7, {"language": "en", "first": 3}),)


def test_further_items_in_the_same_language_are_no_second_section():
    document = read_document(
        b"Plan\n\nThe members agree to:\n1. Read to everybody.\n\n"
        b"The members also agree to:\n2. Mend all of the books."
    )

    (section,) = document.sections
    assert [(item.position, item.lead, item.lead_line) for item in section.items] == [
        (1, "The members agree to:", 3),
        (2, "The members also agree to:", 6),
    ]
    assert document.warnings == ()


def test_different_counts_are_an_error():
    document = read_document(
        b"Plan\n\nThe members agree to:\n1. Read to everybody.\n2. Mend books.\n\n"
        + "Die Mitglieder vereinbaren:\n1. Allen vorlesen und zuhören.".encode()
    )

    assert document.errors == (Finding("counts_differ", None, {"counts": "en: 2, de: 1"}),)


def test_endless_list_is_refused():
    with pytest.raises(DocumentRefused) as refused:
        read_document(b"1. a.\n" * 1_001)

    assert codes(refused.value.errors) == ["too_many_items"]


def test_text_that_falls_apart_into_sections_is_refused():
    with pytest.raises(DocumentRefused) as refused:
        read_document(b"1. Read to everybody.\n\nPlan\n\n" * 101)

    assert codes(refused.value.errors) == ["too_many_sections"]


@needs_shared
def test_real_plan_is_read_as_its_gold_file_says():
    gold = json.loads(GOLD.read_text("utf-8"))
    document = read_document((SHARED / "sources" / "imcwp23-plan-of-action.txt").read_bytes())
    sections = {section.language: section for section in document.sections}

    assert document.posted is not None
    found = {
        "posted": document.posted.iso,
        "announced": list(document.announced_languages),
        "present_in_order": list(document.present_languages),
        "missing": list(document.missing_languages),
        "items_per_language": gold["document"]["items_per_language"],
    }
    assert found == gold["document"]
    assert {len(section.items) for section in document.sections} == {found["items_per_language"]}
    assert {language: section.preamble_line for language, section in sections.items()} == gold[
        "preamble_line"
    ]
    assert {
        language: section.heading_line
        for language, section in sections.items()
        if section.heading_line
    } == gold["heading_line"]
    assert [
        {
            "position": position,
            "line": {code: one.items[position - 1].first_line for code, one in sections.items()},
            "printed": {
                code: int(one.items[position - 1].printed) for code, one in sections.items()
            },
            "chars": {code: len(one.items[position - 1].text) for code, one in sections.items()},
        }
        for position in range(1, found["items_per_language"] + 1)
    ] == gold["items"]
    assert codes(document.warnings) == ["missing_language"]
    assert document.errors == ()


@needs_shared
@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("report-imcwp17-id.txt", "id"),
        ("report-imcwp22-en.txt", "en"),
        ("report-imcwp23-de.txt", "de"),
        ("report-imcwp23-vi.txt", "vi"),
    ],
)
def test_press_report_is_read_without_items(name, language):
    document = read_document((SHARED / "sources" / name).read_bytes())

    assert [(one.language, one.items) for one in document.sections] == [(language, ())]
    assert codes(document.warnings) == ["no_items"]


PIECES = st.sampled_from(
    [
        "1. ", "2) ", "24. ", "• ", "Plan", "План", "خطة", "Plan:", ".", " ", "\n", "\n\n", "\r\n",
        "En Es\n", "3/17/25, 9:05 AM\n", "\u00ad", "-", "İ", "I\u0307",
        "\u2067", "中", "٣. ", "\x00",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(PIECES, max_size=60).map(lambda pieces: "".join(pieces).encode()),
    )
)
def test_any_bytes_are_read_or_refused_and_nothing_else(data):
    try:
        document = read_document(data)
    except DocumentRefused as refused:
        remarks, numbers = refused.errors, []
    else:
        json.dumps(as_json(document))
        remarks = [*document.warnings, *document.errors]
        numbers = [item.first_line for one in document.sections for item in one.items]

    assert all(finding.line is None or finding.line >= 1 for finding in remarks)
    assert all(describe(finding, str) for finding in remarks)
    assert numbers == sorted(numbers)


def test_files_of_one_document_keep_their_lines_titles_and_order():
    english = b"Joint plan\n\nThe members of the network agree to:\n1. Read.\n2. Mend."
    french = "Plan commun\n\nLes membres du réseau décident de :\n1. Lire.\n2. Réparer."
    document = read_documents(
        [SourceFile("en.txt", english), SourceFile("fr.txt", french.encode())],
        reference=date(2026, 1, 1),
    )

    assert document.title == "Joint plan"
    assert [(one.file, one.language, one.first_line, one.heading) for one in document.sections] == [
        (0, "en", 3, ""),
        (1, "fr", 3, "Plan commun"),
    ]
    assert [file.name for file in document.files] == ["en.txt", "fr.txt"]
    assert document.sha256 == document.files[0].sha256
    assert document.reference == date(2026, 1, 1)
    assert document.alignment.aligned


def test_language_that_a_person_chose_for_a_file_is_taken():
    text = b"Plan\n\nThe members of the network agree to:\n1. Read."
    document = read_documents([SourceFile("plan.txt", text, language="vi")])

    assert document.present_languages == ("vi",)


def test_refusal_names_the_file():
    with pytest.raises(DocumentRefused) as refused:
        read_documents([SourceFile("a.txt", b"Plan"), SourceFile("b.txt", b"a\x00")])

    assert [(one.code, one.file) for one in refused.value.errors] == [("nul", 1)]


def test_document_needs_a_file_and_has_not_too_many():
    with pytest.raises(DocumentRefused) as none:
        read_documents([])
    with pytest.raises(DocumentRefused) as many:
        read_documents([SourceFile("a.txt", b"Plan")] * 31)

    assert (codes(none.value.errors), codes(many.value.errors)) == (["empty"], ["too_many_files"])


def test_reference_is_the_day_of_the_stamp_where_none_is_given():
    assert sample("library-network.txt").reference == date(2025, 3, 17)


def test_document_put_together_from_other_sections_finds_anew_what_follows_from_them():
    document = read_document(
        b"Plan\nEn Es\n\nThe members agree to:\n1. Read to everybody.\n2. Mend.\n\n"
        + b"Los miembros acuerdan:\n1. Leer para todos."
    )
    assert codes(document.errors) == ["counts_differ"]

    english, spanish = document.sections
    fewer = recomposed(document, [replace(english, items=english.items[:1]), spanish])

    assert (fewer.errors, fewer.alignment.aligned) == ((), True)
    assert codes(recomposed(document, [spanish]).warnings) == ["missing_language"]


def test_findings_that_come_again_and_again_are_said_a_bounded_number_of_times():
    lines = "\n".join(f"1. Work on co-\n   operation{n}." for n in range(100))
    document = read_document(f"The members agree to:\n{lines}".encode())

    assert codes(document.warnings).count("hyphen_at_line_end") == 20


def test_every_word_of_an_item_knows_its_line():
    text = "1. Read to\n   all.\n\n   Children too.\n2. Mend."
    item = read_document(f"The members of the network:\n{text}".encode()).sections[0].items[0]

    assert item.text == "Read to all.\n\nChildren too."
    assert [item.line_at(item.text.index(word)) for word in ("Read", "all", "Children")] == [
        2,
        3,
        5,
    ]
