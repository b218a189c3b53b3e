"""Spreadsheets in and out: one row an object, one column a language.

Rows are found by what identifies an object (a short name, a position), never by a database number.
An empty cell is a missing translation (NULL), and base columns of translated fields stay out.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Field, TextField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.fields import Field as Column
from import_export.formats.base_formats import CSV, JSON, XLSX
from import_export.resources import ModelResource
from import_export.widgets import CharWidget, ForeignKeyWidget, ManyToManyWidget, Widget
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm

from tracker.models import Commitment, Item, KeyDate, Organisation, Plan, Theme
from tracker.services import occurrences

from .date_messages import settle
from .forms import SOURCE, columns
from .kinds import check_kind


class Translation(CharWidget):
    """A text that may be missing: an empty cell is none, not an empty text."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str | None:
        return (super().clean(value, row, **kwargs) or "").strip() or None


class Slugs(ManyToManyWidget):
    """Objects by their short names, all of which must exist."""

    def __init__(self, model: Any) -> None:
        super().__init__(model, separator=", ", field="slug")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        wanted = {part.strip() for part in str(value or "").split(",") if part.strip()}
        found = self.model.objects.filter(slug__in=wanted)
        unknown = sorted(wanted - {obj.slug for obj in found})
        if unknown:
            raise ValueError(_("There is none with the short name %s.") % ", ".join(unknown))
        return found


class ItemAddress(Widget):
    """An item as `<plan>/<position>`."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Item:
        slug, _slash, position = str(value or "").strip().partition("/")
        item = None
        if position.isdecimal():
            item = Item.objects.filter(plan__slug=slug, position=int(position)).first()
        if item is None:
            raise ValueError(_("There is no item %s: write plan/position.") % value)
        return item

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return f"{value.plan.slug}/{value.position}" if value else ""


class ContentResource(ModelResource):
    @classmethod
    def widget_from_django_field(cls, f: Field, default: Any = Widget) -> Any:
        if isinstance(f, CharField | TextField) and f.null:
            return Translation
        return super().widget_from_django_field(f, default)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        errors = dict(import_validation_errors or {})
        for name in instance.translated:
            required = not instance._meta.get_field(name).blank
            column = f"{name}_{SOURCE}"
            if required and not getattr(instance, column):
                errors.setdefault(column, ValidationError(_("This text is required.")))
        try:
            self.check(instance)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        super().validate_instance(instance, errors, validate_unique)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        # Whoever writes the object anew has looked at it; unchanged rows are skipped.
        if isinstance(instance, Commitment | Item | KeyDate):
            instance.proposed = False
        super().before_save_instance(instance, row, **kwargs)

    def check(self, instance: Any) -> None:
        """What a form would check besides the columns. Raises `ValidationError`."""


class ThemeResource(ContentResource):
    class Meta:
        model = Theme
        import_id_fields = ("slug",)
        fields = ("slug", *columns("name"))
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True


class OrganisationResource(ContentResource):
    class Meta:
        model = Organisation
        import_id_fields = ("slug",)
        fields = ("slug", "kind", "country", *columns("name", "acronym"))
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True


class ItemResource(ContentResource):
    plan = Column("plan", "plan", ForeignKeyWidget(Plan, "slug"))
    themes = Column("themes", "themes", Slugs(Theme), m2m_add=False)
    organisations = Column("organisations", "organisations", Slugs(Organisation), m2m_add=False)

    class Meta:
        model = Item
        import_id_fields = ("plan", "position")
        fields = ("plan", "position", "themes", "organisations", *columns("title", "summary"))
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True


class CommitmentResource(ContentResource):
    item = Column("item", "item", ItemAddress())

    class Meta:
        model = Commitment
        import_id_fields = ("item", "key")
        fields = ("item", "key", "kind", *columns("title"))
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True

    def check(self, instance: Commitment) -> None:
        check_kind(instance)


class KeyDateResource(ContentResource):
    class Meta:
        model = KeyDate
        import_id_fields = ("slug",)
        fields = (
            "slug",
            "date",
            "rule",
            "rule_start",
            "rule_until",
            "duration_days",
            "base_year",
            "basis",
            "latitude",
            "longitude",
            *columns("name", "description", "place", "basis_note"),
        )
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True

    def check(self, instance: KeyDate) -> None:
        settle(instance)

    def after_save_instance(self, instance: KeyDate, row: Any, **kwargs: Any) -> None:
        # A trial run is rolled back with all that follows from it.
        occurrences.refresh(instance, today=timezone.localdate())


class ExchangeAdmin(ImportExportMixin):
    """Import and export on the list of an editable noun; only editors import."""

    import_form_class = ImportForm
    export_form_class = SelectableFieldsExportForm
    formats = (XLSX, CSV, JSON)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_structure_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
