"""What every page of the admin shares: languages as tabs, roles, review of translations, history.

Roles are told by permissions, not by names: who may add objects of a model may edit all of it; who
may only change them is a translator and edits the texts of the other languages, nothing else.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_permission_codename, get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from tracker.domain.folding import fold_terms
from tracker.models import SearchEntry
from tracker.models.translated import Translated

from .forms import LANGUAGES, SOURCE, ContentForm, columns, label_of, language_formfield


class ContentAdmin(ModelAdmin, TranslationAdmin, SimpleHistoryAdmin):
    """An editable noun of the domain.

    `structure` are its fields that are no texts per language, as fieldsets; `fixed` those that
    identify it and stay once it exists; `slug_from` the text that proposes its short name;
    `related` what its name needs from other tables; `index` its kind in the folded search index,
    where it is in there.
    """

    form = ContentForm
    structure: Sequence[tuple[Any, Sequence[Any]]] = ()
    fixed: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    slug_from = ""
    index: SearchEntry.Kind | None = None
    revertible = True
    actions: Sequence[str] = ("confirm_translations", "confirm_proposals")
    list_per_page = 50
    warn_unsaved_form = True

    def edits_structure(self, request: HttpRequest) -> bool:
        codename = get_permission_codename("add", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def has_structure_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The name by which actions ask for more than a translator may."""
        return self.edits_structure(request) and self.has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*self.related)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return language_formfield(db_field) or super().formfield_for_dbfield(
            db_field, request, **kwargs
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "responsible":
            editors = get_user_model().objects.filter(is_staff=True, is_active=True)
            kwargs["queryset"] = editors.order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        found, distinct = super().get_search_results(request, queryset, search_term)
        terms = fold_terms(search_term)
        if self.index is None or not terms:
            return found, distinct
        entries = SearchEntry.objects.filter(
            Q(*[Q(folded__contains=term) for term in terms]), kind=self.index
        )
        either = Q(pk__in=found.values("pk")) | Q(pk__in=entries.values("object_id"))
        return queryset.filter(either), False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets: list[Any] = [
            (title, {"fields": list(fields)}) for title, fields in self.structure if fields
        ]
        if obj is not None and obj.stale_translations and self.has_change_permission(request, obj):
            fieldsets.append((_("Translations to review"), {"fields": ["reviewed"]}))
        for language in LANGUAGES:
            fields = columns(*self.model.translated, languages=[language])
            fieldsets.append((label_of(language), {"classes": ["tab"], "fields": fields}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        names = list(self.readonly_fields)
        if obj is not None:
            names += self.fixed
        if not self.edits_structure(request):
            names += _flat(self.structure)
            names += columns(*self.model.translated, languages=[SOURCE])
        return list(dict.fromkeys(names))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {"slug": (f"{self.slug_from}_{SOURCE}",)} if self.slug_from and obj is None else {}

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # An old version brings back the whole row: that is more than a translator may change.
        if request.method == "POST" and self.revert_disabled(request):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (self.revertible and self.edits_structure(request))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        if not self.is_proposable:
            found.pop("confirm_proposals", None)
        return found

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # Whoever edits the object itself has looked at it; a translator looks at one language.
        if self.is_proposable and self.edits_structure(request):
            obj.proposed = False
        super().save_model(request, obj, form, change)

    @property
    def is_proposable(self) -> bool:
        """Whether imports make objects of this model that an editor has to look at."""
        return any(field.name == "proposed" for field in self.opts.fields)

    def log_fields(self, request: HttpRequest, obj: Any, *names: str) -> None:
        """Note in the editor's recent actions that `names` changed other than by the form."""
        with translation.override(None):  # stored untranslated, translated where it is shown
            labels = [str(self.model._meta.get_field(name).verbose_name) for name in names]
            self.log_change(request, obj, [{"changed": {"fields": labels}}])

    @display(description=_("to review"), label="warning")
    def to_review(self, obj: Translated) -> str:
        """Languages whose translations are stale."""
        languages = {column.rpartition("_")[2] for column in obj.stale_translations}
        return ", ".join(code for code in LANGUAGES if code in languages)

    @action(description=_("Confirm translations as still right"), permissions=["change"])
    def confirm_translations(self, request: HttpRequest, queryset: QuerySet) -> None:
        confirmed = 0
        for obj in queryset.exclude(stale_translations=[]):
            obj.stale_translations = []
            obj.save(update_fields=["stale_translations"])
            self.log_fields(request, obj, "stale_translations")
            confirmed += 1
        text = ngettext(
            "Translations confirmed of %(count)d object.",
            "Translations confirmed of %(count)d objects.",
            confirmed,
        )
        self.message_user(request, text % {"count": confirmed}, messages.SUCCESS)

    @action(description=_("Confirm proposals as right"), permissions=["structure"])
    def confirm_proposals(self, request: HttpRequest, queryset: QuerySet) -> None:
        confirmed = 0
        for obj in queryset.filter(proposed=True):
            obj.proposed = False
            obj.save(update_fields=["proposed"])
            self.log_fields(request, obj, "proposed")
            confirmed += 1
        text = ngettext(
            "%(count)d proposal confirmed.", "%(count)d proposals confirmed.", confirmed
        )
        self.message_user(request, text % {"count": confirmed}, messages.SUCCESS)


def _flat(structure: Sequence[tuple[Any, Sequence[Any]]]) -> list[str]:
    """The names of all fields of `structure`, those side by side too."""
    rows = [row for _title, fields in structure for row in fields]
    return [name for row in rows for name in ([row] if isinstance(row, str) else row)]


class Rows(TabularInline):
    """Rows of a detail table under their owner; their texts per language have their own page."""

    extra = 0
    show_change_link = True

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return language_formfield(db_field) or super().formfield_for_dbfield(
            db_field, request, **kwargs
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        codename = get_permission_codename("add", self.opts)
        may_edit = request.user.has_perm(f"{self.opts.app_label}.{codename}")
        return may_edit and super().has_change_permission(request, obj)


class ReadOnlyAdmin(ModelAdmin):
    """To look at, never to change: what the machinery or an import has written."""

    list_per_page = 50
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*self.related)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyRows(TabularInline):
    """Rows under their owner, to look at."""

    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
