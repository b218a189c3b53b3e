"""What programs look for at the root of a site: robots.txt, the icon, the web manifest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_bidi, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

DAY = 24 * 3600

ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /*/subscriptions/
Disallow: /*/subscribe/confirm/

Sitemap: {site}/sitemap.xml
"""


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """What belongs to one subscriber, and the admin, are nobody's to index."""
    return HttpResponse(ROBOTS.format(site=settings.SITE_URL), content_type="text/plain")


class Favicon(RedirectView):
    """Programs that read no page look for the icon here."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        return static("tracker/favicon.ico")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest (W3C) in the language of its address."""
    start = reverse("tracker:home")
    content = {
        "id": start,
        "name": gettext("Commitment tracker"),
        "short_name": gettext("Commitments"),
        "description": gettext(
            "What an adopted plan promised, when it falls due, what is known to have happened and "
            "on what evidence."
        ),
        "lang": request.path.split("/")[1],
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": start,
        "scope": "/",
        "display": "browser",
        "background_color": "#fbfaf8",
        "theme_color": "#1d5470",
        "icons": [
            {"src": static("tracker/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("tracker/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("tracker/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")
