"""What is refused, with file, line and reason."""

from pathlib import Path

import pytest

from tests.services.seeds.conftest import PLAN, SUBJECTS, Edit, line_of, load, problems
from tracker.models import (
    Plan,
    Source,
    StatusUpdate,
    Theme,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        (SUBJECTS, "acronym: {en", "acronyms: {en", "“acronyms” is no field of organisations"),
        (SUBJECTS, "kind: international", "kind: club", "kind: “club” is none of party"),
        (SUBJECTS, 'published: "2026-01-20"', 'published: "2026-13"', "There is no month 13."),
        (SUBJECTS, "BYMONTHDAY=3", "BYSETPOS=3", "rule: The part BYSETPOS is not supported."),
        (SUBJECTS, "precision: range", "precision: day", "but the date is a range"),
        (SUBJECTS, "basis: outside", "latitude: north\n    basis: outside", "found “north”."),
        (SUBJECTS, "basis: outside", "longitude: 181\n    basis: outside", "−180 and 180 degrees"),
        (SUBJECTS, "value: 42", "value: many", "Expected a whole number, found “many”."),
        (SUBJECTS, "value: 42", "value: -1", "greater than or equal to 0"),
        (SUBJECTS, "preferred: true", "preferred: perhaps", "Expected true or false"),
        (SUBJECTS, "derived_from: network-minutes", "derived_from: diary", "no source “diary”"),
        (SUBJECTS, "languages: [en]\n", "languages: English\n", "Expected a list"),
        (SUBJECTS, "languages: [en]\n", "languages: [English]\n", "Expected a language code"),
        (SUBJECTS, '"Чтение"', '"Чтение", de: "Lesen"', "“de” is no content language"),
        (SUBJECTS, '{en: "Reading", es: "Lectura",', '{en: [], es: "Lectura",', "found a list"),
        (SUBJECTS, 'publisher: "Library network"', "publisher: no", 'as text; write "no"'),
        (SUBJECTS, 'rule_start: "2026-03-03"', 'rule_start: "3 March"', "“3 March” is no day"),
        (PLAN, "key_date: reading-day}\n", "key_date: readers-day}\n", "“readers-day”"),
        (PLAN, "commitment: 1a", "commitment: 9z", "there is no commitment “library-plan/9z”"),
        (PLAN, "items: [1]", "items: [7]", "there is no item “library-plan/7”"),
        (PLAN, 'nominal: "2026-03-03"', 'nominal: "2026-03-04"', "there is no occurrence"),
        (PLAN, "status: reported", "status: happened", "status: “happened” is none of"),
        (PLAN, "status: reported", "status: confirmed", "independent of the parties"),
        (PLAN, 'as_of: "2026-03-05"', 'as_of: "2026-12-05"', "the day lies in the future"),
        (PLAN, "commitment: 1a", "commitment: 2a", "the commitment is not linked"),
    ],
)
def test_broken_file_is_refused_with_file_line_and_reason(
    folder: Path, edit: Edit, name: str, old: str, new: str, reason: str
) -> None:
    edit(name, old, new)

    told = problems(folder)

    assert len(told) == 1, told
    place, told_reason = told[0].split(": ", 1)
    assert reason in told_reason
    text = (folder / name).read_text(encoding="utf-8")
    line = text[: text.index(new.strip("\n"))].count("\n") + 1
    if old == "commitment: 1a" and new == "commitment: 2a":
        line += 1  # told at the occurrence, which is named in the next line
    assert place == f"seeds/{name}:{line}"
    assert Plan.objects.count() == Theme.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "object_at", "reason"),
    [
        (
            SUBJECTS,
            *("state: planned", "state: held", "library-assembly-5:"),
            "A meeting that was held needs its dates.",
        ),
        (SUBJECTS, "edition: 5", "edition: 4", "library-assembly-5:", "already exists."),
        (
            PLAN,
            *('counts_until: "2026-06-30"', 'counts_until: "2026-05-30"'),
            *("- key_date: opening-weekend", "The last day is before the first."),
        ),
    ],
)
def test_values_that_contradict_each_other_are_told_at_their_object(
    folder: Path, edit: Edit, name: str, old: str, new: str, object_at: str, reason: str
) -> None:
    edit(name, old, new)

    (told,) = problems(folder)

    assert told.startswith(f"{line_of(folder, name, object_at)}: ")
    assert reason in told


def test_every_problem_is_told_at_once_and_nothing_stored(folder: Path, edit: Edit) -> None:
    edit(SUBJECTS, "kind: international", "kind: club")
    edit(SUBJECTS, "value: 42", "value: many")
    edit(SUBJECTS, "state: planned", "state: held")
    edit(PLAN, "themes: [buildings]", "themes: [gardens]")

    told = problems(folder)

    assert [problem.split(": ", 1)[0] for problem in told] == [
        line_of(folder, PLAN, "themes: [gardens]"),
        line_of(folder, SUBJECTS, "kind: club"),
        line_of(folder, SUBJECTS, "value: many"),
        line_of(folder, SUBJECTS, "library-assembly-5:"),
    ]
    assert (Plan.objects.count(), Theme.objects.count(), Source.objects.count()) == (0, 0, 0)


def test_problem_is_told_where_it_is_and_not_where_it_is_named(folder: Path, edit: Edit) -> None:
    edit(SUBJECTS, "precision: month", "precision: fortnight")
    edit(PLAN, "key_date: opening-weekend", "key_date: catalogue-month")

    assert [problem.split(": ", 1)[0] for problem in problems(folder)] == [
        line_of(folder, SUBJECTS, "precision: fortnight")
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"themes:\n  reading: [\n", "seeds/more.yaml:3: This is not YAML"),
        (b"themes:\n  a: {name: {en: \xff}}\n", "seeds/more.yaml:2: The file is not UTF-8 text."),
        (b"# a list\n- themes\n", "seeds/more.yaml:2: Expected names with values, found a list."),
        (b"gardens: {}\n", "seeds/more.yaml:1: “gardens” is no collection; there are plan, themes"),
        (b"items: []\n", "seeds/more.yaml:1: “items” belongs to a plan"),
        (b"themes: [reading]\n", "seeds/more.yaml:1: Expected names with values, found a list."),
        (b"plan: {title: {en: A}}\n", "seeds/more.yaml:1: A plan needs its slug."),
        (
            b"themes:\n  a: {name: {en: A}}\n  a: {name: {en: B}}\n",
            "seeds/more.yaml:3: “a” comes twice; the first is in line 2.",
        ),
        (
            b"themes:\n  a b: {name: {en: A}}\n",
            "seeds/more.yaml:2: “a b”: Enter a valid “slug”",
        ),
        (
            b"themes:\n  reading: {name: {en: Reading}}\n",
            "seeds/subjects.yaml:4: theme reading was already given at seeds/more.yaml:2.",
        ),
        (b"themes:\n  gardens: {}\n", "seeds/more.yaml:2: themes: name is missing."),
        (
            b"sources:\n  a: {kind: page, title: {en: A}, derived_from: b}\n"
            b"  b: {kind: page, title: {en: B}, derived_from: a}\n",
            "refers to itself in a circle.",
        ),
    ],
)
def test_file_that_is_no_seed_file_is_refused(folder: Path, content: bytes, problem: str) -> None:
    (folder / "more.yaml").write_bytes(content)

    told = problems(folder)

    assert problem in told[0]


def test_file_that_cannot_be_read_hides_no_problem_of_another(folder: Path, edit: Edit) -> None:
    edit(SUBJECTS, "kind: international", "kind: club")
    (folder / PLAN).write_text("plan: ]", encoding="utf-8")

    assert [problem.split(": ", 1)[0] for problem in problems(folder)] == [
        f"seeds/{PLAN}:1",
        line_of(folder, SUBJECTS, "kind: club"),
    ]


def test_folder_without_seed_files_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "seeds"
    empty.mkdir()

    assert problems(empty) == ["seeds:1: The folder holds no seed files (*.yaml)."]


def test_recorded_statement_is_not_rewritten_by_the_files(folder: Path, edit: Edit) -> None:
    load(folder)
    edit(PLAN, "status: reported", "status: cancelled")

    told = problems(folder)

    place = line_of(folder, PLAN, "status: cancelled")
    assert told == [
        f"{place}: status: a recorded statement is never changed; give the corrected one a name"
        " of its own."
    ]
    assert StatusUpdate.objects.get().status == "reported"
