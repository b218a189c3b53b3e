import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.builders import make_item, make_plan
from tracker.models import KeyDate, Plan, Wording

SAMPLE = Path(__file__).parents[2] / "fixtures" / "documents" / "library-network.txt"

SMALL = (
    "Plan of the rooms\nAr En Ru\nThe members agree to:\n"
    "1. Read aloud to everybody on 9 May 2026.\n2. Mend all old books by 31 March 2026.\n"
    "Участники договариваются:\n1. Читать вслух всем 9 мая 2026 года.\n2. Чинить старые книги.\n"
)
WINDOW = ("--valid-from", "2026-01-01", "--valid-until", "2027-01-01")

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan(slug="libraries")
    for _ in range(5):
        make_item(plan=plan)
    return plan


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text(SMALL, "utf-8")
    return file


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `import_plan`."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_plan", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_import_tells_what_came_in_and_what_is_absent(plan, small):
    plan.items.filter(position__gt=2).delete()

    assert run(str(small), "--plan", "libraries") == (
        0,
        "en: 2 items, from line 3.\n"
        "  Line 4, item 1: “9 May 2026”, 9 May 2026\n"
        "  Line 5, item 2: “31 March 2026”, by 31 March 2026\n"
        "ru: 2 items, from line 6.\n"
        "  Line 7, item 1: “9 мая 2026 года”, 9 May 2026\n"
        "No key date is added for 9 May 2026 (items: 1; stated in: en and ru)\n"
        "No key date is added for 31 March 2026 (items: 2; stated in: en)\n"
        "Difference in item 2, line 8, not stored: The date 31 March 2026 (“31 March 2026”) "
        "stands in en and not in ru.\n"
        "Line 2 announces the language ar, but the document has no section in it.\n"
        "Wordings: 4 added, 0 replaced, 0 unchanged.\n",
        "",
    )
    assert Wording.objects.count() == 4


def test_corrected_document_shows_the_words_that_change(plan, small):
    plan.items.filter(position__gt=2).delete()
    run(str(small), "--plan", "libraries")
    small.write_text(SMALL.replace("Mend all", "Mend the"), "utf-8")

    _code, out, _err = run(str(small), "--plan", "libraries")

    assert "Item 2, English: Mend [-all-]{+the+} old books by 31 March 2026.\n" in out
    assert out.endswith("Wordings: 0 added, 1 replaced, 3 unchanged.\n")


def test_create_makes_the_plan_with_its_own_calendar(small, client):
    code, out, err = run(str(small), "--plan", "rooms", "--create", *WINDOW)

    assert (code, err) == (0, "")
    assert "Key date rooms-2026-05-09: 9 May 2026 (items: 1; stated in: en and ru)\n" in out
    assert "2 items are new, with proposed titles.\n2 commitments are proposed.\n" in out
    assert Plan.objects.get(slug="rooms").title_en == "Plan of the rooms"
    calendar = client.get("/en/plans/rooms/calendar.ics").content.decode()
    assert [line for line in calendar.splitlines() if line.startswith("DTSTART")] == [
        "DTSTART;VALUE=DATE:20260331",
        "DTSTART;VALUE=DATE:20260509",
    ]


def test_create_with_titles_in_several_languages(small):
    titles = ["--title", "Rooms", "--title", "ru=Залы"]

    run(str(small), "--plan", "rooms", "--create", *WINDOW, *titles)

    plan = Plan.objects.get(slug="rooms")
    assert (plan.title_en, plan.title_ru) == ("Rooms", "Залы")


def test_create_as_a_dry_run_makes_nothing(small):
    code, _out, _err = run(str(small), "--plan", "rooms", "--create", *WINDOW, "--dry-run")

    assert (code, Plan.objects.count(), KeyDate.objects.count()) == (0, 0, 0)


def test_create_over_a_plan_that_is_there_is_refused(plan, small):
    assert run(str(small), "--plan", "libraries", "--create", *WINDOW) == (
        2,
        "",
        "There is a plan with the short name libraries already.\n",
    )


def test_one_file_for_each_language(plan, tmp_path):
    plan.items.filter(position__gt=2).delete()
    english, russian = tmp_path / "en.txt", tmp_path / "ru.txt"
    head, _line, tail = SMALL.partition("Участники")
    english.write_text(head, "utf-8")
    russian.write_text("Участники" + tail, "utf-8")

    code, out, _err = run(
        str(english), str(russian), "--plan", "libraries", "--language", "en", "--language", "ru"
    )

    assert code == 0
    assert "ru: 2 items, from line 1 of ru.txt.\n" in out
    assert sorted(Wording.objects.values_list("language", "line", "run__filename")) == [
        ("en", 4, "en.txt"),
        ("en", 5, "en.txt"),
        ("ru", 2, "ru.txt"),
        ("ru", 3, "ru.txt"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--plan", "nothing"], "no_plan"),
        (["--plan", "libraries", "--language", "en", "--language", "ru"], "languages_and_files"),
        (["--plan", "rooms", "--create"], "plan_start"),
        (["--plan", "libraries", "--encoding", "klingon"], "unknown_encoding"),
    ],
)
def test_every_refusal_is_an_object_on_request(plan, small, arguments, code):
    ended, out, _err = run(str(small), *arguments, "--json")

    assert ended == 2
    assert [error["code"] for error in json.loads(out)["errors"]] == [code]


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

    code, out, err = run(str(file), "--plan", "libraries")

    assert (code, out) == (2, "")
    assert err.startswith("Line 2: the byte 0xE9 at position 5 is not valid in UTF-8.\n")


def test_refused_encoding_shows_what_the_file_is_in_others(plan, tmp_path):
    file = tmp_path / "plan.txt"
    file.write_bytes(SMALL.encode("cp1251"))

    _code, _out, err = run(str(file), "--plan", "libraries")
    as_object = json.loads(run(str(file), "--plan", "libraries", "--json")[1])

    assert "name it with --encoding" in err
    assert "  windows-1251, line 6: Участники договариваются:\n" in err
    assert {"line": 6, "text": "Участники договариваются:"} in [
        line
        for one in as_object["previews"]
        if one["encoding"] == "windows-1251"
        for line in one["lines"]
    ]


def test_named_encoding_is_read(plan, tmp_path):
    plan.items.filter(position__gt=2).delete()
    file = tmp_path / "plan.txt"
    file.write_bytes(SMALL.encode("cp1251"))

    code, _out, err = run(str(file), "--plan", "libraries", "--encoding", "windows-1251")

    assert (code, err) == (0, "")
    assert Wording.objects.get(language="ru", item__position=1).text.startswith("Читать вслух")


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
