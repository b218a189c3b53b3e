import hashlib

import pytest
from django.core.exceptions import ValidationError

from tests.builders import make_figure, make_meeting, make_source, make_user
from tracker.domain.documents import DocumentRefused
from tracker.domain.documents.reading import SourceFile
from tracker.models import Figure, SiteRevision, Source, SourceText
from tracker.services.reports import Choices, NewSource, free_slug, keep, read_again, store

pytestmark = pytest.mark.django_db

THREE = frozenset({("delegates", 85), ("countries", 12)})


def figures_of(source: Source) -> list[tuple[str, int, str]]:
    rows = Figure.objects.filter(source=source).order_by("measure")
    return [(one.measure, one.value, one.meeting.slug) for one in rows]


def test_text_is_kept_with_its_bytes_before_a_source_is_chosen(file):
    sample, editor = file("library-meeting-es.txt"), make_user()

    text = keep(sample, by=editor)

    text.refresh_from_db()
    assert (text.source, text.language, text.filename, text.created_by) == (
        None,
        "es",
        "library-meeting-es.txt",
        editor,
    )
    assert bytes(text.original) == sample.data
    assert text.sha256 == hashlib.sha256(sample.data).hexdigest()
    assert [one["value"] for one in text.report["figures"]] == [85, 12]
    assert read_again(text).title == "Las bibliotecas se reunieron en İncirova"


def test_same_bytes_are_kept_once_and_take_over_another_choice(file):
    sample = file("library-meeting-es.txt")
    first = keep(sample)

    second = keep(SourceFile("again.txt", sample.data, language="pt"))

    assert second.pk == first.pk
    assert [(one.filename, one.language) for one in SourceText.objects.all()] == [
        ("again.txt", "pt")
    ]


def test_refused_bytes_leave_nothing(file):
    with pytest.raises(DocumentRefused):
        keep(SourceFile("report.pdf", b"%PDF-1.7"))

    assert SourceText.objects.count() == 0


def test_new_source_has_the_text_the_meeting_and_its_figures(file, library_meeting):
    origin = make_source()
    new = NewSource("report-es", {"en": "Spanish report"}, publisher="Readers")

    done = store(
        keep(file("library-meeting-es.txt")),
        Choices(new, meeting=library_meeting, figures=THREE, derived_from=origin),
    )

    source = Source.objects.get(slug="report-es")
    assert (done.source, done.created) == (source, True)
    assert (source.title_en, source.kind, source.publisher) == (
        "Spanish report",
        "press_report",
        "Readers",
    )
    assert (source.languages, source.meeting, source.derived_from) == (
        ["es"],
        library_meeting,
        origin,
    )
    assert source.sha256 == source.texts.get().sha256
    assert figures_of(source) == [
        ("countries", 12, "libraries-3"),
        ("delegates", 85, "libraries-3"),
    ]
    assert not Figure.objects.filter(preferred=True).exists()


def test_of_an_existing_source_only_empty_fields_are_filled(file, library_meeting):
    other = make_meeting(slug="other")
    source = make_source(meeting=other, title="As editors call it", publisher="Editors' word")
    given = make_figure(library_meeting, source=source, measure="delegates", value=90)

    done = store(
        keep(file("library-meeting-es.txt")),
        Choices(source, meeting=library_meeting, figures=THREE),
    )

    source.refresh_from_db()
    assert (source.meeting, source.title_en, source.publisher, source.languages) == (
        other,
        "As editors call it",
        "Editors' word",
        ["es"],
    )
    assert done.kept == (given,)
    assert figures_of(source) == [
        ("countries", 12, "libraries-3"),
        ("delegates", 90, "libraries-3"),
    ]


def test_attached_text_stays_where_it_is_and_changes_nothing(file, library_meeting):
    text = keep(file("library-meeting-es.txt"))
    first = store(text, Choices(make_source())).source
    before = SiteRevision.current().number

    again = store(text, Choices(make_source(), meeting=library_meeting, figures=THREE))

    assert (again.source, again.figures) == (first, ())
    assert (Figure.objects.count(), first.texts.count()) == (0, 1)
    assert SiteRevision.current().number == before + 1  # of the source that was made for the test


def test_corrected_text_is_a_second_text_of_its_source(file):
    sample, source = file("library-meeting-es.txt"), make_source()
    store(keep(sample), Choices(source))

    store(keep(SourceFile("new.txt", sample.data + b"\nFin.\n")), Choices(source))

    source.refresh_from_db()
    assert source.texts.count() == 2
    assert source.sha256 == hashlib.sha256(sample.data).hexdigest()


@pytest.mark.parametrize(
    ("figures", "with_meeting", "field"),
    [
        (THREE, False, "meeting"),
        (frozenset({("delegates", 85), ("delegates", 12)}), True, "figures"),
    ],
)
def test_choices_that_cannot_stand_store_nothing(
    file, library_meeting, figures, with_meeting, field
):
    text = keep(file("library-meeting-es.txt"))
    choices = Choices(
        NewSource("report-es", {"en": "Spanish report"}),
        meeting=library_meeting if with_meeting else None,
        figures=figures,
    )

    with pytest.raises(ValidationError) as refused:
        store(text, choices)

    text.refresh_from_db()
    assert list(refused.value.message_dict) == [field]
    assert (text.source, Source.objects.count(), Figure.objects.count()) == (None, 0, 0)


def test_taken_short_name_stores_nothing(file):
    make_source(slug="report-es")

    with pytest.raises(ValidationError) as refused:
        store(
            keep(file("library-meeting-es.txt")),
            Choices(NewSource("report-es", {"en": "Spanish report"})),
        )

    assert list(refused.value.message_dict) == ["slug"]


def test_source_cannot_derive_from_its_own_translation(file):
    original = make_source()
    translation = make_source(derived_from=original)

    with pytest.raises(ValidationError) as refused:
        store(keep(file("library-meeting-es.txt")), Choices(original, derived_from=translation))

    assert list(refused.value.message_dict) == ["derived_from"]


def test_proposed_short_name_is_free():
    make_source(slug="bericht-uber-lesen")
    make_source(slug="bericht-uber-lesen-2")

    assert [free_slug("Bericht über Lesen"), free_slug("…")] == ["bericht-uber-lesen-3", "report"]
