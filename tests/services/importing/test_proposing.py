"""What an import proposes: titles, commitments, key dates, differences; what it leaves alone."""

from datetime import date

import pytest

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_plan,
    make_source,
    make_theme,
)
from tracker.domain.documents import DocumentRefused
from tracker.domain.documents.decisions import Choice, Decisions, Edit, Op, Take
from tracker.domain.documents.reading import SourceFile
from tracker.models import (
    Commitment,
    CommitmentDate,
    DateStatement,
    Divergence,
    ImportRun,
    Item,
    KeyDate,
    Occurrence,
    SiteRevision,
    Theme,
    Wording,
)
from tracker.services.importing import import_files
from tracker.services.search import item_ids

PLAN = """Plan of the reading rooms

The members agree to:
1. Read aloud to everybody on 9 May 2026.
2. Mend all old books by 31 March 2026.
3. Open every reading room on the 17th of each month.
4. Lend books to other towns.

Участники договариваются:
1. Читать вслух всем 9 мая 2026 года.
2. Чинить старые книги.
3. Открывать каждый читальный зал 17-го числа каждого месяца.
4. Одалживать книги другим городам.
"""
MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=17"
TODAY = date(2026, 2, 1)

pytestmark = pytest.mark.django_db


def load(plan, text: str = PLAN, **options):
    options.setdefault("today", TODAY)
    return import_files(plan, [SourceFile("plan.txt", text.encode())], **options)


def new_plan(**fields):
    return make_plan(
        slug="rooms", valid_from=date(2025, 12, 31), valid_until=date(2027, 1, 1), **fields
    )


def plan_with_items():
    plan = new_plan()
    for number in range(1, 5):
        make_item(plan=plan, title=f"Item {number}")
    return plan


def everything() -> list[int]:
    models = (Item, Commitment, KeyDate, DateStatement, CommitmentDate, Divergence, Occurrence)
    return [model.objects.count() for model in models]


def test_new_plan_gets_a_commitment_for_each_item_of_the_kind_its_dates_make():
    load(new_plan())

    assert list(
        Commitment.objects.values_list("item__position", "key", "kind", "proposed", "title_ru")
    ) == [
        (1, "a", "dated", True, "Читать вслух всем 9 мая 2026 года"),
        (2, "a", "dated", True, "Чинить старые книги"),
        (3, "a", "recurring", True, "Открывать каждый читальный зал 17-го числа каждого месяца"),
        (4, "a", "continuous", True, "Одалживать книги другим городам"),
    ]


def test_new_plan_gets_key_dates_bounded_by_its_period():
    load(new_plan())

    assert list(
        KeyDate.objects.values_list(
            "slug", "precision", "date", "rule", "rule_start", "rule_until", "basis", "proposed"
        )
    ) == [
        ("rooms-2026-03-31", "day", "2026-03-31", "", None, None, "text", True),
        ("rooms-2026-05-09", "day", "2026-05-09", "", None, None, "text", True),
        (
            "rooms-monthly-17",
            "rule",
            "",
            MONTHLY,
            date(2025, 12, 31),
            date(2026, 12, 31),
            "text",
            True,
        ),
    ]
    assert list(CommitmentDate.objects.values_list("commitment__item__position", "key_date__slug"))
    assert Occurrence.objects.filter(key_date__slug="rooms-monthly-17").count() == 12


def test_key_date_says_which_texts_state_it_in_which_words():
    source = make_source()
    load(new_plan(source=source))

    assert list(
        DateStatement.objects.filter(key_date__slug="rooms-2026-03-31").values_list(
            "language", "stated", "source", "note_en"
        )
    ) == [
        ("en", "date", source.pk, "“31 March 2026”, line 5 of the document"),
        ("ru", "absent", source.pk, None),
    ]
    deadline = KeyDate.objects.get(slug="rooms-2026-03-31")
    assert deadline.basis_note_en == "“31 March 2026”, line 5 of the document"
    assert deadline.name_en == "Mend all old books by 31 March 2026"


def test_new_plan_gets_differences_as_open_ones():
    load(new_plan())

    assert list(
        Divergence.objects.values_list("code", "state", "items__position", "languages")
    ) == [("P01", "open", 2, ["ru"])]


def test_rule_of_another_plan_is_another_event_unless_chosen():
    make_key_date(slug="open-day", rule=MONTHLY, rule_start=date(2020, 1, 1))

    done = load(new_plan())

    assert KeyDate.objects.filter(rule=MONTHLY).count() == 2
    assert [one.choice.take for one in done.key_dates if one.existing] == [Take.NEW]


def test_rule_that_was_chosen_is_used_and_left_as_it_is():
    kept = make_key_date(slug="open-day", rule=MONTHLY, rule_start=date(2020, 1, 1))
    before = KeyDate.objects.values().get(pk=kept.pk)
    plan = new_plan()
    (found,) = [one for one in load(plan, dry_run=True).key_dates if one.existing]
    choice = {found.proposed.id: Choice(Take.EXISTING, "open-day")}

    load(plan, decisions=Decisions(key_dates=choice))

    assert KeyDate.objects.filter(rule=MONTHLY).count() == 1
    assert KeyDate.objects.values().get(pk=kept.pk) == before
    link = CommitmentDate.objects.get(key_date=kept)
    assert (link.commitment.code, link.note_en) == (
        "3a",
        "“17th of each month”, line 6 of the document",
    )
    assert kept.statements.count() == 0


def test_same_day_is_another_event_unless_chosen():
    make_key_date(slug="victory", date="2026-05-09")
    plan = new_plan()
    (found,) = [one for one in load(plan, dry_run=True).key_dates if one.existing]
    choice = {found.proposed.id: Choice(Take.EXISTING, "victory")}

    load(plan, decisions=Decisions(key_dates=choice))

    assert found.choice.take is Take.NEW
    assert list(KeyDate.objects.filter(date="2026-05-09").values_list("slug", flat=True)) == [
        "victory"
    ]
    assert CommitmentDate.objects.get(key_date__slug="victory").commitment.code == "1a"


def test_plan_with_items_gets_wordings_only():
    plan = plan_with_items()
    make_commitment(item=plan.items.get(position=1))
    before = everything()

    done = load(plan)

    assert (everything(), Wording.objects.count()) == (before, 8)
    assert {one.choice.take for one in done.proposals.key_dates} == {Take.LEAVE}
    assert len(done.proposals.key_dates) == 3
    assert (done.key_dates, done.divergences, done.commitments) == ((), (), ())


def test_plan_with_items_gets_what_an_editor_chose():
    plan = plan_with_items()
    only = make_commitment(item=plan.items.get(position=1))
    found = load(plan, dry_run=True).proposals
    day = next(one for one in found.key_dates if one.proposed.edtf == "2026-05-09")
    decisions = Decisions(
        key_dates={day.proposed.id: Choice(Take.NEW, "reading-day", {"en": "Reading day"})},
        commitments={4: "position"},
        divergences={found.divergences[0].proposed.id: True},
    )

    load(plan, decisions=decisions)

    key_date = KeyDate.objects.get()
    assert (key_date.slug, key_date.name_en) == ("reading-day", "Reading day")
    assert list(key_date.commitments.all()) == [only]
    new = Commitment.objects.exclude(pk=only.pk).get()
    assert (new.code, new.kind, new.title_en, new.proposed) == ("4a", "position", "Item 4", True)
    assert Divergence.objects.get().code == "P01"


def test_date_of_an_item_with_several_commitments_waits_for_its_editor():
    plan = plan_with_items()
    item = plan.items.get(position=1)
    make_commitment(item=item)
    make_commitment(item=item)
    found = load(plan, dry_run=True).proposals.key_dates
    day = next(one for one in found if one.proposed.edtf == "2026-05-09")

    done = load(plan, decisions=Decisions(key_dates={day.proposed.id: Choice(Take.NEW)}))

    assert (done.unlinked, CommitmentDate.objects.count()) == ((1,), 0)


def test_titles_and_kinds_that_an_editor_chose_are_stored():
    decisions = Decisions(
        titles={1: {"en": "Reading aloud", "ru": ""}}, commitments={4: "", 3: "dated"}
    )

    load(new_plan(), decisions=decisions)

    first = Item.objects.get(position=1)
    assert (first.title_en, first.title_ru) == ("Reading aloud", None)
    assert list(Commitment.objects.values_list("item__position", "kind")) == [
        (1, "dated"),
        (2, "dated"),
        (3, "dated"),
    ]


@pytest.mark.parametrize(
    ("decisions", "code"),
    [
        (Decisions(commitments={1: "heroic"}), "bad_kind"),
        (Decisions(titles={1: {"en": "x" * 201}}), "title_too_long"),
        (Decisions(key_dates={"date-2026-05-09": Choice(Take.NEW, "May day!")}), "bad_slug"),
        (Decisions(key_dates={"date-2026-05-09": Choice(Take.NEW, "taken")}), "slug_taken"),
        (Decisions(key_dates={"date-2026-05-09": Choice(Take.EXISTING, "none")}), "no_key_date"),
        (
            Decisions(key_dates={"date-2026-05-09": Choice(Take.NEW, "", {"en": "x" * 201})}),
            "name_too_long",
        ),
        (Decisions(edits=(Edit(Op.JOIN, 7, 1),)), "decisions_do_not_fit"),
    ],
)
def test_decision_that_cannot_be_stored_is_refused_whole(decisions, code):
    make_key_date(slug="taken", date="")
    before = everything()

    with pytest.raises(DocumentRefused) as refused:
        load(new_plan(), decisions=decisions)

    assert [error.code for error in refused.value.errors] == [code]
    assert (everything(), ImportRun.objects.count()) == (before, 0)


def test_gap_that_an_editor_put_has_no_wording_in_that_language():
    text = PLAN.replace("2. Чинить старые книги.\n", "")
    with pytest.raises(DocumentRefused):
        load(new_plan(), text)

    plan = make_plan(slug="other")
    load(plan, text, decisions=Decisions(edits=(Edit(Op.GAP, 1, 2),)))

    assert list(Wording.objects.filter(language="ru").values_list("item__position", flat=True)) == [
        1,
        3,
        4,
    ]
    assert Item.objects.get(plan=plan, position=2).title_ru is None
    assert plan.language_versions.get(language="ru").state == "partial"


def test_headings_become_themes_and_known_ones_are_used():
    known = make_theme(name="Reading", slug="reading")
    text = (
        "Plan of the reading rooms\n\nThe members agree to the following.\n\n"
        "Reading\n\n1. Read aloud to everybody.\n2. Lend books to other towns.\n\n"
        "Old books\n\n3. Mend all the old books.\n4. Show the old books to everybody.\n"
    )

    load(new_plan(), text)

    assert {theme.slug: theme.name_en for theme in Theme.objects.all()} == {
        "reading": "Reading",
        "old-books": "Old books",
    }
    assert list(known.items.values_list("position", flat=True)) == [1, 2]


def test_document_in_no_content_language_has_its_words_in_the_source_language():
    text = (
        "Plan der Lesesäle\n\nDie Mitglieder vereinbaren:\n"
        "1. Am 9. Mai 2026 allen vorlesen.\n2. Alle alten Bücher gemeinsam ausbessern.\n"
    )

    load(new_plan(), text)

    assert list(Item.objects.values_list("title_en", "title_ru")) == [
        ("Am 9. Mai 2026 allen vorlesen", None),
        ("Alle alten Bücher gemeinsam ausbessern", None),
    ]
    assert set(Wording.objects.values_list("language", flat=True)) == {"de"}


def test_what_was_proposed_once_is_not_proposed_again_by_the_same_file():
    plan = new_plan()
    load(plan)
    before = (everything(), SiteRevision.current().number)

    done = load(plan)

    assert (everything(), SiteRevision.current().number) == before
    assert (done.known, done.is_change) == (True, False)


def test_imported_items_are_found_by_their_title_and_theme():
    plan = new_plan()

    load(plan)

    assert item_ids("одалживать") == {plan.items.get(position=4).pk}


def test_everything_proposed_has_a_history():
    load(new_plan())

    assert Item.history.count() == Commitment.history.count() == 4
    assert (KeyDate.history.count(), Divergence.history.count()) == (3, 1)


@pytest.mark.parametrize("items", [10, 60])
def test_import_asks_the_database_a_fixed_number_of_times(items, django_assert_max_num_queries):
    lines = [f"{n}. Open reading room {n} to all on 9 May 2026." for n in range(1, items + 1)]
    text = "The members agree to:\n" + "\n".join(lines) + "\n"
    plan = new_plan()

    with django_assert_max_num_queries(60):
        load(plan, text)

    assert Wording.objects.count() == items


def test_dates_of_one_item_are_named_with_their_words():
    text = "Plan\n\n1. Read aloud on 9 May 2026 and on the 17th of each month.\n2. Lend books.\n"

    load(new_plan(), text)

    names = KeyDate.objects.order_by("slug").values_list("name_en", flat=True)
    assert sorted(name.partition(" – ")[0] for name in names) == [
        "9 May 2026",
        "Day 17 of each month",
    ]
