"""Loading seed files, tried on the sample plan in fixtures/seeds-sample."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests.builders import make_item, make_plan, make_theme
from tracker.models import (
    Alias,
    Commitment,
    CommitmentDate,
    Divergence,
    Figure,
    Item,
    KeyDate,
    LanguageVersion,
    Meeting,
    Occurrence,
    Organisation,
    Plan,
    SeedRecord,
    SiteRevision,
    Source,
    StatusUpdate,
    Theme,
)
from tracker.services import seeds

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
SUBJECTS = "subjects.yaml"
PLAN = "plans/library-plan/plan.yaml"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample, to be edited."""
    return Path(shutil.copytree(settings.BASE_DIR / "fixtures/seeds-sample", tmp_path / "seeds"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text that stands once in a file of the sample."""

    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def load(folder: Path, **options: bool) -> seeds.Report:
    return seeds.load(folder, today=TODAY, **options)


def line_of(folder: Path, name: str, text: str) -> str:
    """`seeds/<name>:<line>` of the only line that holds `text`."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if text in line]
    assert len(numbers) == 1
    return f"seeds/{name}:{numbers[0]}"


def problems(folder: Path) -> list[str]:
    with pytest.raises(seeds.SeedsRefused) as refused:
        load(folder)
    return [str(problem) for problem in refused.value.problems]


def test_plan_of_another_organisation_is_loaded_whole(folder: Path) -> None:
    report = load(folder)

    assert (len(report.created), report.updated, report.notes) == (33, {}, [])
    plan = Plan.objects.get()
    assert (plan.slug, plan.title_tr, plan.valid_from) == (
        "library-plan",
        "2026 kütüphane ağı planı",
        date(2026, 1, 16),
    )
    assert plan.ends_with.slug == "library-assembly-5"
    assert [
        (commitment.code, commitment.kind, [link.key_date.slug for link in links])
        for commitment in Commitment.objects.all()
        for links in [commitment.date_links.all()]
    ] == [
        ("1a", "recurring", ["reading-day"]),
        ("1b", "continuous", []),
        ("2a", "dated", ["opening-weekend"]),
    ]
    assert [theme.slug for theme in Item.objects.get(position=1).themes.all()] == ["reading"]
    link = CommitmentDate.objects.get(key_date__slug="opening-weekend")
    assert (link.counts_from, link.counts_until) == (date(2026, 6, 1), date(2026, 6, 30))
    divergence = Divergence.objects.get()
    assert (divergence.languages, divergence.severity) == (["es"], "A")
    assert [item.position for item in divergence.items.all()] == [1]
    assert set(LanguageVersion.objects.values_list("language", "state")) == {
        ("en", "announced"),
        ("es", "announced"),
        ("tr", "announced"),
    }


def test_days_of_a_meeting_follow_from_its_dates(folder: Path) -> None:
    load(folder)

    assert [
        (meeting.slug, meeting.dates, meeting.start, meeting.end)
        for meeting in Meeting.objects.order_by("edition")
    ] == [
        ("library-assembly-4", "2026-01-15/2026-01-16", date(2026, 1, 15), date(2026, 1, 16)),
        ("library-assembly-5", "", None, None),
    ]


def test_status_update_finds_the_occurrence_of_its_day(folder: Path) -> None:
    load(folder)

    update = StatusUpdate.objects.get()
    assert (update.commitment.code, update.kind, update.status) == ("1a", "recurring", "reported")
    assert update.occurrence.start == date(2026, 3, 3)
    assert [(one.source.slug, one.review) for one in update.evidence.all()] == [
        ("network-news", "to_check")
    ]


def test_occurrences_reach_to_the_horizon(folder: Path) -> None:
    report = load(folder)

    assert report.occurrences == 6
    assert list(Occurrence.objects.values_list("key_date__slug", "start", "precision")) == [
        ("reading-day", date(2026, 3, 3), "day"),
        ("opening-weekend", date(2026, 6, 13), "range"),
        ("catalogue-month", date(2026, 9, 1), "month"),
        ("reading-day", date(2027, 3, 3), "day"),
        ("reading-day", date(2028, 3, 3), "day"),
        ("reading-day", date(2029, 3, 3), "day"),
    ]


def test_second_load_changes_nothing(folder: Path) -> None:
    load(folder)
    revision = SiteRevision.current().number
    history = Item.history.count()

    report = load(folder)

    assert report.is_changed is False
    assert (report.unchanged, report.kept) == (33, {})
    assert (SiteRevision.current().number, Item.history.count()) == (revision, history)


def test_language_of_the_reader_does_not_matter(folder: Path) -> None:
    with translation.override("es"):
        load(folder)
        report = load(folder)

    assert report.is_changed is False
    assert Theme.objects.get(slug="reading").name_en == "Reading"
    assert Theme.objects.get(slug="reading").name_es == "Lectura"


def test_corrected_text_reaches_the_database_and_the_history(folder: Path, edit: Edit) -> None:
    load(folder)
    edit(PLAN, 'en: "New rooms"', 'en: "New reading rooms"')

    report = load(folder)

    assert report.updated == {"item library-plan/2": ["title_en"]}
    item = Item.objects.get(position=2)
    assert (item.title_en, item.title_es) == ("New reading rooms", "Salas nuevas")
    assert item.stale_translations == ["title_ar", "title_es", "title_ru", "title_tr"]
    assert item.history.first().history_change_reason == "Loaded from seeds"


def test_change_of_an_editor_is_kept_and_the_rest_updated(folder: Path, edit: Edit) -> None:
    load(folder)
    item = Item.objects.get(position=2)
    item.title_en = "Rooms for readers"
    item.save(update_fields=["title_en"])
    edit(PLAN, 'en: "New rooms"', 'en: "New reading rooms"')
    edit(PLAN, 'es: "Salas nuevas"', 'es: "Salas de lectura"')

    report = load(folder)

    assert report.updated == {"item library-plan/2": ["title_es"]}
    assert report.kept == {"item library-plan/2": ["title_en"]}
    item.refresh_from_db()
    assert (item.title_en, item.title_es) == ("Rooms for readers", "Salas de lectura")


def test_change_of_an_editor_is_kept_in_lists_too(folder: Path, edit: Edit) -> None:
    load(folder)
    item = Item.objects.get(position=1)
    item.themes.add(Theme.objects.get(slug="buildings"))
    edit(PLAN, "organisations: [branch-council]", "organisations: []")

    report = load(folder)

    assert report.kept == {"item library-plan/1": ["themes"]}
    assert report.updated == {"item library-plan/1": ["organisations"]}
    assert item.themes.count() == 2
    assert item.organisations.count() == 0


def test_what_an_editor_set_back_to_the_seeded_value_follows_the_files_again(
    folder: Path, edit: Edit
) -> None:
    load(folder)
    Theme.objects.filter(slug="reading").update(name_en="Books")
    edit(SUBJECTS, 'en: "Reading", es', 'en: "Reading aloud", es')
    load(folder)
    Theme.objects.filter(slug="reading").update(name_en="Reading")

    report = load(folder)

    assert report.updated == {"theme reading": ["name_en"]}


def test_object_that_an_editor_made_first_keeps_what_the_editor_wrote(folder: Path) -> None:
    make_theme(slug="reading", name="Books and more")

    report = load(folder)

    theme = Theme.objects.get(slug="reading")
    assert (theme.name_en, theme.name_es) == ("Books and more", "Lectura")
    assert report.kept == {"theme reading": ["name_en"]}


def test_state_of_a_language_belongs_to_the_importer_once_it_is_there(folder: Path) -> None:
    load(folder)
    LanguageVersion.objects.filter(language="es").update(state="complete")

    report = load(folder)

    assert (report.is_changed, report.kept) == (False, {})
    assert LanguageVersion.objects.get(language="es").state == "complete"


def test_what_an_editor_deleted_stays_deleted_with_all_that_belongs_to_it(folder: Path) -> None:
    load(folder)
    Item.objects.get(position=2).delete()

    report = load(folder)

    assert report.is_changed is False
    assert report.deleted == [
        "item library-plan/2",
        "commitment library-plan/2a",
        "commitment-date library-plan/2a/opening-weekend",
    ]
    assert not Item.objects.filter(position=2).exists()


def test_new_part_of_something_deleted_is_not_made(folder: Path, edit: Edit) -> None:
    load(folder)
    Organisation.objects.get(slug="branch-council").participations.all().delete()
    Organisation.objects.get(slug="branch-council").delete()
    edit(
        SUBJECTS,
        '- {language: en, name: "Branch Council", kind: variant, source: network-minutes}',
        '- {language: en, name: "The Council", kind: variant, source: network-minutes}',
    )

    report = load(folder)

    assert report.skipped == ["organisation-alias branch-council/en/The Council"]
    assert not Alias.objects.filter(name="The Council").exists()


def test_alias_corrected_in_the_file_replaces_the_seeded_one(folder: Path, edit: Edit) -> None:
    load(folder)
    Alias.objects.create(
        organisation=Organisation.objects.get(), language="es", name="El Consejo", kind="variant"
    )
    edit(SUBJECTS, 'name: "Branch Council"', 'name: "Branches’ Council"')

    report = load(folder)

    assert report.removed == ["organisation-alias branch-council/en/Branch Council"]
    assert set(Organisation.objects.get().aliases.values_list("name", flat=True)) == {
        "Branches’ Council",
        "El Consejo",
    }


def test_part_that_an_editor_changed_outlives_its_line_in_the_file(
    folder: Path, edit: Edit
) -> None:
    load(folder)
    Figure.objects.filter(value=40).update(value=41)
    edit(SUBJECTS, "      - {measure: delegates, value: 40, source: network-news}\n", "")

    report = load(folder)

    assert report.kept == {"figure library-assembly-4/delegates/network-news": ["removal"]}
    assert Figure.objects.filter(value=41).exists()


def test_changed_rule_moves_what_is_still_ahead(folder: Path, edit: Edit) -> None:
    load(folder)
    edit(SUBJECTS, "BYMONTH=3;BYMONTHDAY=3", "BYMONTH=3;BYMONTHDAY=10")

    report = load(folder)

    assert report.updated == {"key-date reading-day": ["rule"]}
    days = Occurrence.objects.filter(key_date__slug="reading-day", start__gte=TODAY)
    assert list(days.values_list("start", flat=True)) == [
        date(2027, 3, 10),
        date(2028, 3, 10),
        date(2029, 3, 10),
    ]
    # The statement on it was recorded: that day stays.
    assert StatusUpdate.objects.get().occurrence.start == date(2026, 3, 3)


def test_dry_run_tells_everything_and_stores_nothing(folder: Path) -> None:
    report = load(folder, dry_run=True)

    assert (len(report.created), report.occurrences) == (33, 6)
    assert (Plan.objects.count(), SeedRecord.objects.count()) == (0, 0)


def test_language_left_out_is_noted_and_no_problem(folder: Path, edit: Edit) -> None:
    edit(SUBJECTS, ', ar: "المباني"', "")

    report = load(folder)

    place = line_of(folder, SUBJECTS, 'en: "Buildings"')
    assert report.notes == [f"{place}: name is missing in ar."]
    assert Theme.objects.get(slug="buildings").name_ar in (None, "")


def test_files_of_a_second_plan_may_name_what_the_database_holds(
    folder: Path, tmp_path: Path
) -> None:
    load(folder)
    second = tmp_path / "second"
    second.mkdir()
    (second / "plan.yaml").write_text(
        "plan: {slug: next-plan, title: {en: Next}, valid_from: '2027-01-20'}\n"
        "items:\n  - {position: 1, title: {en: Again}, themes: [reading]}\n",
        encoding="utf-8",
    )

    load(second)

    assert set(Plan.objects.values_list("slug", flat=True)) == {"library-plan", "next-plan"}


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        (SUBJECTS, "acronym: {en", "acronyms: {en", "“acronyms” is no field of organisations"),
        (SUBJECTS, "kind: international", "kind: club", "kind: “club” is none of party"),
        (SUBJECTS, 'published: "2026-01-20"', 'published: "2026-13"', "There is no month 13."),
        (SUBJECTS, "BYMONTHDAY=3", "BYSETPOS=3", "rule: The part BYSETPOS is not supported."),
        (SUBJECTS, "precision: range", "precision: day", "but the date is a range"),
        (SUBJECTS, "value: 42", "value: many", "Expected a whole number, found “many”."),
        (SUBJECTS, "value: 42", "value: -1", "greater than or equal to 0"),
        (SUBJECTS, "preferred: true", "preferred: perhaps", "Expected true or false"),
        (SUBJECTS, "derived_from: network-minutes", "derived_from: diary", "no source “diary”"),
        (SUBJECTS, "languages: [en]\n", "languages: English\n", "Expected a list"),
        (SUBJECTS, "languages: [en]\n", "languages: [English]\n", "Expected a language code"),
        (SUBJECTS, '"Чтение"', '"Чтение", de: "Lesen"', "“de” is no content language"),
        (SUBJECTS, '{en: "Reading", es: "Lectura",', '{en: [], es: "Lectura",', "found a list"),
        (SUBJECTS, 'publisher: "Library network"', "publisher: no", 'as text; write "no"'),
        (SUBJECTS, 'rule_start: "2026-03-03"', 'rule_start: "3 March"', "“3 March” is no day"),
        (PLAN, "key_date: reading-day}\n", "key_date: readers-day}\n", "“readers-day”"),
        (PLAN, "commitment: 1a", "commitment: 9z", "there is no commitment “library-plan/9z”"),
        (PLAN, "items: [1]", "items: [7]", "there is no item “library-plan/7”"),
        (PLAN, 'nominal: "2026-03-03"', 'nominal: "2026-03-04"', "there is no occurrence"),
        (PLAN, "status: reported", "status: happened", "status: “happened” is none of"),
        (PLAN, "status: reported", "status: confirmed", "independent of the parties"),
        (PLAN, 'as_of: "2026-03-05"', 'as_of: "2026-12-05"', "the day lies in the future"),
        (PLAN, "commitment: 1a", "commitment: 2a", "the commitment is not linked"),
    ],
)
def test_broken_file_is_refused_with_file_line_and_reason(
    folder: Path, edit: Edit, name: str, old: str, new: str, reason: str
) -> None:
    edit(name, old, new)

    told = problems(folder)

    assert len(told) == 1, told
    place, told_reason = told[0].split(": ", 1)
    assert reason in told_reason
    text = (folder / name).read_text(encoding="utf-8")
    line = text[: text.index(new.strip("\n"))].count("\n") + 1
    if old == "commitment: 1a" and new == "commitment: 2a":
        line += 1  # told at the occurrence, which is named in the next line
    assert place == f"seeds/{name}:{line}"
    assert Plan.objects.count() == Theme.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "object_at", "reason"),
    [
        (
            SUBJECTS,
            *("state: planned", "state: held", "library-assembly-5:"),
            "A meeting that was held needs its dates.",
        ),
        (SUBJECTS, "edition: 5", "edition: 4", "library-assembly-5:", "already exists."),
        (
            PLAN,
            *('counts_until: "2026-06-30"', 'counts_until: "2026-05-30"'),
            *("- key_date: opening-weekend", "The last day is before the first."),
        ),
    ],
)
def test_values_that_contradict_each_other_are_told_at_their_object(
    folder: Path, edit: Edit, name: str, old: str, new: str, object_at: str, reason: str
) -> None:
    edit(name, old, new)

    (told,) = problems(folder)

    assert told.startswith(f"{line_of(folder, name, object_at)}: ")
    assert reason in told


def test_every_problem_is_told_at_once_and_nothing_stored(folder: Path, edit: Edit) -> None:
    edit(SUBJECTS, "kind: international", "kind: club")
    edit(SUBJECTS, "value: 42", "value: many")
    edit(SUBJECTS, "state: planned", "state: held")
    edit(PLAN, "themes: [buildings]", "themes: [gardens]")

    told = problems(folder)

    assert [problem.split(": ", 1)[0] for problem in told] == [
        line_of(folder, PLAN, "themes: [gardens]"),
        line_of(folder, SUBJECTS, "kind: club"),
        line_of(folder, SUBJECTS, "value: many"),
        line_of(folder, SUBJECTS, "library-assembly-5:"),
    ]
    assert (Plan.objects.count(), Theme.objects.count(), Source.objects.count()) == (0, 0, 0)


def test_problem_is_told_where_it_is_and_not_where_it_is_named(folder: Path, edit: Edit) -> None:
    edit(SUBJECTS, "precision: month", "precision: fortnight")
    edit(PLAN, "key_date: opening-weekend", "key_date: catalogue-month")

    assert [problem.split(": ", 1)[0] for problem in problems(folder)] == [
        line_of(folder, SUBJECTS, "precision: fortnight")
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"themes:\n  reading: [\n", "seeds/more.yaml:3: This is not YAML"),
        (b"themes:\n  a: {name: {en: \xff}}\n", "seeds/more.yaml:2: The file is not UTF-8 text."),
        (b"# a list\n- themes\n", "seeds/more.yaml:2: Expected names with values, found a list."),
        (b"gardens: {}\n", "seeds/more.yaml:1: “gardens” is no collection; there are plan, themes"),
        (b"items: []\n", "seeds/more.yaml:1: “items” belongs to a plan"),
        (b"themes: [reading]\n", "seeds/more.yaml:1: Expected names with values, found a list."),
        (b"plan: {title: {en: A}}\n", "seeds/more.yaml:1: A plan needs its slug."),
        (
            b"themes:\n  a: {name: {en: A}}\n  a: {name: {en: B}}\n",
            "seeds/more.yaml:3: “a” comes twice; the first is in line 2.",
        ),
        (
            b"themes:\n  a b: {name: {en: A}}\n",
            "seeds/more.yaml:2: “a b”: Enter a valid “slug”",
        ),
        (
            b"themes:\n  reading: {name: {en: Reading}}\n",
            "seeds/subjects.yaml:4: theme reading was already given at seeds/more.yaml:2.",
        ),
        (b"themes:\n  gardens: {}\n", "seeds/more.yaml:2: themes: name is missing."),
        (
            b"sources:\n  a: {kind: page, title: {en: A}, derived_from: b}\n"
            b"  b: {kind: page, title: {en: B}, derived_from: a}\n",
            "refers to itself in a circle.",
        ),
    ],
)
def test_file_that_is_no_seed_file_is_refused(folder: Path, content: bytes, problem: str) -> None:
    (folder / "more.yaml").write_bytes(content)

    told = problems(folder)

    assert problem in told[0]


def test_file_that_cannot_be_read_hides_no_problem_of_another(folder: Path, edit: Edit) -> None:
    edit(SUBJECTS, "kind: international", "kind: club")
    (folder / PLAN).write_text("plan: ]", encoding="utf-8")

    assert [problem.split(": ", 1)[0] for problem in problems(folder)] == [
        f"seeds/{PLAN}:1",
        line_of(folder, SUBJECTS, "kind: club"),
    ]


def test_folder_without_seed_files_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "seeds"
    empty.mkdir()

    assert problems(empty) == ["seeds:1: The folder holds no seed files (*.yaml)."]


def test_recorded_statement_is_not_rewritten_by_the_files(folder: Path, edit: Edit) -> None:
    load(folder)
    edit(PLAN, "status: reported", "status: cancelled")

    told = problems(folder)

    place = line_of(folder, PLAN, "status: cancelled")
    assert told == [
        f"{place}: status: a recorded statement is never changed; give the corrected one a name"
        " of its own."
    ]
    assert StatusUpdate.objects.get().status == "reported"


def test_editors_own_objects_are_left_alone(folder: Path) -> None:
    item = make_item(plan=make_plan(slug="own-plan"), title="Own item")

    load(folder)

    item.refresh_from_db()
    assert item.title_en == "Own item"
    assert KeyDate.objects.count() == 3
