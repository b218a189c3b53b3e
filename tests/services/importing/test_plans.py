import json
import os
from pathlib import Path

import pytest

from tests.builders import (
    make_item,
    make_language_version,
    make_plan,
    make_source,
    make_user,
    make_wording,
)
from tracker.domain.documents import DocumentRefused, Finding
from tracker.models import ImportRun, Item, LanguageVersion, SiteRevision, Wording
from tracker.services.importing import import_document
from tracker.services.search import item_ids

ROOT = Path(__file__).parents[3]
SAMPLE = (ROOT / "fixtures" / "documents" / "library-network.txt").read_bytes()
SHARED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared"))

SMALL = (
    "Plan\nAr En Ru\n\nThe members agree to:\n1. Read to everybody.\n1. Mend all old books.\n\n"
    "Участники договариваются:\n1. Читать всем.\n1. Чинить старые книги.\n"
)

pytestmark = pytest.mark.django_db


def plan_with_items(count: int, **fields):
    plan = make_plan(**fields)
    for number in range(1, count + 1):
        make_item(plan=plan, title=f"Item {number}")
    return plan


def load(plan, text: str | bytes, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return import_document(plan, data, filename="plan.txt", **options)


def refusal(plan, text: str | bytes) -> list[Finding]:
    with pytest.raises(DocumentRefused) as refused:
        load(plan, text)
    return refused.value.errors


def stored() -> list[tuple]:
    rows = Wording.objects.order_by("item__position", "language", "version")
    return list(rows.values_list("item__position", "language", "version", "is_current", "text"))


def revision() -> int:
    return SiteRevision.current().number


def test_import_attaches_each_language_to_the_items_by_position():
    source = make_source()
    plan = plan_with_items(2, source=source)
    make_wording(text="Of another plan.")

    done = load(plan, SMALL, by=make_user("editor"))

    assert [row for row in stored() if row[4] != "Of another plan."] == [
        (1, "en", 1, True, "Read to everybody."),
        (1, "ru", 1, True, "Читать всем."),
        (2, "en", 1, True, "Mend all old books."),
        (2, "ru", 1, True, "Чинить старые книги."),
    ]
    wording = Wording.objects.get(item__plan=plan, item__position=2, language="ru")
    assert (wording.printed, wording.line, wording.source, wording.run) == (
        "1",
        10,
        source,
        done.run,
    )
    assert (done.added, done.replaced, done.unchanged, done.new_items) == (4, 0, 0, 0)


def test_import_keeps_the_bytes_and_the_report():
    plan = plan_with_items(2)

    load(plan, SMALL, by=make_user("editor"))

    run = ImportRun.objects.get()
    assert bytes(run.original) == SMALL.encode()
    assert (run.plan, run.filename, run.created_by.username) == (plan, "plan.txt", "editor")
    assert run.sha256 == run.report["document"]["sha256"]
    assert run.report["import"]["wordings"] == {"added": 4, "replaced": 0, "unchanged": 0}
    assert [warning["code"] for warning in run.report["warnings"]] == ["missing_language"]


def test_import_records_languages_present_and_announced_but_absent():
    plan = plan_with_items(2)
    make_language_version(plan, language="en", state="announced")

    load(plan, SMALL)

    versions = plan.language_versions.values_list("language", "state", "preamble", "first_line")
    assert list(versions) == [
        ("ar", "absent", "", None),
        ("en", "complete", "The members agree to:", 4),
        ("ru", "complete", "Участники договариваются:", 8),
    ]


def test_language_that_another_document_brought_stays_complete():
    plan = plan_with_items(2)
    make_language_version(plan, language="ar", state="complete", preamble="نتفق")

    load(plan, SMALL)

    assert LanguageVersion.objects.get(plan=plan, language="ar").state == "complete"


def test_same_document_again_stores_nothing():
    plan = plan_with_items(2)
    load(plan, SMALL)
    before = (stored(), revision(), ImportRun.objects.count())

    done = load(plan, SMALL)

    assert (stored(), revision(), ImportRun.objects.count()) == before
    assert (done.known, done.is_change, done.unchanged, done.run) == (True, False, 4, None)


def test_same_wording_in_another_file_keeps_the_bytes_and_leaves_the_site_as_it_is():
    plan = plan_with_items(2)
    load(plan, SMALL)
    before = (stored(), revision())

    done = load(plan, SMALL.replace("\n", "\r\n"))

    assert (stored(), revision()) == before
    assert (done.known, done.is_change) == (False, False)
    assert ImportRun.objects.count() == 2


def test_corrected_document_adds_a_version_only_where_the_text_differs():
    plan = plan_with_items(2)
    load(plan, SMALL)
    before = revision()

    done = load(plan, SMALL.replace("Читать всем", "Читать вслух всем"))

    assert stored() == [
        (1, "en", 1, True, "Read to everybody."),
        (1, "ru", 1, False, "Читать всем."),
        (1, "ru", 2, True, "Читать вслух всем."),
        (2, "en", 1, True, "Mend all old books."),
        (2, "ru", 1, True, "Чинить старые книги."),
    ]
    assert (done.added, done.replaced, done.unchanged) == (0, 1, 3)
    assert [(change.before, change.after) for change in done.changes] == [
        ("Читать всем.", "Читать вслух всем.")
    ]
    assert revision() > before


def test_first_document_again_after_a_correction_is_a_change():
    plan = plan_with_items(2)
    load(plan, SMALL)
    load(plan, SMALL.replace("Читать всем", "Читать вслух всем"))

    done = load(plan, SMALL)

    assert (done.known, done.replaced) == (True, 1)
    current = Wording.objects.current().get(language="ru", item__position=1)
    assert (current.version, current.text) == (3, "Читать всем.")


def test_import_never_touches_titles():
    plan = plan_with_items(2)
    before = list(Item.objects.order_by("position").values())

    load(plan, SMALL)

    assert list(Item.objects.order_by("position").values()) == before


def test_dry_run_says_the_same_and_stores_nothing():
    plan = plan_with_items(2)
    before = revision()

    done = load(plan, SMALL, dry_run=True)

    assert (done.added, done.dry_run, done.run) == (4, True, None)
    assert done.language_versions == (("en", "complete"), ("ru", "complete"), ("ar", "absent"))
    assert (stored(), revision(), ImportRun.objects.count()) == ([], before, 0)
    assert not LanguageVersion.objects.exists()


def test_plan_without_items_gets_them_with_proposed_titles():
    plan = make_plan()
    long = "Reading aloud in every branch library of the whole network, and beyond it."

    done = load(plan, SMALL.replace("Mend all old books.", long))

    items = list(plan.items.order_by("position"))
    assert [(item.position, item.title_en, item.title_ru) for item in items] == [
        (1, "Read to everybody", "Читать всем"),
        (2, "Reading aloud in every branch library of the whole network", "Чинить старые книги"),
    ]
    assert items[0].stale_translations == ["title_ru"]
    assert (done.new_items, Wording.objects.current().count()) == (2, 4)


def test_imported_wording_is_found_by_search():
    plan = plan_with_items(2)

    load(plan, SMALL)

    assert item_ids("старые книги") == {plan.items.get(position=2).pk}


def test_children_belong_to_the_wording():
    plan = plan_with_items(1)

    load(plan, "The members agree to:\n1. Read aloud to all:\n• to children\n• to adults\n")

    assert Wording.objects.get().text == "Read aloud to all:\n• to children\n• to adults"


def test_item_that_the_plan_does_not_have_is_refused():
    errors = refusal(plan_with_items(1), SMALL)

    assert errors == [
        Finding("unknown_item", 6, {"position": 2, "language": "en", "last": 1}),
        Finding("unknown_item", 10, {"position": 2, "language": "ru", "last": 1}),
    ]
    assert stored() == []


def test_document_with_fewer_items_than_the_plan_is_refused():
    errors = refusal(plan_with_items(3), SMALL)

    assert errors == [Finding("items_missing", None, {"found": 2, "expected": 3})]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SMALL.replace("1. Чинить старые книги.\n", ""), "counts_differ"),
        ("Nothing is numbered here.", "no_items"),
        (SMALL + "\nThe members agree, too:\n1. To read it.\n1. To mend it.", "duplicate_section"),
        ("Plan:\n1. A.\n1. B.", "unknown_language"),
        (b"\xff", "not_utf8"),
    ],
)
def test_document_that_cannot_be_matched_is_refused_whole(text, code):
    plan = plan_with_items(2)
    before = revision()

    assert code in [error.code for error in refusal(plan, text)]
    assert (stored(), revision(), ImportRun.objects.count()) == ([], before, 0)
    assert not LanguageVersion.objects.exists()


def test_sample_document_comes_in_whole():
    plan = plan_with_items(5)

    done = load(plan, SAMPLE)

    assert (done.added, Wording.objects.current().count()) == (20, 20)
    turkish = Wording.objects.get(item__position=5, language="tr")
    assert turkish.text == "2026'da yapılacak olan 4. Toplantı'nın hazırlanması."


@pytest.mark.skipif(
    not SHARED.exists(),
    reason="the real documents are not in the repository; TRACKER_SHARED may name their folder",
)
def test_real_plan_comes_in_as_its_gold_file_says():
    gold = json.loads((SHARED / "domain" / "gold.json").read_text("utf-8"))
    data = (SHARED / "sources" / "imcwp23-plan-of-action.txt").read_bytes()
    plan = plan_with_items(15)

    load(plan, data)

    found = {
        (wording.item.position, wording.language): (
            wording.line,
            int(wording.printed),
            len(wording.text),
        )
        for wording in Wording.objects.current().select_related("item")
    }
    assert found == {
        (item["position"], language): (
            item["line"][language],
            item["printed"][language],
            item["chars"][language],
        )
        for item in gold["items"]
        for language in item["line"]
    }
    assert LanguageVersion.objects.get(plan=plan, language="ar").state == "absent"
