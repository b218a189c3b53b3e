"""What an operator does from the board: hold, release, try again. Each asks first, or is one
press of a button on what is shown."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from tracker.admin.asking import ask
from tracker.admin.forms import SOURCE
from tracker.models import Message, Occurrence, Suppression
from tracker.services import holds, outbox_report
from tracker.services.date_texts import span_text


class NoReason(forms.Form):
    """A plain question: yes, or the way back."""


class Reason(forms.Form):
    why = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("Shown on the board beside what is held."),
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
    )


def hold_all(request: HttpRequest) -> HttpResponse:
    def done(form: forms.Form) -> None:
        holds.hold_all(form.cleaned_data["why"])
        messages.warning(request, _("All mail is held."))

    return _asked(
        request,
        Reason,
        done,
        title=_("Hold all mail"),
        subject="",
        text=_(
            "Nothing goes out until it is released: no reminder, no confirmation, no link. What is "
            "due meanwhile waits, and expires when nobody needs to be told any more."
        ),
        button=_("Hold all mail"),
    )


def release_all(request: HttpRequest) -> HttpResponse:
    def done(_form: forms.Form) -> None:
        holds.release_all()
        messages.success(request, _("Mail goes out again."))

    return _asked(
        request,
        NoReason,
        done,
        title=_("Release all mail"),
        subject="",
        text=_(
            "What waits goes out at once, unless it has expired. After a restore from a backup "
            "look at the plan for the next 48 hours first: what was sent since the backup is in "
            "it again."
        ),
        button=_("Release all mail"),
    )


def hold(request: HttpRequest, pk: int) -> HttpResponse:
    occurrence = _occurrence(pk)
    user: Any = request.user

    def done(form: forms.Form) -> None:
        holds.hold(occurrence, user, form.cleaned_data["why"])
        _note(request, occurrence, "mail held")
        messages.warning(request, _("Nobody is told of this date until it is released."))

    return _asked(
        request,
        Reason,
        done,
        title=_("Hold the mail on this date"),
        subject=_name(occurrence),
        text=_("Reminders of other dates go out as ever, without this one."),
        button=_("Hold the mail on this date"),
    )


def release(request: HttpRequest, pk: int) -> HttpResponse:
    occurrence = _occurrence(pk)

    def done(_form: forms.Form) -> None:
        holds.release(occurrence)
        _note(request, occurrence, "mail released")
        messages.success(request, _("Readers are told of this date again."))

    return _asked(
        request,
        NoReason,
        done,
        title=_("Release the mail on this date"),
        subject=_name(occurrence),
        text=_("What is due goes out within minutes; of several lead times only the nearest."),
        button=_("Release the mail on this date"),
    )


def write_again(request: HttpRequest, pk: int) -> HttpResponse:
    suppression = get_object_or_404(Suppression, pk=_number(pk))

    def done(_form: forms.Form) -> None:
        suppression.delete()
        messages.success(request, _("This address is written to again."))

    return _asked(
        request,
        NoReason,
        done,
        title=_("Write to this address again"),
        subject=_("%(reason)s, since %(day)s")
        % {
            "reason": suppression.get_reason_display(),
            "day": suppression.created_at.date().isoformat(),
        },
        text=_(
            "Do this where the mailbox works again, or its owner asked for it. Writing on to "
            "addresses that take no mail lets mail servers refuse all of ours."
        ),
        button=_("Write to this address again"),
    )


def try_now(request: HttpRequest) -> HttpResponse:
    outbox_report.try_now(now=timezone.now())
    messages.success(request, _("The next tick, within a minute, tries one message."))
    return HttpResponseRedirect(_board())


def retry(request: HttpRequest) -> HttpResponse:
    """One message by its primary key, or all that failed within a fortnight."""
    now = timezone.now()
    wanted = request.POST.get("message", "")
    found = outbox_report.failures(now=now)
    if wanted != "all":
        known = wanted.isascii() and wanted.isdecimal()
        found = Message.objects.filter(pk=_number(int(wanted[:20]))) if known else found.none()
    number = outbox_report.retry(found, now=now)
    if number:
        text = ngettext(
            "%(count)d message is in the queue again.",
            "%(count)d messages are in the queue again.",
            number,
        )
        messages.success(request, text % {"count": number})
    else:
        messages.warning(
            request, _("Nothing was put back: it has expired, or is in the queue already.")
        )
    return HttpResponseRedirect(_board())


def _asked(
    request: HttpRequest,
    form_class: type[forms.Form],
    done: Callable[[forms.Form], None],
    **words: Any,
) -> HttpResponse:
    """The question, and after its form was sent, the answer; both lead back to the board."""
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done(form)
        return HttpResponseRedirect(_board())
    model_admin: Any = admin.site.get_model_admin(Occurrence)
    return ask(model_admin, request, form, back=_board(), **words)


def _occurrence(pk: int) -> Occurrence:
    return get_object_or_404(Occurrence.objects.select_related("key_date"), pk=_number(pk))


def _number(pk: int) -> int:
    """A number beyond what a database holds is no row either."""
    return min(pk, 2**63 - 1)


def _name(occurrence: Occurrence) -> str:
    names = {
        "date": span_text(occurrence, get_language() or SOURCE),
        "name": str(occurrence.key_date),
    }
    return str(_("%(date)s: %(name)s") % names)


def _note(request: HttpRequest, occurrence: Occurrence, what: str) -> None:
    model_admin: Any = admin.site.get_model_admin(Occurrence)
    with translation.override(None):
        model_admin.log_change(request, occurrence, what)


def _board() -> str:
    return reverse("admin:mail_board")
