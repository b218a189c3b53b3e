"""What a question finds: grouped, in order, with the words marked where they stand."""

from datetime import date

import pytest

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_meeting,
    make_plan,
    make_update,
    make_wording,
)
from tracker.services import finding
from tracker.services.finding import OVERVIEW, PER_PAGE, Hit, find

pytestmark = pytest.mark.django_db


def only(query: str, language: str = "en") -> Hit:
    ((hit,),) = [group.hits for group in find(query, language=language)]
    return hit


def text(pieces) -> str:
    return "".join(f"[{one.text}]" if one.hit else one.text for one in pieces)


def found(query: str, **asked) -> list[tuple[str, int, list[str]]]:
    groups = find(query, language=asked.pop("language", "en"), **asked)
    return [(one.kind, one.total, [str(hit.title) for hit in one.hits]) for one in groups]


def test_kinds_come_in_their_order_each_with_its_number():
    make_meeting(name="Harbour congress")
    make_item(title="Harbour readings")
    make_key_date(name="Harbour day")

    assert found("harbour") == [
        ("item", 1, ["Harbour readings"]),
        ("key_date", 1, ["Harbour day"]),
        ("meeting", 1, ["Harbour congress"]),
    ]


def test_overview_shows_the_first_of_each_kind_and_a_kind_its_pages():
    plan = make_plan()
    names = [f"Reading {number:02d}" for number in range(1, PER_PAGE + 4)]
    for name in names:
        make_item(plan=plan, title=name)
    make_key_date(name="Reading day")

    assert found("reading") == [
        ("item", len(names), names[:OVERVIEW]),
        ("key_date", 1, ["Reading day"]),
    ]
    assert found("reading", kind="item")[0] == ("item", len(names), names[:PER_PAGE])
    assert found("reading", kind="item", page=2) == [
        ("item", len(names), names[PER_PAGE:]),
        ("key_date", 1, []),
    ]
    assert found("reading", kind="item", page=3)[0] == ("item", len(names), [])


def test_of_very_many_the_first_are_shown_and_it_is_said_that_there_are_more(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 23)
    plan = make_plan()
    names = [f"Reading {number:02d}" for number in range(25)]
    for name in names:
        make_item(plan=plan, title=name)

    (overview,) = find("reading", language="en")
    assert (overview.total, overview.has_more) == (23, True)
    assert found("reading", kind="item", page=2) == [("item", 23, names[20:23])]
    assert found("reading", kind="item", page=3) == [("item", 23, [])]


def test_words_of_different_languages_find_what_holds_them_both():
    make_item(title="Evening in the library", title_es="Lectura en la biblioteca")

    assert found("evening lectura") == [("item", 1, ["Evening in the library"])]
    assert text(only("evening lectura", "es").title_pieces) == "[Lectura] en la biblioteca"


def test_titles_come_before_texts():
    plan = make_plan()
    make_item(plan=plan, title="Evening", summary="With a harbour")
    make_item(plan=plan, title="Harbour")

    assert found("harbour") == [("item", 2, ["Harbour", "Evening"])]


def test_object_found_in_several_languages_is_one():
    make_item(title="Peace", title_es="Peace", title_ru="Peace")

    assert found("peace") == [("item", 1, ["Peace"])]


def test_hit_in_the_title_is_marked_there():
    make_item(title="Night readings in İzmir")

    hit = only("izmir")

    assert text(hit.title_pieces) == "Night readings in [İzmir]"
    assert hit.excerpt == []


def test_hit_in_the_adopted_text_is_shown_with_its_surroundings():
    item = make_item(title="Readings")
    make_wording(item, text="The branch libraries read aloud, once a month.")

    hit = only("aloud")

    assert [text(one) for one in hit.excerpt] == [
        "The branch libraries read [aloud], once a month."
    ]
    assert hit.language == "en"


def test_hit_in_another_language_is_shown_in_that_language():
    item = make_item(title="Peace", title_tr="Barış")
    make_commitment(item=item, title="Hold events", title_es="Organizar actos públicos")

    hit = only("publicos", "tr")

    assert (str(hit.title), hit.title.is_fallback) == ("Barış", False)
    assert (hit.language, [text(one) for one in hit.excerpt]) == (
        "es",
        ["Organizar actos [públicos]"],
    )


def test_readers_own_language_is_shown_where_the_word_stands_in_several():
    make_item(title="Radio", summary="On the radio", title_es="Radio", summary_es="Por la radio")

    hit = only("radio", "es")

    assert (hit.language, [text(one) for one in hit.excerpt]) == ("es", ["Por la [radio]"])


def test_stemmed_word_is_marked_to_its_end():
    make_item(title="Solidarity", title_ru="Солидарность с палестинским народом")

    hit = only("Палестина")

    assert (hit.language, [text(one) for one in hit.excerpt]) == (
        "ru",
        ["Солидарность с [палестинским] народом"],
    )


def test_title_of_another_language_says_which():
    make_wording(make_item(title="Readings"), language="ru", text="Чтения вслух")

    hit = only("вслух", "ru")

    assert (str(hit.title), hit.title.language, hit.title.is_fallback) == ("Readings", "en", True)
    assert (hit.language, [text(one) for one in hit.excerpt]) == ("ru", ["Чтения [вслух]"])


@pytest.mark.parametrize("rows", [1, 40])
@pytest.mark.parametrize("kind", ["", "item"])
def test_search_asks_twice_however_much_it_finds(django_assert_num_queries, rows, kind):
    plan = make_plan()
    make_key_date(name="Reading day")
    for _ in range(rows):
        make_item(plan=plan, title="Reading")

    with django_assert_num_queries(2):
        groups = find("reading", language="en", kind=kind)

    assert [group.total for group in groups] == [rows, 1]


@pytest.mark.parametrize("rows", [1, 40])
def test_days_of_statements_cost_one_query_however_many_are_found(django_assert_num_queries, rows):
    commitment = make_commitment(title="Readings")
    for _ in range(rows):
        make_update(commitment, as_of=date(2024, 5, 10))

    with django_assert_num_queries(3):
        _item, updates = find("readings", language="en")

    assert {hit.update.as_of for hit in updates.hits} == {date(2024, 5, 10)}


def test_every_database_gives_the_same_answer_in_the_same_order():
    """Written out once for both: the tests run on SQLite and on PostgreSQL."""
    plan = make_plan(slug="p")
    make_item(plan=plan, title="Über Wörter", title_tr="Iğdır’da okuma", title_ru="Чтения о мире")
    make_item(plan=plan, title="On war and peace", title_ru="О войне и мире")
    item = make_item(plan=plan, title="100 % paper_back", title_ar="ندوة حول السَّلام")
    make_commitment(item=item, key="a", title="Read “aloud” in IĞDIR")
    make_key_date(name="Peace day", slug="peace-day")

    answers = {
        query: found(query)
        for query in (
            "мир",
            "peace",
            "igdir",
            "ubEr",
            "السلام",
            "100",
            "r",
            "paper back",
            "_",
            "1a",
            "3a",
        )
    }

    assert answers == {
        "мир": [("item", 2, ["Über Wörter", "On war and peace"])],
        "peace": [("item", 1, ["On war and peace"]), ("key_date", 1, ["Peace day"])],
        "igdir": [("item", 2, ["Über Wörter", "100 % paper_back"])],
        "ubEr": [("item", 1, ["Über Wörter"])],
        "السلام": [("item", 1, ["100 % paper_back"])],
        "100": [("item", 1, ["100 % paper_back"])],
        "r": [("item", 1, ["100 % paper_back"])],
        "paper back": [("item", 1, ["100 % paper_back"])],
        "_": [],
        "1a": [],
        "3a": [("item", 1, ["100 % paper_back"])],
    }
