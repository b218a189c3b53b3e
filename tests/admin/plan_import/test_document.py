"""The first steps of the wizard: files, what is wrong with them, and what was found in them."""

import pytest

from tracker.models import ImportDraft
from tracker.services import drafts

from .wizard import START, TWO_LANGUAGES, shown_items, started, step, upload


def test_pasted_text_is_read_as_a_file(administrator):
    administrator.post(START, {"plan": "new", "pasted": TWO_LANGUAGES})

    reading = drafts.read(ImportDraft.objects.get())

    assert [section.language for section in reading.document.sections] == ["en", "es"]


def test_start_without_a_text_says_so_and_keeps_nothing(administrator):
    answer = administrator.post(START, {"plan": "new"})

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == ["Choose a file or paste a text."]
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"x" * 5_000_001, "too large"),
    ],
)
def test_file_that_cannot_be_kept_is_refused_at_the_form(administrator, data, words):
    answer = administrator.post(START, {"plan": "new", "files": [upload(data)]})

    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors)
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"1. One\n2. T\x00wo\n", "Line 2: a NUL character"),
        (b"PK\x03\x04 office", "no plain text"),
        ("1. One\n2. T\u202ewo\n".encode(), "Line 2"),
    ],
)
def test_bytes_that_are_no_text_are_told_with_their_line(administrator, data, words):
    draft = started(administrator, data)

    page = administrator.get(step(draft, "document"))

    assert words in page.content.decode()
    assert administrator.get(step(draft, "preview")).url == step(draft, "document")


def test_errors_of_a_file_are_told_in_the_editors_language(administrator):
    draft = started(administrator, b"1. One\n2. T\x00wo\n")
    english = administrator.get(step(draft, "document"))
    turkish = administrator.get(step(draft, "document"), headers={"accept-language": "tr"})

    assert english.context["errors"] != turkish.context["errors"]


def test_legacy_encoding_is_chosen_from_previews(administrator):
    text = "1. Читать вслух в каждой библиотеке.\n2. Открыть залы для гостей.\n"
    draft = started(administrator, text.encode("cp1251"))

    page = administrator.get(step(draft, "document"))
    offered = page.context["files"][0]["previews"]
    assert "Читать вслух" in page.content.decode()
    assert "windows-1251" in [one.encoding for one in offered]
    administrator.post(
        step(draft, "document"),
        {"do": "read", "file": draft.files.get().pk, "encoding": "windows-1251"},
    )

    (section,) = drafts.read(ImportDraft.objects.get()).document.sections
    assert (section.language, len(section.items)) == ("ru", 2)


def test_files_are_added_read_otherwise_and_removed(administrator):
    english, spanish = TWO_LANGUAGES.split("Las bibliotecas", 1)
    draft = started(administrator, english)
    here = step(draft, "document")

    administrator.post(
        here, {"do": "add", "files": [upload("Las bibliotecas" + spanish, "es.txt")]}
    )
    files = list(draft.files.order_by("pk"))
    assert [len(one.items) for one in drafts.read(draft).document.sections] == [3, 3]
    administrator.post(
        here, {"do": "read", "file": files[1].pk, "language": "pt", "format": "markdown"}
    )
    assert drafts.read(draft).document.present_languages == ("en", "pt")
    administrator.post(here, {"do": "remove", "file": files[1].pk})

    assert drafts.read(draft).document.present_languages == ("en",)


@pytest.mark.parametrize(
    "posted",
    [
        {"do": "read", "file": "1", "encoding": "klingon"},
        {"do": "read", "file": "99999999999999999999"},
        {"do": "read", "file": "-1", "format": "text"},
        {"do": "remove", "file": "x"},
        {"do": "burn"},
        {},
    ],
)
def test_nonsense_at_the_document_changes_nothing(administrator, posted):
    draft = started(administrator, TWO_LANGUAGES)

    answer = administrator.post(step(draft, "document"), posted)

    assert answer.status_code == 302
    assert drafts.read(draft).document.present_languages == ("en", "es")


def test_section_gets_another_language_or_is_left_out(administrator):
    draft = started(administrator, TWO_LANGUAGES)
    stamp = administrator.get(step(draft, "preview")).context["stamp"]

    administrator.post(
        step(draft, "preview"), {"stamp": stamp, "language-0": "", "language-1": "pt"}
    )

    assert drafts.read(ImportDraft.objects.get()).document.present_languages == ("pt",)
    assert shown_items(administrator, draft)[1] == ["Prestar al"]


def test_markup_of_a_document_is_shown_as_text(administrator):
    draft = started(
        administrator,
        "<b>Title</b>\n\n1. <script>alert(1)</script> and <img src=x onerror=y>\n2. Two.\n",
    )
    administrator.post(
        step(draft, "document"),
        {"do": "read", "file": draft.files.get().pk, "format": "text"},
    )
    stamp = administrator.get(step(draft, "compare")).context["stamp"]
    pages = [
        *(step(draft, name) for name in ("document", "preview", "compare", "proposals", "confirm")),
        f"{step(draft, 'split')}?section=0&item=1&stamp={stamp}",
    ]

    for page in pages:
        content = administrator.get(page).content.decode()
        assert "<script>alert" not in content
        assert "<img src=x" not in content
        assert "<b>Title" not in content
    assert "&lt;script&gt;alert(1)" in administrator.get(step(draft, "preview")).content.decode()


def test_name_of_a_file_is_shown_as_text(administrator):
    administrator.post(
        START, {"plan": "new", "files": [upload(TWO_LANGUAGES, "<b>x</b> & 'y'.txt")]}
    )
    draft = ImportDraft.objects.get()

    assert "<b>x</b>" not in administrator.get(step(draft, "document")).content.decode()
