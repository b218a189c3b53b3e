from django.contrib import admin
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from tracker.models import Source, SourceNote
from tracker.services.date_texts import edtf_text

from .base import ContentAdmin
from .filters import TranslationFilter
from .forms import SOURCE, ContentForm, columns


class SourceForm(ContentForm):
    edtf = ("published",)


@admin.register(Source)
class SourceAdmin(ContentAdmin):
    form = SourceForm
    structure = (
        (None, ("slug", "kind", "publisher", "url", "meeting", "derived_from")),
        (
            _("The document"),
            ("languages", "announced_languages", "published", "posted_raw", "sha256"),
        ),
    )
    fixed = ("slug",)
    slug_from = "title"
    related = ("meeting", "derived_from")
    autocomplete_fields = ("meeting", "derived_from")
    search_fields = ("slug", "url", "publisher", *columns("title", "note"))
    list_display = ("__str__", "kind", "publisher", "published_in_words", "to_review")
    list_filter = ("kind", "meeting", TranslationFilter)

    @display(description=_("published"), ordering="published")
    def published_in_words(self, source: Source) -> str:
        return edtf_text(source.published, get_language() or SOURCE)


@admin.register(SourceNote)
class SourceNoteAdmin(ContentAdmin):
    structure = ((None, ("code", "sources")),)
    fixed = ("code",)
    autocomplete_fields = ("sources",)
    search_fields = ("code", *columns("text"))
    list_display = ("__str__", "to_review")
    list_filter = (TranslationFilter,)
