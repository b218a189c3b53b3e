"""The last step of the wizard: what is stored, once, and what hinders it."""

from datetime import date

import pytest

from tests.builders import make_item, make_plan, make_wording
from tracker.models import Commitment, ImportRun, Item, KeyDate, Kind, Plan, Wording

from .wizard import TWO_LANGUAGES, plan_answers, started, step, told


def test_administrator_brings_a_plan_in_from_upload_to_public_page(administrator, client):
    draft = started(administrator, TWO_LANGUAGES)

    preview = administrator.get(step(draft, "preview")).content.decode()
    assert "Opening every reading room" in preview
    assert '<mark class="import-date">9 de mayo de 2031<span class="import-label"' in preview
    assert administrator.get(step(draft, "compare")).status_code == 200
    administrator.post(
        step(draft, "proposals") + "?part=items",
        {
            "stamp": administrator.get(step(draft, "proposals")).context["stamp"],
            "title-1-en": "Open reading rooms",
            "kind-1": "dated",
            "kind-2": "",
        },
    )
    answer = administrator.post(
        step(draft, "confirm"), plan_answers(administrator, draft), follow=True
    )

    plan = Plan.objects.get(slug="programme")
    assert answer.redirect_chain == [(step(draft, "done"), 302)]
    assert told(answer) == ["The document was imported."]
    assert 'href="/en/plans/programme/"' in answer.content.decode()
    assert plan.items.count() == 3
    assert plan.items.get(position=1).title_en == "Open reading rooms"
    assert Wording.objects.filter(item__plan=plan).count() == 6
    assert list(
        Commitment.objects.filter(item__plan=plan)
        .order_by("item__position")
        .values_list("item__position", "kind")
    ) == [(1, Kind.DATED), (3, Kind.CONTINUOUS)]
    assert KeyDate.objects.get().date == "2031-05-09"
    assert plan.imports.get().created_by == administrator.user
    assert "Open reading rooms" in client.get("/en/plans/programme/").content.decode()


def test_nothing_is_stored_before_the_confirmation(administrator):
    draft = started(administrator, TWO_LANGUAGES)
    for name in ("document", "preview", "compare", "proposals", "confirm"):
        assert administrator.get(step(draft, name)).status_code == 200

    assert (Plan.objects.count(), Item.objects.count(), ImportRun.objects.count()) == (0, 0, 0)


def test_confirming_twice_imports_once(administrator):
    draft = started(administrator, TWO_LANGUAGES)
    answers = plan_answers(administrator, draft)
    administrator.post(step(draft, "confirm"), answers)

    again = administrator.post(step(draft, "confirm"), answers, follow=True)

    assert again.redirect_chain == [(step(draft, "done"), 302)]
    assert (Plan.objects.count(), ImportRun.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"slug": ""}, ["slug"]),
        ({"slug": "not a slug"}, ["slug"]),
        ({"slug": "taken"}, ["slug"]),
        ({"title_en": " ", "title_es": ""}, ["title_en"]),
        ({"valid_from": ""}, ["valid_from"]),
        ({"valid_from": "2030-02-31"}, ["valid_from"]),
        ({"valid_from": "9999-12-31"}, ["__all__"]),
        ({"valid_until": "2029-01-01"}, ["valid_until"]),
        ({"adopted": "31.12.2030"}, ["adopted"]),
        ({"ends_with": "999"}, ["ends_with"]),
    ],
)
def test_wrong_description_of_a_plan_is_told_and_keeps_what_was_typed(administrator, fields, wrong):
    make_plan(slug="taken")
    draft = started(administrator, TWO_LANGUAGES)

    answer = administrator.post(
        step(draft, "confirm"),
        plan_answers(administrator, draft, **({"title_es": "Programa"} | fields)),
    )

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == wrong
    assert answer.context["form"]["title_es"].value() == fields.get("title_es", "Programa")
    assert Plan.objects.count() == 1


def test_proposed_short_name_of_a_plan_is_free(administrator):
    make_plan(slug="joint-programme-of-the-libraries")
    draft = started(administrator, TWO_LANGUAGES)

    form = administrator.get(step(draft, "confirm")).context["form"]

    assert form["slug"].value() == "joint-programme-of-the-libraries-2"
    assert form["title_en"].value() == "Joint Programme of the Libraries"


def test_document_that_does_not_fit_the_plan_cannot_be_confirmed(administrator):
    plan = make_plan(slug="libraries")
    for position in (1, 2):
        make_wording(make_item(plan=plan, position=position))
    draft = started(administrator, TWO_LANGUAGES, plan.pk)
    page = administrator.get(step(draft, "confirm"))
    assert "has no counterpart in the plan" in page.content.decode()

    answer = administrator.post(
        step(draft, "confirm"), {"do": "confirm", "stamp": page.context["stamp"]}, follow=True
    )

    assert "has no counterpart in the plan" in told(answer)[0]
    assert not ImportRun.objects.exists()


def test_day_that_moves_dates_into_the_past_is_confirmed_knowingly(administrator):
    draft = started(administrator, TWO_LANGUAGES)
    answers = plan_answers(administrator, draft, valid_from="2032-01-01")

    first = administrator.post(step(draft, "confirm"), answers, follow=True)
    assert "not the same as before" in told(first)[0]
    assert not Plan.objects.exists()
    again = plan_answers(administrator, draft, valid_from="2032-01-01")
    administrator.post(step(draft, "confirm"), again)

    assert Plan.objects.get().valid_from == date(2032, 1, 1)
    assert not KeyDate.objects.exists()


@pytest.mark.parametrize("year", ["0000", "9999"])
def test_document_with_a_year_that_no_calendar_knows_cannot_be_confirmed(administrator, year):
    wrong = started(administrator, TWO_LANGUAGES.replace("9 May 2031", f"9 May {year}"))
    sentence = f"“9 May {year}” has a year that no calendar here knows."
    page = administrator.get(step(wrong, "preview"))
    assert f"Line 5: {sentence}" in page.content.decode()

    answers = plan_answers(administrator, wrong)
    answer = administrator.post(step(wrong, "confirm"), answers, follow=True)

    assert not Plan.objects.exists()
    assert not ImportRun.objects.exists()
    assert any(sentence in one for one in told(answer))
