"""Who may import, where the wizard is offered, and what becomes of unfinished imports."""

from tests.builders import make_plan
from tracker.models import ImportDraft

from .wizard import LIST, START, TWO_LANGUAGES, started, step, told


def test_editor_may_import_and_a_translator_may_not(editor, translator):
    draft = started(editor, TWO_LANGUAGES)
    pages = [START, *(step(draft, n) for n in ("document", "compare", "confirm", "discard"))]

    assert [editor.get(page).status_code for page in pages] == [200] * 5
    assert [translator.get(page).status_code for page in pages] == [403] * 5
    assert translator.get(LIST).status_code == 403
    assert translator.post(step(draft, "discard")).status_code == 403
    assert ImportDraft.objects.exists()


def test_wizard_is_offered_on_lists_and_pages_to_those_who_may(editor, translator):
    plan = make_plan(slug="libraries")
    listed, page = "/admin/tracker/plan/", f"/admin/tracker/plan/{plan.pk}/change/"

    assert "Import a document" in editor.get(listed).content.decode()
    assert "Import a text" in editor.get(page).content.decode()
    assert "Import a document" not in translator.get(listed).content.decode()
    assert "Import a text" not in translator.get(page).content.decode()
    offered = editor.get(f"{START}?plan={plan.pk}").context["form"]["plan"].value()
    assert offered == str(plan.pk)


def test_unfinished_imports_are_continued_and_discarded(administrator, editor):
    draft = started(administrator, TWO_LANGUAGES)

    listed = editor.get(LIST).content.decode()
    assert step(draft, "document") in listed
    assert step(draft, "document") in editor.get(START).content.decode()
    assert editor.get(f"{LIST}{draft.pk}/change/").url == step(draft, "document")
    answer = editor.post(step(draft, "discard"), follow=True)

    assert told(answer) == ["The import was discarded."]
    assert told(administrator.get(step(draft, "compare"), follow=True)) == [
        "This import is not here any more."
    ]


def test_address_of_no_import_leads_to_the_list(administrator):
    for pk in (0, 77, 10**30):
        answer = administrator.get(f"{LIST}{pk}/preview/")
        assert (answer.status_code, answer.url) == (302, LIST)
