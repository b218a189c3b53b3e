"""What search engines may find: every public page in every language, with its counterparts."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.models import Item, KeyDate, Meeting, Organisation, Plan, Source, Theme


class PublicPages(Sitemap):
    """Addresses begin with the configured one, never with the Host of a request."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5000  # an address has an entry for each language, with all the others beside it
    languages = [code for code, _name in settings.LANGUAGES]

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class Pages(PublicPages):
    """The pages that every site has."""

    def items(self) -> list[str]:
        return [
            "home",
            "plans",
            "timeline",
            "key-dates",
            "meetings",
            "themes",
            "sources",
            "updates",
            "about-status",
            "about-accessibility",
            "data",
            "subscribe",
        ]

    def location(self, item: str) -> str:
        return reverse(f"tracker:{item}")


class Plans(PublicPages):
    def items(self) -> QuerySet[Plan]:
        return Plan.objects.order_by("slug")

    def location(self, item: Plan) -> str:
        return reverse("tracker:plan", args=[item.slug])


class Items(PublicPages):
    def items(self) -> QuerySet[Item]:
        return Item.objects.select_related("plan").order_by("plan__slug", "position")

    def location(self, item: Item) -> str:
        return reverse("tracker:item", args=[item.plan.slug, item.position])


class KeyDates(PublicPages):
    def items(self) -> QuerySet[KeyDate]:
        return KeyDate.objects.order_by("slug")

    def location(self, item: KeyDate) -> str:
        return reverse("tracker:key-date", args=[item.slug])

    def lastmod(self, item: KeyDate) -> Any:
        return item.changed_at


class Meetings(PublicPages):
    def items(self) -> QuerySet[Meeting]:
        return Meeting.objects.order_by("slug")

    def location(self, item: Meeting) -> str:
        return reverse("tracker:meeting", args=[item.slug])


class Organisations(PublicPages):
    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.order_by("slug")

    def location(self, item: Organisation) -> str:
        return reverse("tracker:organisation", args=[item.slug])


class Themes(PublicPages):
    def items(self) -> QuerySet[Theme]:
        return Theme.objects.order_by("slug")

    def location(self, item: Theme) -> str:
        return reverse("tracker:theme", args=[item.slug])


class Sources(PublicPages):
    def items(self) -> QuerySet[Source]:
        return Source.objects.order_by("slug")

    def location(self, item: Source) -> str:
        return reverse("tracker:source", args=[item.slug])


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": Pages,
    "plans": Plans,
    "items": Items,
    "dates": KeyDates,
    "meetings": Meetings,
    "organisations": Organisations,
    "themes": Themes,
    "sources": Sources,
}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sections page by page, at the configured address (Django's own takes the Host)."""
    listed = []
    for name, section in SITEMAPS.items():
        pages = section()
        url = settings.SITE_URL + reverse("sitemap", args=[name])
        listed += [
            SitemapIndexItem(url if number == 1 else f"{url}?p={number}")
            for number in pages.paginator.page_range
        ]
    context = {"sitemaps": listed}
    return TemplateResponse(request, "sitemap_index.xml", context, content_type="application/xml")
