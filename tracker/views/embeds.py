"""Views of the calendar and the counts that other sites may show in a frame, and oEmbed.

They set no cookie and load nothing but this site's style; only they may be framed (middleware).
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from tracker.domain.grid import weekday_names
from tracker.domain.spans import Month
from tracker.models import Occurrence, Plan
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.follow_up import counts_of, next_ahead
from tracker.views.calendar import MonthPage, parse_month

VIEWS = {"month": 520, "agenda": 420, "counts": 360}
"""What can be embedded, with the height of its frame in pixels."""
AGENDA_DATES = 8
LOOKED_AT = 200
"""Among how many dates to come those of one status are looked for."""
PLANS = 8
"""The latest, where the counts of no one plan are asked for."""
WIDTH = 640
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
SMALLEST, LARGEST = 200, 1600


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, view: str) -> HttpResponse:
    if view not in VIEWS:
        raise Http404
    asked = CalendarFilter.of(request.GET)
    today = timezone.localdate()
    context: dict[str, Any] = {"filter": asked, "site_url": settings.SITE_URL}
    if view == "month":
        language = get_language() or "en"
        month = parse_month(request.GET.get("month", "")) or Month.of(today)
        context |= {
            "month": month,
            "page": MonthPage.of(month, asked, today=today, language=language),
            "weekdays": weekday_names(language),
        }
    elif view == "agenda":
        counting = asked.occurrences(Occurrence.objects.standing().counting())
        ahead = next_ahead(counting, on=today, most=LOOKED_AT if asked.status else AGENDA_DATES)
        context["rows"] = asked.rows(ahead, on=today)[:AGENDA_DATES]
    else:
        plans = (
            [asked.plan] if asked.plan else list(Plan.objects.select_related("ends_with")[:PLANS])
        )
        counts = counts_of(plans, on=today)
        context["plans"] = [(plan, counts[plan.pk]) for plan in plans]
    return render(request, f"tracker/embeds/{view}.html", context)


@require_safe
def snippets(request: HttpRequest) -> HttpResponse:
    """What to paste into another site, for the filter asked for."""
    asked = CalendarFilter.of(request.GET)
    snippets = [
        (view, _frame(reverse("tracker:embed", args=[view]) + asked.query, WIDTH, height))
        for view, height in VIEWS.items()
    ]
    return render(request, "tracker/embeds/index.html", {"filter": asked, "snippets": snippets})


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0 (https://oembed.com) for pages of the calendar and of plans."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": "only json"}, status=501)
    try:
        url = urlsplit(request.GET.get("url", ""))
    except ValueError:
        raise Http404 from None
    site = urlsplit(settings.SITE_URL)
    language = url.path.partition("/")[2].partition("/")[0]
    if (url.scheme, url.netloc) != (site.scheme, site.netloc) or language not in LANGUAGES:
        raise Http404
    with override(language):
        view, query = _embedded(url.path, url.query)
        if view is None:
            raise Http404
        width = _bounded(request.GET.get("maxwidth", ""), WIDTH)
        height = _bounded(request.GET.get("maxheight", ""), VIEWS[view])
        path = reverse("tracker:embed", args=[view]) + (f"?{query}" if query else "")
        content = {
            "version": "1.0",
            "type": "rich",
            "title": gettext("Commitment tracker"),
            "provider_name": gettext("Commitment tracker"),
            "provider_url": settings.SITE_URL,
            "width": width,
            "height": height,
            "html": _frame(path, width, height),
        }
    response = JsonResponse(content)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _embedded(path: str, query: str) -> tuple[str | None, str]:
    """Which view stands for a page of ours, and with which query; None for other pages."""
    try:
        found = resolve(path)
    except Resolver404:
        return None, ""
    words = CalendarFilter.of(QueryDict(query)).words
    match found.url_name:
        case "month":
            month = Month(found.kwargs["year"], found.kwargs["month"])
            return "month", urlencode({**words, "month": str(month)})
        case "agenda" | "timeline" | "year":
            return "agenda", urlencode(words)
        case "plan":
            return "counts", urlencode({"plan": found.kwargs["plan"]})
        case "home":
            return "counts", ""
        case "embed" if found.kwargs["view"] in VIEWS:
            return found.kwargs["view"], urlencode(parse_qsl(query))
    return None, ""


def _frame(path: str, width: int, height: int) -> str:
    return format_html(
        '<iframe src="{}{}" width="{}" height="{}" title="{}" loading="lazy" '
        'style="border:0;max-width:100%"></iframe>',
        settings.SITE_URL,
        path,
        width,
        height,
        gettext("Commitment tracker"),
    )


def _bounded(text: str, usual: int) -> int:
    asked = int(text[:6]) if text.isascii() and text.isdigit() else usual
    return max(SMALLEST, min(asked, usual, LARGEST))
