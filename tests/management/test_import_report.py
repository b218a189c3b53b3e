import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.builders import make_alias, make_meeting, make_series, make_source
from tracker.models import Figure, Source, SourceText

FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents" / "reports"

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `import_report`."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_report", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def sample(name: str) -> str:
    return str(FIXTURES / name)


@pytest.fixture
def meeting():
    series = make_series(name="Library Meeting", name_tr="Kütüphane Toplantısı")
    make_alias(series=series, language="es", name="EB")
    return make_meeting(
        slug="libraries-3",
        series=series,
        edition=3,
        name="3rd Library Meeting",
        dates="2025-06-14/2025-06-15",
    )


def test_report_is_told_line_by_line_and_stored(meeting):
    assert run(sample("library-meeting-tr.txt")) == (
        0,
        "library-meeting-tr.txt: Turkish (tr), 5 paragraphs.\n"
        "Line 1: meeting number 3, printed as “3.”.\n"
        "Line 1: date “14 ve 15 Haziran 2025”: 14–15 June 2025.\n"
        "Line 3: date “1998 yılından”: 1998.\n"
        "Line 5: date “2026 yılında”: 2026.\n"
        "Line 1: figure “85 delege”: 85 (delegates).\n"
        "Line 1: figure “12 ülkeden”: 12 (countries).\n"
        "Acronyms: EB.\n"
        "Line 5 was left out (closing mark): “./.”.\n"
        "Line 6 was left out (mark of an advertisement): “[Reklam_1]”.\n"
        "Line 7 was left out (link to the page it was taken from): “Kaynak bağlantısı”.\n"
        "Line 8 was left out (room for comments): “Yorumlar (0)”.\n"
        "Meeting: 3rd Library Meeting (“3.” with “Kütüphane Toplantısı”, line 1).\n"
        "The dates agree with those of the meeting (“14 ve 15 Haziran 2025”).\n"
        "Stored as the text of the source “library-meeting-tr”; figures: 2 new, 0 stored before.\n",
        "",
    )
    source = Source.objects.get(slug="library-meeting-tr")
    assert (source.title_en, source.meeting, source.derived_from) == (
        "Press report, Turkish: 3rd Library Meeting",
        meeting,
        None,
    )
    assert sorted(source.figures.values_list("measure", "value")) == [
        ("countries", 12),
        ("delegates", 85),
    ]


def test_same_report_again_is_a_no_op_and_says_so(meeting):
    run(sample("library-meeting-tr.txt"))

    code, out, _err = run(sample("library-meeting-tr.txt"))

    assert code == 0
    assert out.endswith(
        "This is the text of the source “library-meeting-tr” already; nothing to do.\n"
    )
    assert (SourceText.objects.count(), Source.objects.count()) == (1, 1)


def test_dry_run_stores_nothing_and_says_so(meeting):
    code, out, _err = run(sample("library-meeting-tr.txt"), "--dry-run")

    assert (code, SourceText.objects.count(), Source.objects.count()) == (0, 0, 0)
    assert out.endswith("Nothing was stored, because this was a dry run.\n")


def test_several_reports_are_compared_with_each_other():
    names = ["library-meeting-es.txt", "library-meeting-ru.txt", "library-meeting-tr.txt"]

    _code, out, _err = run(*map(sample, names), "--dry-run")

    verdicts = [line for line in out.splitlines() if "translation of the other" in line]
    assert len(verdicts) == 1
    assert verdicts[0].startswith("One of library-meeting-es.txt and library-meeting-tr.txt ")
    assert (
        "library-meeting-tr.txt has marks of a page that takes its texts from elsewhere "
        "([Reklam_1], Kaynak bağlantısı).\n" in out
    )


def test_stored_original_is_named_but_not_chosen(meeting):
    run(sample("library-meeting-es.txt"))

    code, out, _err = run(sample("library-meeting-tr.txt"))

    assert code == 0
    assert "library-meeting-tr.txt and Press report, Spanish: 3rd Library Meeting" in out
    assert Source.objects.get(slug="library-meeting-tr").derived_from is None


def test_json_is_one_object(meeting):
    names = ["library-meeting-es.txt", "library-meeting-tr.txt"]

    code, out, err = run(*map(sample, names), "--json", "--dry-run")

    found = json.loads(out)
    assert (code, err, sorted(found)) == (0, "", ["errors", "likeness", "reports"])
    assert [(one["file"], one["language"]) for one in found["reports"]] == [
        ("library-meeting-es.txt", "es"),
        ("library-meeting-tr.txt", "tr"),
    ]
    assert found["reports"][1]["figures"][0] == {
        "measure": "delegates",
        "value": 85,
        "words": "85 delege",
        "line": 1,
        "approximate": False,
        "also": [],
    }
    assert found["reports"][1]["dates"][0] == {
        "text": "14 ve 15 Haziran 2025",
        "line": 1,
        "edtf": "2025-06-14/2025-06-15",
        "precision": "range",
        "rule": None,
        "days": 1,
        "sense": "on",
    }
    [alike] = found["likeness"]
    assert (alike["files"], alike["candidate"], alike["suggests"]) == (names, True, 1)
    assert found["reports"][0]["proposal"]["meetings"][0]["slug"] == "libraries-3"


def test_named_source_takes_the_text_and_keeps_what_editors_wrote(meeting):
    make_source(slug="report", title="As editors call it")

    code, out, _err = run(sample("library-meeting-es.txt"), "--source", "report")

    source = Source.objects.get(slug="report")
    assert code == 0
    assert out.endswith(
        "Stored as the text of the source “report”; figures: 2 new, 0 stored before.\n"
    )
    assert (source.title_en, source.languages, source.texts.count()) == (
        "As editors call it",
        ["es"],
        1,
    )


def test_figures_without_a_meeting_are_told_and_not_stored():
    code, out, _err = run(sample("library-meeting-es.txt"))

    assert code == 0
    assert "No stored meeting fits.\n" in out
    assert Figure.objects.count() == 0


def test_one_refused_file_refuses_all_and_stores_nothing(tmp_path):
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"Libraries\n\xe9\n")

    code, out, err = run(sample("library-meeting-es.txt"), str(broken))

    assert (code, out, SourceText.objects.count()) == (2, "", 0)
    assert err == "broken.txt: Line 2: the byte 0xE9 at position 10 is not valid in UTF-8.\n"


def test_refusal_is_an_object_on_request(tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")

    code, out, _err = run(str(empty), "--json")

    assert code == 2
    assert json.loads(out) == {
        "reports": [],
        "likeness": [],
        "errors": [
            {
                "file": "empty.txt",
                "code": "empty",
                "line": None,
                "params": {},
                "message": "The document is empty.",
            }
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--source", "nothing"], "There is no source “nothing”.\n"),
        (["library-meeting-tr.txt", "--source", "nothing"], "With --source, give one file.\n"),
    ],
)
def test_source_that_cannot_be_meant_is_one_sentence(arguments, sentence):
    paths = [sample(one) if one.endswith(".txt") else one for one in arguments]

    assert run(sample("library-meeting-es.txt"), *paths) == (2, "", sentence)


def test_missing_file_is_one_sentence(tmp_path):
    file = tmp_path / "absent.txt"

    assert run(str(file)) == (2, "", f"{file} cannot be read: No such file or directory.\n")
