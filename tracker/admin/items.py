from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from tracker.models import Commitment, Item, SearchEntry, Wording
from tracker.services.date_texts import language_name

from .base import ContentAdmin, ReadOnlyAdmin, Rows
from .exchange import ExchangeAdmin, ItemResource
from .filters import TranslationFilter
from .forms import SOURCE, columns, label_of
from .public_pages import address

SOURCE_TITLE = f"title_{SOURCE}"


class CommitmentRowForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if SOURCE_TITLE in self.fields:
            self.fields[SOURCE_TITLE].required = True
            self.fields[SOURCE_TITLE].label = _("Title (%(language)s)") % {
                "language": label_of(SOURCE)
            }


class Commitments(Rows):
    """To add the commitments of a new item in one go; each has its own page for the rest."""

    model = Commitment
    form = CommitmentRowForm
    fields = ("key", "kind", SOURCE_TITLE)
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Item)
class ItemAdmin(ExchangeAdmin, ContentAdmin):
    resource_classes = (ItemResource,)
    structure = ((None, ("plan", "position", "themes", "organisations")),)
    fixed = ("plan", "position")
    related = ("plan",)
    index = SearchEntry.Kind.ITEM
    inlines = (Commitments,)
    autocomplete_fields = ("plan", "themes", "organisations")
    search_fields = columns("title", "summary")
    list_display = ("__str__", "plan", "proposed", "to_review")
    list_filter = ("plan", "proposed", "themes", TranslationFilter)
    view_on_site = staticmethod(address)


@admin.register(Wording)
class WordingAdmin(ReadOnlyAdmin):
    """The adopted text: it comes from an import and is never edited, added or deleted here."""

    related = ("item__plan", "source", "run")
    search_fields = ("text", "printed")
    list_display = ("item", "language_in_words", "version", "is_current", "source")
    list_filter = ("item__plan", "language", "is_current")

    @display(description=_("language"), ordering="language")
    def language_in_words(self, wording: Wording) -> str:
        return language_name(wording.language, get_language() or SOURCE)
