from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from tracker.models import Source, SourceNote, SourceText
from tracker.services import reports
from tracker.services.date_texts import edtf_text, language_name
from tracker.services.reports import texts

from .base import ContentAdmin, ReadOnlyAdmin
from .filters import TranslationFilter
from .forms import SOURCE, ContentForm, columns
from .report_import import ReportImport


class SourceForm(ContentForm):
    edtf = ("published",)


@admin.register(Source)
class SourceAdmin(ReportImport):
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


@admin.register(SourceText)
class SourceTextAdmin(ReadOnlyAdmin):
    """The texts of sources, with what is read in them."""

    related = ("source", "created_by")
    search_fields = ("filename", "sha256", "source__slug")
    list_display = ("filename", "source", "language_in_words", "created_at", "created_by")
    list_filter = ("language",)
    date_hierarchy = "created_at"
    fields = ("source", "filename", "sha256", "found", "created_at", "created_by")
    readonly_fields = ("found",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        # The original bytes may be megabytes and are never shown.
        return super().get_queryset(request).defer("original")

    @display(description=_("what it says"))
    def found(self, text: SourceText) -> str:
        lines = texts.report_lines(reports.read_again(text))
        return format_html_join("", "<p dir='auto'>{}</p>", ((line,) for line in lines))

    @display(description=_("language"), ordering="language")
    def language_in_words(self, text: SourceText) -> str:
        return language_name(text.language, get_language() or SOURCE)
