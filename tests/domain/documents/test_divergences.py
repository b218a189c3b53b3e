from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.made_documents import LAST_WEEKEND, day, made_document, month, rule, year
from tracker.domain.date_reading import Sense
from tracker.domain.documents import recomposed
from tracker.domain.documents.alignment import suggest_rows
from tracker.domain.documents.divergences import (
    ProposedDivergence,
    describe_divergence,
    propose,
)
from tracker.domain.documents.key_dates import propose_key_dates

LONG = "Plant a row of trees along every road between the towns of the valley and water them."


def told(document):
    """What matters of each proposal, in order."""
    return [(one.position, one.code, one.kind, one.languages) for one in propose(document)]


def test_date_that_one_language_lacks_is_told_with_its_place():
    proposed = propose(
        made_document(
            en=["walk", ("on 9 May 2024", [day("9 May 2024", "2024-05-09")])],
            es=["andar", ("el 9 de mayo de 2024", [day("9 de mayo de 2024", "2024-05-09")])],
            ru=["ходить", "праздник"],
        )
    )

    assert proposed == (
        ProposedDivergence(
            id=proposed[0].id,
            position=2,
            languages=("ru",),
            kind="omission",
            code="date_missing",
            params={
                "date": "2024-05-09",
                "words": "9 May 2024",
                "having": "en, es",
                "lacking": "ru",
            },
            line=203,
            severity="A",
        ),
    )


def test_date_that_most_languages_lack_is_an_addition():
    document = made_document(
        en=["walk"], es=["andar"], ru=[("9 мая 2024", [day("9 мая 2024", "2024-05-09")])]
    )

    assert told(document) == [(1, "date_missing", "addition", ("ru",))]


def test_past_date_is_told_as_well_and_affects_the_meaning_only():
    document = made_document(
        en=[("in 1945", [year("1945", sense=Sense.HISTORICAL)])], ru=["победа"]
    )

    assert [(one.code, one.severity) for one in propose(document)] == [("date_missing", "B")]


def test_date_in_words_that_were_not_read_is_not_missing():
    document = made_document(
        en=[("on 9 May 2024", [day("9 May 2024", "2024-05-09")])], tr=["2024'ün 9'unda, mayısta"]
    )

    assert told(document) == []


def test_year_against_a_day_is_told_once_and_counts_as_no_number():
    document = made_document(
        en=[("in 2024", [year("2024")])],
        ru=[("9 мая 2024", [day("9 мая 2024", "2024-05-09")])],
        es=[("en mayo de 2024", [month("mayo de 2024", "2024-05")])],
    )

    assert told(document) == [
        (1, "date_differs", "shift", ("es",)),
        (1, "date_less_exact", "omission", ("en",)),
    ]


def test_last_week_differs_from_last_weekend():
    (one,) = propose(
        made_document(
            en=[("each last weekend", [rule("each last weekend", LAST_WEEKEND, 2)])],
            ru=[("в последней неделе", [rule("последней неделе", "")])],
        )
    )

    assert (one.code, one.kind, one.languages, one.line) == ("date_differs", "shift", ("ru",), 102)
    assert one.params == {
        "date": "each last weekend",
        "said_en": "each last weekend",
        "said_ru": "последней неделе",
    }


def test_by_a_day_differs_from_before_it():
    (one,) = propose(
        made_document(
            en=[("by 31 March 2025", [day("by 31 March 2025", "2025-03-31", sense=Sense.BY)])],
            fr=[
                (
                    "avant le 31 mars 2025",
                    [day("avant le 31 mars 2025", "2025-03-31", sense=Sense.BEFORE)],
                )
            ],
        )
    )

    assert (one.code, one.kind, one.languages) == ("sense_differs", "shift", ("fr",))
    assert one.params == {"date": "2025-03-31", "by": "en", "before": "fr"}


def test_words_for_a_recurrence_in_one_of_many_languages_are_too_little_to_tell():
    document = made_document(en=["walk"], es=["andar"], tr=[("yılda bir", [rule("yılda bir", "")])])

    assert told(document) == []


def test_recurrences_that_no_rule_says_are_not_compared_in_their_words():
    document = made_document(
        en=[("in the last week", [rule("last week", "")])],
        ru=[("в последней неделе", [rule("последней неделе", "")])],
    )

    assert told(document) == []


def test_anniversary_that_another_text_names_without_its_base_is_not_missing():
    base = day("175th anniversary", "2023-03-18", years=175, basis="anniversary")
    document = made_document(en=[("the 175th anniversary", [base])], de=["den 175. Jahrestag"])

    assert told(document) == []


def test_figures_of_dates_are_no_numbers_in_scripts_without_spaces():
    document = made_document(
        en=[("on 1 April 2026", [day("1 April 2026", "2026-04-01")])],
        zh=[("于2026年4月1日准备", [day("2026年4月1日", "2026-04-01")])],
    )

    assert told(document) == []


def test_deadline_of_a_lead_line_that_a_language_lacks_is_told_once():
    lead = day("By 31 December 2025", "2025-12-31", sense=Sense.BY, basis="lead")
    document = made_document(
        en=[("plant", [lead]), ("water", [lead]), ("mow", [lead])], es=["plantar", "regar", "segar"]
    )

    assert told(document) == [(1, "date_missing", "omission", ("es",))]


def test_numbers_are_compared_as_figures_whatever_their_form():
    document = made_document(
        en=["the VIII walk, the 2nd talk, 1,144 guests"],
        ru=["на 8-м походе, 1 144 гостя"],
        es=["la 8a marcha, la II charla, 1.144 invitados"],
    )
    (one,) = propose(document)

    assert (one.code, one.kind, one.languages) == ("number_missing", "omission", ("ru",))
    assert one.params == {"numbers": "2", "having": "en, es", "lacking": "ru"}


def test_number_in_words_is_no_missing_number():
    document = made_document(
        en=["2 walks and the 3rd talk"],
        es=["dos marchas y la tercera charla"],
        zh=["两次步行和第三次谈话"],
    )

    assert told(document) == []


def test_anniversary_that_one_language_lacks_is_told():
    document = made_document(
        en=["Fifty years after the flood, walk."],
        es=["Cincuenta años después de la inundación, andar."],
        ru=["Ходить после наводнения."],
    )
    (one,) = propose(document)

    assert (one.code, one.kind, one.languages) == ("anniversary_missing", "omission", ("ru",))
    assert one.params["years"] == 50


def test_acronym_that_two_languages_share_and_a_third_lacks_is_told():
    document = made_document(
        en=["the Tree Council (WTC)"], tr=["Ağaç Konseyi (WTC)"], es=["el Consejo del Árbol"]
    )

    assert told(document) == [(1, "acronym_missing", "omission", ("es",))]


def test_acronym_of_its_own_is_told_once_for_the_whole_document():
    document = made_document(
        en=["with NATO", "without NATO"],
        ru=["с НАТО", "без НАТО"],
        es=["con la OTAN", "sin la OTAN"],
    )
    (one,) = propose(document)

    assert (one.position, one.code, one.kind, one.languages) == (
        1,
        "acronym_differs",
        "name",
        ("es",),
    )
    assert one.params == {
        "acronyms": "NATO",
        "instead": "OTAN",
        "having": "en, ru",
        "lacking": "es",
    }


def test_acronym_left_out_in_one_place_only_is_told_there():
    document = made_document(
        en=["with NATO", "without NATO"], tr=["NATO ile", "NATO’suz"], es=["con NATO", "sin ella"]
    )

    assert told(document) == [(2, "acronym_missing", "omission", ("es",))]


def test_each_language_with_an_acronym_of_its_own_is_no_divergence():
    document = made_document(en=["the UN"], es=["la ONU"], ru=["ООН"], tr=["BM"])

    assert told(document) == []


def test_script_without_acronyms_lacks_none():
    document = made_document(en=["with NATO"], tr=["NATO ile"], zh=["与北约"], ar=["مع الناتو"])

    assert told(document) == []


def test_named_day_that_one_of_three_languages_lacks_is_told():
    document = made_document(
        en=["during the Press Day"], es=["durante el Día de la Prensa"], ru=["на Кубе"]
    )

    assert told(document) == [(1, "named_day_missing", "omission", ("ru",))]


def test_named_day_in_another_case_is_there():
    document = made_document(
        en=["for Women's Day in town"],
        es=["por el Día de la Mujer"],
        ru=["Празднование Международного женского дня"],
    )

    assert told(document) == []


def test_text_much_shorter_than_usual_is_told_whatever_the_script():
    english = [LONG] * 6
    chinese = ["在山谷各镇之间的每条道路旁种植一排树木并给它们浇水。"] * 5 + ["沿路种树。"]
    spanish = [LONG + " Y más."] * 6

    document = made_document(en=english, zh=chinese, es=spanish)
    (one,) = propose(document)

    assert (one.position, one.code, one.kind, one.languages) == (
        6,
        "length_short",
        "omission",
        ("zh",),
    )


def test_text_much_longer_than_usual_is_an_addition_among_three():
    document = made_document(en=[LONG] * 6, es=[LONG] * 6, fr=[LONG] * 5 + [LONG + " " + LONG])

    assert told(document) == [(6, "length_long", "addition", ("fr",))]


def test_lengths_of_few_items_say_nothing():
    assert told(made_document(en=[LONG] * 3, es=[LONG, LONG, "andar"])) == []


def test_different_counts_are_told_by_language():
    document = made_document(en=["a", "b"], es=["a", "b"], ru=["а"])
    (one,) = propose(document)

    assert (one.position, one.code, one.kind, one.languages, one.line) == (
        0,
        "count_differs",
        "omission",
        ("ru",),
        201,
    )
    assert one.params == {"language": "ru", "items": 1, "others": "en, es", "usual": 2}


def test_item_that_an_editor_marked_as_lacking_is_told():
    document = made_document(gaps={"es": (2,)}, en=["a", "b"], es=["a"])

    assert told(document) == [(2, "item_missing", "omission", ("es",))]


def test_preamble_is_compared_by_numbers_and_acronyms():
    document = made_document(
        preambles={"en": "At the 23rd TCM", "es": "En la 23a TCM", "ru": "На встрече"},
        en=["a"],
        es=["a"],
        ru=["а"],
    )

    assert [(one.position, one.code, one.languages, one.line) for one in propose(document)] == [
        (0, "number_missing", ("ru",), 201),
        (0, "acronym_missing", ("ru",), 201),
    ]


def test_document_in_one_language_has_no_divergences():
    document = made_document(en=[("9 May 2024, 12 towns", [day("9 May 2024", "2024-05-09")])])

    assert propose(document) == ()


def test_ids_are_the_same_in_another_place_of_the_file_and_differ_from_each_other():
    document = made_document(en=["5 walks", "6 talks"], es=["marchas", "charlas"])
    moved = replace(
        document,
        sections=tuple(
            replace(one, items=tuple(replace(item, first_line=item.first_line + 7)
                                     for item in one.items))
            for one in document.sections
        ),
    )  # fmt: skip

    first, second = propose(document)
    assert first.id != second.id
    assert [one.id for one in propose(moved)] == [first.id, second.id]
    assert [one.line for one in propose(moved)] == [first.line + 7, second.line + 7]


@given(
    st.dictionaries(
        st.sampled_from(["ar", "en", "es", "ru", "tr", "vi", "zh", "und"]),
        st.lists(st.text(max_size=60), min_size=1, max_size=6),
        min_size=1,
    )
)
def test_any_texts_can_be_compared_and_told(texts):
    document = recomposed(made_document(**texts), made_document(**texts).sections)

    for one in propose(document):
        assert describe_divergence(one, str)
        assert one.languages
        assert one.line
    ids = [one.id for one in propose(document)]
    assert len(ids) == len(set(ids))
    for key_date in propose_key_dates(document):
        assert [one.language for one in key_date.statements] == list(document.present_languages)
    positions = sorted(
        (language, position)
        for row in suggest_rows(document.sections)
        for language, position in row.cells.items()
        if position
    )
    assert positions == sorted(
        (section.language, item.position) for section in document.sections for item in section.items
    )
