"""The forms of the import wizard."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from tracker.admin.date_messages import edtf_message, normal_edtf
from tracker.admin.forms import LANGUAGES, SOURCE, label_of, language_choices, text_direction
from tracker.domain.documents import Finding, describe
from tracker.domain.documents.code_pages import NAMES
from tracker.domain.documents.encodings import ENCODINGS
from tracker.domain.documents.reading import MAX_BYTES, SourceFile
from tracker.domain.edtf import InvalidEdtf
from tracker.models import Meeting, Plan

PASTED = "pasted.txt"
NEW = "new"
MAX_FILES = 30
MOST_MEETINGS = 300

FORMATS = (
    ("", _("Told from the name and the content")),
    ("text", _("Plain text")),
    ("markdown", "Markdown"),
    ("rst", "reStructuredText"),
    ("html", "HTML"),
)


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each within the limit of the parser."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = data if isinstance(data, list | tuple) else [data]
        files = [file for one in uploads if (file := super(FilesField, self).clean(one, initial))]
        if len(files) > MAX_FILES:
            raise ValidationError(
                ngettext(
                    "No more than %(limit)d file can be read together.",
                    "No more than %(limit)d files can be read together.",
                    MAX_FILES,
                )
                % {"limit": MAX_FILES}
            )
        if any((file.size or 0) > MAX_BYTES for file in files):
            raise ValidationError(too_large())
        return files


def too_large() -> str:
    return describe(Finding("too_large", None, {"limit": MAX_BYTES}), gettext)


class FilesForm(forms.Form):
    """Files to upload or a text to paste, or both."""

    files = FilesField(  # type: ignore[assignment]  # a declared field is no attribute of a form
        label=_("Files"),
        required=False,
        allow_empty_file=True,
        widget=ManyFiles(
            attrs={
                "class": " ".join(INPUT_CLASSES),
                "accept": ".txt,.md,.markdown,.rst,.html,.htm,text/plain,text/html,text/markdown",
            }
        ),
        help_text=_(
            "Plain text, Markdown, reStructuredText or HTML, up to 5 MB: "
            "one file for all languages, or one for each."
        ),
    )
    pasted = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if len(cleaned.get("pasted", "").encode()) > MAX_BYTES:
            self.add_error("pasted", too_large())
        if not self.errors and not self.source_files():
            self.add_error(None, _("Choose a file or paste a text."))
        return cleaned

    def source_files(self) -> list[SourceFile]:
        """What was given, as the parser takes it."""
        uploads: list[UploadedFile] = self.cleaned_data.get("files") or []
        found = [SourceFile(file.name or "", _content(file)) for file in uploads]
        pasted = self.cleaned_data.get("pasted", "")
        if pasted.strip():
            found.append(SourceFile(PASTED, pasted.encode()))
        return found


def _content(file: UploadedFile) -> bytes:
    file.seek(0)
    return file.read()


class StartForm(FilesForm):
    """The first step: which plan, and its document."""

    plan = forms.ChoiceField(label=_("Plan"), widget=UnfoldAdminSelectWidget())

    field_order = ("plan", "files", "pasted")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = [(str(plan.pk), str(plan)) for plan in Plan.objects.all()]
        self.fields["plan"].choices = [  # type: ignore[attr-defined]
            (NEW, _("A new plan")),
            *([(_("Plans that are here already"), plans)] if plans else []),
        ]

    def chosen_plan(self) -> Plan | None:
        chosen = self.cleaned_data["plan"]
        return None if chosen == NEW else Plan.objects.get(pk=chosen)


class ReadAsForm(forms.Form):
    """How one file is to be read, where the parser cannot tell or is wrong."""

    format = forms.ChoiceField(
        label=_("Format"), choices=FORMATS, required=False, widget=UnfoldAdminSelectWidget()
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"), required=False, widget=UnfoldAdminSelectWidget()
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, widget=UnfoldAdminSelectWidget()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        encodings = [("", _("UTF-8, or UTF-16 by its mark")), *[(e, NAMES[e]) for e in ENCODINGS]]
        languages = [("", _("Found in the text")), *language_choices()]
        self.fields["encoding"].choices = encodings  # type: ignore[attr-defined]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """The text of an item, with an empty line where a new one begins."""

    text = forms.CharField(label=_("Text of the item"), strip=False, max_length=1_000_000)

    def __init__(self, *args: Any, language: str, direction: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"rows": 16, "lang": language, "dir": direction}
        self.fields["text"].widget = UnfoldAdminTextareaWidget(attrs=attrs)


class Day(forms.DateInput):
    """The browser's own date field: right in every language, no script."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__({"class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%d")


class NewPlanForm(forms.Form):
    """What a document does not say of its plan in a way that a program could be sure of."""

    slug = forms.SlugField(
        label=_("Short name for addresses"),
        max_length=50,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "ltr"}),
    )
    adopted = forms.CharField(
        label=_("Adopted"),
        required=False,
        max_length=40,
        help_text=_("As EDTF: 2024, 2024-07, 2024-05-04"),
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "ltr"}),
    )
    valid_from = forms.DateField(
        label=_("In force after"),
        widget=Day(),
        help_text=_("Usually the day on which the plan was adopted."),
    )
    valid_until = forms.DateField(
        label=_("No longer in force on"),
        required=False,
        widget=Day(),
        help_text=_("Leave empty where the plan ends with a meeting, or where no end is known."),
    )
    meeting = forms.ChoiceField(
        label=_("Adopted by"), required=False, widget=UnfoldAdminSelectWidget()
    )
    ends_with = forms.ChoiceField(
        label=_("Ends with the meeting"), required=False, widget=UnfoldAdminSelectWidget()
    )

    def __init__(self, *args: Any, languages: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = [(str(one.pk), str(one)) for one in Meeting.objects.all()[:MOST_MEETINGS]]
        for name in ("meeting", "ends_with"):
            self.fields[name].choices = [("", _("None")), *meetings]  # type: ignore[attr-defined]
        present = [code for code in LANGUAGES if code in languages] or [SOURCE]
        ordered = [*present, *[code for code in LANGUAGES if code not in present]]
        self.title_names = [f"title_{code}" for code in ordered]
        for code in ordered:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": label_of(code)},
                required=False,
                max_length=250,
                widget=UnfoldAdminTextInputWidget(
                    attrs={"lang": code, "dir": text_direction(code)}
                ),
            )

    @property
    def titles(self) -> list[forms.BoundField]:
        """The titles, those in the languages of the document first."""
        return [self[name] for name in self.title_names]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if Plan.objects.filter(slug=slug).exists():
            raise ValidationError(_("There is a plan with this short name already."))
        return slug

    def clean_adopted(self) -> str:
        try:
            return normal_edtf(self.cleaned_data["adopted"])
        except InvalidEdtf as error:
            raise ValidationError(str(edtf_message(error))) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in self.title_names):
            self.add_error(
                self.title_names[0], _("Give the plan a title in one language at least.")
            )
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("The plan ends before it begins."))
        return cleaned

    def described(self) -> dict[str, Any]:
        """The valid answers as a draft keeps them: see `services.drafts`."""
        cleaned = self.cleaned_data
        return {
            "slug": cleaned["slug"],
            "titles": {
                code: cleaned[f"title_{code}"] for code in LANGUAGES if cleaned[f"title_{code}"]
            },
            "adopted": cleaned["adopted"],
            "valid_from": cleaned["valid_from"].isoformat(),
            "valid_until": cleaned["valid_until"].isoformat() if cleaned["valid_until"] else "",
            "meeting": int(cleaned["meeting"]) if cleaned["meeting"] else None,
            "ends_with": int(cleaned["ends_with"]) if cleaned["ends_with"] else None,
        }
