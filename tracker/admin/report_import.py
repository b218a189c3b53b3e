"""Bringing a press report in: its text → what was read in it → choose → confirm.

The text is stored as soon as it was read, without a source, so that nothing is lost on the way.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.decorators import action
from unfold.enums import ActionVariant

from tracker.domain.documents import DocumentRefused, describe
from tracker.domain.documents.languages import UNDETERMINED
from tracker.domain.press_reports import anchor_text, origin_text, reason_text, structure_text
from tracker.models import SourceText
from tracker.services import reports
from tracker.services.reports import texts

from .base import ContentAdmin
from .report_choices_form import ChoicesForm
from .report_text_form import TextForm

RIGHT_TO_LEFT = frozenset(settings.LANGUAGES_BIDI)


class ReportImport(ContentAdmin):
    """The pages by which the list of sources takes in a press report."""

    actions_list = ("read_report",)

    def has_read_report_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path(
                "reports/<int:pk>/",
                view(self.choose_for_report),
                name="tracker_source_report",
            ),
            path(
                "reports/<int:pk>/discard/",
                view(require_POST(self.discard_report)),
                name="tracker_source_discard_report",
            ),
            *super().get_urls(),
        ]

    @action(
        description=_("Read a report"),
        permissions=["read_report"],
        icon="upload_file",
        variant=ActionVariant.PRIMARY,
        url_path="reports",
    )
    def read_report(self, request: HttpRequest) -> HttpResponse:
        """The page that takes the text; what is refused comes back with the reason."""
        posted = request.method == "POST"
        form = TextForm(request.POST, request.FILES) if posted else TextForm()
        if form.is_valid():
            try:
                text = reports.keep(form.given_file, by=request.user)  # type: ignore[arg-type]
            except DocumentRefused as refused:
                for finding in refused.errors:
                    form.add_error(None, describe(finding, gettext))
            else:
                return HttpResponseRedirect(self._next(request, text))
        waiting = SourceText.objects.waiting().defer("original", "report")
        context = {
            "title": _("Read a report"),
            "form": form,
            "waiting": waiting.select_related("created_by"),
            "back": reverse("admin:tracker_source_changelist"),
        }
        return self._page(request, "read_report.html", context)

    def choose_for_report(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was read, what fits, and the form that stores it."""
        if not self.has_read_report_permission(request):
            raise PermissionDenied
        text = get_object_or_404(SourceText, pk=pk)
        if text.source_id:
            return HttpResponseRedirect(self._next(request, text))
        report = reports.read_again(text)
        proposal = reports.propose(report)
        form = ChoicesForm(request.POST or None, proposal=proposal)
        if form.is_valid() and (stored := form.store(text)):
            self._note(request, text, stored)
            return HttpResponseRedirect(
                reverse("admin:tracker_source_change", args=[stored.source.pk])
            )
        context = {
            "title": _("What the report says"),
            "subtitle": report.name,
            "report": report,
            "language": texts.language_text(report.language),
            "lang": report.language if report.language != UNDETERMINED else "",
            "direction": "rtl" if report.language in RIGHT_TO_LEFT else "ltr",
            "facts": _facts(proposal),
            "left_out": [(one, reason_text(one, gettext)) for one in report.left_out],
            "notes": [describe(note, gettext) for note in report.notes],
            "meetings": [
                (texts.meeting_text(fit), texts.dates_fit_text(fit)) for fit in proposal.meetings
            ],
            "relatives": [_evidence(proposal, one) for one in proposal.relatives],
            "form": form,
            "discard": reverse("admin:tracker_source_discard_report", args=[text.pk]),
            "back": reverse("admin:tracker_source_read_report"),
        }
        return self._page(request, "choose_for_report.html", context)

    def discard_report(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Drop a text that belongs to no source; one that does is kept."""
        if not self.has_read_report_permission(request):
            raise PermissionDenied
        text = get_object_or_404(SourceText.objects.waiting(), pk=pk)
        text.delete()
        messages.success(request, gettext("%(file)s was discarded.") % {"file": text.filename})
        return HttpResponseRedirect(reverse("admin:tracker_source_read_report"))

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media + context["form"].media,
            **context,
        }
        return render(request, f"admin/tracker/report_import/{name}", whole)

    def _next(self, request: HttpRequest, text: SourceText) -> str:
        """The preview or, for bytes that a source has already, that source."""
        if text.source_id is None:
            return reverse("admin:tracker_source_report", args=[text.pk])
        messages.info(request, gettext("This very text is stored already, for this source."))
        return reverse("admin:tracker_source_change", args=[text.source_id])

    def _note(self, request: HttpRequest, text: SourceText, stored: reports.Stored) -> None:
        """Tell the editor, and the admin's log, what was stored."""
        with translation.override(None):
            made = {"name": str(text._meta.verbose_name), "object": str(text)}
        self.log_change(request, stored.source, [{"added": made}])
        messages.success(request, gettext("The text was attached to this source."))
        if stored.figures:
            figures = ngettext(
                "%(count)d figure was stored.",
                "%(count)d figures were stored.",
                len(stored.figures),
            )
            messages.success(request, figures % {"count": len(stored.figures)})
        if stored.kept:
            messages.info(
                request,
                gettext("Figures that this source gave before were left as they are."),
            )


def _facts(proposal: reports.Proposal) -> list[dict[str, Any]]:
    """What was found in the report: meaning, the words as printed, the first line."""
    report = proposal.report
    found: list[tuple[str, str, str, int]] = []
    numbers = {one.number: one for one in reversed(report.editions)}
    found += [
        (
            gettext("Meeting"),
            gettext("number %(number)d") % {"number": one.number},
            one.printed,
            one.line,
        )
        for one in sorted(numbers.values(), key=lambda one: one.line)
    ]
    found += [(gettext("Date"), texts.date_text(one), one.text, one.line) for one in report.dates]
    found += [
        (gettext("Figure"), texts.figure_text(one), one.words, one.line) for one in report.figures
    ]
    found += [(gettext("Acronym"), "", one.text, one.lines[0]) for one in report.acronyms]
    found += [
        (
            gettext("Photograph") if one.place == "photo" else gettext("Publisher, perhaps"),
            texts.place_text(one),
            one.name,
            one.line,
        )
        for one in report.publishers
    ]
    return [
        {"kind": kind, "meaning": meaning, "words": words, "line": line}
        for kind, meaning, words, line in found
    ]


def _evidence(proposal: reports.Proposal, one: reports.Relative) -> dict[str, Any]:
    name, source = proposal.report.name, str(one.text.source)
    return {
        "source": source,
        "url": reverse("admin:tracker_source_change", args=[one.text.source_id]),
        "language": texts.language_text(one.text.language),
        "score": one.likeness.score,
        "kind": one.likeness.kind.value,
        "structure": structure_text(one.likeness, gettext),
        "anchors": [anchor_text(anchor, gettext) for anchor in one.likeness.anchors],
        "origin": origin_text(one.likeness, name, source, gettext),
    }
