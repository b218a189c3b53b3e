"""What readers sent in: looked at here, recorded on the one screen for a status, or dismissed."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminSelectWidget

from tracker.models import ReaderReport
from tracker.services import reader_reports

from .asking import ask
from .base import ReadOnlyAdmin

State = ReaderReport.State
STATE_COLOURS = {State.NEW: "warning", State.ACCEPTED: "success", State.DISMISSED: ""}


class CommitmentForm(forms.Form):
    """Which commitment a report on an item or date as a whole is recorded for."""

    commitment = forms.TypedChoiceField(
        label=_("Commitment"), coerce=int, widget=UnfoldAdminSelectWidget()
    )

    def __init__(self, data: Any, *, report: ReaderReport) -> None:
        super().__init__(data)
        subject = reader_reports.subject_of(report)
        choices = [(one.pk, str(one)) for one in subject.commitments]
        self.fields["commitment"].choices = choices  # type: ignore[attr-defined]


@admin.register(ReaderReport)
class ReaderReportAdmin(ReadOnlyAdmin):
    related = ("commitment__item__plan", "item__plan", "key_date", "decided_by")
    fields = (
        ("commitment", "item", "key_date"),
        "link",
        "note",
        ("email", "language", "created_at"),
        ("state", "decided_by", "decided_at"),
    )
    readonly_fields = ("link",)
    search_fields = ("url", "note")
    list_display = ("__str__", "note_start", "link", "language", "created_at", "state_label")
    list_filter = ("state", "language")
    date_hierarchy = "created_at"
    actions = ("dismiss_all",)
    actions_detail = ("accept", "dismiss")

    @display(description=_("link"))
    def link(self, report: ReaderReport) -> str:
        return format_html(
            '<a class="text-primary-600 underline dark:text-primary-500 break-all" dir="ltr"'
            ' href="{}" rel="noreferrer noopener nofollow" target="_blank">{}</a>',
            report.url,
            report.url,
        )

    @display(description=_("note"))
    def note_start(self, report: ReaderReport) -> str:
        return report.note if len(report.note) <= 80 else f"{report.note[:79]}…"

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def state_label(self, report: ReaderReport) -> tuple[str, str]:
        return report.state, report.get_state_display()

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        if not request.user.has_perm("tracker.change_readerreport"):
            return False
        if object_id is None:
            return True
        return ReaderReport.objects.filter(pk=object_id, state=State.NEW).exists()

    def has_record_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        may_record = request.user.has_perm("tracker.add_statusupdate")
        return may_record and self.has_decide_permission(request, object_id)

    @action(
        description=_("Accept and record"),
        permissions=["record"],
        icon="edit_note",
        variant=ActionVariant.PRIMARY,
    )
    def accept(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the screen for a status, filled in; the report is accepted once that is recorded."""
        report = self._report(request, object_id)
        if report.commitment_id:
            return HttpResponseRedirect(record_address(report, report.commitment_id))
        form = CommitmentForm(request.POST or None, report=report)
        if form.is_valid():
            return HttpResponseRedirect(record_address(report, form.cleaned_data["commitment"]))
        return ask(
            self,
            request,
            form,
            title=_("Record for which commitment?"),
            subject=str(report),
            text=_("The reader reported this about the whole; a status is one commitment's."),
            button=_("Continue"),
            back=reverse("admin:tracker_readerreport_change", args=[report.pk]),
        )

    @action(description=_("Dismiss"), permissions=["decide"], icon="close")
    def dismiss(self, request: HttpRequest, object_id: str) -> HttpResponse:
        report = self._report(request, object_id)
        form = forms.Form(request.POST or None)
        back = reverse("admin:tracker_readerreport_changelist")
        if request.method == "POST":
            self._dismiss(request, [report])
            return HttpResponseRedirect(f"{back}?state__exact={State.NEW}")
        return ask(
            self,
            request,
            form,
            title=_("Dismiss this report"),
            subject=str(report),
            text=_("Nothing is recorded; the reader's address is erased."),
            button=_("Dismiss"),
            back=reverse("admin:tracker_readerreport_change", args=[report.pk]),
        )

    @admin.action(description=_("Dismiss"), permissions=["decide"])
    def dismiss_all(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._dismiss(request, list(queryset))

    def _dismiss(self, request: HttpRequest, reports: list[ReaderReport]) -> None:
        now = timezone.now()
        done = 0
        for report in reports:
            if reader_reports.decide(report, State.DISMISSED, by=request.user, now=now):
                self.log_change(request, report, [{"changed": {"fields": ["state"]}}])
                done += 1
        text = ngettext("%(count)d report dismissed.", "%(count)d reports dismissed.", done)
        self.message_user(request, text % {"count": done}, messages.SUCCESS)

    def _report(self, request: HttpRequest, object_id: str) -> ReaderReport:
        report = self.get_object(request, object_id)
        if report is None:
            raise Http404
        return report


def record_address(report: ReaderReport, commitment: int) -> str:
    """The screen for a status of `commitment`, to be filled in from `report`."""
    address = reverse("admin:tracker_commitment_record", args=[commitment])
    return f"{address}?{urlencode({'report': report.pk})}"


def asked_for(request: HttpRequest) -> ReaderReport | None:
    """The report still to look at that a record screen was opened for."""
    pk = request.GET.get("report", "")
    if not (pk.isascii() and pk.isdigit()) or len(pk) > 18:
        return None
    if not request.user.has_perm("tracker.change_readerreport"):
        return None
    return ReaderReport.objects.filter(pk=int(pk), state=State.NEW).first()


def initial_of(report: ReaderReport) -> dict[str, str]:
    """What a report says, for the fields of the record screen."""
    return {"evidence_url": report.url, f"note_{report.language}": report.note}


def accept(report: ReaderReport, request: HttpRequest) -> None:
    """The status that was recorded from it stands: nothing is left to do."""
    reader_reports.decide(report, State.ACCEPTED, by=request.user, now=timezone.now())
