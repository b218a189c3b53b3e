import pytest

from tracker.domain.documents.errors import DocumentRefused, Finding
from tracker.domain.documents.marks import Kind, classify
from tracker.domain.documents.runs import runs


def split(*lines: str) -> list[tuple[str, list[int]]]:
    found, _ = runs(classify(lines))
    return [
        (run.language, [line.number for line in run.lines if line.kind is not Kind.BLANK])
        for run in found
    ]


EN = "The members of the network agree to the following:"
DE = "Die Mitglieder des Netzes vereinbaren das Folgende:"
RU = "Члены сети договариваются о следующем:"


def test_sections_one_after_the_other_are_runs():
    assert split(EN, "1. Read.", "", DE, "1. Lesen.", "", RU, "1. Читать.") == [
        ("en", [1, 2]),
        ("de", [4, 5]),
        ("ru", [7, 8]),
    ]


def test_heading_too_short_to_tell_goes_with_what_follows():
    assert split(EN, "1. Read.", "", "Plan", "", DE, "1. Lesen.") == [
        ("en", [1, 2]),
        ("de", [4, 6, 7]),
    ]


def test_languages_that_take_turns_are_taken_apart():
    lines = [EN, "", DE, "", "1. Read.", "", "1. Lesen.", "", "2. Mend the books of the town.", "",
             "2. Die Bücher der Stadt reparieren."]  # fmt: skip
    _, findings = runs(classify(lines))

    assert split(*lines) == [("en", [1, 5, 9]), ("de", [3, 7, 11])]
    assert findings == [Finding("alternating_languages", 1, {"languages": "en, de"})]


def test_languages_that_take_turns_theme_by_theme_are_taken_apart():
    english = ["1. Read to all the children of the town.", "2. Mend the books of the town."]
    russian = ["1. Читать детям города.", "2. Чинить книги города."]
    lines = ["Chapter 1: the books", *english, "", "Глава 1", *russian, "",
             "Chapter 2: the trees", *english, "", "Глава 2", *russian]  # fmt: skip

    assert split(*lines) == [("en", [1, 2, 3, 9, 10, 11]), ("ru", [5, 6, 7, 13, 14, 15])]


def test_item_that_looks_like_another_language_stays_in_its_list():
    lines = [EN, "1. Read.", "2. La casa de los libros y de las flores.", "3. Mend.", "", DE,
             "1. Lesen."]  # fmt: skip

    assert split(*lines) == [("en", [1, 2, 3, 4]), ("de", [6, 7])]


def test_quotation_in_another_language_opens_no_section():
    lines = [EN, "1. Read.", "", "Свобода и книги.", "",
             "The members of the town will also do this:", "2. Mend."]  # fmt: skip

    assert split(*lines) == [("en", [1, 2, 4, 6, 7])]


def test_chosen_language_makes_one_run():
    found, _ = runs(classify([EN, "1. Read.", DE, "1. Lesen."]), "fr")

    assert [(run.language, len(run.lines)) for run in found] == [("fr", 4)]


def test_language_of_many_short_blocks_costs_a_bounded_number_of_calls(monkeypatch):
    from tracker.domain.documents import languages

    calls = []
    monkeypatch.setattr(languages, "detect", lambda text, **_: calls.append(text) or "und")
    split(*(["Xyzzy plugh foobar quux lorem", ""] * 1_000))

    assert len(calls) <= 210


def test_text_that_changes_its_language_without_end_is_refused():
    with pytest.raises(DocumentRefused) as refused:
        split(*(["Xyzzy plugh.", "", "План.", "", "计划。", "", "Plugh.", ""] * 300))

    assert [one.code for one in refused.value.errors] == ["too_many_sections"]
