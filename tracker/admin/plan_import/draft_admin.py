"""Imports in preparation: their list, and the way to each step of the wizard."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from tracker.models import ImportDraft
from tracker.services import drafts

from . import compare, confirming, document, preview, proposals
from .steps import Step, address, draft_name, file_names, start_address, with_names

StepView = Callable[[Any, HttpRequest, ImportDraft], HttpResponse]

_VIEWS: dict[str, StepView] = {
    Step.DOCUMENT: document.show,
    Step.PREVIEW: preview.show,
    Step.COMPARE: compare.show,
    "split": compare.split,
    Step.PROPOSALS: proposals.show,
    Step.CONFIRM: confirming.show,
    "done": confirming.done,
}


@admin.register(ImportDraft)
class ImportDraftAdmin(ModelAdmin):
    """Open to those who may add plans and items; a draft is continued, never edited as a row."""

    list_display = ("name", "prepared_by", "updated_at", "file_names", "continue_link")
    list_display_links = None
    search_fields = ("plan__slug", "created_by__username")
    actions_list = ("start_import",)
    list_per_page = 50
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_import(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_start_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_names(drafts.unfinished())

    @display(description=_("Plan"))
    def name(self, draft: ImportDraft) -> str:
        return draft_name(draft)

    @display(description=_("Prepared by"))
    def prepared_by(self, draft: ImportDraft) -> str:
        return str(draft.created_by or "")

    @display(description=_("Files"))
    def file_names(self, draft: ImportDraft) -> str:
        return file_names(draft)

    @display(description=_("Continue"))
    def continue_link(self, draft: ImportDraft) -> str:
        name = draft_name(draft)
        return format_html(
            '<a class="font-medium text-primary-600 underline dark:text-primary-500" href="{}" '
            'aria-label="{}">{}</a> &nbsp; '
            '<a class="font-medium text-primary-600 underline dark:text-primary-500" href="{}" '
            'aria-label="{}">{}</a>',
            address(draft, Step.DOCUMENT),
            _("Continue the import: %(plan)s") % {"plan": name},
            _("Continue"),
            reverse("admin:tracker_importdraft_discard", args=[draft.pk]),
            _("Discard the import: %(plan)s") % {"plan": name},
            _("Discard"),
        )

    @action(
        description=_("Import a document"),
        permissions=["start"],
        icon="upload_file",
        variant=ActionVariant.PRIMARY,
    )
    def start_import(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(start_address())

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("start/", self._guarded(document.start), name="tracker_importdraft_start"),
            path("<int:pk>/discard/", self._step(self.discard), name="tracker_importdraft_discard"),
            *[
                path(f"<int:pk>/{step}/", self._step(view), name=f"tracker_importdraft_{step}")
                for step, view in _VIEWS.items()
            ],
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        if object_id.isdecimal():
            return self._step(_to_document)(request, pk=int(object_id))
        return HttpResponseRedirect(reverse("admin:tracker_importdraft_changelist"))

    def discard(self, _admin: Any, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
        """Ask first: the files and all decisions go."""
        listed = reverse("admin:tracker_importdraft_changelist")
        if request.method == "POST":
            drafts.discard(draft)
            messages.success(request, _("The import was discarded."))
            return HttpResponseRedirect(listed)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Discard the import"),
            "subtitle": draft_name(draft),
            "back": address(draft, Step.DOCUMENT),
        }
        request.current_app = self.admin_site.name
        return render(request, "admin/tracker/plan_import/discard.html", context)

    def _guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def guarded(request: HttpRequest) -> HttpResponse:
            if not may_import(request):
                raise PermissionDenied
            return view(self, request)

        return self.admin_site.admin_view(guarded)

    def _step(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """The view of a step, for those who may, with the draft; a lost draft leads to the list."""

        def stepping(request: HttpRequest, pk: int) -> HttpResponse:
            if not may_import(request):
                raise PermissionDenied
            # A number beyond what a database holds is no draft either.
            known = ImportDraft.objects.filter(pk=min(pk, 2**63 - 1))
            draft = known.select_related("plan", "run").first()
            if draft is None:
                messages.warning(request, _("This import is not here any more."))
                return HttpResponseRedirect(reverse("admin:tracker_importdraft_changelist"))
            if draft.run_id is not None and view is not confirming.done:
                return HttpResponseRedirect(address(draft, Step.DONE))
            return view(self, request, draft)

        return self.admin_site.admin_view(stepping)


def may_import(request: HttpRequest) -> bool:
    return request.user.has_perms(("tracker.add_plan", "tracker.add_item"))


def _to_document(_admin: Any, _request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    return HttpResponseRedirect(address(draft, Step.DOCUMENT))
