"""What a load makes, updates and leaves alone."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from tests.builders import make_item, make_plan, make_theme
from tests.services.seeds.conftest import PLAN, SUBJECTS, TODAY, Edit, line_of, load, problems
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
    StatusUpdate,
    Theme,
)

pytestmark = pytest.mark.django_db


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


def test_position_of_a_place_is_kept_whole_and_follows_the_file(folder: Path, edit: Edit) -> None:
    edit(SUBJECTS, "precision: range", "precision: range\n    latitude: 38.4\n    longitude: -27")
    load(folder)
    edit(SUBJECTS, "latitude: 38.4", "latitude: -38.5")

    report = load(folder)

    assert report.updated == {"key-date opening-weekend": ["latitude"]}
    assert KeyDate.objects.get(slug="opening-weekend").own_position == (-38.5, -27)
    assert load(folder).is_changed is False
    edit(SUBJECTS, "longitude: -27", "longitude: null")
    (told,) = problems(folder)
    assert told.endswith(": Give latitude and longitude, or neither.")


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


def test_editors_own_objects_are_left_alone(folder: Path) -> None:
    item = make_item(plan=make_plan(slug="own-plan"), title="Own item")

    load(folder)

    item.refresh_from_db()
    assert item.title_en == "Own item"
    assert KeyDate.objects.count() == 3
