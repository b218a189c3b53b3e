"""Which text a reader gets, and which translations an editor has to look at again."""

import pytest
from django.utils import translation

from tests.builders import make_theme
from tracker.models import Theme
from tracker.models.translated import LocalText

pytestmark = pytest.mark.django_db


def test_text_is_given_in_the_readers_language():
    theme = make_theme(name="Peace", name_tr="Barış")

    with translation.override("tr"):
        assert theme.local("name") == LocalText("Barış", "tr", is_fallback=False)


def test_missing_text_falls_back_and_says_so():
    theme = make_theme(name="Peace", name_ar="")

    text = theme.local("name", "ar")

    assert (text.text, text.language, text.direction, text.is_fallback) == (
        "Peace",
        "en",
        "ltr",
        True,
    )


def test_fallback_reaches_a_language_that_is_neither_the_readers_nor_the_source():
    theme = make_theme(name="", name_ar="سلام")

    text = theme.local("name", "tr")

    assert (text.text, text.direction, text.is_fallback) == ("سلام", "rtl", True)


def test_translations_go_stale_when_the_source_changes_until_each_is_edited():
    theme = make_theme(name="Peace", name_tr="Barış", name_es="Paz")
    theme.name_en, theme.name_es = "Peace and disarmament", "Paz y desarme"
    theme.save()
    assert Theme.objects.get().stale_translations == ["name_tr"]

    theme.name_tr = "Barış ve silahsızlanma"
    theme.save()
    assert Theme.objects.get().stale_translations == []


def test_saving_named_fields_marks_stale_translations_too():
    theme = make_theme(name="Peace", name_tr="Barış")
    theme.name_en = "Calm"
    theme.save(update_fields=["name_en"])

    assert Theme.objects.get().stale_translations == ["name_tr"]


def test_history_keeps_every_language():
    theme = make_theme(name="Peace", name_ru="Мир")
    theme.name_ru = "Мир и разоружение"
    theme.save()

    assert list(theme.history.values_list("name_ru", flat=True)) == ["Мир и разоружение", "Мир"]
