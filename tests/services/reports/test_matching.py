import pytest

from tests.builders import make_alias, make_meeting, make_series
from tracker.domain.documents.reading import SourceFile
from tracker.domain.press_reports import read_report
from tracker.services.reports import DatesFit, meetings_of

pytestmark = pytest.mark.django_db


def fits(text: str, language: str = "en"):
    report = read_report(SourceFile("report.txt", text.encode(), language=language))
    return [(one.meeting.slug, one.name, one.printed, one.dates) for one in meetings_of(report)]


@pytest.mark.parametrize(
    ("name", "named", "printed", "line"),
    [
        ("library-meeting-es.txt", "Encuentro de Bibliotecas", "3.er", 3),
        ("library-meeting-tr.txt", "Kütüphane Toplantısı", "3.", 1),
        ("library-meeting-ru.txt", "Встреча библиотек", "3-я", 3),
        ("library-meeting-ar.txt", "لقاء المكتبات", "الثالث", 3),
    ],
)
def test_meeting_is_found_by_its_number_and_name_in_each_language(
    library_meeting, report, name, named, printed, line
):
    [one] = meetings_of(report(name))

    assert (one.meeting, one.name, one.printed, one.line) == (
        library_meeting,
        named,
        printed,
        line,
    )


def test_acronym_of_the_series_names_the_meeting(library_meeting):
    text = "The EB came together for its 3rd meeting.\n\nThey read aloud.\n"

    assert fits(text) == [("libraries-3", "EB", "3rd", DatesFit.NONE)]


def test_number_of_another_meeting_fits_none(library_meeting):
    assert fits("The 4th Library Meeting was held.\n\nThey read aloud.\n") == []


def test_number_without_the_name_fits_none(library_meeting):
    assert fits("The 3rd meeting of the coast groups was held.\n\nThey read aloud.\n") == []


def test_two_meetings_that_fit_are_both_told(library_meeting):
    other = make_series(slug="other", name="Library Meeting of the North")
    make_alias(series=other, language="en", name="EB")
    make_meeting(slug="other-3", series=other, edition=3, dates="2025-06-14")

    assert [slug for slug, *_rest in fits("The EB held its 3rd meeting.\n\nThey read.\n")] == [
        "libraries-3",
        "other-3",
    ]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("on 14 and 15 June 2025", DatesFit.AGREE),
        ("on 15 June 2025", DatesFit.AGREE),
        ("on June 14-15", DatesFit.YEAR_MISSING),
        ("on 14 June 2024", DatesFit.OTHER),
        ("on July 14-15", DatesFit.OTHER),
        ("in June 2025", DatesFit.NONE),
        ("in spring", DatesFit.NONE),
    ],
)
def test_dates_of_the_report_are_compared_with_those_of_the_meeting(
    library_meeting, when, expected
):
    text = f"The 3rd Library Meeting was held {when} in the harbour.\n\nThey read aloud.\n"

    assert [one[3] for one in fits(text)] == [expected]


def test_name_with_a_date_within_the_days_fits_where_no_number_is_printed(library_meeting):
    text = "The Library Meeting was held on 14 June 2025.\n\nThey read aloud.\n"

    assert fits(text) == [("libraries-3", "Library Meeting", "", DatesFit.AGREE)]


def test_name_alone_fits_none(library_meeting):
    assert fits("The Library Meeting was held in spring.\n\nThey read aloud.\n") == []


def test_number_of_queries_does_not_grow_with_the_meetings(
    library_meeting, report, django_assert_num_queries
):
    for edition in range(4, 9):
        make_meeting(series=library_meeting.series, edition=edition)
    sample = report("library-meeting-es.txt")

    with django_assert_num_queries(3):
        meetings_of(sample)
