"""What an import proposed stays marked until an editor has looked at it."""

import pytest
from django.urls import reverse

from tests.admin.forms import save
from tests.builders import make_commitment, make_item, make_key_date
from tracker.models import Commitment, Item, KeyDate


def page(obj, name: str = "change") -> str:
    meta = obj._meta
    arguments = [obj.pk] if name == "change" else []
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=arguments)


@pytest.mark.parametrize("make", [make_item, make_commitment, make_key_date])
def test_proposal_that_an_editor_saves_is_one_no_more(editor, make):
    proposal = make(proposed=True)

    save(editor, page(proposal))

    proposal.refresh_from_db()
    assert proposal.proposed is False


def test_proposal_whose_translation_is_edited_stays_one(translator):
    item = make_item(proposed=True, title_tr="Okuma")

    save(translator, page(item), title_tr="Akşam okumaları")

    item.refresh_from_db()
    assert (item.title_tr, item.proposed) == ("Akşam okumaları", True)


@pytest.mark.parametrize(
    ("make", "model"),
    [(make_item, Item), (make_commitment, Commitment), (make_key_date, KeyDate)],
)
def test_editor_confirms_many_proposals_at_once(editor, make, model):
    chosen = [make(proposed=True), make(proposed=True)]
    other = make(proposed=True)

    editor.post(
        page(other, "changelist"),
        {"action": "confirm_proposals", "_selected_action": [one.pk for one in chosen]},
    )

    assert list(model.objects.filter(proposed=True)) == [other]


def test_confirming_is_in_the_history(editor):
    item = make_item(proposed=True)

    editor.post(
        page(item, "changelist"), {"action": "confirm_proposals", "_selected_action": [item.pk]}
    )

    assert [version.proposed for version in item.history.order_by("pk")] == [True, False]


def test_translator_is_not_offered_to_confirm_proposals(translator):
    item = make_item(proposed=True)

    actions = translator.get(page(item, "changelist")).context["action_form"].fields["action"]

    assert "confirm_proposals" not in [name for name, _label in actions.choices]


def test_list_shows_only_proposals_on_request(editor):
    proposal = make_item(proposed=True)
    make_item(plan=proposal.plan)

    found = editor.get(page(proposal, "changelist"), {"proposed__exact": "1"}).context["cl"]

    assert list(found.result_list) == [proposal]


@pytest.mark.django_db
def test_public_page_says_that_a_title_is_taken_from_the_text(client):
    proposal = make_item(proposed=True)
    looked_at = make_item(plan=proposal.plan)
    note = "Title taken from the text"

    slug = proposal.plan.slug
    shown = [
        note in client.get(f"/en/plans/{slug}/items/{item.position}/").content.decode()
        for item in (proposal, looked_at)
    ]

    assert shown == [True, False]
    assert client.get(f"/en/plans/{slug}/").content.decode().count(note) == 1
