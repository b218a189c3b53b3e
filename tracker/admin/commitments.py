from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from tracker.models import Commitment, CommitmentDate, Status
from tracker.models.vocabulary import ONWARD
from tracker.services import search
from tracker.services.date_texts import day_text

from . import reader_reports
from .base import ContentAdmin, Rows
from .exchange import CommitmentResource, ExchangeAdmin
from .filters import TranslationFilter
from .forms import SOURCE, ContentForm, columns
from .kinds import check_kind
from .public_pages import address
from .recording import RecordForm

STATUS_COLOURS = dict.fromkeys(Status, "") | {
    Status.REPORTED: "info",
    Status.CONFIRMED: "success",
    Status.CHANGED: "info",
    Status.POSTPONED: "warning",
    Status.CANCELLED: "warning",
}
LATEST = 3


class CommitmentForm(ContentForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "kind" in cleaned:
            try:
                check_kind(Commitment(pk=self.instance.pk, kind=cleaned["kind"]))
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return Status.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in Status.values:
            return queryset.filter(status=self.value())
        return queryset


class Dates(Rows):
    model = CommitmentDate
    fields = ("key_date", "counts_from", "counts_until")
    autocomplete_fields = ("key_date",)


@admin.register(Commitment)
class CommitmentAdmin(ExchangeAdmin, ContentAdmin):
    resource_classes = (CommitmentResource,)
    form = CommitmentForm
    structure = ((None, ("item", "key", "kind", "continued_by", "responsible")),)
    fixed = ("item", "key")
    related = ("item__plan",)
    inlines = (Dates,)
    autocomplete_fields = ("item", "continued_by")
    search_fields = columns("title", "item__title")
    list_display = (
        "__str__",
        "kind",
        "status_label",
        "recorded",
        "record_link",
        "proposed",
        "to_review",
    )
    list_filter = (
        "item__plan",
        "kind",
        StatusFilter,
        ("responsible", admin.RelatedOnlyFieldListFilter),
        "proposed",
        "item__themes",
        TranslationFilter,
    )
    ordering = ("item__plan", "item__position", "key")
    actions_detail = ("record",)
    view_on_site = staticmethod(address)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset: Any = super().get_queryset(request)
        return queryset.with_status(on=timezone.localdate())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        found, distinct = super().get_search_results(request, queryset, search_term)
        items = search.item_ids(search_term)
        if not items:
            return found, distinct
        return queryset.filter(Q(pk__in=found.values("pk")) | Q(item__in=items)), False

    @display(description=_("status"), label=STATUS_COLOURS)
    def status_label(self, commitment: Any) -> tuple[str, Any]:
        return commitment.status, Status(commitment.status).label

    @display(description=_("as of"))
    def recorded(self, commitment: Any) -> str:
        day = commitment.recorded_on
        return day_text(day, get_language() or SOURCE) if day else ""

    def get_list_display(self, request: HttpRequest) -> Any:
        names = list(super().get_list_display(request))
        if not self.has_record_permission(request):
            names.remove("record_link")
        return names

    @display(description=_("record"))
    def record_link(self, commitment: Commitment) -> str:
        return format_html(
            '<a class="font-medium text-primary-600 underline whitespace-nowrap'
            ' dark:text-primary-500" '
            'href="{}" aria-label="{}">{}</a>',
            reverse("admin:tracker_commitment_record", args=[commitment.pk]),
            _("Record status of %(code)s") % {"code": commitment.code},
            _("Record status"),
        )

    def has_record_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tracker.add_statusupdate")

    @action(
        description=_("Record status"),
        permissions=["record"],
        icon="edit_note",
        variant=ActionVariant.PRIMARY,
    )
    def record(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The one screen for a status update; it goes back to where the editor came from."""
        commitment: Any = self.get_object(request, object_id)
        if commitment is None:
            raise Http404
        today = timezone.localdate()
        report = reader_reports.asked_for(request)
        initial = {"as_of": today, "occurrence": request.GET.get("occurrence")}
        form = RecordForm(
            request.POST or None,
            commitment=commitment,
            today=today,
            initial=initial | (reader_reports.initial_of(report) if report else {}),
        )
        back = self._way_back(request)
        if form.is_valid() and (update := form.record(by=request.user)):
            with translation.override(None):
                made = {"name": str(update._meta.verbose_name), "object": str(update)}
            self.log_change(request, commitment, [{"added": made}])
            if report is not None:
                reader_reports.accept(report, request)
            messages.success(
                request,
                format_html(
                    '{} <a class="underline" href="{}">{}</a>',
                    _("Recorded for %(commitment)s: %(status)s.")
                    % {"commitment": commitment, "status": update.get_status_display()},
                    address(commitment),
                    _("See it on the public page"),
                ),
            )
            if update.status in ONWARD and commitment.continued_by_id is None:
                messages.warning(
                    request,
                    format_html(
                        '{} <a class="underline" href="{}">{}</a>',
                        _("Followers go on with the other commitment once it is named:"),
                        reverse("admin:tracker_commitment_change", args=[commitment.pk]),
                        _("continued by"),
                    ),
                )
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record status"),
            "subtitle": str(commitment),
            "commitment": commitment,
            "kind": commitment.get_kind_display(),
            "status": capfirst(str(Status(commitment.status).label)),
            "latest": commitment.updates.standing().order_by("-as_of", "-pk")[:LATEST],
            "public": address(commitment),
            "form": form,
            "back": back,
            "media": form.media,
        }
        request.current_app = self.admin_site.name
        return render(request, "admin/tracker/record_status.html", context)

    def _way_back(self, request: HttpRequest) -> str:
        """The list with its filters, where the editor came from there; else the plain list."""
        wanted = request.POST.get("back") or request.headers.get("Referer", "")
        here = request.build_absolute_uri(reverse("admin:index"))
        allowed = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        path = wanted.removeprefix(here.removesuffix(reverse("admin:index")))
        if allowed and path.startswith(reverse("admin:index")) and "/record/" not in path:
            return path
        return reverse("admin:tracker_commitment_changelist")
