"""A press report through the admin: its text, what was read in it, what is stored of it."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.builders import make_alias, make_figure, make_meeting, make_series, make_source
from tracker.domain.documents.reading import SourceFile
from tracker.models import Figure, Source, SourceText
from tracker.services import reports

FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents" / "reports"
READ = "/admin/tracker/source/reports/"


@pytest.fixture
def meeting(db):
    series = make_series(name="Library Meeting", name_tr="Kütüphane Toplantısı")
    make_alias(series=series, language="es", name="EB")
    return make_meeting(slug="libraries-3", series=series, edition=3, dates="2025-06-14/2025-06-15")


def upload(client, name: str, data: bytes | None = None, **answers: str):
    content = (FIXTURES / name).read_bytes() if data is None else data
    return client.post(READ, {"file": SimpleUploadedFile(name, content), **answers})


def kept(name: str) -> SourceText:
    return reports.keep(SourceFile(name, (FIXTURES / name).read_bytes()))


def stored(name: str) -> Source:
    slug = name.partition(".")[0]
    return reports.store(kept(name), reports.Choices(make_source(slug=slug))).source


def shown(client, page: str) -> dict:
    """What the form at `page` would send unchanged."""
    form = client.get(page).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def address(text: SourceText) -> str:
    return reverse("admin:tracker_source_report", args=[text.pk])


def test_list_of_sources_offers_to_read_a_report_to_those_who_may(editor, translator):
    listed = reverse("admin:tracker_source_changelist")

    assert READ in editor.get(listed).content.decode()
    assert READ not in translator.get(listed).content.decode()
    assert translator.get(READ).status_code == 403


def test_uploaded_report_leads_to_what_was_read_in_it(editor, meeting):
    answer = upload(editor, "library-meeting-tr.txt")

    text = SourceText.objects.get()
    page = editor.get(answer.url)
    assert answer.url == address(text)
    assert (text.source, text.created_by) == (None, editor.user)
    assert [(one["words"], one["line"]) for one in page.context["facts"]] == [
        ("3.", 1),
        ("14 ve 15 Haziran 2025", 1),
        ("1998 yılından", 3),
        ("2026 yılında", 5),
        ("85 delege", 1),
        ("12 ülkeden", 1),
        ("EB", 1),
    ]
    assert "Kaynak bağlantısı" in page.content.decode()


def test_pasted_report_is_read_as_an_uploaded_one(editor):
    pasted = (FIXTURES / "library-meeting-es.txt").read_text("utf-8").replace("\n", "\r\n")

    editor.post(READ, {"pasted": pasted})

    text = SourceText.objects.get()
    assert (text.language, text.filename) == ("es", "pasted.txt")
    assert bytes(text.original) == (FIXTURES / "library-meeting-es.txt").read_bytes()


def test_nothing_given_is_said(editor):
    answer = editor.post(READ, {})

    assert answer.context["form"].non_field_errors() == ["Choose a file or paste the text."]


def test_refused_paste_stays_in_the_form_with_the_reason(editor):
    answer = editor.post(READ, {"pasted": "Read \u202e aloud"})

    assert SourceText.objects.count() == 0
    assert answer.context["form"].non_field_errors() == [
        "Line 1: U+202E in column 6 changes the direction of writing unseen."
    ]
    assert "Read \u202e aloud" in answer.content.decode()


def test_file_in_another_encoding_is_kept_until_a_person_chooses(editor):
    text = (FIXTURES / "library-meeting-ru.txt").read_text("utf-8")

    asked = upload(editor, "report.txt", text.encode("cp1251"))

    form = asked.context["form"]
    assert "windows-1251" in {one.encoding for one in form.previews}
    assert "договорились" in asked.content.decode()
    editor.post(READ, {"kept": form.carried, "encoding": "windows-1251"})
    read = SourceText.objects.get()
    assert (read.filename, read.language, read.encoding) == ("report.txt", "ru", "windows-1251")
    assert bytes(read.original) == text.encode("cp1251")


def test_encoding_chosen_for_an_earlier_file_says_nothing_of_the_next(editor):
    answer = upload(editor, "library-meeting-es.txt", encoding="windows-1251")

    assert answer.status_code == 302
    assert [(one.language, one.encoding) for one in SourceText.objects.all()] == [("es", "")]


def test_forged_kept_file_is_no_file(editor):
    answer = editor.post(READ, {"kept": "forged:value", "encoding": ""})

    assert answer.context["form"].non_field_errors() == ["Choose a file or paste the text."]


def test_confirmed_report_is_a_source_with_its_figures(editor, meeting):
    text = kept("library-meeting-es.txt")

    answer = editor.post(address(text), shown(editor, address(text)) | {"publisher": "Readers"})

    source = Source.objects.get(slug="library-meeting-es")
    assert answer.url == reverse("admin:tracker_source_change", args=[source.pk])
    assert (source.meeting, source.publisher, source.languages, source.derived_from) == (
        meeting,
        "Readers",
        ["es"],
        None,
    )
    assert source.texts.get() == text
    assert sorted(source.figures.values_list("measure", "value")) == [
        ("countries", 12),
        ("delegates", 85),
    ]


def test_only_ticked_figures_are_stored(editor, meeting):
    text = kept("library-meeting-es.txt")

    editor.post(address(text), shown(editor, address(text)) | {"figures": ["countries-12"]})

    assert list(Figure.objects.values_list("measure", "value")) == [("countries", 12)]


def test_figure_that_is_stated_about_is_not_ticked(editor, meeting):
    text = kept("library-meeting-ar.txt")
    meeting.series.name_ar = "لقاء المكتبات"
    meeting.series.save()

    form = editor.get(address(text)).context["form"]

    assert form["meeting"].value() == str(meeting.pk)
    assert form["figures"].value() == ["countries-12"]


def test_what_other_sources_say_stands_beside_the_figure(editor, meeting):
    make_figure(meeting, measure="delegates", value=90, source=make_source(title="Another report"))

    form = editor.get(address(kept("library-meeting-es.txt"))).context["form"]

    assert [str(label) for _key, label in form.fields["figures"].choices] == [
        "85 (delegates): “85 delegados”, line 3. Other sources differ: 90 (Another report)",
        "12 (countries): “12 países”, line 3",
    ]


def test_original_is_shown_with_evidence_and_derived_only_when_chosen(editor, meeting):
    original = stored("library-meeting-es.txt")
    text = kept("library-meeting-tr.txt")

    page = editor.get(address(text))

    [one] = page.context["relatives"]
    assert one["origin"] == (
        "library-meeting-tr.txt has marks of a page that takes its texts from elsewhere "
        "([Reklam_1], Kaynak bağlantısı)."
    )
    assert "the acronym EB (lines 1 and 3)" in one["anchors"]
    assert page.context["form"]["derived_from"].value() == ""
    editor.post(
        address(text),
        shown(editor, address(text)) | {"derived_from": str(original.pk), "kind": "translation"},
    )
    source = Source.objects.get(slug="library-meeting-tr")
    assert (source.derived_from, source.kind) == (original, "translation")


def test_existing_source_keeps_what_editors_wrote(editor, meeting):
    source = make_source(title="As editors call it", publisher="Editors' word")
    text = kept("library-meeting-es.txt")

    editor.post(
        address(text),
        shown(editor, address(text)) | {"source": str(source.pk), "publisher": "Other"},
    )

    source.refresh_from_db()
    assert (source.title_en, source.publisher, source.meeting) == (
        "As editors call it",
        "Editors' word",
        meeting,
    )
    assert source.texts.get() == text


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"slug": ""}, "slug"),
        ({"slug": "taken"}, "slug"),
        ({"title": ""}, "title"),
        ({"published": "spring"}, "published"),
        ({"meeting": "", "figures": ["delegates-85"]}, "meeting"),
        ({"source": "999"}, "source"),
    ],
)
def test_wrong_choice_is_said_at_its_field_and_nothing_is_lost(editor, meeting, answers, field):
    make_source(slug="taken")
    text = kept("library-meeting-es.txt")

    answer = editor.post(address(text), shown(editor, address(text)) | answers)

    assert list(answer.context["form"].errors) == [field]
    assert (SourceText.objects.get().source, Figure.objects.count()) == (None, 0)


def test_same_text_again_leads_to_its_source(editor):
    source = stored("library-meeting-es.txt")

    answer = upload(editor, "library-meeting-es.txt")

    assert answer.url == reverse("admin:tracker_source_change", args=[source.pk])
    assert editor.get(address(source.texts.get())).url == answer.url


def test_text_that_waits_is_listed_until_it_is_discarded(editor):
    text = kept("library-meeting-es.txt")
    discard = reverse("admin:tracker_source_discard_report", args=[text.pk])

    assert address(text) in editor.get(READ).content.decode()
    assert editor.get(discard).status_code == 405
    editor.post(discard)

    assert SourceText.objects.count() == 0


def test_text_of_a_source_cannot_be_discarded(editor):
    text = stored("library-meeting-es.txt").texts.get()

    answer = editor.post(reverse("admin:tracker_source_discard_report", args=[text.pk]))

    assert (answer.status_code, SourceText.objects.count()) == (404, 1)


def test_translator_sees_texts_and_takes_none_in(translator):
    text = kept("library-meeting-es.txt")
    listed = reverse("admin:tracker_sourcetext_changelist")

    assert translator.get(listed).status_code == 200
    assert translator.get(address(text)).status_code == 403
    assert translator.post(address(text), {}).status_code == 403
    assert (
        translator.post(reverse("admin:tracker_source_discard_report", args=[text.pk])).status_code
        == 403
    )


def test_text_is_looked_at_and_never_changed(editor):
    text = kept("library-meeting-es.txt")
    page = reverse("admin:tracker_sourcetext_change", args=[text.pk])

    assert "Line 3: figure “85 delegados”: 85 (delegates)." in editor.get(page).content.decode()
    assert editor.post(page, {"language": "fr"}).status_code == 403
    assert editor.get(reverse("admin:tracker_sourcetext_add")).status_code == 403


def test_markup_in_a_report_is_shown_and_not_obeyed(editor):
    data = b"<i>Libraries</i> met\n\nThe <script>alert(1)</script> 85 delegates read.\n"

    page = editor.get(upload(editor, "<b>.txt", data, format="text").url).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>.txt" not in page


def test_report_from_right_to_left_says_so(editor):
    page = editor.get(address(kept("library-meeting-ar.txt"))).content.decode()

    assert '<ol class="mt-3 report-text" lang="ar" dir="rtl">' in page


@pytest.mark.parametrize("language", ["es", "ru", "tr", "ar"])
def test_pages_open_in_every_language(editor, meeting, language):
    stored("library-meeting-es.txt")
    text = kept("library-meeting-tr.txt")

    for page in (READ, address(text)):
        answer = editor.get(page, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()
