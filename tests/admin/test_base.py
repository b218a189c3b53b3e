"""Languages, review of translations, and what a translator may do."""

import pytest
from django.urls import reverse

from tests.admin.forms import save
from tests.builders import make_item, make_theme
from tracker.models import Item, Theme


def change(obj) -> str:
    meta = obj._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[obj.pk])


def listed(page) -> list[str]:
    return [str(obj) for obj in page.context["cl"].result_list]


def stale_theme() -> Theme:
    theme = make_theme(name="Reading", name_tr="Okuma", name_ru="Чтение")
    theme.name_en = "Reading aloud"
    theme.save()
    return theme


def test_form_has_a_tab_for_each_language(editor, content):
    form = editor.get(change(content.item)).context["adminform"]

    tabs = [name for name, options in form.fieldsets if "tab" in options.get("classes", ())]
    assert tabs == ["English", "Spanish", "Russian", "Turkish", "Arabic"]


def test_text_field_says_its_language_and_direction(editor, content):
    fields = editor.get(change(content.item)).context["adminform"].form.fields

    attrs = fields["title_ar"].widget.attrs
    assert (fields["title_ar"].label, attrs["lang"], attrs["dir"]) == (
        "Title (Arabic)",
        "ar",
        "rtl",
    )


def test_source_text_beside_a_translation_is_escaped(editor):
    theme = make_theme(name="<b>Reading</b>")

    page = editor.get(change(theme)).content.decode()

    assert "&lt;b&gt;Reading&lt;/b&gt;" in page
    assert "<b>Reading" not in page


def test_missing_source_text_is_refused(editor, content):
    answer = save(editor, change(content.theme), name_en="", name_tr="Okuma")

    assert answer.context["errors"] == [["This field is required."]]


def test_editor_saving_under_another_language_keeps_the_languages_apart(editor, content):
    editor.defaults["HTTP_ACCEPT_LANGUAGE"] = "tr"
    save(editor, change(content.theme), name_en="Reading", name_tr="Okuma", name_es="")

    content.theme.refresh_from_db()
    names = (content.theme.name_en, content.theme.name_tr, content.theme.name_es)
    assert names == ("Reading", "Okuma", None)


def test_list_finds_stale_and_missing_translations(translator):
    stale_theme()
    make_theme(name="Lending", name_tr="Ödünç")
    page = reverse("admin:tracker_theme_changelist")

    def found(query):
        return sorted(listed(translator.get(f"{page}?translations={query}")))

    assert found("stale") == ["Reading aloud"]
    assert found("stale-tr") == ["Reading aloud"]
    assert found("stale-ar") == []
    assert found("missing-ar") == ["Lending", "Reading aloud"]
    assert found("missing-ru") == ["Lending"]


def test_translator_confirms_translations_from_the_list(translator):
    theme = stale_theme()

    translator.post(
        reverse("admin:tracker_theme_changelist"),
        {"action": "confirm_translations", "_selected_action": [theme.pk]},
    )

    theme.refresh_from_db()
    assert theme.stale_translations == []


def test_translator_confirms_one_language_on_the_page(translator):
    theme = stale_theme()

    save(translator, change(theme), reviewed=["name_tr"])

    theme.refresh_from_db()
    assert theme.stale_translations == ["name_ru"]


def test_translator_changes_translations_and_nothing_else(translator, content):
    item = content.item
    other = make_theme()

    answer = save(
        translator,
        change(item),
        title_tr="Akşam okumaları",
        title_en="Changed by a translator",
        position=9,
        plan=item.plan.pk,
        themes=[other.pk],
    )

    item.refresh_from_db()
    assert answer.status_code == 302
    assert (item.title_tr, item.title_en, item.position) == (
        "Akşam okumaları",
        "Evening readings",
        1,
    )
    assert list(item.themes.all()) == [content.theme]


@pytest.mark.parametrize(
    ("noun", "field", "value"),
    [
        ("commitment", "kind", "position"),
        ("commitmentdate", "counts_from", "2030-01-01"),
        ("divergence", "state", "dismissed"),
        ("evidence", "review", "checked"),
        ("keydate", "date", "2030-01-01"),
        ("meeting", "state", "cancelled"),
        ("occurrence", "start", "2030-01-01"),
        ("organisation", "kind", "state"),
        ("plan", "valid_from", "2030-01-01"),
        ("source", "url", "https://example.org/other"),
    ],
)
def test_translator_cannot_change_what_is_no_translation(translator, content, noun, field, value):
    obj = getattr(content, noun)
    before = getattr(obj, field)

    save(translator, change(obj), **{field: value})

    obj.refresh_from_db()
    assert getattr(obj, field) == before


def test_translator_adds_and_deletes_nothing(translator, content):
    pages = [
        reverse("admin:tracker_item_add"),
        reverse("admin:tracker_item_import"),
        reverse("admin:tracker_item_delete", args=[content.item.pk]),
        reverse("admin:tracker_occurrence_cancel", args=[content.occurrence.pk]),
        reverse("admin:tracker_statusupdate_retract", args=[content.statusupdate.pk]),
    ]

    assert [translator.post(page, {}).status_code for page in pages] == [403] * len(pages)


def test_translator_cannot_bring_back_an_old_version(translator, editor, content):
    item = content.item
    save(editor, change(item), title_en="Morning readings")
    first = item.history.earliest().history_id
    page = reverse("admin:tracker_item_simple_history", args=[item.pk, first])

    answer = translator.post(page, {"title_tr": "Okuma"})

    item.refresh_from_db()
    assert (answer.status_code, item.title_en) == (403, "Morning readings")


def test_editor_deletes_no_noun_that_has_a_history(editor, content):
    nouns = ["plan", "item", "commitment", "keydate", "meeting", "source", "statusupdate"]
    pages = [
        reverse(f"admin:tracker_{noun}_delete", args=[getattr(content, noun).pk]) for noun in nouns
    ]

    assert [editor.post(page, {"post": "yes"}).status_code for page in pages] == [403] * len(pages)


def test_history_says_who_changed_what(editor, content):
    save(editor, change(content.item), title_en="Morning readings")

    page = editor.get(reverse("admin:tracker_item_history", args=[content.item.pk]))

    latest = content.item.history.latest()
    text = page.content.decode()
    assert latest.history_user == editor.user
    assert "Evening readings" in text
    assert "Morning readings" in text
    assert editor.user.username in text


@pytest.mark.parametrize(("query", "found"), [("вечерние", 1), ("ВЕЧЕРНИЕ", 1), ("istanbul", 1)])
def test_search_folds_case_and_accents_in_every_language(editor, query, found):
    make_item(title="Evenings", title_ru="Вечерние чтения", title_tr="İstanbul okumaları")
    make_item(title="Lending")

    page = editor.get(reverse("admin:tracker_item_changelist"), {"q": query})

    assert page.context["cl"].result_count == found


def test_new_item_is_added_with_its_commitments(editor, content):
    page = reverse("admin:tracker_item_add")

    answer = save(
        editor,
        page,
        plan=content.plan.pk,
        position=7,
        title_en="New readings",
        **{
            "commitments-TOTAL_FORMS": 1,
            "commitments-0-key": "a",
            "commitments-0-kind": "dated",
            "commitments-0-title_en": "Read in May",
        },
    )

    item = Item.objects.get(plan=content.plan, position=7)
    assert answer.status_code == 302
    assert [str(one) for one in item.commitments.all()] == ["7a Read in May"]


def test_short_name_stays_once_it_exists(editor, content):
    save(editor, change(content.theme), slug="other")

    before = content.theme.slug
    content.theme.refresh_from_db()
    assert content.theme.slug == before


def test_kind_that_contradicts_a_recorded_status_is_refused(editor, content):
    answer = save(editor, change(content.commitment), kind="position")

    assert answer.context["errors"] == [
        ["Statuses were recorded that this kind does not have. Retract them first."]
    ]
