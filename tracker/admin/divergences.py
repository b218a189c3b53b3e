from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from tracker.models import Divergence

from .base import ContentAdmin
from .filters import TranslationFilter
from .forms import columns

State = Divergence.State


@admin.register(Divergence)
class DivergenceAdmin(ContentAdmin):
    structure = (
        (None, ("plan", "code", "scope", "items", "languages", "kind", "severity", "state")),
    )
    fixed = ("plan", "code")
    related = ("plan",)
    autocomplete_fields = ("plan", "items")
    search_fields = ("code", *columns("note"))
    list_display = ("__str__", "plan", "in_languages", "severity", "state_label", "to_review")
    list_filter = ("plan", "kind", "severity", "state", TranslationFilter)
    actions = ("accept", "dismiss", "reopen", "confirm_translations")

    @display(description=_("languages"))
    def in_languages(self, divergence: Divergence) -> str:
        return ", ".join(divergence.languages)

    @display(
        description=_("state"),
        ordering="state",
        label={State.OPEN: "warning", State.ACCEPTED: "success", State.DISMISSED: "info"},
    )
    def state_label(self, divergence: Divergence) -> tuple[str, str]:
        return divergence.state, divergence.get_state_display()

    @admin.action(description=_("Accept as a real difference"), permissions=["structure"])
    def accept(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide(request, queryset, State.ACCEPTED)

    @admin.action(description=_("Dismiss"), permissions=["structure"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide(request, queryset, State.DISMISSED)

    @admin.action(description=_("Open again"), permissions=["structure"])
    def reopen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide(request, queryset, State.OPEN)

    def _decide(self, request: HttpRequest, queryset: QuerySet, state: State) -> None:
        changed = 0
        for divergence in queryset.exclude(state=state):
            divergence.state = state
            divergence.save(update_fields=["state"])
            self.log_fields(request, divergence, "state")
            changed += 1
        text = ngettext("%(count)d divergence changed.", "%(count)d divergences changed.", changed)
        self.message_user(request, text % {"count": changed}, messages.SUCCESS)
