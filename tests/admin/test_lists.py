"""Lists and their actions."""

from datetime import date

import pytest
from django.urls import reverse

from tests.builders import (
    make_commitment,
    make_divergence,
    make_evidence,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_update,
)
from tracker.models import Divergence, Evidence


def act(client, noun: str, action: str, *chosen) -> None:
    client.post(
        reverse(f"admin:tracker_{noun}_changelist"),
        {"action": action, "_selected_action": [obj.pk for obj in chosen]},
    )


def test_evidence_is_marked_as_checked(editor):
    chosen, left = make_evidence(), make_evidence()

    act(editor, "evidence", "mark_checked", chosen)

    reviews = dict(Evidence.objects.values_list("pk", "review"))
    assert reviews == {chosen.pk: "checked", left.pk: "to_check"}
    assert chosen.history.latest().history_user == editor.user


def test_evidence_is_rejected(editor):
    evidence = make_evidence()

    act(editor, "evidence", "reject", evidence)

    evidence.refresh_from_db()
    assert evidence.review == Evidence.Review.REJECTED


@pytest.mark.parametrize(
    ("action", "state"), [("accept", "accepted"), ("dismiss", "dismissed"), ("reopen", "open")]
)
def test_divergence_is_decided_from_the_list(editor, action, state):
    divergence = make_divergence(state="open" if action != "reopen" else "accepted")

    act(editor, "divergence", action, divergence)

    assert Divergence.objects.get().state == state


def test_translator_decides_nothing(translator):
    evidence, divergence = make_evidence(), make_divergence()

    act(translator, "evidence", "mark_checked", evidence)
    act(translator, "divergence", "accept", divergence)

    assert (Evidence.objects.get().review, Divergence.objects.get().state) == ("to_check", "open")


def test_commitments_are_listed_with_their_status_and_filtered_by_it(editor):
    reported = make_commitment(title="Reported one")
    make_update(reported)
    make_commitment(title="Silent one", kind="continuous")
    page = reverse("admin:tracker_commitment_changelist")

    listed = editor.get(page).context["cl"].result_list
    awaiting = editor.get(page, {"status": "awaiting"}).context["cl"].result_list

    assert {str(one): one.status for one in listed} == {
        "1a Reported one": "reported",
        "1a Silent one": "awaiting",
    }
    assert [str(one) for one in awaiting] == ["1a Silent one"]


def grow(rows: int) -> None:
    plan = make_plan()
    for number in range(rows):
        item = make_item(plan=plan)
        key_date = make_key_date(date="2024-05-09")
        commitment = make_commitment(item=item, key_dates=[key_date])
        occurrence = make_occurrence(key_date, start=date(2024, 5, 9))
        make_evidence(make_update(commitment, occurrence=occurrence))
        make_divergence(plan, items=[item], code=f"D{number}")


LISTS = [
    "commitment",
    "commitmentdate",
    "divergence",
    "evidence",
    "item",
    "keydate",
    "occurrence",
    "plan",
    "source",
    "statusupdate",
]


@pytest.mark.parametrize("noun", LISTS)
def test_list_asks_the_database_as_often_for_many_rows_as_for_few(
    editor, noun, django_assert_max_num_queries
):
    page = reverse(f"admin:tracker_{noun}_changelist")
    grow(2)
    editor.get(page)
    with django_assert_max_num_queries(100) as few:
        editor.get(page)
    grow(20)

    with django_assert_max_num_queries(len(few)):
        editor.get(page)


def test_first_page_says_what_waits_for_an_editor(editor):
    key_date = make_key_date(date="2024-05-09", name="Reading day")
    make_commitment(key_dates=[key_date])
    make_occurrence(key_date, start=date(2024, 5, 9))
    make_evidence()

    cards = editor.get(reverse("admin:index")).context["to_do"]

    assert [(str(card["title"]), card["text"]) for card in cards] == [
        ("Reports missing", "1 occurrence is over and has no report yet."),
        ("Evidence to check", "1 piece of evidence is to be checked."),
    ]
    assert [row["name"] for row in cards[0]["rows"]] == ["Reading day"]
    waiting = editor.get(cards[0]["link"]).context["cl"].result_list
    assert [str(one) for one in waiting] == ["Reading day 2024-05-09"]


def test_first_page_shows_a_translator_the_translations_alone(translator, content):
    content.theme.name_tr = "Okuma"
    content.theme.save()
    content.theme.name_en = "Reading aloud"
    content.theme.save()

    cards = translator.get(reverse("admin:index")).context["to_do"]

    assert [(str(card["title"]), card["rows"]) for card in cards] == [
        (
            "Translations to review",
            [
                {
                    "name": "Themes",
                    "note": "1",
                    "link": "/admin/tracker/theme/?translations=stale",
                }
            ],
        )
    ]
