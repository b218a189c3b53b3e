"""Forms for content in several languages: each text says its language and what it translates."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import Field
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelectWidget,
)

from tracker.domain.edtf import InvalidEdtf
from tracker.services.date_texts import language_name

from .date_messages import edtf_message, normal_edtf

SOURCE = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
LANGUAGES = tuple(settings.MODELTRANSLATION_LANGUAGES)


def columns(*names: str, languages: Iterable[str] = LANGUAGES) -> list[str]:
    """The language columns of translated fields: `title` is `title_en`, `title_es` …"""
    return [f"{name}_{language}" for name in names for language in languages]


def label_of(language: str) -> str:
    """The name of a language in the editor's, as a heading."""
    return capfirst(language_name(language, get_language() or SOURCE))


def language_choices() -> list[tuple[str, str]]:
    """Every language that has a name, the content languages first."""
    codes = [*LANGUAGES, *sorted(code for code in LANG_INFO if len(code) == 2)]
    shown_in = get_language() or SOURCE
    return [(code, f"{language_name(code, shown_in)} ({code})") for code in dict.fromkeys(codes)]


def language_formfield(db_field: Field) -> forms.Field | None:
    """A choice of languages for columns that hold one code or a list of codes."""
    label = capfirst(str(db_field.verbose_name))
    if db_field.name == "language":
        choices = [("", _("Select value")), *language_choices()]
        return forms.ChoiceField(label=label, choices=choices, widget=UnfoldAdminSelectWidget())
    if db_field.name in ("languages", "announced_languages"):
        return forms.MultipleChoiceField(
            label=label,
            choices=language_choices(),
            required=not db_field.blank,
            widget=UnfoldAdminSelect2MultipleWidget(),
            help_text=db_field.help_text,
        )
    return None


class ContentForm(forms.ModelForm):
    """Texts carry their language and direction, and show the source text they translate.

    `edtf` names fields that hold an EDTF date; `derived` names columns that the form fills itself,
    so that the constraints of the database are checked on them too.
    """

    edtf: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    reviewed = forms.MultipleChoiceField(
        label=_("Confirm as still right"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("The source text changed after these were translated."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stale = set(self.instance.stale_translations)
        model = type(self.instance)
        names = {f"{name}_{code}": (name, code) for name in model.translated for code in LANGUAGES}
        self.fields["reviewed"].choices = [  # type: ignore[attr-defined]
            (column, self._label(*names[column])) for column in sorted(stale) if column in names
        ]
        for column, (name, language) in names.items():
            field = self.fields.get(column)
            if field is None:
                continue
            field.label = self._label(name, language)
            field.widget.attrs["lang"] = language
            field.widget.attrs["dir"] = text_direction(language)
            source = getattr(self.instance, f"{name}_{SOURCE}")
            if language != SOURCE and source:
                field.help_text = format_html(
                    '<span lang="{}" dir="auto">{}</span>{}',
                    SOURCE,
                    source,
                    self._stale_note() if column in stale else "",
                )

    @staticmethod
    def _stale_note() -> str:
        return format_html(
            ' <strong class="text-orange-700 dark:text-orange-400">{}</strong>',
            _("The source text has changed: please review."),
        )

    def _label(self, name: str, language: str) -> str:
        verbose = capfirst(str(type(self.instance)._meta.get_field(name).verbose_name))
        return _("%(field)s (%(language)s)") % {"field": verbose, "language": label_of(language)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.edtf:
            if name not in cleaned:
                continue
            try:
                cleaned[name] = normal_edtf(cleaned[name])
            except InvalidEdtf as error:
                self.add_error(name, str(edtf_message(error)))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        excluded = super()._get_validation_exclusions()  # type: ignore[misc]  # unknown to stubs
        return excluded if self.errors else excluded - set(self.derived)

    def save(self, commit: bool = True) -> Any:
        reviewed = set(self.cleaned_data.get("reviewed") or ())
        if reviewed:
            self.instance.stale_translations = [
                column for column in self.instance.stale_translations if column not in reviewed
            ]
        return super().save(commit)


def text_direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"
