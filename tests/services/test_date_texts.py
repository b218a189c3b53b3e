from datetime import date

import pytest

from tests.builders import make_key_date, make_occurrence, make_statement
from tracker.models import DateStatement, KeyDate
from tracker.services import date_texts

pytestmark = pytest.mark.django_db
Stated = DateStatement.Stated


def _victory_day(**fields):
    key_date = make_key_date(
        rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9", rule_start=date(2024, 1, 1), **fields
    )
    for language, stated in (
        ("en", Stated.YEAR),
        ("es", Stated.YEAR),
        ("ru", Stated.DATE),
        ("tr", Stated.DATE),
    ):
        make_statement(key_date, language=language, stated=stated)
    return key_date


@pytest.mark.parametrize(
    ("start", "end", "precision", "text"),
    [
        (date(2026, 11, 28), date(2026, 11, 29), "range", "28–29 November 2026"),
        (date(2026, 5, 9), date(2026, 5, 9), "day", "9 May 2026"),
        (date(2024, 7, 1), date(2024, 7, 31), "month", "July 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "year", "2024"),
    ],
)
def test_occurrence_is_told_no_more_exactly_than_known(start, end, precision, text):
    occurrence = make_occurrence(start=start, end=end, precision=precision)

    assert date_texts.span_text(occurrence, "en") == text


def test_month_moved_to_real_days_is_told_by_those_days():
    occurrence = make_occurrence(
        start=date(2024, 7, 20), end=date(2024, 7, 21), precision="month", state="moved"
    )

    assert date_texts.span_text(occurrence, "en") == "20–21 July 2024"


def test_range_of_months_is_not_told_as_days():
    key_date = make_key_date(date="2023-10/2024-09")
    occurrence = make_occurrence(
        key_date, start=date(2023, 10, 1), end=date(2024, 9, 30), precision="range"
    )

    assert date_texts.span_text(occurrence, "en") == "October 2023 – September 2024"


def test_key_date_is_told_as_date_rule_or_not_known():
    texts = [
        date_texts.key_date_text(key_date, "en")
        for key_date in (
            make_key_date(date="2024-05-04/2024-05-05"),
            make_key_date(
                rule="FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2", duration_days=2
            ),
            make_key_date(date=""),
        )
    ]

    assert texts == ["4–5 May 2024", "the last weekend of each month", "date not known"]


def test_key_date_is_told_in_the_language_asked_for():
    assert date_texts.key_date_text(make_key_date(date="2024-05-09"), "tr") == "9 Mayıs 2024"


def test_provenance_names_the_languages_that_state_the_day():
    assert date_texts.provenance(_victory_day(), "en") == "9 May (Russian and Turkish texts)"


def test_provenance_names_one_language_in_the_singular():
    key_date = make_key_date(date="2024-05-09")
    make_statement(key_date, language="tr")
    make_statement(key_date, language="en", stated=Stated.ABSENT)

    assert date_texts.provenance(key_date, "en") == "9 May 2024 (Turkish text)"


def test_provenance_says_when_every_version_states_the_date():
    key_date = make_key_date(date="2024-05-04/2024-05-05")
    for language in ("en", "es", "ru", "tr"):
        make_statement(key_date, language=language)

    assert date_texts.provenance(key_date, "en") == "4–5 May 2024 (all 4 language versions)"


def test_provenance_of_a_day_without_year_leaves_the_year_out():
    key_date = make_key_date(date="2024-03-08", basis="window")
    make_statement(key_date, language="en", stated=Stated.DAY)

    assert (
        date_texts.provenance(key_date, "en")
        == "8 March (English text; the year follows from the plan's period)"
    )


@pytest.mark.parametrize(
    ("basis", "stated", "text"),
    [
        ("general_knowledge", Stated.ABSENT, "21 January (added by editors; not in the text)"),
        ("general_knowledge", Stated.NAMED_DAY, "21 January (added by editors; not in the text)"),
        (
            "outside_report",
            Stated.ABSENT,
            "21 January 2024 (from outside reports; not in the text)",
        ),
        (
            "outside_report",
            Stated.NAMED_DAY,
            "21 January 2024 (the text names the day; the date is from outside reports)",
        ),
        (
            "text",
            Stated.NAMED_DAY,
            "21 January (date of the day named in the English text)",
        ),
        ("text", Stated.ABSENT, "21 January (stated in the text)"),
        ("window", Stated.ABSENT, "21 January (follows from the plan's period)"),
    ],
)
def test_provenance_is_one_sentence_per_basis(basis, stated, text):
    key_date = make_key_date(date="2024-01-21", basis=basis)
    make_statement(key_date, language="en", stated=stated)

    assert date_texts.provenance(key_date, "en") == text


def test_provenance_of_a_year_is_stated_by_those_that_give_the_year():
    key_date = make_key_date(date="2024")
    make_statement(key_date, language="en", stated=Stated.YEAR)
    make_statement(key_date, language="ru", stated=Stated.YEAR)

    assert date_texts.provenance(key_date, "en") == "2024 (all 2 language versions)"


def test_provenance_of_an_unknown_date_says_so():
    key_date = make_key_date(date="", basis="outside_report")

    assert date_texts.provenance(key_date, "en") == "No date is stated in the text."


def test_provenance_of_prefetched_statements_asks_nothing_more(django_assert_num_queries):
    _victory_day(slug="victory-day")

    key_date = KeyDate.objects.prefetch_related("statements").get(slug="victory-day")

    with django_assert_num_queries(0):
        date_texts.provenance(key_date, "tr")


def test_languages_are_joined_as_the_reader_joins_them():
    assert date_texts.language_list(["ru", "tr", "es"], "es") == "ruso, turco y español"


def test_language_without_a_name_is_told_by_its_code():
    assert date_texts.language_name("zz", "en") == "zz"


def test_text_that_is_no_date_is_shown_as_it_stands():
    assert date_texts.edtf_text("spring 2024", "en") == "spring 2024"


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2026, 11, 23), "en", "3 years and 1 month"),
        (date(2026, 11, 23), "ar", "3 سنوات وشهر"),
        (date(2026, 11, 21), "en", "3 years"),
        (date(2024, 3, 22), "ru", "5 месяцев"),
        (date(2023, 10, 27), "en", "5 days"),
        (date(2023, 10, 22), "en", "0 days"),
    ],
)
def test_age_counts_whole_years_and_months(day, language, words):
    assert date_texts.age_text(date(2023, 10, 22), day, language) == words
