"""What every answer goes through: cache by revision, the admin's policy, error pages."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.core.cache import cache
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from tracker.models import KeyDate, SiteRevision
from tracker.services.kept import as_of
from tracker.services.unknown_words import UnknownWords
from tracker.views import errors

_EMBEDDED = re.compile(r"/[a-z-]{2,8}/embed/[a-z]+/")

_OPEN = re.compile(r"^/(?:api/v1/|[a-z-]{2,8}/.*\.(?:ics|atom|json|csv|xlsx)$)")

GetResponse = Callable[[HttpRequest], HttpResponse]

PRIVATE = ("subscribe/", "subscriptions/", "report/")
PUBLIC_PREFIXES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
API = "/api/v1/"
KEPT_HEADERS = (
    "Content-Type",
    "Content-Language",
    "Content-Disposition",
    "Content-Length",
    "Last-Modified",
    "Cache-Control",
    "X-Frame-Options",
)


class RevisionCache:
    """Answers public GETs from the cache while neither the site's revision nor the day changed.

    The ETag is made of revision, day and address; a 304 and a cached answer touch no table but
    the revision's. Pages that belong to one subscriber are never kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_public(request):
            return self.get_response(request)
        # Whatever is answered from here never reaches the middleware that refuses a forged Host.
        request.get_host()
        revision = SiteRevision.current()
        etag = self._etag(request, revision)
        wanted = parse_etags(request.headers.get("If-None-Match", ""))
        # A compressed copy has a weak tag; If-None-Match compares weakly (RFC 9110, 13.1.2).
        if etag in {one.removeprefix("W/") for one in wanted}:
            return self._finish(HttpResponseNotModified(), etag)
        kept = cache.get(etag)
        if kept is not None:
            content, headers = kept
            return self._finish(HttpResponse(content, headers=headers), etag)
        with as_of(revision):
            response = self.get_response(request)
        if response.status_code == 200 and not response.cookies:
            # What is streamed is too long to keep, yet whoever has it is told that it holds.
            if not response.streaming:
                headers = {name: response[name] for name in KEPT_HEADERS if name in response}
                cache.set(etag, (response.content, headers), timeout=24 * 3600)
            self._finish(response, etag)
        return response

    @staticmethod
    def _is_public(request: HttpRequest) -> bool:
        path = request.path_info
        if request.method not in ("GET", "HEAD"):
            return False
        if path.startswith(API):
            return not path.startswith(f"{API}docs")
        if not path.startswith(PUBLIC_PREFIXES):
            return False
        rest = path.split("/", 2)[2]
        return not rest.startswith(PRIVATE)

    @staticmethod
    def _etag(request: HttpRequest, revision: SiteRevision) -> str:
        parts = (
            str(revision.number),
            revision.changed_at.isoformat(),
            timezone.localdate().isoformat(),
            settings.RELEASE,
            request.get_full_path(),
            request.headers.get("HX-Request", ""),
        )
        return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'

    @staticmethod
    def _finish(response: HttpResponse, etag: str) -> HttpResponse:
        response["ETag"] = etag
        # A view that knows how long its answer holds has said so.
        if "Cache-Control" not in response:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response


class AdminContentPolicy:
    """The admin theme evaluates expressions in attributes and styles inline; the site does not."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: Any = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            response._csp_update = {
                "script-src": [UNSAFE_EVAL, UNSAFE_INLINE],
                "style-src": [UNSAFE_INLINE],
            }
        elif _EMBEDDED.match(request.path_info):
            response._csp_replace = {"frame-ancestors": ["*"]}
        elif request.path_info.startswith("/outbox/"):
            response._csp_update = {"style-src": [UNSAFE_INLINE]}
        return response


class OpenData:
    """Lets scripts of any site read the API, feeds and files: all of it is public (CORS)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.path_info.startswith(API):
            allowed = response.get("Allow", "")
            problem = {"detail": f"This address answers {allowed or 'GET'} only."}
            response = JsonResponse(problem, status=405, headers={"Allow": allowed})
        if request.method in ("GET", "HEAD") and _OPEN.search(request.path_info):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Link"
        return response


class FormerAddresses:
    """What was at the addresses of a merged key date is at those of the one that stays (301)."""

    NAMES = ("key-date", "key-date-card", "key-date-calendar", "occurrence-calendar")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = request.resolver_match
        if response.status_code != 404 or found is None or found.url_name not in self.NAMES:
            return response
        slug = found.kwargs["slug"]
        stays = KeyDate.objects.called(slug)
        if stays is None or stays.slug == slug:
            return response
        path = reverse(found.view_name, kwargs={**found.kwargs, "slug": stays.slug})
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


class UnknownWordsAreTold:
    """A feed or file whose address asks for what is not there says so, in a plain text (400)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    @staticmethod
    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, UnknownWords):
            return None
        return HttpResponseBadRequest(f"{exception}\n", content_type="text/plain; charset=utf-8")


class ErrorPagesInStyle:
    """A page that does not exist looks the same in the try-out as in production.

    Only what Django would show as its technical page is replaced: an address that leads to no
    view, or a view that raised `Http404`. A 404 that a view wrote itself has more to say.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None and self._acts(request):
            return errors.not_found(request, None)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404) and self._acts(request):
            return errors.not_found(request, exception)
        return None

    @staticmethod
    def _acts(request: HttpRequest) -> bool:
        return settings.DEBUG and not request.path_info.startswith(("/api/", settings.STATIC_URL))
