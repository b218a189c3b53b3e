"""The cache round the site, asked as a server asks it."""

import gzip
from collections.abc import Iterable
from typing import Any

import pytest

from config.page_cache import PageCache

BODY = b"<p>Promised and reported.</p>" * 100
PUBLIC = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("ETag", '"abc123"'),
    ("Cache-Control", "public, max-age=0, must-revalidate"),
    ("Content-Length", str(len(BODY))),
    ("Content-Security-Policy", "default-src 'self'"),
]


class Site:
    """An application that counts how often it is asked."""

    def __init__(
        self, status: str = "200 OK", headers: list[tuple[str, str]] | None = None
    ) -> None:
        self.status, self.headers = status, PUBLIC if headers is None else headers
        self.asked = 0
        self.state: str | None = "1"

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        start_response(self.status, list(self.headers))
        return [BODY]


def ask(cache: PageCache, path: str = "/en/", method: str = "GET", **headers: str):
    """Status, headers and body of the answer."""
    given: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        given.update(status=status, headers=dict(headers))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.url_scheme": "http"}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    body = b"".join(cache(environ, start))
    return given["status"], given["headers"], body


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def cache(site: Site) -> PageCache:
    return PageCache(site, lambda: site.state, check_every=0.01)


def test_second_reader_gets_the_same_bytes_without_the_site(site, cache):
    first, second = ask(cache), ask(cache)

    assert first == second
    assert second[2] == BODY
    assert second[1]["Content-Security-Policy"] == "default-src 'self'"
    assert site.asked == 1


def test_compressed_copy_is_the_same_page(cache):
    _status, headers, body = ask(cache, accept_encoding="br, gzip;q=0.8")

    assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert headers["ETag"] == 'W/"abc123"'
    assert headers["Content-Length"] == str(len(body))
    assert gzip.decompress(body) == BODY


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_reader_without_gzip_gets_the_page_plain(cache, accepted):
    assert ask(cache, accept_encoding=accepted)[2] == BODY


@pytest.mark.parametrize("tag", ['"abc123"', 'W/"abc123"', '"zzz", W/"abc123"', "*"])
def test_reader_who_has_the_page_is_told_so(cache, tag):
    ask(cache)

    status, headers, body = ask(cache, if_none_match=tag)

    assert (status, body) == ("304 Not Modified", b"")
    assert "Content-Length" not in headers


def test_change_of_the_site_is_seen_when_the_state_is_read_again(site, cache):
    ask(cache)
    site.state = "2"
    cache._check()
    ask(cache)

    assert site.asked == 2


def test_state_that_cannot_be_told_leaves_everything_to_the_site(site, cache):
    ask(cache)
    site.state = None
    cache._check()
    ask(cache)
    ask(cache)

    assert site.asked == 3


@pytest.mark.parametrize("header", ["cookie", "authorization"])
def test_who_sends_a_cookie_always_gets_the_page_anew(site, cache, header):
    ask(cache)
    ask(cache, **{header: "sessionid=1"})
    ask(cache, **{header: "sessionid=1"})

    assert site.asked == 3


@pytest.mark.parametrize(
    ("status", "without", "more"),
    [
        ("404 Not Found", (), ()),
        ("200 OK", ("ETag",), ()),
        ("200 OK", ("Cache-Control",), ()),
        ("200 OK", ("Content-Length",), ()),
        ("200 OK", (), (("Set-Cookie", "csrftoken=1"),)),
        ("200 OK", (), (("Vary", "Cookie"),)),
        ("200 OK", ("Cache-Control",), (("Cache-Control", "private"),)),
    ],
)
def test_what_is_not_public_is_never_kept(status, without, more):
    headers = [pair for pair in PUBLIC if pair[0] not in without]
    site = Site(status, [*headers, *more])
    cache = PageCache(site, lambda: "1")

    first, second = ask(cache), ask(cache)

    assert site.asked == 2
    assert first == second
    assert first[0] == status


def test_host_scheme_query_and_kind_of_request_have_copies_of_their_own(site, cache):
    ask(cache, host="a.example.org")
    ask(cache, host="b.example.org")
    ask(cache, host="a.example.org", x_forwarded_proto="https")
    ask(cache, host="a.example.org", hx_request="true")
    ask(cache, "/tr/", host="a.example.org")

    assert site.asked == 5


def test_memory_is_bounded_and_the_oldest_page_goes_first(site):
    cache = PageCache(site, lambda: "1", max_bytes=3 * (len(BODY) + 2200))
    for number in range(4):
        ask(cache, f"/en/{number}/")

    assert len(cache.pages) == 3
    assert cache.size <= cache.max_bytes
    ask(cache, "/en/3/")
    ask(cache, "/en/0/")
    assert site.asked == 5


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_changes_something_reaches_the_site(site, cache, method):
    ask(cache)
    ask(cache, method=method)

    assert site.asked == 2


def test_head_has_the_headers_of_the_page_and_no_body(cache):
    _status, headers, _body = ask(cache)

    assert ask(cache, method="HEAD") == ("200 OK", headers, b"")


def test_failure_of_the_site_is_its_own_answer(cache, site, monkeypatch):
    site.status, site.headers = "500 Internal Server Error", [("Content-Type", "text/html")]

    assert ask(cache)[0] == "500 Internal Server Error"
