"""Error pages in the site's style and the reader's language; none of them asks the database."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import translation

log = logging.getLogger(__name__)

PLAIN = "<!doctype html><title>500</title><h1>500</h1><p>The server made a mistake.</p>"


def bad_request(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a mistake of ours; a plain one where even the style cannot be shown."""
    try:
        return _page(request, "500.html", 500)
    except (TemplateDoesNotExist, TemplateSyntaxError, ValueError):
        # What failed may be what every page is made of, a missing style sheet for one.
        log.exception("The error page could not be shown")
        return HttpResponseServerError(PLAIN)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """`template` in the language of the address, or in one that the reader asked for.

    The error may have come before the language was chosen, so it is chosen here.
    """
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        content = render_to_string(template, {"request": request})
        response = HttpResponse(content, status=status)
        response["Content-Language"] = language
    return response
