"""What search engines may find: every public page in every language, with its counterparts.

Written here and not by Django's sitemaps, which read every object of a section to count its pages.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tracker.models import Item, KeyDate, Meeting, Organisation, Plan, Source, Theme
from tracker.services.kept import until_change

PER_PAGE = 1000
"""Objects; each has an address for every language, and may have 50,000 of these in a file."""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
PAGES = (
    "home",
    "plans",
    "timeline",
    "key-dates",
    "meetings",
    "organisations",
    "themes",
    "sources",
    "updates",
    "about-status",
    "about-accessibility",
    "data",
    "subscribe",
)
"""The pages that every site has."""


@dataclass(frozen=True, slots=True)
class Section:
    """Objects that have a page each: `view` with `arguments`, in the order of their writing."""

    view: str
    objects: Callable[[], QuerySet[Any]]
    arguments: tuple[str, ...] = ("slug",)
    changed: str = ""
    """The field that says when a page was last changed."""

    def rows(self, page: int) -> list[tuple[Any, ...]]:
        fields = (*self.arguments, *filter(None, [self.changed]))
        first = (page - 1) * PER_PAGE
        rows = self.objects().order_by("pk").values_list(*fields)
        return list(rows[first : first + PER_PAGE])


SECTIONS = {
    "plans": Section("plan", Plan.objects.all),
    "items": Section("item", Item.objects.all, ("plan__slug", "position")),
    "dates": Section("key-date", KeyDate.objects.all, changed="changed_at"),
    "meetings": Section("meeting", Meeting.objects.all),
    "organisations": Section("organisation", Organisation.objects.all),
    "themes": Section("theme", Theme.objects.all),
    "sources": Section("source", Source.objects.all),
}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sections page by page, at the configured address, never at the Host of a request."""
    locations = []
    for name, objects in {"pages": len(PAGES), **_numbers()}.items():
        address = escape(settings.SITE_URL + reverse("sitemap", args=[name]))
        pages = max(1, -(-objects // PER_PAGE))
        locations += [address, *(f"{address}?p={page}" for page in range(2, pages + 1))]
    listed = "".join([f"<sitemap><loc>{one}</loc></sitemap>\n" for one in locations])
    return _answer(f'<sitemapindex xmlns="{SITEMAP}">\n{listed}</sitemapindex>\n')


@until_change
def _numbers() -> dict[str, int]:
    """Objects of each section."""
    return {name: section.objects().count() for name, section in SECTIONS.items()}


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """One page of a section; the first is there even where the section is empty."""
    page = _page(request.GET.get("p", "1"))
    if section == "pages":
        paths: Iterable[tuple[str, datetime | None]] = (
            [(reverse(f"tracker:{name}"), None) for name in PAGES] if page == 1 else []
        )
    elif section in SECTIONS:
        paths = _paths(SECTIONS[section], page)
    else:
        raise Http404
    entries = [entry for path, changed in paths for entry in _entries(path, changed)]
    if page > 1 and not entries:
        raise Http404
    return _answer(
        f'<urlset xmlns="{SITEMAP}" xmlns:xhtml="{XHTML}">\n{"".join(entries)}</urlset>\n'
    )


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= len(text) <= 6 or int(text) < 1:
        raise Http404
    return int(text)


def _paths(section: Section, page: int) -> Iterator[tuple[str, datetime | None]]:
    for row in section.rows(page):
        arguments = row[: len(section.arguments)]
        changed = row[-1] if section.changed else None
        yield reverse(f"tracker:{section.view}", args=arguments), changed


def _entries(path: str, changed: datetime | None) -> Iterator[str]:
    """An entry for each language, with all the others beside it."""
    rest = path.removeprefix(f"/{get_language()}")
    languages = [code for code, _name in settings.LANGUAGES]
    addresses = {code: escape(f"{settings.SITE_URL}/{code}{rest}") for code in languages}
    default = escape(f"{settings.SITE_URL}{rest}")
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in [*addresses.items(), ("x-default", default)]
    )
    if changed:
        links = f"<lastmod>{changed:%Y-%m-%d}</lastmod>{links}"
    for address in addresses.values():
        yield f"<url><loc>{address}</loc>{links}</url>\n"


def _answer(content: str) -> HttpResponse:
    response = HttpResponse(XML + content, content_type="application/xml")
    response["X-Robots-Tag"] = "noindex"
    return response
