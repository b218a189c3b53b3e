"""Search finds a word in whatever language, case and accent it was typed."""

import pytest
from django.db import connection

from tests.builders import (
    make_alias,
    make_commitment,
    make_item,
    make_key_date,
    make_meeting,
    make_organisation,
    make_plan,
    make_theme,
    make_update,
    make_wording,
)
from tests.components import missing
from tracker.models import SearchEntry, SearchText
from tracker.services import search
from tracker.services.finding import find
from tracker.services.status import retract

pytestmark = pytest.mark.django_db


def titles(query: str, language: str = "en") -> list[str]:
    groups = find(query, language=language)
    return [str(hit.title) for group in groups for hit in group.hits]


@pytest.mark.parametrize(
    "query",
    [
        "Guantánamo",
        "guantanamo",
        "GUANTANAMO",
        "Гуантанамо",
        "гуантанамо",
        "غوانتانامو",
        "غوانتانامو ندوة",
    ],
)
def test_name_is_found_in_every_script(query):
    make_key_date(
        name="Seminar in Guantánamo",
        name_ru="Семинар в Гуантанамо",
        name_ar="ندوة غوانتانامو",
    )

    assert titles(query) == ["Seminar in Guantánamo"]


@pytest.mark.parametrize("query", ["izmir", "İzmir", "IZMIR", "ızmır", "İZMİR"])
def test_dotted_and_dotless_i_are_one_letter_to_search(query):
    make_meeting(name="Meeting in İzmir")

    assert titles(query) == ["Meeting in İzmir"]


def test_hit_is_shown_in_the_readers_language_wherever_the_word_stood():
    item = make_item(title="Peace", title_tr="Barış", title_es="Paz")
    make_commitment(item=item, title="Hold events", title_es="Organizar actos")

    assert titles("organizar", "tr") == ["Barış"]
    assert titles("organizar", "ru") == ["Peace"]


def test_every_word_has_to_occur():
    make_item(title="Evening readings", summary="In every branch")

    assert titles("branch evening") == ["Evening readings"]
    assert titles("branch morning") == []


def test_adopted_wording_is_searched_even_in_a_language_without_titles():
    wording = make_wording(make_item(title="Readings"), language="de", text="Lesungen am Abend")

    assert titles("lesungen") == ["Readings"]
    assert search.item_ids("lesungen") == {wording.item_id}
    assert search.item_ids("lesungen", among=wording.item.plan.items.all()) == {wording.item_id}
    assert search.item_ids("lesungen", among=make_plan(slug="other").items.all()) == set()


def test_item_is_found_by_its_themes_and_the_codes_of_its_commitments():
    theme = make_theme(name="Palestine", name_ru="Палестина")
    item = make_item(title="Statehood", position=9)
    make_commitment(item=item, key="d")
    item.themes.add(theme)
    assert titles("палестина") == titles("9d") == ["Statehood"]

    theme.name_en = "Middle East"
    theme.save()
    assert (titles("palestine"), titles("east")) == ([], ["Statehood"])


@pytest.mark.parametrize("query", ["Палестина", "Палестины", "Куба"])
def test_russian_word_is_found_in_its_other_forms(query):
    make_item(title="Solidarity", title_ru="Солидарность с палестинским народом и с Кубой")

    assert titles(query) == ["Solidarity"]


def test_aliases_and_acronyms_lead_to_the_organisation():
    organisation = make_organisation(name="Federation of readers", acronym="WFTU")
    make_alias(organisation, name="WFTY", language="ru")
    search.rebuild()

    assert titles("wftu") == titles("wfty") == ["Federation of readers"]


def test_update_is_found_by_its_note_until_it_is_retracted():
    commitment = make_commitment(item=make_item(plan=make_plan(slug="p"), position=8), key="d")
    update = make_update(commitment, note="Held in Harbourtown")
    ((hit,),) = [group.hits for group in find("harbourtown", language="en")]
    assert (hit.kind, hit.path) == ("update", "plans/p/items/8/#8d")

    retract(update, reason="Wrong")

    assert titles("harbourtown") == []


def test_changed_and_deleted_texts_are_no_longer_found():
    item = make_item(title="Readings")
    item.title_en = "Concerts"
    item.save()
    assert (titles("readings"), titles("concerts")) == ([], ["Concerts"])

    item.delete()
    assert titles("concerts") == []
    assert not SearchEntry.objects.exists()
    assert not SearchText.objects.exists()


@pytest.mark.parametrize("query", ["", "   ", "…!?", "\u0301"])
def test_question_without_a_word_finds_nothing(query):
    make_item()

    assert find(query, language="en") == []
    assert search.item_ids(query) is None


def test_wildcards_of_the_database_are_no_wildcards_here():
    make_item(title="Readings")

    assert titles("%") == titles("_") == titles("r%x") == []


def test_rebuilding_gives_the_same_index():
    make_meeting()
    make_wording()
    make_update()
    fields = ("kind", "object_id", "language", "title", "path", "text", "folded")
    before = set(SearchEntry.objects.values_list(*fields))

    search.rebuild()

    assert set(SearchEntry.objects.values_list(*fields)) == before


def test_text_is_kept_as_it_is_written_a_line_a_part():
    theme = make_theme(name="Palestine")
    item = make_item(title="Statehood", summary="For the\nwhole  region", position=9)
    make_commitment(item=item, key="d", title="Recognise the state")
    item.themes.add(theme)
    make_wording(item, language="de", text="Der Staat")

    texts = SearchEntry.objects.values_list("language", "title", "text")

    assert {language: (title, text) for language, title, text in texts} == {
        "en": (
            "Statehood",
            "Statehood\nFor the whole region\n9d\nPalestine\nRecognise the state",
        ),
        "de": ("Statehood", "\nDer Staat"),
        **dict.fromkeys(("es", "ru", "tr", "ar"), ("Statehood", "\n9d")),
    }


def test_index_of_the_database_stays_in_step():
    """Every word is asked of the index and of the texts themselves."""
    item = make_item(title="Readings by the harbour", title_ru="Чтения у гавани")
    gone = make_item(title="Harbour concerts")
    item.title_en = "Concerts at night"
    item.save()
    gone.delete()
    make_meeting(name="Congress in İzmir")

    def asked(*words: str) -> set[tuple[str, int]]:
        rows = SearchText.objects.first_of_each_kind(list(words), most=10)
        return {(kind, pk) for kind, _lane, pk in rows}

    for word in ("harbour", "concerts", "night", "чтен", "гаван", "izm", "congress", "in", "x"):
        through = SearchText.objects.holding([word]).values_list("kind", "object_id")
        assert asked(word) == set(through), word
    assert asked("concerts", "night") == {("item", item.pk)}
    assert asked("concerts", "harbour") == set()


def test_words_of_titles_are_told_from_those_of_texts_and_no_more_read_than_asked_for():
    plan = make_plan()
    items = [make_item(plan=plan, title=f"Harbour {n}", summary="By night") for n in range(4)]

    def lanes(*words: str) -> list[tuple[str, int]]:
        rows = SearchText.objects.first_of_each_kind(list(words), most=3)
        return sorted((lane, pk) for _kind, lane, pk in rows)

    assert [lane for lane, _pk in lanes("harbour")] == ["folded"] * 3 + ["titles"] * 3
    assert lanes("night", "3") == [("folded", items[3].pk)]


def test_word_of_one_or_two_letters_is_found_where_words_begin():
    item = make_item(title="Statehood", position=9, summary="This is it")
    make_commitment(item=item, key="d")

    assert titles("9d") == titles("is") == titles("i") == ["Statehood"]
    assert titles("hi") == titles("d") == []


def test_search_has_an_index_in_either_database():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE name = 'tracker_search_words'")
        else:
            cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
            if cursor.fetchone() is None:
                missing("the extension pg_trgm of PostgreSQL (package postgresql-contrib)")
            cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname LIKE 'tracker_search_words%'")
        assert cursor.fetchone()
