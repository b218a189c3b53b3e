"""The form that takes the text of a press report."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from tracker.domain.documents.encodings import Preview, previews
from tracker.domain.documents.languages import IDENTIFIED
from tracker.domain.documents.reading import SourceFile
from tracker.domain.press_reports import MAX_BYTES

from .forms import label_of

PASTED = "pasted.txt"

PLAUSIBLE = 3
"""So many encodings are shown unfolded."""

_SALT = "tracker.press-report"
_FORMATS = (
    ("", _("Told from the file")),
    ("text", _("Plain text")),
    ("markdown", "Markdown"),
    ("rst", "reStructuredText"),
    ("html", "HTML"),
)


class TextForm(forms.Form):
    """A file, or text pasted; languages and formats that a person knows better may be chosen.

    The bytes of a file whose encoding must be chosen travel signed in `kept`, so that it need
    not be looked up again.
    """

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": " ".join(INPUT_CLASSES)}),
        help_text=_("Text, Markdown, reStructuredText or HTML, up to 1 MB."),
    )
    pasted = forms.CharField(
        label=_("Or the text itself"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, widget=UnfoldAdminSelectWidget()
    )
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=_FORMATS, widget=UnfoldAdminSelectWidget()
    )
    encoding = forms.CharField(required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((code, label_of(code)) for code in IDENTIFIED), key=lambda one: one[1])
        languages = [("", _("Told from the text")), *named]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]

    def clean_encoding(self) -> str:
        """What was chosen for an earlier file says nothing of one that needs no choice."""
        chosen = self.cleaned_data["encoding"]
        return chosen if chosen in [one.encoding for one in self.previews] else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self._given:
            self.add_error(None, _("Choose a file or paste the text."))
        return cleaned

    @cached_property
    def _given(self) -> tuple[str, bytes] | None:
        """Name and bytes of what was sent: a new file before pasted text before a kept file."""
        uploaded = self.files.get("file")
        if uploaded:
            return uploaded.name or PASTED, uploaded.read(MAX_BYTES + 1)
        pasted = self.data.get("pasted", "")
        if pasted.strip():
            return PASTED, pasted.replace("\r\n", "\n").encode("utf-8", "surrogatepass")
        try:
            name, text = signing.loads(self.data.get("kept", ""), salt=_SALT)
        except signing.BadSignature:
            return None
        return name, text.encode("latin-1")

    @cached_property
    def previews(self) -> tuple[Preview, ...]:
        """What a file that is not UTF-8 would look like in each plausible code page."""
        return previews(self._given[1]) if self._given and self._given[1] else ()

    @property
    def encoding_is_rare(self) -> bool:
        """Whether the chosen encoding is among those that are folded away."""
        return self["encoding"].value() in [one.encoding for one in self.previews[PLAUSIBLE:]]

    @property
    def carried(self) -> str:
        """The signed file for the next attempt, where its encoding is to be chosen; else ""."""
        if not self.previews or not self._given or len(self._given[1]) > MAX_BYTES:
            return ""
        name, data = self._given
        return signing.dumps((name, data.decode("latin-1")), salt=_SALT, compress=True)

    @property
    def given_file(self) -> SourceFile:
        """What the valid form holds."""
        assert self._given is not None  # noqa: S101  # `clean` has refused the form otherwise
        name, data = self._given
        chosen = self.cleaned_data
        return SourceFile(
            name, data, chosen["encoding"], chosen["format"], language=chosen["language"]
        )
