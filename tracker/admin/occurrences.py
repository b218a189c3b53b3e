from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from tracker.models import Commitment, Occurrence
from tracker.models.occurrence import counts
from tracker.services import editorial, occurrences
from tracker.services.date_texts import span_text

from .asking import ask
from .base import ContentAdmin
from .filters import TranslationFilter
from .forms import LANGUAGES, SOURCE, ContentForm, columns, text_direction
from .public_pages import address

State = Occurrence.State
STATE_COLOURS = {State.MOVED: "warning", State.CANCELLED: "danger", State.SCHEDULED: "info"}
DAYS = frozenset({"start", "end"})


class OccurrenceForm(ContentForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.state == State.CANCELLED and DAYS & set(self.changed_data):
            self.add_error(None, _("It is cancelled: take the cancellation back first."))
        return cleaned


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("Shown as a note beside the date. Leave empty to keep the note as it is."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "dir": "auto"}),
    )


class ReportFilter(admin.SimpleListFilter):
    title = _("report")
    parameter_name = "report"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("Past, no report yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "missing":
            return queryset
        waiting = editorial.occurrences_without_report(today=timezone.localdate())
        return queryset.filter(pk__in=waiting.values("pk"))


@admin.register(Occurrence)
class OccurrenceAdmin(ContentAdmin):
    """Occurrences come from their key date; here they are moved, cancelled and annotated."""

    form = OccurrenceForm
    structure = (
        (None, ("key_date", ("start", "end"), "precision", "state")),
        (_("Commitments for which it counts"), ("record_links",)),
        (_("In the calendar"), (("nominal", "revision"), "changed_at")),
        (_("Place on the globe"), (("latitude", "longitude"),)),
    )
    readonly_fields = (
        "key_date",
        "nominal",
        "precision",
        "state",
        "revision",
        "changed_at",
        "record_links",
    )
    related = ("key_date",)
    revertible = False
    search_fields = ("key_date__slug", *columns("key_date__name"), *columns("note", "place"))
    list_display = ("when", "key_date", "state_label", "updates_made", "to_review")
    list_filter = ("state", ReportFilter, "precision", "key_date", TranslationFilter)
    date_hierarchy = "start"
    ordering = ("start", "pk")
    actions = ("cancel_all", "confirm_translations")
    actions_detail = ("cancel", "reinstate")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(updates_made=Count("updates"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def view_on_site(self, occurrence: Occurrence) -> str:
        return address(occurrence.key_date)

    @display(description=_("when"), ordering="start")
    def when(self, occurrence: Occurrence) -> str:
        return span_text(occurrence, get_language() or SOURCE)

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def state_label(self, occurrence: Occurrence) -> tuple[str, str]:
        return occurrence.state, occurrence.get_state_display()

    @display(description=_("status updates"), ordering="updates_made")
    def updates_made(self, occurrence: Any) -> int:
        return occurrence.updates_made

    @display(description=_("record status"))
    def record_links(self, occurrence: Occurrence) -> str:
        path = "date_links__key_date__occurrences"
        counting = Commitment.objects.filter(
            counts(f"{path}__", "date_links__"), **{path: occurrence.pk}
        )
        rows = [
            (self._record_address(commitment, occurrence), str(commitment))
            for commitment in counting.select_related("item").order_by("item__position", "key")
        ]
        link = (
            '<div><a class="text-primary-600 underline dark:text-primary-500"'
            ' href="{}">{}</a></div>'
        )
        return format_html_join("", link, rows) or str(_("none"))

    @staticmethod
    def _record_address(commitment: Commitment, occurrence: Occurrence) -> str:
        path = reverse("admin:tracker_commitment_record", args=[commitment.pk])
        return f"{path}?occurrence={occurrence.pk}"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        changed = set(form.changed_data)
        if changed & DAYS:
            occurrences.move(obj, start=obj.start, end=obj.end)
        texts = changed - DAYS
        if texts:
            # Calendars look at the time of the last change before they take over words or place.
            obj.changed_at = timezone.now()
            super().save_model(request, obj, form, change)

    @admin.action(description=_("Cancel"), permissions=["structure"])
    def cancel_all(self, request: HttpRequest, queryset: QuerySet) -> None:
        cancelled = 0
        for occurrence in queryset.exclude(state=State.CANCELLED):
            occurrences.cancel(occurrence)
            self.log_fields(request, occurrence, "state")
            cancelled += 1
        text = ngettext(
            "%(count)d occurrence cancelled.", "%(count)d occurrences cancelled.", cancelled
        )
        self.message_user(request, text % {"count": cancelled}, messages.SUCCESS)

    def has_cancel_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        found = Occurrence.objects.filter(pk=object_id).exclude(state=State.CANCELLED)
        return self.has_structure_permission(request) and found.exists()

    def has_reinstate_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        found = Occurrence.objects.filter(pk=object_id, state=State.CANCELLED)
        return self.has_structure_permission(request) and found.exists()

    @action(
        description=_("Cancel this occurrence"),
        permissions=["cancel"],
        icon="event_busy",
        variant=ActionVariant.DANGER,
    )
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        occurrence, form, back = self._asked(request, object_id)
        if form.is_valid():
            self._annotate(occurrence, form.cleaned_data["note"])
            occurrences.cancel(occurrence)
            self.log_fields(request, occurrence, "state")
            messages.success(request, _("The occurrence is cancelled."))
            return HttpResponseRedirect(back)
        return ask(
            self,
            request,
            form,
            title=_("Cancel this occurrence"),
            subject=str(occurrence),
            text=_("Calendars show it as cancelled; who was reminded of it is told."),
            button=_("Cancel this occurrence"),
            back=back,
        )

    @action(
        description=_("Take the cancellation back"),
        permissions=["reinstate"],
        icon="event_available",
    )
    def reinstate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        occurrence, form, back = self._asked(request, object_id)
        if form.is_valid():
            self._annotate(occurrence, form.cleaned_data["note"])
            occurrences.move(occurrence, start=occurrence.start, end=occurrence.end)
            self.log_fields(request, occurrence, "state")
            messages.success(request, _("The occurrence takes place again."))
            return HttpResponseRedirect(back)
        return ask(
            self,
            request,
            form,
            title=_("Take the cancellation back"),
            subject=str(occurrence),
            text=_("Calendars show it again, on the same days."),
            button=_("Take the cancellation back"),
            back=back,
        )

    def _asked(self, request: HttpRequest, object_id: str) -> tuple[Any, NoteForm, str]:
        occurrence = self.get_object(request, object_id)
        if occurrence is None:
            raise Http404
        language = get_language() or SOURCE
        form = NoteForm(request.POST if request.method == "POST" else None)
        if language in LANGUAGES:
            form.fields["note"].widget.attrs |= {"lang": language, "dir": text_direction(language)}
        return occurrence, form, reverse("admin:tracker_occurrence_change", args=[occurrence.pk])

    @staticmethod
    def _annotate(occurrence: Occurrence, note: str) -> None:
        language = get_language() or SOURCE
        if note and language in LANGUAGES:
            setattr(occurrence, f"note_{language}", note)
            occurrence.save(update_fields=[f"note_{language}"])
