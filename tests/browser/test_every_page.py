"""Every kind of page in every language: what axe finds, how wide, how heavy, what it leaves behind.

Each page is loaded once in each language and seen in one of four ways: on a phone or a desktop, in
light or dark. The ways change from page to page and from language to language, so that over the
languages each page is seen in all of them. With `EVERY_WAY=true` it is in each language too, which
takes four times as long.
"""

import contextlib
import gzip
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache as kept_pages
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Browser, Page, Request

from config.page_cache import PageCache
from tests.browser.every_page import NO_PAGES, addresses, without_address
from tracker import urls

PHONE, DESKTOP = {"width": 320, "height": 800}, {"width": 1280, "height": 800}
TWICE_AS_LARGE = {"width": 640, "height": 400}
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
COLOURS = {"runOnly": {"type": "rule", "values": COLOUR_RULES}}
EVERY_OTHER_RULE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {rule: {"enabled": False} for rule in COLOUR_RULES},
}
ALIKE = [".site-header", ".site-footer", ".small-month:nth-of-type(n+4)", "option"]
ALIKE += ["tr:nth-child(n+7)", "li:nth-child(n+7)"]
"""What has the colours of the home page's frame, the first that is seen, or of the rows before it:
to compute colours is most of what axe does."""
WAYS = [(PHONE, "light"), (DESKTOP, "dark"), (PHONE, "dark"), (DESKTOP, "light")]
EVERY_WAY = os.environ.get("EVERY_WAY") == "true"
CHECK = """async ([options, exclude]) => {
  const found = await axe.run(exclude.length ? {exclude} : document, {
    ...options, resultTypes: ["violations"], selectors: false, preload: false,
  });
  return found.violations.map((one) => [one.id, one.nodes[0].html.slice(0, 200)]);
}"""
UNFOLD = """() => [...document.querySelectorAll("details")].slice(0, 8)
  .forEach((one) => { one.open = true; })"""
"""Not all of them: the API's page has one for each of its tables."""
HIDDEN_ASSETS = """() => [...document.querySelectorAll("link[rel=icon], link[rel=manifest]")]
  .map((link) => link.href)"""
LIGHTEST, MOST_REQUESTS = 60_000, 6
HEADERS_OF_SERVER = 150
"""Bytes of the status line and of what a server adds to the headers, at most."""


@dataclass
class Visit:
    """What was seen of one page."""

    faults: list[Any] = field(default_factory=list)
    wide: list[int] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@dataclass
class Visits:
    """What was seen in one language, by address, and the weight of each request."""

    language: str
    host: str
    pages: dict[str, Visit] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    cookies: list[Any] = field(default_factory=list)


LANGUAGES = [
    pytest.param(code, marks=pytest.mark.xdist_group(f"pages-{code}"))
    for code, _name in settings.LANGUAGES
]


@pytest.fixture(scope="module", params=LANGUAGES)
def visits(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    chromium: Browser,
    live_server: Any,
    django_db_blocker: Any,
) -> Iterator[Visits]:
    """Every page of one language, visited once for all tests here."""
    with django_db_blocker.unblock():
        kept_pages.clear()
        try:
            yield _visit_all(request.param, chromium, live_server.url)
        finally:
            call_command("flush", verbosity=0, interactive=False)


def _visit_all(language: str, chromium: Browser, site: str) -> Visits:
    context = chromium.new_context(
        base_url=site,
        viewport=PHONE,
        locale=language,
        bypass_csp=True,  # the checker is a script that the site's own policy would refuse
        reduced_motion="reduce",
    )
    context.add_init_script(Axe().axe_script)
    page = context.new_page()
    # Without the browser's cache every page is the first one that a reader sees.
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    seen = Visits(language, urlsplit(site).netloc)
    requests: list[str] = []
    page.on("request", lambda one: _note(requests, one))
    shown = without_address(language)
    for address, body in shown.items():
        _answer_with(page, address, body)
    codes = [code for code, _name in settings.LANGUAGES]
    for number, address in enumerate([*addresses(language), *shown], codes.index(language)):
        requests.clear()
        page.goto(address)
        seen.pages[address] = _look(
            page, WAYS if EVERY_WAY else [WAYS[number % len(WAYS)]], ALIKE if seen.pages else []
        )
        seen.pages[address].requests = list({*requests, *page.evaluate(HIDDEN_ASSETS)})
        for url in seen.pages[address].requests:
            if url not in seen.sizes:
                seen.sizes[url] = _sent(url.removeprefix(site), shown)
    seen.cookies = list(context.cookies())
    context.close()
    return seen


def _answer_with(page: Page, address: str, body: str) -> None:
    page.route(address, lambda route: route.fulfill(body=body, content_type="text/html"))


def _note(requests: list[str], one: Request) -> None:
    if not one.url.startswith("data:"):
        requests.append(one.url)


def _look(page: Page, ways: list[tuple[Any, Any]], exclude: list[str]) -> Visit:
    seen = Visit()
    page.evaluate(UNFOLD)
    for window, scheme in ways:
        page.set_viewport_size(window)
        page.emulate_media(color_scheme=scheme)
        for rules in ([EVERY_OTHER_RULE, []], [COLOURS, exclude]):
            found = page.evaluate(CHECK, rules)
            seen.faults += [(window["width"], scheme, *one) for one in found]
    for window in (TWICE_AS_LARGE, PHONE):
        page.set_viewport_size(window)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > window["width"]:
            seen.wide.append(wide)
    return seen


@cache
def _production() -> PageCache:
    return PageCache(WSGIHandler(), lambda: "as it is")


def _sent(path: str, shown: dict[str, str]) -> int:
    """Bytes on the wire as production sends them: static files and public pages compressed."""
    if path.startswith(settings.STATIC_URL):
        found = finders.find(path.removeprefix(settings.STATIC_URL).partition("?")[0])
        assert isinstance(found, str)
        with open(found, "rb") as file:
            return len(gzip.compress(file.read(), 9)) + 2 * HEADERS_OF_SERVER
    if path in shown:
        return len(shown[path].encode()) + 2 * HEADERS_OF_SERVER
    address, _mark, query = path.partition("?")
    environ = RequestFactory()._base_environ(
        PATH_INFO=address, QUERY_STRING=query, HTTP_ACCEPT_ENCODING="gzip, br"
    )
    headers: list[tuple[str, str]] = []
    answer = _production()(environ, lambda _status, given, *_rest: headers.extend(given))
    named = sum(len(name) + len(value) + 4 for name, value in headers)
    return len(b"".join(answer)) + named + HEADERS_OF_SERVER


def test_axe_finds_nothing(visits: Visits) -> None:
    assert {address: one.faults for address, one in visits.pages.items() if one.faults} == {}


def test_nothing_is_wider_than_a_small_phone_or_a_window_at_twice_the_size(visits: Visits) -> None:
    assert {address: one.wide for address, one in visits.pages.items() if one.wide} == {}


def test_first_visit_to_any_page_is_light(visits: Visits) -> None:
    weights = {
        address: (len(one.requests), sum(visits.sizes[url] for url in one.requests))
        for address, one in visits.pages.items()
    }
    assert len(weights) > 40
    heavy = {
        address: (requests, size)
        for address, (requests, size) in weights.items()
        if requests > MOST_REQUESTS or size > LIGHTEST
    }
    assert heavy == {}


def test_no_page_asks_another_host_or_sets_a_cookie(visits: Visits) -> None:
    hosts = {urlsplit(url).netloc for one in visits.pages.values() for url in one.requests}
    assert hosts == {visits.host}
    assert visits.cookies == []


def test_every_kind_of_page_is_among_them(visits: Visits) -> None:
    translation.activate(visits.language)
    known = set()
    for address in visits.pages:
        # The addresses given to pages that have none lead nowhere, as do those of no such page.
        with contextlib.suppress(Resolver404):
            known.add(resolve(urlsplit(address).path).url_name)

    assert {pattern.name for pattern in urls.urlpatterns} - NO_PAGES - known == set()
