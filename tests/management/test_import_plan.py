import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.builders import make_item, make_plan
from tracker.models import Wording

SAMPLE = Path(__file__).parents[2] / "fixtures" / "documents" / "library-network.txt"

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan(slug="libraries")
    for _ in range(5):
        make_item(plan=plan)
    return plan


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `import_plan`."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_plan", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_import_tells_what_came_in_and_what_is_absent(plan):
    assert run(str(SAMPLE), "--plan", "libraries") == (
        0,
        "en: 5 items, from line 8.\n"
        "ru: 5 items, from line 18.\n"
        "es: 5 items, from line 34.\n"
        "tr: 5 items, from line 45.\n"
        "Line 4 announces the language ar, but the document has no section in it.\n"
        "Wordings: 20 added, 0 replaced, 0 unchanged.\n",
        "",
    )
    assert Wording.objects.count() == 20


def test_second_import_is_a_no_op_and_says_so(plan):
    run(str(SAMPLE), "--plan", "libraries")

    code, out, _err = run(str(SAMPLE), "--plan", "libraries")

    assert code == 0
    assert out.endswith("This document was imported before; nothing to change.\n")
    assert Wording.objects.count() == 20


def test_dry_run_stores_nothing_and_says_so(plan):
    code, out, _err = run(str(SAMPLE), "--plan", "libraries", "--dry-run")

    assert (code, Wording.objects.count()) == (0, 0)
    assert out.endswith(
        "Wordings: 20 added, 0 replaced, 0 unchanged.\n"
        "Nothing was stored, because this was a dry run.\n"
    )


def test_json_is_one_object(plan):
    code, out, err = run(str(SAMPLE), "--plan", "libraries", "--json")

    found = json.loads(out)
    assert (code, err) == (0, "")
    assert [(one["language"], len(one["items"])) for one in found["sections"]] == [
        ("en", 5),
        ("ru", 5),
        ("es", 5),
        ("tr", 5),
    ]
    assert found["import"]["wordings"] == {"added": 20, "replaced": 0, "unchanged": 0}


def test_refused_document_ends_with_2_and_a_sentence_with_the_line(plan, tmp_path):
    file = tmp_path / "plan.txt"
    file.write_bytes(b"Plan\n\xe9\n")

    assert run(str(file), "--plan", "libraries") == (
        2,
        "",
        "Line 2: the byte 0xE9 at position 5 is not valid in UTF-8.\n",
    )


def test_refused_document_is_an_object_with_errors_on_request(plan, tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text("The members agree to:\n1. Read to everybody.\n")

    code, out, err = run(str(file), "--plan", "libraries", "--json")

    sentence = (
        "Number of items: 1 in the document, 5 in the plan; they cannot be matched by position."
    )
    assert (code, err) == (2, sentence + "\n")
    assert json.loads(out) == {
        "document": None,
        "sections": [],
        "alignment": None,
        "warnings": [],
        "errors": [
            {
                "code": "items_missing",
                "file": 0,
                "line": None,
                "params": {"found": 1, "expected": 5},
                "message": sentence,
            }
        ],
    }


def test_different_numbers_of_items_are_refused_with_each_count(plan, tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text(SAMPLE.read_text("utf-8").rsplit("\n", 1)[0], "utf-8")

    assert run(str(file), "--plan", "libraries")[::2] == (
        2,
        "The languages differ in their number of items (en: 5, ru: 5, es: 5, tr: 4), "
        "so the items cannot be put side by side.\n",
    )


def test_unknown_plan_is_one_sentence():
    assert run(str(SAMPLE), "--plan", "nothing") == (2, "", "There is no plan “nothing”.\n")


def test_missing_file_is_one_sentence(plan, tmp_path):
    file = tmp_path / "absent.txt"

    assert run(str(file), "--plan", "libraries") == (
        2,
        "",
        f"{file} cannot be read: No such file or directory.\n",
    )


def test_folder_is_no_document(plan, tmp_path):
    assert run(str(tmp_path), "--plan", "libraries") == (
        2,
        "",
        f"{tmp_path} cannot be read: Is a directory.\n",
    )
