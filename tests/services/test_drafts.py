"""Preparing an import over several steps, and confirming it once."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import make_item, make_meeting, make_plan, make_user
from tracker.domain.documents import DocumentRefused
from tracker.domain.documents.decisions import Edit, EditRefused, Op
from tracker.domain.documents.reading import MAX_BYTES, SourceFile
from tracker.models import (
    DraftFile,
    ImportDraft,
    ImportRun,
    Item,
    KeyDate,
    Occurrence,
    Plan,
    Source,
    Wording,
)
from tracker.services import drafts

TEXT = """Plan of the reading rooms

The members agree to:
1. Read aloud to everybody on 9 May 2026.
2. Mend all old books by 31 March 2026.

Участники договариваются:
1. Читать вслух всем 9 мая 2026 года.
2. Чинить старые книги до 31 марта 2026 года.
"""
NEW = {
    "slug": "rooms",
    "titles": {"en": "Plan of the rooms", "ru": "План залов"},
    "adopted": "2025-12",
    "valid_from": "2025-12-31",
    "valid_until": "2027-01-01",
}

pytestmark = pytest.mark.django_db


def file(text: str | bytes = TEXT, name: str = "plan.txt", **chosen: str) -> SourceFile:
    return SourceFile(name, text if isinstance(text, bytes) else text.encode(), **chosen)


@pytest.fixture
def draft():
    made = drafts.start(by=None, new_plan=dict(NEW))
    drafts.add_file(made, file())
    return made


def stored() -> tuple[int, ...]:
    models = (Plan, Source, Item, Wording, KeyDate, ImportRun)
    return tuple(model.objects.count() for model in models)


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def test_draft_shows_what_confirming_would_do_and_stores_nothing(draft):
    reading = drafts.read(draft)

    assert reading.can_confirm
    assert [section.language for section in reading.document.sections] == ["en", "ru"]
    assert [one.choice.slug for one in reading.proposals.key_dates] == [
        "rooms-2026-05-09",
        "rooms-2026-03-31",
    ]
    assert [(one.position, one.kind) for one in reading.proposals.items] == [
        (1, "dated"),
        (2, "dated"),
    ]
    assert len(reading.imported.changes) == 4
    assert stored() == (0, 0, 0, 0, 0, 0)


def test_confirming_makes_plan_source_items_and_dates_in_one_go(draft):
    meeting = make_meeting()
    drafts.describe_plan(draft, {**NEW, "meeting": meeting.pk})
    editor = make_user("editor")

    done = drafts.confirm(draft, by=editor)

    plan = Plan.objects.get(slug="rooms")
    assert (plan.title_en, plan.title_ru, plan.adopted, plan.meeting) == (
        "Plan of the rooms",
        "План залов",
        "2025-12",
        meeting,
    )
    source = plan.source
    assert (source.kind, source.sha256, source.languages) == (
        "primary",
        done.run.sha256,
        ["en", "ru"],
    )
    assert set(Wording.objects.values_list("source", flat=True)) == {source.pk}
    assert stored() == (1, 1, 2, 4, 2, 1)
    assert Occurrence.objects.count() == 2
    assert (draft.plan, draft.run, done.run.created_by) == (plan, done.run, editor)
    assert bytes(done.run.original) == TEXT.encode()


def test_confirmed_draft_cannot_be_changed_or_confirmed_again(draft):
    drafts.confirm(draft, by=None)

    for change in (
        lambda: drafts.confirm(draft, by=None),
        lambda: drafts.add_file(draft, file()),
        lambda: drafts.decide(draft, commitments={1: ""}),
    ):
        with pytest.raises(drafts.DraftIsDone):
            change()
    assert stored() == (1, 1, 2, 4, 2, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"slug": "no slug"}, "plan_slug"),
        ({"slug": ""}, "plan_slug"),
        ({"slug": "taken"}, "plan_slug_taken"),
        ({"titles": {"en": "x" * 251}}, "plan_title"),
        ({"valid_from": "2025-13-01"}, "plan_start"),
        ({"valid_from": "9999-12-31"}, "plan_start"),
        ({"valid_until": "2025-12-31"}, "plan_end"),
        ({"adopted": "last year"}, "plan_adopted"),
        ({"meeting": 99}, "plan_meeting"),
        ({"ends_with": "soon"}, "plan_meeting"),
    ],
)
def test_plan_that_cannot_be_made_is_told_and_nothing_is_stored(draft, change, code):
    make_plan(slug="taken")
    before = stored()
    text = TEXT.split("\n", 2)[2]  # without the title that would stand in
    pk = draft.files.get().pk
    drafts.remove_file(draft, pk)
    drafts.add_file(draft, file(text))

    found = drafts.describe_plan(draft, {**NEW, **change})

    assert codes(found) == [code]
    assert codes(drafts.read(draft).hindrances) == [code]
    with pytest.raises(DocumentRefused) as refused:
        drafts.confirm(draft, by=None)
    assert codes(refused.value.errors) == [code]
    assert stored() == before


def test_plan_without_a_title_has_the_documents(draft):
    drafts.describe_plan(draft, {**NEW, "titles": {}})

    drafts.confirm(draft, by=None)

    assert Plan.objects.get().title_en == "Plan of the reading rooms"


def test_decisions_are_added_and_taken_back(draft):
    drafts.decide(draft, titles={1: {"en": "Reading"}}, commitments={1: "position", 2: ""})
    drafts.decide(draft, titles={1: {"ru": "Чтение"}}, commitments={2: None})

    (first, second) = drafts.read(draft).proposals.items
    assert (dict(first.titles), first.kind) == ({"en": "Reading", "ru": "Чтение"}, "position")
    assert second.kind == "dated"


def test_edits_are_applied_and_undone(draft):
    drafts.edit(draft, Edit(Op.JOIN, 0, 1))
    drafts.edit(draft, Edit(Op.JOIN, 1, 1))
    joined = [len(section.items) for section in drafts.read(draft).document.sections]

    drafts.undo(draft)
    drafts.undo(draft)

    assert joined == [1, 1]
    assert [len(section.items) for section in drafts.read(draft).document.sections] == [2, 2]
    with pytest.raises(EditRefused):
        drafts.undo(draft)


def test_edit_that_does_not_fit_is_refused_and_forgotten(draft):
    with pytest.raises(EditRefused):
        drafts.edit(draft, Edit(Op.JOIN, 0, 9))

    assert drafts.read(draft).decisions.edits == ()


def test_counts_that_differ_hinder_until_an_editor_settles_it(draft):
    drafts.edit(draft, Edit(Op.JOIN, 0, 1))

    assert codes(drafts.read(draft).hindrances) == ["counts_differ"]
    with pytest.raises(DocumentRefused):
        drafts.confirm(draft, by=None)

    drafts.edit(draft, Edit(Op.JOIN, 1, 1))
    assert drafts.confirm(draft, by=None).new_items == 1


def test_file_in_another_encoding_is_shown_in_those_it_could_be(draft):
    drafts.add_file(draft, file(TEXT.encode("cp1251"), "old.txt"))

    reading = drafts.read(draft)

    assert reading.document is None
    assert [(one.file.name, codes(one.errors)) for one in reading.files] == [
        ("plan.txt", []),
        ("old.txt", ["not_utf8"]),
    ]
    shown = {one.encoding: one.lines[0][1] for one in reading.files[1].previews}
    assert shown["windows-1251"] == "Участники договариваются:"


def test_chosen_encoding_is_read(draft):
    first = draft.files.get()
    old = drafts.add_file(draft, file(TEXT.encode("cp1251"), "old.txt"))
    drafts.remove_file(draft, first.pk)

    drafts.choose(draft, old.pk, encoding="windows-1251")

    reading = drafts.read(draft)
    assert (reading.errors, len(reading.document.sections)) == ((), 2)


def test_other_files_make_earlier_decisions_void(draft):
    drafts.edit(draft, Edit(Op.JOIN, 0, 1))

    drafts.choose(draft, draft.files.get().pk, format="text")

    assert drafts.read(draft).decisions.edits == ()


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"x" * (MAX_BYTES + 1), "too_large")])
def test_file_that_nobody_could_read_is_not_kept(draft, data, code):
    with pytest.raises(DocumentRefused) as refused:
        drafts.add_file(draft, file(data))

    assert codes(refused.value.errors) == [code]
    assert DraftFile.objects.count() == 1


def test_draft_without_a_file_shows_nothing_and_cannot_be_confirmed():
    draft = drafts.start(by=None, new_plan=dict(NEW))

    assert not drafts.read(draft).can_confirm
    with pytest.raises(DocumentRefused):
        drafts.confirm(draft, by=None)


def test_draft_for_a_plan_shows_what_changes_there():
    plan = make_plan()
    for number in (1, 2):
        make_item(plan=plan, title=f"Item {number}")
    first = drafts.start(by=None, plan=plan)
    drafts.add_file(first, file())
    drafts.confirm(first, by=None)

    second = drafts.start(by=None, plan=plan)
    drafts.add_file(second, file(TEXT.replace("Чинить", "Переплетать")))
    (change,) = drafts.read(second).imported.changes

    assert (change.position, change.language) == (2, "ru")
    assert change.diff[:2] == (("delete", "Чинить"), ("insert", "Переплетать"))
    drafts.confirm(second, by=None)
    assert Wording.objects.current().get(language="ru", item__position=2).version == 2
    assert [item.title_en for item in plan.items.order_by("position")] == ["Item 1", "Item 2"]


def test_same_file_confirmed_again_changes_nothing():
    plan = make_plan()
    for _number in (1, 2):
        make_item(plan=plan)
    for _attempt in (1, 2):
        draft = drafts.start(by=None, plan=plan)
        drafts.add_file(draft, file())
        done = drafts.confirm(draft, by=None)

    assert (done.known, done.is_change, ImportRun.objects.count()) == (True, False, 1)
    assert draft.run == ImportRun.objects.get()


def test_unfinished_drafts_are_those_not_confirmed(draft):
    editor = make_user("editor")
    own = drafts.start(by=editor, plan=make_plan())
    drafts.confirm(draft, by=None)

    assert list(drafts.unfinished()) == list(drafts.unfinished(by=editor)) == [own]


def test_old_drafts_are_forgotten_with_their_files(draft):
    young = drafts.start(by=None, new_plan=dict(NEW))
    now = datetime(2026, 11, 22, tzinfo=UTC)
    ImportDraft.objects.filter(pk=draft.pk).update(updated_at=now - timedelta(days=31))
    ImportDraft.objects.filter(pk=young.pk).update(updated_at=now - timedelta(days=29))

    assert drafts.remove_old(now=now) == 1
    assert list(ImportDraft.objects.all()) == [young]
    assert DraftFile.objects.count() == 0
