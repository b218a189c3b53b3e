"""“Report something”: a reader without an account tells editors of a link. Sets no cookie."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tracker.models import Commitment
from tracker.services import limits, reader_reports
from tracker.services.reader_reports import Subject

REPORTS_AN_HOUR = 10
"""Forms accepted from one network in an hour; offices and schools share one."""
LONGEST_NOTE = 2000


class PageField(forms.URLField):
    """The address of a public page; not of a file server."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {
        "invalid": _("This is not the address of a page. Copy it from your browser, with “https”.")
    }


class ReportForm(forms.Form):
    """A link and a note. `website` is a trap: people do not see it; `shown` says since when."""

    commitment = forms.ChoiceField(label=_("What is it about?"), required=False)
    url = PageField(
        label=_("Link to a public page"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
        help_text=_("A report, a photo page, an announcement, a newspaper."),
    )
    note = forms.CharField(
        label=_("What happened, when and where?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if we may ask back (optional)"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, subject: Subject, chosen: str = ""
    ) -> None:
        now = timezone.now()
        super().__init__(data, initial={"commitment": chosen, "shown": reader_reports.stamp(now)})
        self.subject = subject
        whole = gettext("The item as a whole") if subject.item else gettext("The date as a whole")
        choices = [("", whole), *[(str(one.pk), _label(one)) for one in subject.commitments]]
        self.fields["commitment"].choices = choices  # type: ignore[attr-defined]

    def clean_shown(self) -> str:
        mark = self.cleaned_data["shown"]
        age = reader_reports.shown_for(mark, timezone.now())
        if age is None or age > reader_reports.LATEST:
            # The page was open for days: what was typed stays, with a mark of now.
            self.data = {**self.data, "shown": reader_reports.stamp(timezone.now())}
            self.add_error(None, _("The page was open for too long. Please send it again."))
        return mark

    @property
    def is_by_a_machine(self) -> bool:
        """A trap that only machines see is filled in, or the form was sent at once."""
        age = reader_reports.shown_for(self.cleaned_data["shown"], timezone.now())
        is_at_once = age is None or age < reader_reports.SOONEST
        return bool(self.cleaned_data["website"]) or is_at_once

    @property
    def chosen(self) -> Commitment | None:
        wanted = self.cleaned_data["commitment"]
        return next((one for one in self.subject.commitments if str(one.pk) == wanted), None)


def _label(commitment: Commitment) -> str:
    text = commitment.local("title")
    words = {"code": commitment.code, "title": text.text, "language": text.language_name}
    if text.is_fallback:
        return gettext("%(code)s: %(title)s (in %(language)s)") % words
    return gettext("%(code)s: %(title)s") % words


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form for what the address names: `plan` and `item`, or `date`; `commitment` is a code."""
    subject = _subject(request.GET)
    code = request.GET.get("commitment", "")
    chosen = next((str(one.pk) for one in subject.commitments if one.code == code), "")
    if request.method != "POST":
        return _page(request, ReportForm(subject=subject, chosen=chosen))
    form = ReportForm(request.POST.dict(), subject=subject)
    if not form.is_valid():
        return _page(request, form, status=422)
    network = limits.network_of(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
    )
    if not limits.allow("report", network, times=REPORTS_AN_HOUR, seconds=3600):
        form.add_error(None, limits.TOO_MANY)
        return _page(request, form, status=429)
    if not form.is_by_a_machine:
        reader_reports.receive(
            subject,
            form.chosen,
            url=form.cleaned_data["url"],
            note=form.cleaned_data["note"],
            email=form.cleaned_data["email"],
            language=get_language() or "en",
            now=timezone.now(),
        )
    # After a POST the browser shall GET (RFC 9110, section 15.4.4).
    return HttpResponse(status=303, headers={"Location": reverse("tracker:report-sent")})


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "tracker/reports/thanks.html")


def _page(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "item": form.subject.item, "key_date": form.subject.key_date}
    return render(request, "tracker/reports/report.html", context, status=status)


def _subject(query: Mapping[str, str]) -> Subject:
    """Raises `Http404` where the address names nothing that there is."""
    words = {name: query.get(name, "").replace("\x00", "")[:100] for name in ("plan", "date")}
    position = query.get("item", "")
    found = None
    if words["plan"] and position.isascii() and position.isdigit() and len(position) < 5:
        found = reader_reports.item_subject(words["plan"], int(position))
    elif words["date"]:
        found = reader_reports.key_date_subject(words["date"])
    if found is None:
        raise Http404
    return found
