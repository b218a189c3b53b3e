import pytest

from tests.made_documents import LAST_WEEKEND, day, month, rule, year
from tracker.domain.date_reading import Sense
from tracker.domain.documents.date_groups import dates_of, group
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.stated_date import StatedDate


def told(**said: list[StatedDate]) -> list[tuple[str, dict[str, str]]]:
    return [
        (one.date.edtf or one.date.rule, {each.language: each.stated for each in one.said})
        for one in group(said)
    ]


def test_two_events_of_one_year_take_the_year_alone_for_both():
    assert told(
        en=[year("2024")],
        ru=[day("9 мая 2024", "2024-05-09"), day("1 мая 2024", "2024-05-01")],
    ) == [
        ("2024-05-09", {"ru": "date", "en": "year"}),
        ("2024-05-01", {"ru": "date", "en": "year"}),
    ]


def test_month_takes_its_year():
    assert told(en=[year("2024")], es=[month("mayo de 2024", "2024-05")]) == [
        ("2024-05", {"es": "date", "en": "year"})
    ]


def test_range_over_two_years_has_no_year_of_its_own():
    both = day("from 30 December 2024 to 2 January 2025", "2024-12-30/2025-01-02")

    assert told(en=[both], es=[year("2024")]) == [
        ("2024-12-30/2025-01-02", {"en": "date"}),
        ("2024", {"es": "year"}),
    ]


def test_yearly_range_states_the_days_of_a_dated_one():
    assert told(
        en=[rule("4-5 May", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=4", 2)],
        ru=[day("4-5 мая 2024", "2024-05-04/2024-05-05")],
    ) == [("2024-05-04/2024-05-05", {"ru": "date", "en": "day"})]


def test_past_and_coming_year_are_not_one_that_differs():
    assert told(en=[year("1945", sense=Sense.HISTORICAL)], ru=[year("2025")]) == [
        ("1945", {"en": "year"}),
        ("2025", {"ru": "year"}),
    ]


def test_dates_with_more_than_one_candidate_stay_apart():
    assert told(
        en=[day("9 May 2024", "2024-05-09"), day("1 June 2024", "2024-06-01")],
        ru=[day("8 мая 2024", "2024-05-08")],
    ) == [
        ("2024-05-09", {"en": "date"}),
        ("2024-06-01", {"en": "date"}),
        ("2024-05-08", {"ru": "date"}),
    ]


def test_rule_of_another_length_is_another_rule():
    assert told(
        en=[rule("last weekend", LAST_WEEKEND, 2)], es=[rule("el sábado", LAST_WEEKEND, 1)]
    ) == [(LAST_WEEKEND, {"en": "day", "es": "differs"})]


@pytest.mark.parametrize("first", ["text", "lead"])
def test_own_words_come_before_inherited_ones(first):
    own = day("31 December 2025", "2025-12-31")
    lead = day("by the end of December", "2025-12-31", basis="lead")
    dates = (own, lead) if first == "text" else (lead, own)

    assert dates_of(ParsedItem(1, "1", 1, "…", dates=dates)) == [own]


def test_sense_is_that_of_most_languages():
    by, on = (day("31 March 2025", "2025-03-31", sense=one) for one in (Sense.BY, Sense.ON))

    (one,) = group({"en": [on], "es": [by], "fr": [by]})

    assert one.sense is Sense.BY
