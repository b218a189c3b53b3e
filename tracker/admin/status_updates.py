from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextInputWidget

from tracker.models import Evidence, SearchEntry, Status, StatusUpdate
from tracker.services import status

from .asking import ask
from .base import ContentAdmin, Rows
from .filters import TranslationFilter
from .forms import columns
from .public_pages import address

Review = Evidence.Review
REVIEW_COLOURS = {
    Review.TO_CHECK: "warning",
    Review.CHECKED: "success",
    Review.REJECTED: "danger",
}


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Standing")), ("no", _("Retracted"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in ("yes", "no"):
            return queryset.filter(retracted_at__isnull=self.value() == "yes")
        return queryset


class ReasonForm(forms.Form):
    retraction_reason = forms.CharField(
        label=_("Reason for retracting"),
        max_length=300,
        help_text=_("Shown to the public beside the statement."),
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
    )


class EvidenceRows(Rows):
    model = Evidence
    fields = ("source", "independent", "stance", "review")
    autocomplete_fields = ("source",)
    can_delete = False


@admin.register(StatusUpdate)
class StatusUpdateAdmin(ContentAdmin):
    """What was stated stays; only notes and evidence grow. Another statement is recorded anew."""

    structure = (
        (None, ("commitment", "occurrence", "status", "disputed", "as_of")),
        (
            _("Recorded"),
            (("created_at", "created_by"), "slug", ("retracted_at", "retraction_reason")),
        ),
    )
    readonly_fields = (
        "commitment",
        "occurrence",
        "status",
        "disputed",
        "as_of",
        "slug",
        "created_at",
        "created_by",
        "retracted_at",
        "retraction_reason",
    )
    related = ("commitment__item__plan", "occurrence__key_date", "created_by")
    revertible = False
    index = SearchEntry.Kind.UPDATE
    inlines = (EvidenceRows,)
    search_fields = columns("note", "commitment__title")
    list_display = ("commitment", "status_label", "as_of", "created_by", "retracted", "to_review")
    list_filter = ("status", StandingFilter, "disputed", "evidence__review", TranslationFilter)
    date_hierarchy = "as_of"
    actions_detail = ("retract",)

    @display(description=_("status"), ordering="status")
    def status_label(self, update: StatusUpdate) -> str:
        label = Status(update.status).label
        return str(_("%(status)s (disputed)") % {"status": label} if update.disputed else label)

    @display(description=_("retracted"), boolean=True)
    def retracted(self, update: StatusUpdate) -> bool:
        return update.retracted_at is not None

    def view_on_site(self, update: StatusUpdate) -> str:
        return address(update.commitment)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        messages.info(request, _("Choose the commitment of which you want to record the status."))
        return HttpResponseRedirect(reverse("admin:tracker_commitment_changelist"))

    def has_retract_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        if not self.has_structure_permission(request):
            return False
        return StatusUpdate.objects.standing().filter(pk=object_id).exists()

    @action(
        description=_("Retract"),
        permissions=["retract"],
        icon="undo",
        variant=ActionVariant.DANGER,
    )
    def retract(self, request: HttpRequest, object_id: str) -> HttpResponse:
        update: Any = self.get_object(request, object_id)
        if update is None:
            raise Http404
        back = reverse("admin:tracker_statusupdate_change", args=[update.pk])
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            try:
                status.retract(update, reason=form.cleaned_data["retraction_reason"])
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_fields(request, update, "retracted_at")
                messages.success(request, _("The statement is retracted."))
                return HttpResponseRedirect(back)
        return ask(
            self,
            request,
            form,
            title=_("Retract this statement"),
            subject=str(update),
            text=_("It no longer counts; it stays in the history with your reason."),
            button=_("Retract"),
            back=back,
        )


@admin.register(Evidence)
class EvidenceAdmin(ContentAdmin):
    structure = ((None, ("update", "source", "independent", "stance", "review")),)
    fixed = ("update",)
    related = ("update__commitment__item", "source")
    autocomplete_fields = ("update", "source")
    search_fields = ("source__url", *columns("note"), *columns("source__title"))
    list_display = ("source", "of_update", "link", "review_label", "independent", "to_review")
    list_filter = ("review", "stance", "independent", TranslationFilter)
    actions = ("mark_checked", "reject", "confirm_translations")

    @display(description=_("address"))
    def link(self, evidence: Evidence) -> str:
        if not evidence.source.url:
            return ""
        return format_html(
            '<a class="text-primary-600 underline dark:text-primary-500" href="{}"'
            ' rel="noreferrer" target="_blank">{}</a>',
            evidence.source.url,
            urlsplit(evidence.source.url).hostname,
        )

    @display(description=_("status update"))
    def of_update(self, evidence: Evidence) -> str:
        return str(evidence.update)

    @display(description=_("review"), ordering="review", label=REVIEW_COLOURS)
    def review_label(self, evidence: Evidence) -> tuple[str, str]:
        return evidence.review, evidence.get_review_display()

    @admin.action(description=_("Mark as checked"), permissions=["structure"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._review(request, queryset, Review.CHECKED)

    @admin.action(description=_("Reject"), permissions=["structure"])
    def reject(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._review(request, queryset, Review.REJECTED)

    def _review(self, request: HttpRequest, queryset: QuerySet, review: Review) -> None:
        changed = 0
        for evidence in queryset.exclude(review=review):
            evidence.review = review
            evidence.save(update_fields=["review"])
            self.log_fields(request, evidence, "review")
            changed += 1
        text = ngettext(
            "%(count)d piece of evidence changed.", "%(count)d pieces of evidence changed.", changed
        )
        self.message_user(request, text % {"count": changed}, messages.SUCCESS)
