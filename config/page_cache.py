"""Public pages from memory, before the framework is asked: a WSGI application round the site's.

Only what the site calls public is kept (`Cache-Control: public` with an ETag, no cookie), for
readers who send no cookie. Everything kept belongs to one token, the state of the site; a thread
reads the token anew every second, so that an answer from here asks the database nothing. Whoever
has a cookie (an editor, to begin with) always gets the page anew.
"""

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Headers = list[tuple[str, str]]
Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]

MAX_BYTES = 64_000_000
LARGEST_PAGE = 4_000_000
SMALLEST_TO_COMPRESS = 500
CHECK_EVERY = 1.0
OLDEST_TOKEN = 2.0
"""Seconds. After an idle time the first reader's own thread reads the token."""

_READING = frozenset({"GET", "HEAD"})
_DROPPED = frozenset({"date", "connection", "content-length", "vary", "etag"})
_COMPRESSED_TYPES = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/feed+json",
    "application/manifest+json",
    "image/svg+xml",
)


@dataclass(slots=True)
class Page:
    """A page as it is sent, plain and compressed."""

    etag: str
    headers: Headers
    body: bytes
    zipped: bytes
    plain_headers: Headers = field(default_factory=list)
    zipped_headers: Headers = field(default_factory=list)
    unchanged_headers: Headers = field(default_factory=list)

    def __post_init__(self) -> None:
        common = [*self.headers, ("Vary", "Accept-Encoding")]
        plain = ("ETag", f'"{self.etag}"')
        # Another coding is another representation: only a weak tag may name both (RFC 9110, 8.8.3).
        weak = ("ETag", f'W/"{self.etag}"')
        self.plain_headers = [*common, plain, ("Content-Length", str(len(self.body)))]
        self.zipped_headers = [
            *common,
            weak,
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(self.zipped))),
        ]
        keep = {"cache-control", "content-location", "expires"}
        kept = [pair for pair in self.headers if pair[0].lower() in keep]
        self.unchanged_headers = [*kept, ("Vary", "Accept-Encoding"), weak]

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped) + 2000


class PageCache:
    """`token()` tells the state of the site, None while that cannot be told; it may be slow."""

    def __init__(
        self,
        application: Application,
        token: Callable[[], str | None],
        *,
        max_bytes: int = MAX_BYTES,
        check_every: float = CHECK_EVERY,
    ) -> None:
        self.application = application
        self.read_token = token
        self.max_bytes = max_bytes
        self.check_every = check_every
        self.pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self.size = 0
        self.token: str | None = None
        self.checked = float("-inf")
        self.asked = threading.Event()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        get = environ.get
        if (
            environ["REQUEST_METHOD"] not in _READING
            or get("HTTP_COOKIE")
            or get("HTTP_AUTHORIZATION")
        ):
            return self.application(environ, start_response)
        token = self._current_token()
        if token is None:
            return self.application(environ, start_response)
        key = (
            get("HTTP_HOST", ""),
            get("HTTP_X_FORWARDED_PROTO") or get("wsgi.url_scheme", ""),
            get("PATH_INFO", ""),
            get("QUERY_STRING", ""),
            get("HTTP_HX_REQUEST", ""),
        )
        page = self.pages.get(key)
        if page is None:
            return self._ask(key, token, environ, start_response)
        return _answer(page, environ, start_response)

    def _current_token(self) -> str | None:
        # To look costs a tenth of telling those who wait, and mostly it is told already.
        if not self.asked.is_set():
            self.asked.set()
        if time.monotonic() - self.checked > OLDEST_TOKEN:
            self._check()
            self._start()
        return self.token

    def _start(self) -> None:
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._watch, name="pages", daemon=True)
                self.thread.start()

    def _watch(self) -> None:
        """Reads the token while there are readers."""
        while True:
            self.asked.wait()
            self.asked.clear()
            time.sleep(self.check_every)
            self._check()

    def _check(self) -> None:
        started = time.monotonic()
        token = self.read_token()
        with self.lock:
            if token != self.token:
                self.pages = OrderedDict()
                self.size = 0
                self.token = token
            self.checked = started

    def _ask(
        self,
        key: tuple[str, ...],
        token: str,
        environ: dict[str, Any],
        start_response: Start,
    ) -> Iterable[bytes]:
        """The site's own answer, which is kept where it may be."""
        given: dict[str, Any] = {}

        def start(status: str, headers: Headers, exc_info: Any = None) -> None:
            given["status"], given["headers"], given["exc_info"] = status, headers, exc_info

        answer = self.application(environ, start)
        if environ["REQUEST_METHOD"] == "HEAD" or not _may_be_kept(
            given["status"], given["headers"]
        ):
            start_response(given["status"], given["headers"], given["exc_info"])
            return answer
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        page = _page(given["headers"], body)
        self._keep(key, token, page)
        return _answer(page, environ, start_response)

    def _keep(self, key: tuple[str, ...], token: str, page: Page) -> None:
        with self.lock:
            if token != self.token or page.size > LARGEST_PAGE or key in self.pages:
                return
            self.pages[key] = page
            self.size += page.size
            while self.size > self.max_bytes:
                _key, oldest = self.pages.popitem(last=False)
                self.size -= oldest.size


def _may_be_kept(status: str, headers: Headers) -> bool:
    found = {name.lower(): value for name, value in headers}
    length = found.get("content-length", "")
    return (
        status.startswith("200 ")
        and "etag" in found
        and "public" in found.get("cache-control", "")
        and "set-cookie" not in found
        and found.get("vary", "Accept-Encoding") in ("", "Accept-Encoding")
        and "content-encoding" not in found
        and length.isdigit()
        and int(length) <= LARGEST_PAGE
    )


def _page(headers: Headers, body: bytes) -> Page:
    found = {name.lower(): value for name, value in headers}
    kept = [pair for pair in headers if pair[0].lower() not in _DROPPED]
    may_shrink = found.get("content-type", "").startswith(_COMPRESSED_TYPES)
    zipped = b""
    if may_shrink and len(body) >= SMALLEST_TO_COMPRESS:
        zipped = gzip.compress(body, 6, mtime=0)
    return Page(found["etag"].removeprefix("W/").strip('"'), kept, body, zipped)


def _answer(page: Page, environ: dict[str, Any], start_response: Start) -> list[bytes]:
    get = environ.get
    wanted = get("HTTP_IF_NONE_MATCH")
    if wanted and (page.etag in wanted or wanted.strip() == "*"):
        start_response("304 Not Modified", list(page.unchanged_headers))
        return []
    if page.zipped and _takes_gzip(get("HTTP_ACCEPT_ENCODING", "")):
        start_response("200 OK", list(page.zipped_headers))
        body = page.zipped
    else:
        start_response("200 OK", list(page.plain_headers))
        body = page.body
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    """Whether gzip is named with a weight above nought."""
    if "gzip" not in accepted:
        return False
    for part in accepted.split(","):
        name, _separator, weight = part.strip().partition(";")
        if name == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
