from pathlib import Path

import pytest

from tracker.domain.documents import DocumentRefused
from tracker.domain.documents.reading import SourceFile
from tracker.domain.press_reports import PressReport, Reason, read_report

FIXTURES = Path(__file__).parents[3] / "fixtures" / "documents" / "reports"


def read(text: str, **chosen: str) -> PressReport:
    return read_report(SourceFile("report.txt", text.encode(), **chosen))


def sample(name: str) -> PressReport:
    path = FIXTURES / name
    return read_report(SourceFile(path.name, path.read_bytes()))


def left_out(report: PressReport) -> list[tuple[int, Reason]]:
    return [(one.line, one.reason) for one in report.left_out]


@pytest.mark.parametrize(
    ("name", "language", "title", "lines"),
    [
        (
            "library-meeting-es.txt",
            "es",
            "Las bibliotecas se reunieron en İncirova",
            [3, 5, 7, 9, 11],
        ),
        ("library-meeting-tr.txt", "tr", "", [1, 2, 3, 4, 5]),
        (
            "library-meeting-ru.txt",
            "ru",
            "Читальные залы договорились о совместной работе",
            [3, 5, 7],
        ),
        ("library-meeting-ar.txt", "ar", "المكتبات تفتح قاعات القراءة للزوار", [3, 5]),
        (
            "coast-meeting-id.txt",
            "id",
            "Kelompok pembersih pantai bertemu di pelabuhan",
            [3, 9],
        ),
        ("coast-meeting-vi.txt", "vi", "", [3, 5]),
    ],
)
def test_report_has_its_language_headline_and_the_lines_of_its_paragraphs(
    name, language, title, lines
):
    report = sample(name)

    assert (report.language, report.title) == (language, title)
    assert [one.line for one in report.paragraphs] == lines


def test_marks_of_an_aggregator_are_left_out_with_their_lines():
    assert left_out(sample("library-meeting-tr.txt")) == [
        (5, Reason.CLOSING),
        (6, Reason.ADVERTISEMENT),
        (7, Reason.SOURCE_LINK),
        (8, Reason.COMMENTS),
    ]


def test_captions_of_photographs_are_left_out_with_the_lines_above_their_credit():
    assert left_out(sample("coast-meeting-id.txt")) == [
        (5, Reason.CAPTION),
        (6, Reason.CAPTION),
        (7, Reason.CAPTION),
        (11, Reason.COMMENTS),
        (13, Reason.NAVIGATION),
    ]


def test_caption_that_a_paragraph_says_at_greater_length_names_that_line():
    report = sample("coast-meeting-vi.txt")

    assert [(one.line, one.repeats) for one in report.left_out if one.repeats] == [(1, 3)]


def test_caption_printed_twice_is_left_out_twice():
    caption = "Readers look at the maps in the hall (Photo: A reader)"
    report = read(f"Libraries met\n\nThe libraries met in spring.\n\n{caption}\n{caption}\n")

    assert [(one.line, one.reason, one.repeats) for one in report.left_out] == [
        (5, Reason.CAPTION, None),
        (6, Reason.REPEATED, 5),
    ]


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ("(ABC) - ", "ABC"),
        ("Harbourtown (ABC) – ", "ABC"),
        ("HARBOURTOWN, 3 May (ABC-News) — ", "ABC-News"),
        ("Harbourtown. /ABC/. ", "ABC"),
    ],
)
def test_sign_of_an_agency_before_the_text_is_a_publisher_and_no_text(opening, name):
    report = read(f"Libraries met\n\n{opening}The libraries met in the harbour.\n\nThey read.\n")

    assert [(one.name, one.line, one.place) for one in report.publishers] == [(name, 3, "dateline")]
    assert report.paragraphs[0].text == "The libraries met in the harbour."


def test_bracket_inside_the_first_sentence_is_no_sign_of_an_agency():
    report = read("Libraries met\n\nThe network (LN) met in the harbour.\n\nThey read.\n")

    assert report.publishers == ()
    assert report.paragraphs[0].text == "The network (LN) met in the harbour."


@pytest.mark.parametrize(
    ("last", "name"), [("ABC", "ABC"), ("Source: Reading News", "Reading News")]
)
def test_sign_of_an_agency_after_the_text_is_a_publisher(last, name):
    report = read(f"Libraries met\n\nThe libraries met in the harbour.\n\n{last}\n")

    assert [(one.name, one.line, one.place) for one in report.publishers] == [
        (name, 5, "signature")
    ]
    assert [one.line for one in report.paragraphs] == [3]


def test_wrapped_lines_are_one_paragraph_that_knows_each_line():
    report = read(
        "Libraries met\n\n"
        "The libraries met in the harbour on 8 May 2025, and 85\n"
        "delegates came from 12 countries to read.\n"
    )

    [paragraph] = report.paragraphs
    assert paragraph.lines == ((0, 3), (55, 4))
    assert [(one.value, one.line) for one in report.figures] == [(85, 3), (12, 4)]


def test_dates_stand_with_their_words_and_lines():
    report = sample("library-meeting-es.txt")

    assert [(one.text, one.edtf, one.line) for one in report.dates] == [
        ("14 y 15 de junio de 2025", "2025-06-14/2025-06-15", 3),
        ("1998", "1998", 7),
        ("2026", "2026", 11),
    ]


def test_language_that_a_person_chose_stands():
    assert read("Reading.\n", language="de").language == "de"


def test_text_without_words_of_a_language_has_none_and_no_figures():
    report = read("12 34\n\n56 78\n")

    assert (report.language, report.dates, report.figures) == ("und", (), ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "other_format"),
        (b"Caf\xe9 was open\n", "not_utf8"),
        (b"Reading. " * 120_000, "too_large"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, code):
    with pytest.raises(DocumentRefused) as refused:
        read_report(SourceFile("report.txt", data))

    assert [one.code for one in refused.value.errors] == [code]
