from dataclasses import replace

from tests.made_documents import LAST_WEEKEND, day, made_document, month, rule, year
from tracker.domain.date_reading import Sense
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.key_dates import ProposedKeyDate, Statement, propose_key_dates
from tracker.domain.spans import Precision

YEARLY = "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=21"


def test_same_date_in_several_languages_is_one_proposal_with_their_words():
    proposed = propose_key_dates(
        made_document(
            en=[('On 21 September, "Day of Paths"', [rule("21 September", YEARLY)])],
            ru=[("21 сентября", [rule("21 сентября", YEARLY)])],
        )
    )

    assert proposed == (
        ProposedKeyDate(
            id=proposed[0].id,
            edtf="",
            precision=Precision.RULE,
            rule=YEARLY,
            days=1,
            sense=Sense.ON,
            basis="text",
            positions=(1,),
            statements=(
                Statement("en", "day", "21 September", 2),
                Statement("ru", "day", "21 сентября", 102),
            ),
            names={"en": "Day of Paths", "ru": ""},
        ),
    )


def test_year_alone_joins_the_day_that_others_state():
    (proposed,) = propose_key_dates(
        made_document(
            en=[("Orchard Day 2024", [year("2024")])],
            ru=[("9 мая 2024", [day("9 мая 2024", "2024-05-09")])],
            es=[("el Día de los Huertos", [])],
        )
    )

    assert (proposed.id, proposed.edtf, proposed.precision) == (
        "date-2024-05-09",
        "2024-05-09",
        Precision.DAY,
    )
    assert [(one.language, one.stated, one.text) for one in proposed.statements] == [
        ("en", "year", "2024"),
        ("ru", "date", "9 мая 2024"),
        ("es", "absent", ""),
    ]
    assert proposed.names == {"en": "Orchard Day", "ru": "", "es": ""}


def test_year_stays_a_date_of_its_own_where_the_day_is_stated_beside_it():
    proposed = propose_key_dates(
        made_document(
            en=[("in 2024", [year("2024")])],
            ru=[("9 мая 2024 … 2024", [day("9 мая 2024", "2024-05-09"), year("2024")])],
        )
    )

    assert [(one.edtf, [s.stated for s in one.statements]) for one in proposed] == [
        ("2024", ["year", "year"]),
        ("2024-05-09", ["absent", "date"]),
    ]


def test_month_of_a_day_says_something_else_and_a_day_without_its_year_states_the_day():
    (proposed,) = propose_key_dates(
        made_document(
            en=[("May 2024", [month("May 2024", "2024-05")])],
            ru=[("9 мая 2024", [day("9 мая 2024", "2024-05-09")])],
            tr=[("9 Mayıs", [rule("9 Mayıs", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9")])],
        )
    )

    assert proposed.edtf == "2024-05-09"
    assert [one.stated for one in proposed.statements] == ["differs", "date", "day"]


def test_recurrence_that_no_rule_says_differs_from_the_rule():
    (proposed,) = propose_key_dates(
        made_document(
            en=[("on the last weekend", [rule("last weekend", LAST_WEEKEND, 2)])],
            ru=[("в последней неделе", [rule("последней неделе", "")])],
        )
    )

    assert (proposed.rule, proposed.days) == (LAST_WEEKEND, 2)
    assert [(one.stated, one.text) for one in proposed.statements] == [
        ("day", "last weekend"),
        ("differs", "последней неделе"),
    ]


def test_recurrence_that_no_language_puts_as_a_rule_is_a_date_not_known():
    (proposed,) = propose_key_dates(
        made_document(en=[("each last week", [rule("each last week", "")])])
    )

    assert (proposed.precision, proposed.rule, proposed.edtf) == (Precision.UNKNOWN, "", "")


def test_different_recurrences_without_a_rule_in_two_items_are_two_proposals():
    proposed = propose_key_dates(
        made_document(
            en=[
                ("in the last week", [rule("the last week", "")]),
                ("in the rainy season", [rule("the rainy season", "")]),
            ]
        )
    )

    assert [one.positions for one in proposed] == [(1,), (2,)]
    assert len({one.id for one in proposed}) == 2


def test_same_date_in_several_items_is_proposed_once_with_the_fullest_statements():
    deadline = day("by 31 December 2025", "2025-12-31", sense=Sense.BY, basis="lead")
    (proposed,) = propose_key_dates(
        made_document(
            en=[("plant", [deadline]), ("water", [deadline])],
            es=[("plantar", [year("2025")]), ("regar", [replace(deadline, text="31 …")])],
        )
    )

    assert (proposed.positions, proposed.sense, proposed.basis) == ((1, 2), Sense.BY, "lead")
    assert proposed.statements == (
        Statement("en", "date", "by 31 December 2025", 2),
        Statement("es", "date", "31 …", 103),
    )


def test_dates_of_the_past_are_no_key_dates_and_starts_are():
    proposed = propose_key_dates(
        made_document(
            en=[
                ("in 1945", [year("1945", sense=Sense.HISTORICAL)]),
                ("from 1 May 2024", [day("from 1 May 2024", "2024-05-01", sense=Sense.FROM)]),
            ]
        )
    )

    assert [(one.edtf, one.sense) for one in proposed] == [("2024-05-01", Sense.FROM)]


def test_different_days_of_two_languages_are_one_proposal_that_differs():
    (proposed,) = propose_key_dates(
        made_document(
            en=[("on 9 May 2024", [day("9 May 2024", "2024-05-09")])],
            es=[("el 9 de mayo de 2024", [day("9 de mayo de 2024", "2024-05-09")])],
            fr=[("le 8 mai 2024", [day("8 mai 2024", "2024-05-08")])],
        )
    )

    assert proposed.edtf == "2024-05-09"
    assert [(one.stated, one.text) for one in proposed.statements] == [
        ("date", "9 May 2024"),
        ("date", "9 de mayo de 2024"),
        ("differs", "8 mai 2024"),
    ]


def test_date_of_a_child_belongs_to_its_item():
    child = ParsedItem(1, "a", 3, "on 9 May 2024", dates=(day("9 May 2024", "2024-05-09"),))
    made = made_document(en=["Walks:"])
    section = made.sections[0]
    items = (replace(section.items[0], children=(child,)),)

    (proposed,) = propose_key_dates(replace(made, sections=(replace(section, items=items),)))

    assert (proposed.edtf, proposed.positions) == ("2024-05-09", (1,))


def test_language_that_lacks_an_item_says_nothing_of_its_date():
    (proposed,) = propose_key_dates(
        made_document(
            gaps={"es": (2,)},
            en=["walk", ("9 May 2024", [day("9 May 2024", "2024-05-09")])],
            es=["andar"],
        )
    )

    assert proposed.statements[1] == Statement("es", "absent", "", 101)


def test_document_that_does_not_align_gives_no_proposals():
    made = made_document(
        en=[("9 May 2024", [day("9 May 2024", "2024-05-09")])], es=[("a", []), ("b", [])]
    )

    assert propose_key_dates(made) == ()


def test_ids_stay_the_same_when_items_move():
    dates = [rule("21 September", YEARLY)]
    first = propose_key_dates(made_document(en=[("21 September", dates)]))
    later = propose_key_dates(made_document(en=[("new", []), ("21 September", dates)]))

    assert [one.id for one in first] == [one.id for one in later]
