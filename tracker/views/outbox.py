"""The mails of the try-out, read in the browser. Exists only while DEBUG is on."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from tracker.services import mail_folder

SHUT_IN = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self';"
    " sandbox allow-popups"
)
"""What the HTML of a mail may do here: look as it looks, and open its links elsewhere."""


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _only_in_debug()
    messages = mail_folder.listing()
    return render(request, "tracker/outbox/index.html", {"messages": messages})


@never_cache
@require_safe
@xframe_options_sameorigin
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One mail; `?part=html` is its HTML alone, `?attachment=0` its first attachment."""
    _only_in_debug()
    found = mail_folder.read(name)
    if found is None:
        raise Http404
    if request.GET.get("part") == "html":
        return HttpResponse(found.html, headers={"Content-Security-Policy": SHUT_IN})
    if "attachment" in request.GET:
        return _attachment(found, request.GET["attachment"])
    return render(request, "tracker/outbox/message.html", {"message": found})


def _attachment(found: mail_folder.Stored, number: str) -> HttpResponse:
    attachments = found.attachments
    if not number.isdecimal() or len(number) > 3 or int(number) >= len(attachments):
        raise Http404
    part = attachments[int(number)]
    response = HttpResponse(part.content, content_type=part.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=part.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _only_in_debug() -> None:
    if not settings.DEBUG:
        raise Http404
