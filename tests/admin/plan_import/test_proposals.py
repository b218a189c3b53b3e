"""Key dates, titles and changed texts: what an editor decides before a plan is stored."""

import pytest

from tests.builders import make_item, make_plan, make_wording
from tracker.models import ImportDraft, KeyDate, Plan, Wording
from tracker.services import drafts

from .wizard import TWO_LANGUAGES, do, plan_answers, started, step, told


@pytest.mark.parametrize("name", ["preview", "proposals", "confirm"])
def test_decisions_of_a_stale_tab_are_refused_in_every_step(administrator, name):
    draft = started(administrator, TWO_LANGUAGES)
    answers = plan_answers(administrator, draft, **{"language-0": "", "title-1-en": "Old title"})
    do(administrator, draft, "join 0 1")
    do(administrator, draft, "join 1 1")

    answer = administrator.post(step(draft, name), answers, follow=True)

    assert "in another window" in told(answer)[0]
    decisions = drafts.read(ImportDraft.objects.get()).decisions
    assert (decisions.languages, decisions.titles, Plan.objects.count()) == ({}, {}, 0)


def test_key_dates_are_named_chosen_among_known_ones_or_left(administrator):
    known = KeyDate.objects.create(
        slug="open-day", name_en="Open day", precision="day", date="2031-05-09", basis="text"
    )
    draft = started(administrator, TWO_LANGUAGES)
    here = step(draft, "proposals") + "?part=dates"
    page = administrator.get(here)
    (row,) = page.context["rows"]
    key = row.proposal.proposed.id
    assert [one.slug for one in row.matches] == ["open-day"]
    assert [language.code for language, _statement, _stated in row.statements] == ["en", "es"]
    stamp = page.context["stamp"]

    def choose(**fields):
        answers = {f"{name}-{key}": value for name, value in fields.items()}
        administrator.post(here, answers | {"stamp": stamp, "do": "keep"})
        return administrator.get(here).context["rows"][0].proposal.choice

    left = choose(take="leave")
    existing = choose(take="existing", existing="open-day")
    new = choose(take="new", slug="reading-day", **{"name": "x", "name-en": "y"})
    assert (left.take, existing.take, existing.slug) == ("leave", "existing", known.slug)
    assert (new.take, new.slug) == ("new", "reading-day")


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"take": "new", "slug": "open-day"}, "There is a key date with this short name already"),
        ({"take": "new", "slug": "Ö"}, "Give a short name"),
        ({"take": "existing", "existing": ""}, "Choose one of the key dates"),
    ],
)
def test_wrong_choice_of_a_key_date_is_told_beside_it(administrator, answers, problem):
    KeyDate.objects.create(slug="open-day", precision="day", date="2020-01-01", basis="text")
    draft = started(administrator, TWO_LANGUAGES)
    here = step(draft, "proposals") + "?part=dates"
    page = administrator.get(here)
    key = page.context["rows"][0].proposal.proposed.id

    answer = administrator.post(
        here,
        {f"{name}-{key}": value for name, value in answers.items()}
        | {"stamp": page.context["stamp"]},
    )

    assert answer.context["rows"][0].problem.startswith(problem)


def test_corrected_document_of_a_plan_shows_what_changes_word_by_word(administrator):
    plan = make_plan(slug="libraries")
    for position, text in enumerate(["Open rooms.", "Lend 30 maps.", "Read aloud."], start=1):
        make_wording(make_item(plan=plan, position=position, title=f"Title {position}"), text=text)
    draft = started(
        administrator,
        "The libraries agree on this:\n\n1. Open rooms.\n2. Lend 40 maps.\n3. Read aloud.\n",
        plan.pk,
    )

    page = administrator.get(step(draft, "proposals"))
    assert '<del class="import-del">30</del><ins class="import-ins">40</ins>' in (
        page.content.decode()
    )
    answer = administrator.post(
        step(draft, "confirm"), {"do": "confirm", "stamp": page.context["stamp"]}, follow=True
    )

    assert told(answer) == ["The document was imported."]
    assert list(
        Wording.objects.filter(item__plan=plan, item__position=2)
        .order_by("version")
        .values_list("version", "text", "is_current")
    ) == [(1, "Lend 30 maps.", False), (2, "Lend 40 maps.", True)]
    assert list(plan.items.order_by("position").values_list("title_en", flat=True)) == [
        "Title 1",
        "Title 2",
        "Title 3",
    ]
