from itertools import combinations
from pathlib import Path

from tracker.domain.documents.reading import SourceFile
from tracker.domain.press_reports import Kind, Likeness, PressReport, likeness, read_report

FIXTURES = Path(__file__).parents[3] / "fixtures" / "documents" / "reports"


def sample(name: str) -> PressReport:
    path = FIXTURES / name
    return read_report(SourceFile(path.name, path.read_bytes()))


def compare(first: str, second: str) -> Likeness:
    return likeness(sample(first), sample(second))


def test_translation_is_found_with_a_clear_margin_over_every_other_pair():
    names = sorted(path.name for path in FIXTURES.glob("*.txt"))

    scores = {pair: compare(*pair).score for pair in combinations(names, 2)}

    translated = scores.pop(("library-meeting-es.txt", "library-meeting-tr.txt"))
    assert translated > 0.75
    assert max(scores.values()) < 0.5


def test_report_of_one_meeting_by_another_hand_is_no_translation():
    one = compare("library-meeting-es.txt", "library-meeting-ru.txt")

    assert {"85", "12"} <= {anchor.text for anchor in one.anchors}
    assert not one.is_candidate


def test_evidence_names_what_both_have_with_the_lines_of_each():
    one = compare("library-meeting-es.txt", "library-meeting-tr.txt")

    assert one.is_candidate
    assert one.kind is Kind.TRANSLATION
    assert one.paragraphs == ((3, 1), (5, 2), (7, 3), (9, 4), (11, 5))
    assert [(a.kind, a.text, a.lines) for a in one.anchors if a.kind in ("date", "acronym")] == [
        ("date", "2025-06-14/2025-06-15", (3, 1)),
        ("acronym", "EB", (3, 1)),
        ("date", "1998", (7, 3)),
        ("date", "2026", (11, 5)),
    ]


def test_marks_of_an_aggregator_suggest_which_one_was_taken_from_the_other():
    forth = compare("library-meeting-es.txt", "library-meeting-tr.txt")
    back = compare("library-meeting-tr.txt", "library-meeting-es.txt")

    assert (forth.suggests, back.suggests) == (1, 0)
    assert [mark.line for mark in forth.marks] == [6, 7]
    assert forth.score == back.score


def test_nothing_suggests_an_original_where_no_report_has_such_marks():
    assert compare("library-meeting-es.txt", "library-meeting-ru.txt").suggests is None


def test_same_words_in_the_same_language_are_a_copy():
    report = sample("library-meeting-ru.txt")
    text = (FIXTURES / "library-meeting-ru.txt").read_text("utf-8")
    shortened = text.rpartition("\n\n")[0].replace("Гости просили", "Гости также просили")
    copy = read_report(SourceFile("copy.txt", shortened.encode()))

    one = likeness(report, copy)

    assert (one.kind, one.is_candidate) == (Kind.COPY, True)


def test_reports_without_anything_in_common_have_no_likeness():
    first = read_report(SourceFile("a.txt", b"The readers met and read to each other.\n"))
    second = read_report(SourceFile("b.txt", b"Die Leute lasen einander vor.\n"))

    assert likeness(first, second).score == 0
