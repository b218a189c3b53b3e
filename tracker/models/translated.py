"""Content in several languages: what is shown for a reader, and which translations are stale."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text with the language it is really in, so that a fallback can be said."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def language_name(self) -> str:
        return str(get_language_info(self.language)["name_translated"])


def content_languages(first: str) -> list[str]:
    """`first`, then the source language, then every other content language."""
    order = [first, settings.MODELTRANSLATION_DEFAULT_LANGUAGE]
    order += settings.MODELTRANSLATION_LANGUAGES
    return list(dict.fromkeys(order))


def local_text(text_in: Callable[[str], str | None], language: str | None = None) -> LocalText:
    """What `text_in(code)` gives for a reader of `language` (default: the active one).

    Falls back along `content_languages`; an empty text counts as absent.
    """
    wanted = language or get_language() or settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    if wanted not in settings.MODELTRANSLATION_LANGUAGES:
        wanted = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    for code in content_languages(wanted):
        text = text_in(code)
        if text:
            return LocalText(text, code, is_fallback=code != wanted)
    return LocalText("", wanted, is_fallback=False)


def stored(found: models.QuerySet[Any], *fields: str, flat: bool = False) -> models.QuerySet[Any]:
    """`found.values_list(…)` of columns that are in no language, or name theirs.

    modeltranslation would look for the reader's language in every row, which takes as long as to
    read them.
    """
    plain: Any = found
    values: models.QuerySet[Any] = plain.rewrite(False).values_list(*fields, flat=flat)
    return values


class Translated(models.Model):
    """A model whose fields of `translated` exist once per content language (`title_en` …).

    When the source language of a field changes, its other languages are listed in
    `stale_translations` (column names) until someone edits or confirms them.
    """

    translated: tuple[str, ...] = ()

    stale_translations = models.JSONField(
        _("translations to review"), default=list, blank=True, editable=False
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not self._state.adding and self.translated:
            self._mark_stale()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "stale_translations"}
        super().save(*args, **kwargs)

    def local(self, field: str, language: str | None = None) -> LocalText:
        """The text of `field` for a reader of `language` (default: the active one)."""
        return local_text(lambda code: getattr(self, f"{field}_{code}"), language)

    def _mark_stale(self) -> None:
        source = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
        others = [code for code in settings.MODELTRANSLATION_LANGUAGES if code != source]
        columns = [f"{name}_{code}" for name in self.translated for code in (source, *others)]
        before = type(self)._default_manager.filter(pk=self.pk).values(*columns).first()
        if before is None:
            return
        stale = set(self.stale_translations)
        for name in self.translated:
            source_changed = before[f"{name}_{source}"] != getattr(self, f"{name}_{source}")
            for code in others:
                column = f"{name}_{code}"
                text = getattr(self, column)
                if text != before[column] or not text:
                    stale.discard(column)
                elif source_changed:
                    stale.add(column)
        self.stale_translations = sorted(stale)
