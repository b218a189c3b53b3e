"""Search finds a word in whatever language, case and accent it was typed."""

import pytest

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
from tracker.models import SearchEntry
from tracker.services import search
from tracker.services.status import retract

pytestmark = pytest.mark.django_db


def titles(query: str, language: str = "en") -> list[str]:
    return [hit.title for hit in search.find(query, language=language)]


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
    (hit,) = search.find("harbourtown", language="en")
    assert (hit.kind, hit.path) == ("update", "plans/p/items/8/#8d")

    retract(update, reason="Wrong")

    assert search.find("harbourtown", language="en") == []


def test_changed_and_deleted_texts_are_no_longer_found():
    item = make_item(title="Readings")
    item.title_en = "Concerts"
    item.save()
    assert (titles("readings"), titles("concerts")) == ([], ["Concerts"])

    item.delete()
    assert titles("concerts") == []
    assert not SearchEntry.objects.exists()


@pytest.mark.parametrize("query", ["", "   ", "…!?", "\u0301"])
def test_question_without_a_word_finds_nothing(query):
    make_item()

    assert search.find(query, language="en") == []
    assert search.item_ids(query) is None


def test_wildcards_of_the_database_are_no_wildcards_here():
    make_item(title="Readings")

    assert titles("%") == titles("_") == titles("r%x") == []


@pytest.mark.parametrize("rows", [1, 40])
def test_search_asks_twice_however_much_it_finds(django_assert_num_queries, rows):
    plan = make_plan()
    for _ in range(rows):
        make_item(plan=plan, title="Reading")

    with django_assert_num_queries(2):
        assert len(search.find("reading", language="en")) == rows


def test_rebuilding_gives_the_same_index():
    make_meeting()
    make_wording()
    make_update()
    fields = ("kind", "object_id", "language", "title", "path", "folded")
    before = set(SearchEntry.objects.values_list(*fields))

    search.rebuild()

    assert set(SearchEntry.objects.values_list(*fields)) == before
