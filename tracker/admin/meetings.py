from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.models import Alias, Figure, Meeting, MeetingSeries, Participation, SearchEntry
from tracker.services.date_texts import edtf_text

from .base import ContentAdmin, Rows
from .filters import TranslationFilter
from .forms import SOURCE, ContentForm, columns
from .public_pages import address


class MeetingForm(ContentForm):
    """The first and last day follow from the dates as written."""

    edtf = ("dates",)
    derived = ("start", "end")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "dates" in cleaned:
            try:
                fuzzy = FuzzyDate.parse(cleaned["dates"])
            except InvalidEdtf:
                return cleaned  # said at the field already
            self.instance.start, self.instance.end = fuzzy.start, fuzzy.end
            held = cleaned.get("state") == Meeting.State.HELD
            if held and fuzzy.start and fuzzy.start > timezone.localdate():
                self.add_error("dates", _("A meeting that lies ahead was not held yet."))
        return cleaned


class SeriesAliases(Rows):
    model = Alias
    fields = ("language", "name", "kind", "source")
    autocomplete_fields = ("source",)
    show_change_link = False


class Figures(Rows):
    model = Figure
    fields = ("measure", "value", "source", "preferred")
    autocomplete_fields = ("source",)


class Participations(Rows):
    model = Participation
    fields = ("organisation", "role", "source")
    autocomplete_fields = ("organisation", "source")


@admin.register(MeetingSeries)
class MeetingSeriesAdmin(ContentAdmin):
    structure = ((None, ("slug",)),)
    fixed = ("slug",)
    inlines = (SeriesAliases,)
    slug_from = "name"
    search_fields = ("slug", *columns("name", "acronym"))
    list_display = ("__str__", "slug", "to_review")
    list_filter = (TranslationFilter,)


@admin.register(Meeting)
class MeetingAdmin(ContentAdmin):
    form = MeetingForm
    structure = (
        (None, ("series", "edition", "slug", "state")),
        (_("When"), ("dates", "dates_basis", ("start", "end"))),
    )
    readonly_fields = ("start", "end")
    fixed = ("slug",)
    related = ("series",)
    index = SearchEntry.Kind.MEETING
    inlines = (Figures, Participations)
    autocomplete_fields = ("series",)
    search_fields = ("slug", *columns("name", "city", "country"))
    list_display = ("__str__", "edition", "state", "when", "to_review")
    list_filter = ("series", "state", TranslationFilter)
    view_on_site = staticmethod(address)

    @display(description=_("dates"), ordering="start")
    def when(self, meeting: Meeting) -> str:
        return edtf_text(meeting.dates, get_language() or SOURCE)


@admin.register(Figure)
class FigureAdmin(ContentAdmin):
    structure = ((None, ("meeting", "measure", "value", "source", "preferred")),)
    related = ("meeting", "source")
    autocomplete_fields = ("meeting", "source")
    search_fields = ("meeting__slug", *columns("note"))
    list_display = ("__str__", "meeting", "source", "preferred", "to_review")
    list_filter = ("meeting", "measure", "preferred", TranslationFilter)


@admin.register(Participation)
class ParticipationAdmin(ContentAdmin):
    structure = ((None, ("meeting", "organisation", "role", "source")),)
    related = ("meeting", "organisation", "source")
    autocomplete_fields = ("meeting", "organisation", "source")
    search_fields = ("meeting__slug", *columns("note"), *columns("organisation__name"))
    list_display = ("organisation", "meeting", "role", "source", "to_review")
    list_filter = ("meeting", "role", TranslationFilter)
