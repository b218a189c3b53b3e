"""One screen on which an editor records what is known of a commitment; public as soon as saved."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import URLValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
    UnfoldBooleanWidget,
)

from tracker.models import Commitment, Kind, Occurrence, Status, StatusUpdate
from tracker.models.vocabulary import RECORDABLE
from tracker.services import status
from tracker.services.date_texts import span_text

from .forms import LANGUAGES, SOURCE, label_of, text_direction

AHEAD = 12
"""How many coming occurrences are offered; past ones are offered all."""

_FIELD_OF = {"url": "evidence_url", **{f"title_{code}": "evidence_title" for code in LANGUAGES}}


class Day(forms.DateInput):
    """The browser's own date field: right in every language, no script."""

    input_type = "date"

    def __init__(self, *, latest: date) -> None:
        attrs = {"class": " ".join(INPUT_CLASSES), "max": latest.isoformat()}
        super().__init__(attrs, format="%Y-%m-%d")


class WebAddress(forms.URLField):
    """A link that a browser can follow; in place of Django's own check, which adds FTP."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class RecordForm(forms.Form):
    """What `services.status.record` asks for, with only what fits the commitment to choose from."""

    status = forms.ChoiceField(label=_("Status"), widget=UnfoldAdminSelectWidget())
    occurrence = forms.TypedChoiceField(
        label=_("Occurrence"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=UnfoldAdminSelectWidget(),
    )
    as_of = forms.DateField(
        label=_("As of"), help_text=_("The last day for which the statement holds.")
    )
    evidence_url = WebAddress(
        label=_("Link to the evidence"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget(attrs={"dir": "ltr"}),
    )
    evidence_title = forms.CharField(
        required=False, max_length=250, widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"})
    )
    independent = forms.BooleanField(
        label=_("Independent of the parties"),
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text=_(
            "Not published by a party that made the commitment, nor copied from one. "
            "A confirmation needs this."
        ),
    )
    disputed = forms.BooleanField(
        label=_("Sources disagree"),
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text=_("Shown beside the status as “disputed”."),
    )

    def __init__(self, *args: Any, commitment: Commitment, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitment = commitment
        self.fields["as_of"].widget = Day(latest=today)
        self.fields["as_of"].initial = today
        allowed = RECORDABLE[Kind(commitment.kind)]
        choices: list[tuple[str, Any]] = [("", _("Select value"))]
        choices += [choice for choice in Status.choices if choice[0] in allowed]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]
        self.fields["occurrence"].choices = self._occurrences(today)  # type: ignore[attr-defined]
        self.fields["evidence_title"].label = _("What the evidence is (%(language)s)") % {
            "language": label_of(self._own_language)
        }
        for language in LANGUAGES:
            self.fields[f"note_{language}"] = forms.CharField(
                label=_("Note (%(language)s)") % {"language": label_of(language)},
                required=False,
                widget=UnfoldAdminTextareaWidget(
                    attrs={"rows": 3, "lang": language, "dir": text_direction(language)}
                ),
            )

    @property
    def own_note(self) -> forms.BoundField:
        """The note in the language in which the editor reads the admin."""
        return self[f"note_{self._own_language}"]

    @property
    def other_notes(self) -> list[forms.BoundField]:
        return [self[f"note_{code}"] for code in LANGUAGES if code != self._own_language]

    @property
    def other_notes_open(self) -> bool:
        """A folded field must not hide what was typed into it, nor its error."""
        return any(note.value() or note.errors for note in self.other_notes)

    @property
    def _own_language(self) -> str:
        language = get_language() or SOURCE
        return language if language in LANGUAGES else SOURCE

    def _occurrences(self, today: date) -> list[Any]:
        """Those that count for the commitment: past ones first, the latest on top."""
        counting = Occurrence.objects.counting_for(self.commitment).select_related("key_date")
        occurrences = list(counting.order_by("start", "pk"))
        past = [one for one in reversed(occurrences) if one.start <= today]
        ahead = [one for one in occurrences if one.start > today][:AHEAD]
        choices: list[Any] = [("", _("The commitment as a whole"))]
        if past:
            choices.append((_("Past"), list(self._named(past))))
        if ahead:
            choices.append((_("Ahead"), list(self._named(ahead))))
        return choices

    @staticmethod
    def _named(occurrences: list[Occurrence]) -> Iterator[tuple[int, str]]:
        language = get_language() or SOURCE
        for one in occurrences:
            words = {"date": span_text(one, language), "name": str(one.key_date)}
            if one.state == Occurrence.State.CANCELLED:
                yield one.pk, _("%(date)s: %(name)s (cancelled)") % words
            else:
                yield one.pk, _("%(date)s: %(name)s") % words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self._is_recorded(cleaned):
            self.add_error(None, _("Exactly this is recorded already."))
        return cleaned

    def _is_recorded(self, cleaned: dict[str, Any]) -> bool:
        """A form sent twice must not make two public statements."""
        same = StatusUpdate.objects.standing().filter(
            commitment=self.commitment,
            occurrence=cleaned["occurrence"],
            status=cleaned["status"],
            as_of=cleaned["as_of"],
            disputed=cleaned["disputed"],
        )
        url, title = cleaned["evidence_url"], cleaned["evidence_title"]
        if url or title:
            source = status.known_source(url, title=title, language=self._own_language)
            if source is None:
                return False
            same = same.filter(evidence__source=source)
        else:
            same = same.filter(evidence=None)
        notes = self._notes(cleaned)
        return any(
            all((getattr(one, f"note_{code}") or "") == notes.get(code, "") for code in LANGUAGES)
            for one in same
        )

    @staticmethod
    def _notes(cleaned: dict[str, Any]) -> dict[str, str]:
        return {code: cleaned[f"note_{code}"] for code in LANGUAGES if cleaned[f"note_{code}"]}

    def record(self, *, by: Any) -> StatusUpdate | None:
        """Publish what the valid form says; None where the service refuses, with errors set."""
        cleaned = self.cleaned_data
        occurrence = cleaned["occurrence"] and Occurrence.objects.get(pk=cleaned["occurrence"])
        try:
            return status.record(
                self.commitment,
                status=cleaned["status"],
                as_of=cleaned["as_of"],
                by=by,
                occurrence=occurrence,
                disputed=cleaned["disputed"],
                notes=self._notes(cleaned),
                evidence_url=cleaned["evidence_url"],
                evidence_title=cleaned["evidence_title"],
                evidence_language=self._own_language,
                independent=cleaned["independent"],
            )
        except ValidationError as error:
            for name, problems in error.update_error_dict({}).items():
                field = _FIELD_OF.get(name, name)
                known = field in self.fields and field != NON_FIELD_ERRORS
                self.add_error(field if known else None, problems)
        return None
