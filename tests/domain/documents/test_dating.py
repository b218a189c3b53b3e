from dataclasses import replace
from datetime import date

from tracker.domain.date_reading import Sense
from tracker.domain.documents import ParsedItem, Section, describe, read_document
from tracker.domain.documents.dating import with_dates
from tracker.domain.documents.errors import Finding
from tracker.domain.documents.stated_date import StatedDate
from tracker.domain.spans import Precision

REFERENCE = date(2023, 10, 26)


def make_section(*items: ParsedItem, language: str = "en", file: int = 0) -> Section:
    return Section(language, 1, "", None, "", None, items, file)


def dates_of(*items: ParsedItem, language: str = "en") -> list[tuple[StatedDate, ...]]:
    sections, _ = with_dates([make_section(*items, language=language)], reference=REFERENCE)
    return [item.dates for item in sections[0].items]


def test_date_stands_on_the_line_where_its_words_begin():
    item = ParsedItem(1, "1", 3, "Meet with all on 9 May 2024.", lines=((0, 3), (10, 4)))

    assert dates_of(item) == [(StatedDate("9 May 2024", 4, Precision.DAY, "2024-05-09"),)]


def test_lead_line_gives_its_deadline_to_every_item_under_it():
    lead = {"lead": "By 31 December 2025, members will:", "lead_line": 7}
    given = StatedDate(
        "31 December 2025", 7, Precision.DAY, "2025-12-31", sense=Sense.BY, basis="lead"
    )
    own = StatedDate("2024", 9, Precision.YEAR, "2024")

    first = ParsedItem(1, "1", 8, "Publish a report.", **lead)
    second = ParsedItem(2, "2", 9, "Meet in 2024.", **lead)

    assert dates_of(first, second) == [(given,), (own, given)]


def test_lead_line_does_not_give_the_day_on_which_its_authors_had_met():
    lead = {"lead": "The members, meeting on 20 October 2023, resolve:", "lead_line": 2}

    assert dates_of(ParsedItem(1, "1", 3, "Publish a report.", **lead)) == [()]


def test_heading_gives_its_year_and_names_with_a_year_give_none():
    year = ParsedItem(1, "1", 3, "Publish a report.", heading="Actions in 2025", heading_line=2)
    name = ParsedItem(2, "2", 5, "Publish a report.", heading="Agenda 2030", heading_line=4)
    past = ParsedItem(3, "3", 7, "Publish a report.", heading="The war of 1945", heading_line=6)

    assert dates_of(year, name, past) == [
        (StatedDate("2025", 2, Precision.YEAR, "2025", basis="lead"),),
        (),
        (),
    ]


def test_item_gives_its_deadline_to_the_children_that_it_introduces():
    children = (
        ParsedItem(1, "a", 2, "publish a report,"),
        ParsedItem(2, "b", 3, "meet on 9 May 2024."),
    )
    item = ParsedItem(1, "1", 1, "By 30 June 2024 all members:", children)
    deadline = StatedDate("30 June 2024", 1, Precision.DAY, "2024-06-30", sense=Sense.BY)
    given = replace(deadline, basis="lead")

    sections, _ = with_dates([make_section(item)], reference=REFERENCE)

    dated = sections[0].items[0]
    assert dated.dates == (deadline,)
    assert [child.dates for child in dated.children] == [
        (given,),
        (StatedDate("9 May 2024", 3, Precision.DAY, "2024-05-09"), given),
    ]


def test_deadline_that_an_item_repeats_is_not_given_to_it_again():
    item = ParsedItem(
        1, "1", 2, "Report by 31 December 2025.", lead="By 31 December 2025:", lead_line=1
    )

    assert [one.basis for one in dates_of(item)[0]] == ["text"]


def test_past_is_told_from_the_latest_year_of_the_whole_document():
    early = ParsedItem(1, "1", 1, "Remember 2003.")
    late = ParsedItem(2, "2", 2, "Meet in 2024.")

    sections, _ = with_dates([make_section(early, late)], reference=None)

    assert [item.dates[0].sense for item in sections[0].items] == [Sense.HISTORICAL, Sense.ON]


def test_year_9999_is_an_error_and_31_february_a_warning():
    text = (
        b"The plan:\n\n1. Meet on 9 May 9999 in the capital.\n"
        b"2. Report on 31 February 2024 again.\n"
    )

    document = read_document(text)

    wanted = Finding("year_out_of_range", 3, {"text": "9 May 9999"})
    remark = Finding("impossible_date", 4, {"text": "31 February 2024"})
    assert wanted in document.errors
    assert remark in document.warnings
    assert [describe(one, str) for one in (wanted, remark)] == [
        "Line 3: “9 May 9999” has a year that no calendar here knows.",
        "Line 4: “31 February 2024” is a day that does not exist; it was not taken for a date.",
    ]


def test_section_of_an_unknown_language_has_no_dates():
    assert dates_of(ParsedItem(1, "1", 1, "9 mai 2024"), language="und") == [()]
