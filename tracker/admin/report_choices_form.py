"""The form that says what a press report is the text of, and what of it is to be stored."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
)

from tracker.domain.edtf import InvalidEdtf
from tracker.models import Figure as StoredFigure
from tracker.models import Meeting, Source, SourceText
from tracker.services import reports
from tracker.services.reports import texts

from .date_messages import edtf_message, normal_edtf
from .forms import LANGUAGES, SOURCE, label_of
from .recording import WebAddress


class ChoicesForm(forms.Form):
    """Which source the text belongs to, and what of it is to be stored."""

    source = forms.ChoiceField(label=_("Source"), widget=UnfoldAdminSelectWidget())
    slug = forms.SlugField(
        label=_("Short name for addresses"),
        required=False,
        max_length=100,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "ltr"}),
    )
    title = forms.CharField(
        required=False,
        max_length=250,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
        help_text=_("Editors' description, not the source's headline."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=Source.Kind.choices,
        widget=UnfoldAdminSelectWidget(),
    )
    publisher = forms.CharField(
        label=_("Publisher"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
        help_text=_("As named in the source itself."),
    )
    url = WebAddress(
        label=_("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget(attrs={"dir": "ltr"}),
    )
    published = forms.CharField(
        label=_("Published"),
        required=False,
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "ltr"}),
        help_text=_("As EDTF: 2024, 2024-07, 2024-07-24"),
    )
    meeting = forms.ChoiceField(
        label=_("Meeting"), required=False, widget=UnfoldAdminSelectWidget()
    )
    figures = forms.MultipleChoiceField(
        label=_("Figures to store as claims of this source"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )
    derived_from = forms.ChoiceField(
        label=_("Taken from"), required=False, widget=UnfoldAdminSelectWidget()
    )

    NEW_FIELDS = ("slug", "title", "kind", "publisher", "url", "published")

    def __init__(self, *args: Any, proposal: reports.Proposal, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(proposal) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self._sources = {str(one.pk): one for one in Source.objects.order_by("slug")}
        self._meetings = {
            str(one.pk): one for one in Meeting.objects.order_by("series__slug", "-edition")
        }
        self._choose("source", [("new", _("A new source")), *_named(self._sources)])
        fitting = [str(fit.meeting.pk) for fit in proposal.meetings]
        rest = {key: one for key, one in self._meetings.items() if key not in fitting}
        groups: list[Any] = [("", _("No meeting"))]
        if fitting:
            groups.append(
                (_("Fits the report"), _named({key: self._meetings[key] for key in fitting}))
            )
        if rest:
            groups.append((_("Others"), _named(rest)))
        self._choose("meeting", groups)
        self._choose("figures", [(claim.key, _claim_label(claim)) for claim in proposal.claims])
        self._choose("derived_from", [("", _("Nothing that is stored")), *self._origins()])
        self.fields["title"].label = _("Title (%(language)s)") % {"language": label_of(_own())}

    @property
    def new_fields(self) -> list[forms.BoundField]:
        """Those that describe a source that is to be made."""
        return [self[name] for name in self.NEW_FIELDS]

    @property
    def new_is_open(self) -> bool:
        """A folded field must not hide what is asked for, nor its error."""
        return self["source"].value() == "new" or any(one.errors for one in self.new_fields)

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _origins(self) -> list[tuple[str, Any]]:
        """Candidates with their likeness; any other source is set on the source's own page."""
        return [
            (
                str(one.text.source_id),
                _("%(source)s (likeness %(score).2f)")
                % {"source": one.text.source, "score": one.likeness.score},
            )
            for one in self.proposal.relatives
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("source") == "new":
            for name in ("slug", "title", "kind"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("A new source needs this."))
            try:
                cleaned["published"] = normal_edtf(cleaned.get("published", ""))
            except InvalidEdtf as error:
                self.add_error("published", str(edtf_message(error)))
        return cleaned

    def store(self, text: SourceText) -> reports.Stored | None:
        """Do what the valid form says; None where the service refuses, with errors set."""
        cleaned = self.cleaned_data
        figures = frozenset(
            (claim.figure.measure.value, claim.figure.value)
            for claim in self.proposal.claims
            if claim.key in cleaned["figures"]
        )
        choices = reports.Choices(
            source=self._sources.get(cleaned["source"]) or self._new_source(),
            meeting=self._meetings.get(cleaned["meeting"]),
            figures=figures,
            derived_from=self._sources.get(cleaned["derived_from"]),
        )
        try:
            return reports.store(text, choices)
        except forms.ValidationError as error:
            for name, problems in error.update_error_dict({}).items():
                self.add_error(name if name in self.fields else None, problems)
        return None

    def _new_source(self) -> reports.NewSource:
        cleaned = self.cleaned_data
        return reports.NewSource(
            slug=cleaned["slug"],
            titles={_own(): cleaned["title"]},
            kind=cleaned["kind"],
            publisher=cleaned["publisher"],
            url=cleaned["url"],
            published=cleaned["published"],
        )


def _own() -> str:
    """The content language in which the editor reads the admin."""
    language = get_language() or SOURCE
    return language if language in LANGUAGES else SOURCE


def _named(rows: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, str(row)) for key, row in rows.items()]


def _initial(proposal: reports.Proposal) -> dict[str, Any]:
    """What is proposed; a figure that is stated about, or twice, is for the editor to tick."""
    report, meeting = proposal.report, proposal.meeting
    measures = [claim.figure.measure for claim in proposal.claims]
    return {
        "source": str(proposal.source.pk) if proposal.source else "new",
        "slug": reports.free_slug(report.name.rpartition(".")[0] or report.name),
        "title": texts.proposed_title(report, meeting, _own()),
        "kind": Source.Kind.PRESS_REPORT,
        "publisher": next((one.name for one in report.publishers if one.place != "photo"), ""),
        "meeting": str(meeting.pk) if meeting else "",
        "figures": [
            claim.key
            for claim in proposal.claims
            if meeting
            and not claim.figure.approximate
            and measures.count(claim.figure.measure) == 1
        ],
        "derived_from": "",
    }


def _claim_label(claim: reports.Claim) -> str:
    """The figure with its words and line, and what others say."""
    said = _("%(figure)s: “%(words)s”, line %(line)d") % {
        "figure": capfirst(texts.figure_text(claim.figure)),
        "words": texts.isolated(claim.figure.words),
        "line": claim.figure.line,
    }
    if claim.differing:
        return _("%(said)s. Other sources differ: %(others)s") % {
            "said": said,
            "others": "; ".join(_other(one) for one in claim.differing),
        }
    return said


def _other(figure: StoredFigure) -> str:
    return _("%(value)d (%(source)s)") % {"value": figure.value, "source": figure.source}
