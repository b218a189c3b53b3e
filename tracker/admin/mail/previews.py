"""Every mail in every language, as its reader would see it, and a test to one's own address."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.mail import get_connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from tracker.admin.forms import SOURCE
from tracker.models import Occurrence
from tracker.services import limits, mail_samples
from tracker.services.date_texts import language_name, span_text
from tracker.services.mail_drafts import Mail
from tracker.services.mail_samples import ABOUT_A_DATE, LABELS, MailKind, NothingToShow
from tracker.services.smtp_verdicts import judge

from .access import page

OFFERED = 40
TESTS_AN_HOUR = 20
LOOKS = {"light": _("light"), "dark": _("dark")}
WIDTHS = {"desktop": _("desktop"), "phone": _("phone")}
SHUT_IN = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
)
_DARK = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at. Whatever the address says, it is something that there is."""

    kind: MailKind
    language: str
    occurrence: Occurrence | None
    look: str
    width: str

    @classmethod
    def of(cls, asked: QueryDict) -> "Choice":
        kind, language = asked.get("kind", ""), asked.get("language", "")
        own = get_language() or SOURCE
        return cls(
            MailKind(kind) if kind in LABELS else MailKind.REMINDER,
            language if language in dict(settings.LANGUAGES) else own,
            _occurrence(asked.get("occurrence", "")),
            "dark" if asked.get("look") == "dark" else "light",
            "phone" if asked.get("width") == "phone" else "desktop",
        )

    def query(self, **other: str) -> str:
        values: dict[str, Any] = {
            "kind": self.kind,
            "language": self.language,
            "occurrence": self.occurrence.pk if self.occurrence else "",
            "look": self.look,
            "width": self.width,
        }
        return urlencode(values | other)


@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """The page: what to look at, and the mail beside its text."""
    choice = Choice.of(request.GET)
    shown_in = get_language() or SOURCE
    context: dict[str, Any] = {
        "title": _("Preview of mails"),
        "choice": choice,
        "kinds": [(kind.value, label) for kind, label in LABELS.items()],
        "languages": [(code, language_name(code, shown_in)) for code, _name in settings.LANGUAGES],
        "occurrences": [
            (one.pk, _("%(date)s: %(name)s") % {"date": when, "name": one.key_date})
            for one in _offered(choice.occurrence)
            for when in [span_text(one, shown_in)]
        ],
        "is_about_a_date": choice.kind in ABOUT_A_DATE,
        "looks": [(name, label, choice.query(look=name)) for name, label in LOOKS.items()],
        "widths": [(name, label, choice.query(width=name)) for name, label in WIDTHS.items()],
        "frame": f"{reverse('admin:mail_preview_html')}?{choice.query()}",
        "direction": "rtl" if get_language_info(choice.language)["bidi"] else "ltr",
        "own_address": request.user.email,  # type: ignore[union-attr]
    }
    mail = _mail(request, choice)
    if mail is not None:
        names = dict(mail.extra_headers)
        context |= {
            "mail": mail,
            "headers": sorted(
                (name, value)
                for name, value in names.items()
                if name not in ("Date", "Message-ID", "To")
            ),
            "attachments": [one[0] for one in mail.attachments],
        }
    return page(request, "preview", **context)


@never_cache
@xframe_options_sameorigin
def html(request: HttpRequest) -> HttpResponse:
    """The HTML of the mail alone, shut in, on a light or a dark screen."""
    choice = Choice.of(request.GET)
    mail = _mail(request, choice)
    if mail is None:
        raise Http404
    body = str(mail.alternatives[0][0])
    # The frame has the screen of the editor; whether the reader's is dark is said here.
    body = _DARK.sub("all" if choice.look == "dark" else "not all", body)
    body = body.replace('content="light dark"', f'content="{choice.look}"')
    return HttpResponse(body, headers={"Content-Security-Policy": SHUT_IN})


def send(request: HttpRequest) -> HttpResponse:
    """The same mail through the real mail server, to the address of who is signed in."""
    choice = Choice.of(request.POST)
    back = HttpResponseRedirect(f"{reverse('admin:mail_preview')}?{choice.query()}")
    user: Any = request.user
    if not user.email:
        messages.error(request, _("Your account has no e-mail address."))
        return back
    if not limits.allow("test-mail", str(user.pk), times=TESTS_AN_HOUR, seconds=3600):
        messages.error(request, _("You have sent many tests. Try again in an hour."))
        return back
    mail = _mail(request, choice)
    if mail is None:
        messages.error(request, _("There is nothing that this mail could tell."))
        return back
    try:
        get_connection(fail_silently=False).send_messages([mail])
    except Exception as error:  # whatever the mail server or a provider's backend has to say
        words = judge(error).reason
        messages.error(request, _("The mail server did not take it: %(words)s") % {"words": words})
    else:
        text = _("Sent to %(address)s. The reader's links in it lead nowhere.")
        messages.success(request, text % {"address": user.email})
    return back


def _mail(request: HttpRequest, choice: Choice) -> Mail | None:
    user: Any = request.user
    try:
        return mail_samples.sample(
            choice.kind, choice.language, choice.occurrence, to=user, now=timezone.now()
        )
    except NothingToShow:
        return None


def _occurrence(asked: str) -> Occurrence | None:
    """The one asked for, or else the next that there is."""
    known = Occurrence.objects.on_days().select_related("key_date")
    if asked.isascii() and asked.isdecimal():
        found = known.filter(pk=min(int(asked[:20]), 2**63 - 1)).first()
        if found is not None:
            return found
    ahead = known.standing().filter(start__gte=timezone.localdate()).order_by("start", "pk")
    return ahead.first() or known.order_by("-start", "-pk").first()


def _offered(chosen: Occurrence | None) -> list[Occurrence]:
    """The next dates, and the one that is chosen."""
    ahead = (
        Occurrence.objects.on_days()
        .filter(start__gte=timezone.localdate())
        .select_related("key_date")
        .order_by("start", "pk")
    )
    found = list(ahead[:OFFERED])
    if chosen is not None and chosen not in found:
        found.insert(0, chosen)
    return found
