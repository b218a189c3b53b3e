from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget

from tracker.domain.recurrence import (
    Rule,
    last_weekends,
    monthly_day,
    monthly_weekday,
    yearly_day,
    yearly_weekday,
)
from tracker.domain.rule_words import in_words
from tracker.models import CommitmentDate, DateStatement, KeyDate, SearchEntry
from tracker.services import date_texts, merging, occurrences

from .asking import ask
from .base import ContentAdmin, Rows
from .date_messages import settle
from .exchange import ExchangeAdmin, KeyDateResource
from .filters import TranslationFilter
from .forms import SOURCE, ContentForm, columns
from .public_pages import address

DATING = ("date", "rule", "rule_start", "rule_until", "duration_days")
SHOWN_OCCURRENCES = 5


def _examples() -> list[str]:
    return [
        yearly_day(5, 9),
        yearly_weekday(5, 6, 2),
        monthly_day(17),
        monthly_weekday(0, 1),
        last_weekends(),
    ]


def rule_examples() -> str:
    """The rules that can be kept, each in the editor's words, also offered while typing."""
    language = get_language() or SOURCE
    today = timezone.localdate()
    rows = []
    for text in _examples():
        rule = Rule.parse(text, 2 if text == last_weekends() else 1, start=today)
        words = in_words(rule, locale=language, gettext=gettext, ngettext=ngettext)
        rows.append((text, words))
    return format_html(
        '<datalist id="rule-examples">{}</datalist><ul dir="ltr">{}</ul>',
        format_html_join("", '<option value="{}">{}</option>', rows),
        format_html_join("", '<li><code>{}</code> – <span dir="auto">{}</span></li>', rows),
    )


class KeyDateForm(ContentForm):
    """The precision follows from what is given, so nobody has to choose it."""

    derived = ("precision",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "rule" in self.fields:
            self.fields["rule"].help_text = rule_examples()
            self.fields["rule"].widget.attrs |= {"list": "rule-examples", "dir": "ltr"}
            self.fields["date"].widget.attrs["dir"] = "ltr"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "rule" not in self.fields or any(name in self.errors for name in DATING):
            return cleaned
        settled = KeyDate(**{name: cleaned.get(name) for name in DATING})
        try:
            settle(settled)
        except ValidationError as error:
            self.add_error(None, error)
            return cleaned
        self.instance.precision = settled.precision
        return cleaned | {name: getattr(settled, name) for name in DATING}


class MergeForm(forms.Form):
    def __init__(self, key_date: KeyDate, data: Any = None) -> None:
        super().__init__(data)
        self.fields["into"] = forms.ModelChoiceField(
            KeyDate.objects.exclude(pk=key_date.pk),
            label=_("Key date that stays"),
            widget=UnfoldAdminSelectWidget,
        )


class Statements(Rows):
    model = DateStatement
    fields = ("language", "stated", "source")
    autocomplete_fields = ("source",)


class Links(Rows):
    model = CommitmentDate
    fields = ("commitment", "counts_from", "counts_until")
    autocomplete_fields = ("commitment",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("commitment__item", "key_date")


@admin.register(KeyDate)
class KeyDateAdmin(ExchangeAdmin, ContentAdmin):
    resource_classes = (KeyDateResource,)
    form = KeyDateForm
    structure = (
        (None, ("slug",)),
        (_("Fixed date"), ("date",)),
        (_("Or a rule"), ("rule", ("rule_start", "rule_until"), "duration_days")),
        (_("What is known of it"), ("basis", "base_year", "when", "next_occurrences")),
        (_("Place on the globe"), (("latitude", "longitude"),)),
    )
    readonly_fields = ("when", "next_occurrences")
    fixed = ("slug",)
    index = SearchEntry.Kind.KEY_DATE
    inlines = (Statements, Links)
    slug_from = "name"
    actions_detail = ("merge",)
    search_fields = ("slug", *columns("name", "description", "place"))
    list_display = ("__str__", "when", "precision", "basis", "proposed", "to_review")
    list_filter = ("precision", "basis", "proposed", TranslationFilter)
    view_on_site = staticmethod(address)

    def has_merge_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return self.has_structure_permission(request)

    @action(description=_("Merge into another key date"), permissions=["merge"], icon="merge_type")
    def merge(self, request: HttpRequest, object_id: str) -> HttpResponse:
        key_date = self.get_object(request, object_id)
        if key_date is None:
            raise Http404
        form = MergeForm(key_date, request.POST if request.method == "POST" else None)
        if form.is_valid():
            into = form.cleaned_data["into"]
            try:
                with transaction.atomic():
                    self.log_deletions(request, KeyDate.objects.filter(pk=key_date.pk))
                    merging.merge(key_date, into=into, now=timezone.now())
            except merging.HasReports:
                form.add_error(
                    "into", _("Status updates are recorded on this one: merge the other into it.")
                )
            else:
                messages.success(request, _("The key dates are one now."))
                return HttpResponseRedirect(reverse("admin:tracker_keydate_change", args=[into.pk]))
        return ask(
            self,
            request,
            form,
            title=_("Merge into another key date"),
            subject=str(key_date),
            text=_(
                "Subscriptions, commitments and what readers were told go over; who was told "
                "another day is corrected. Then this key date is deleted."
            ),
            button=_("Merge into another key date"),
            back=reverse("admin:tracker_keydate_change", args=[key_date.pk]),
        )

    @display(description=_("in words"))
    def when(self, key_date: KeyDate) -> str:
        if key_date.pk is None:
            return ""
        return date_texts.key_date_text(key_date, get_language() or SOURCE)

    @display(description=_("next occurrences"))
    def next_occurrences(self, key_date: KeyDate) -> str:
        if key_date.pk is None:
            return ""
        language = get_language() or SOURCE
        ahead = key_date.occurrences.filter(end__gte=timezone.localdate())
        texts = [
            date_texts.span_text(occurrence, language)
            for occurrence in ahead.select_related("key_date")[:SHOWN_OCCURRENCES]
        ]
        return format_html_join("", "<div>{}</div>", [(text,) for text in texts]) or str(_("none"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # Compared with what is stored, since bringing back an old version changes no field of
        # its form.
        stored = KeyDate.objects.filter(pk=obj.pk).values(*DATING).first()
        super().save_model(request, obj, form, change)
        if stored != {name: getattr(obj, name) for name in DATING}:
            occurrences.refresh(obj, today=timezone.localdate())


@admin.register(DateStatement)
class DateStatementAdmin(ContentAdmin):
    structure = ((None, ("key_date", "language", "stated", "source")),)
    related = ("key_date", "source")
    autocomplete_fields = ("key_date", "source")
    search_fields = ("key_date__slug", *columns("note"))
    list_display = ("key_date", "language", "stated", "source", "to_review")
    list_filter = ("language", "stated", TranslationFilter)


@admin.register(CommitmentDate)
class CommitmentDateAdmin(ContentAdmin):
    structure = ((None, ("commitment", "key_date", ("counts_from", "counts_until"))),)
    related = ("commitment__item", "key_date")
    autocomplete_fields = ("commitment", "key_date")
    search_fields = ("key_date__slug", *columns("note"), *columns("commitment__title"))
    list_display = ("commitment", "key_date", "counts_from", "counts_until", "to_review")
    list_filter = ("key_date", TranslationFilter)
