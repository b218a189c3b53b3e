"""Filters that several lists share."""

from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tracker.services.date_texts import language_name


class TranslationFilter(SimpleListFilter):
    """Whose translations are to be reviewed since their source changed, or are missing."""

    title = _("translations")
    parameter_name = "translations"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        source = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
        shown_in = get_language() or source
        others = [code for code in settings.MODELTRANSLATION_LANGUAGES if code != source]
        names = {code: language_name(code, shown_in) for code in others}
        return [
            ("stale", _("To review in any language")),
            *[
                (f"stale-{code}", _("%(language)s: to review") % {"language": names[code]})
                for code in others
            ],
            *[
                (f"missing-{code}", _("%(language)s: missing") % {"language": names[code]})
                for code in others
            ],
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        state, _dash, language = (self.value() or "").partition("-")
        if state == "stale" and not language:
            return queryset.exclude(stale_translations=[])
        if language not in settings.MODELTRANSLATION_LANGUAGES:
            return queryset
        if state == "stale":
            columns = Cast("stale_translations", TextField())
            return queryset.alias(stale_columns=columns).filter(
                stale_columns__contains=f'_{language}"'
            )
        return queryset.filter(self._missing(queryset.model, language))

    @staticmethod
    def _missing(model: Any, language: str) -> Q:
        """The source text is there, the translation is not."""
        source = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
        return Q(
            *[
                Q(**{f"{name}_{source}__gt": ""})
                & (Q(**{f"{name}_{language}": None}) | Q(**{f"{name}_{language}": ""}))
                for name in model.translated
            ],
            _connector=Q.OR,
        )
