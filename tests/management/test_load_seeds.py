import io
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tracker.models import Item, Plan, Theme

pytestmark = pytest.mark.django_db

SAMPLE = settings.BASE_DIR / "fixtures/seeds-sample"


def load(folder: Path = SAMPLE, **options: object) -> list[str]:
    """The lines that the command prints."""
    output = io.StringIO()
    call_command("load_seeds", dir=folder, stdout=output, **options)
    return output.getvalue().splitlines()


def test_first_run_says_what_was_made() -> None:
    assert load() == ["Seeds: 33 created, 0 updated, 0 removed, 0 unchanged; 6 occurrences added."]


def test_second_run_says_that_nothing_changed() -> None:
    load()

    assert load() == ["Seeds: nothing changed (33 objects compared)."]


def test_every_object_is_named_where_more_is_asked_for() -> None:
    lines = load(verbosity=2)

    assert lines[0] == "created: theme reading"
    assert "created: commitment library-plan/1a" in lines


def test_what_an_editor_changed_or_deleted_is_named() -> None:
    load()
    Theme.objects.filter(slug="reading").update(name_en="Books")
    Item.objects.get(position=2).commitments.all().delete()

    assert load() == [
        "kept as an editor changed it: theme reading: name_en",
        "left deleted, as an editor did it: commitment library-plan/2a",
        "left deleted, as an editor did it: commitment-date library-plan/2a/opening-weekend",
        "Seeds: nothing changed (31 objects compared).",
    ]


def test_updated_removed_and_noted_are_named(tmp_path: Path) -> None:
    load()
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "seeds-sample"))
    subjects = folder / "subjects.yaml"
    text = subjects.read_text(encoding="utf-8")
    text = text.replace('en: "Buildings", es: "Edificios"', 'en: "Houses"')
    text = text.replace('      - {language: en, name: "The Assembly", kind: variant}\n', "")
    subjects.write_text(text, encoding="utf-8")

    assert load(folder) == [
        "updated: theme buildings: name_en",
        "removed: series-alias library-assembly/en/The Assembly",
        "note: seeds-sample/subjects.yaml:7: name is missing in es.",
        "Seeds: 0 created, 1 updated, 1 removed, 31 unchanged; 0 occurrences added.",
    ]


def test_dry_run_says_that_nothing_was_stored() -> None:
    lines = load(dry_run=True)

    assert lines[-1] == "Nothing was stored: this was a dry run."
    assert not Plan.objects.exists()


def test_broken_file_ends_with_1_and_a_line_for_each_problem(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "themes.yaml").write_text(
        "themes:\n  a: {name: {en: A}, color: red}\n  b: {}\n", encoding="utf-8"
    )
    errors = io.StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("load_seeds", dir=folder, stderr=errors)

    assert errors.getvalue().splitlines() == [
        "seeds/themes.yaml:2: “color” is no field of themes; there are name.",
        "seeds/themes.yaml:3: themes: name is missing.",
    ]
    assert str(refused.value) == "The seeds were refused: 2 problems. Nothing was stored."
    assert refused.value.returncode == 1
    assert not Theme.objects.exists()


def test_missing_folder_ends_with_2(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        load(tmp_path / "nowhere")

    assert str(refused.value) == f"There is no folder {tmp_path / 'nowhere'}."
    assert refused.value.returncode == 2
