from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from tracker.models import ImportRun, LanguageVersion, Plan
from tracker.services.date_texts import day_text, language_name

from .base import ContentAdmin, ReadOnlyAdmin, Rows
from .filters import TranslationFilter
from .forms import SOURCE, ContentForm, columns
from .plan_import.draft_admin import may_import
from .plan_import.steps import start_address
from .public_pages import address


class PlanForm(ContentForm):
    edtf = ("adopted",)


class LanguageVersions(Rows):
    model = LanguageVersion
    fields = ("language", "state", "source")
    autocomplete_fields = ("source",)


@admin.register(Plan)
class PlanAdmin(ContentAdmin):
    form = PlanForm
    structure = (
        (None, ("slug", "meeting", "source", ("adopted", "adopted_basis"), "responsible")),
        (_("In force"), ("valid_from", "valid_until", "ends_with", "successor")),
    )
    fixed = ("slug",)
    related = ("meeting", "ends_with")
    inlines = (LanguageVersions,)
    slug_from = "title"
    autocomplete_fields = ("meeting", "source", "ends_with", "successor")
    search_fields = ("slug", *columns("title"))
    list_display = ("__str__", "slug", "valid_from", "until", "to_review")
    list_filter = (("responsible", admin.RelatedOnlyFieldListFilter), TranslationFilter)
    view_on_site = staticmethod(address)
    actions_list = ("import_document",)
    actions_detail = ("import_text",)

    def has_import_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request)

    @action(description=_("Import a document"), permissions=["import"], icon="upload_file")
    def import_document(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(start_address())

    @action(description=_("Import a text"), permissions=["import"], icon="upload_file")
    def import_text(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """For this plan: a first text, another language, or a corrected one."""
        return HttpResponseRedirect(start_address(object_id))

    @display(description=_("no longer in force on"))
    def until(self, plan: Plan) -> str:
        end = plan.end
        return day_text(end, get_language() or SOURCE) if end else str(_("not confirmed"))


@admin.register(LanguageVersion)
class LanguageVersionAdmin(ReadOnlyAdmin):
    """The preamble of a plan as it was imported; the state is changed on the plan's page."""

    related = ("plan", "source")
    search_fields = ("plan__slug", "language")
    list_display = ("plan", "language_in_words", "state", "source")
    list_filter = ("plan", "state", "language")
    exclude = ("id",)

    @display(description=_("language"), ordering="language")
    def language_in_words(self, version: LanguageVersion) -> str:
        return language_name(version.language, get_language() or SOURCE)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    related = ("plan", "source", "created_by")
    search_fields = ("filename", "sha256", "plan__slug")
    list_display = ("filename", "plan", "created_at", "created_by")
    list_filter = ("plan",)
    date_hierarchy = "created_at"
    fields = ("plan", "source", "filename", "sha256", "report", "created_at", "created_by")

    def get_queryset(self, request: HttpRequest) -> Any:
        # The original bytes may be megabytes and are never shown.
        return super().get_queryset(request).defer("original")
