"""What templates need to show texts, dates, languages and statuses as the site does everywhere."""

import json
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext, to_locale

from tracker.domain.spans import Month, Span
from tracker.models import KeyDate, Kind, Occurrence, Status
from tracker.models.translated import LocalText, Translated
from tracker.services import cards, date_texts, open_data
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.charts import Segment
from tracker.services.event_links import event_links

register = template.Library()

# Told apart by their shape as well as by their colour; none of them is a letter to translate.
SHAPES = {
    Status.NOT_DUE: "◇",
    Status.DATE_UNKNOWN: "?",
    Status.AWAITING: "○",
    Status.REPORTED: "◐",
    Status.CONFIRMED: "●",
    Status.CHANGED: "◆",
    Status.POSTPONED: "△",
    Status.CANCELLED: "✕",
    Status.QUIET: "◔",
    Status.LAPSED: "□",
    Status.CARRIED_OVER: "»",
    Status.SUPERSEDED: "⇄",
    Status.MERGED: "+",
    Status.POSITION: "–",
}


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.simple_tag
def local(obj: Translated, field: str) -> SafeString:
    """`field` of `obj` for the reader; a fallback carries its own `lang`, `dir` and a note."""
    return _marked(obj.local(field), block=False)


@register.simple_tag
def local_block(obj: Translated, field: str) -> SafeString:
    """Like `local`, as paragraphs."""
    return _marked(obj.local(field), block=True)


@register.filter
def marked(text: LocalText) -> SafeString:
    """A `LocalText` that was looked up in a view, shown as `local` shows it."""
    return _marked(text, block=False)


@register.filter
def plain(obj: Translated, field: str) -> str:
    """Like `local` where no markup can stand, as in an option: "Libraries (in English)"."""
    return plain_text(obj.local(field))


@register.filter
def plain_text(text: LocalText) -> str:
    """The same of a `LocalText` that was looked up already."""
    return f"{text} {_fallback_note(text)}" if text and text.is_fallback else str(text)


def _fallback_note(text: LocalText) -> str:
    # Translators: follows a text that is not in the reader's language: "(in English)"
    return gettext("(in %(language)s)") % {
        "language": date_texts.language_name(text.language, _language())
    }


@register.filter
def in_language(code: str) -> SafeString:
    """The note after a text in the language `code`, as `local` adds it."""
    note = _fallback_note(LocalText("", code, is_fallback=True))
    return format_html('<small class="fallback">{}</small>', note)


def _marked(text: LocalText, *, block: bool) -> SafeString:
    if not text.text:
        return mark_safe("")
    inner = _unbroken(
        linebreaks(text.text, autoescape=True) if block else conditional_escape(text.text)
    )
    if not text.is_fallback:
        return inner
    return format_html(
        '<{tag} lang="{}" dir="{}">{}</{tag}> <small class="fallback">{}</small>',
        text.language,
        text.direction,
        inner,
        _fallback_note(text),
        tag=mark_safe("div" if block else "span"),  # noqa: S308 (one of two words of ours)
    )


def _unbroken(html: str) -> SafeString:
    """`html` in which no line begins with a dash or ends inside an ordinal such as "23-й"."""
    html = html.replace(" — ", "\u00a0— ")
    if "-" in html:
        html = _ORDINAL.sub(r'<span class="nowrap">\g<0></span>', html)
    return mark_safe(html)  # noqa: S308 (escaped by the caller; what is added has no text in it)


_ORDINAL = re.compile(r"\b\d+-[^\W\d_]{1,3}\b")


@register.filter
def span_text(occurrence: Any) -> str:
    return date_texts.span_text(occurrence, _language())


@register.filter
def key_date_text(key_date: Any) -> str:
    return date_texts.key_date_text(key_date, _language())


@register.filter
def provenance(key_date: Any) -> str:
    return date_texts.provenance(key_date, _language())


@register.filter
def day_text(day: date) -> str:
    return date_texts.day_text(day, _language())


@register.filter
def age_text(since: date, day: date) -> str:
    return date_texts.age_text(since, day, _language())


@register.filter
def edtf_text(text: str) -> str:
    return date_texts.edtf_text(text, _language())


@register.filter
def month_title(month: Month) -> str:
    return date_texts.month_text(month, _language())


@register.filter
def month_inside(month: Month) -> str:
    """A month within a sentence: "May 2024", "май 2024 г." where `month_title` writes "Май"."""
    return date_texts.edtf_text(str(month), _language())


@register.filter
def month_name(month: Month) -> str:
    """The month alone, as the head of its days: "May", "Май"."""
    return date_texts.month_name(month, _language())


@register.filter
def language_name(code: str) -> str:
    return date_texts.language_name(code, _language())


@register.filter
def language_list(codes: Iterable[str]) -> str:
    return date_texts.language_list(codes, _language())


@register.filter
def direction(code: str) -> str:
    """`rtl` or `ltr`; `auto` for a language that Django does not know."""
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "auto"


@register.filter
def kind_label(kind: str) -> str:
    return str(Kind(kind).label)


@register.simple_tag
def badge(status: str, note: str = "") -> SafeString:
    """The status in words with its shape; `note` follows in the badge."""
    return _badge(status, note, _language())


@lru_cache(maxsize=512)
def _badge(status: str, note: str, language: str) -> SafeString:
    """A page has up to a hundred badges of a dozen kinds."""
    known = Status(status)
    context = {"status": known.value, "label": str(known.label), "shape": SHAPES[known]}
    return render_to_string("tracker/_badge.html", context | {"note": note})


@register.filter
def from_right(segment: Segment) -> str:
    """Where a segment begins in a bar that grows from the right."""
    return f"{100 - float(segment.at[:-1]) - float(segment.width[:-1]):.2f}%"


@register.filter
def status_label(status: str) -> str:
    return str(Status(status).label)


@register.filter
def status_shape(status: str) -> str:
    return SHAPES[Status(status)]


@register.simple_tag
def status_mark(status: str) -> SafeString:
    """The status as its shape alone, for places too narrow for a badge; its words are its name."""
    return _status_mark(status, _language())


@lru_cache(maxsize=512)
def _status_mark(status: str, language: str) -> SafeString:
    known = Status(status)
    return format_html(
        '<span class="status-mark tone-{}" role="img" aria-label="{}" title="{}">{}</span>',
        known.value,
        known.label,
        known.label,
        SHAPES[known],
    )


@register.inclusion_tag("tracker/calendar/_links.html")
def calendar_links(filter: CalendarFilter, shown: Span | None) -> dict[str, str]:
    """How the filtered calendar gets into the reader's own; links with the site's address.

    The calendar goes on beyond the days `shown`, the files below it do not.
    """
    days = f"from={shown.start}&until={shown.end}{filter.more}" if shown else filter.query[1:]
    return {
        **_feed_links(reverse("tracker:calendar-feed") + filter.query),
        "dates_file": reverse("tracker:dates-file", args=["csv"]).removesuffix("csv"),
        "query": filter.query,
        "shown": f"?{days}" if days else "",
        "alarm": f"{'&' if filter.query else '?'}alarm=",
    }


@register.inclusion_tag("tracker/_downloads.html")
def downloads(base: str, query: str = "") -> dict[str, Any]:
    """Links to what the page shows as files; `base` is the address up to the extension."""
    return {"base": base, "query": query, "formats": list(open_data.FORMATS)}


@register.inclusion_tag("tracker/_add_to_calendar.html")
def add_to_calendar(occurrence: Occurrence) -> dict[str, str]:
    """How one occurrence gets into the reader's calendar: a file, or a form filled in elsewhere."""
    language = _language()
    return {
        "when": date_texts.span_text(occurrence, language),
        "file": reverse(
            "tracker:occurrence-calendar", args=[occurrence.key_date.slug, occurrence.nominal]
        ),
        **event_links(occurrence, language=language, site_url=settings.SITE_URL),
    }


def _feed_links(path: str) -> dict[str, str]:
    url = settings.SITE_URL + path
    webcal = "webcal://" + url.partition("://")[2]
    return {
        "path": path,
        "url": url,
        "webcal": webcal,
        "google": "https://calendar.google.com/calendar/r?" + urlencode({"cid": webcal}),
        "outlook": "https://outlook.live.com/calendar/0/addfromweb?" + urlencode({"url": url}),
    }


@register.inclusion_tag("tracker/_own_calendar.html")
def own_calendar(path: str) -> dict[str, str]:
    """How the calendar at `path` gets into the reader's own and is kept up to date there."""
    return _feed_links(path)


@register.inclusion_tag("tracker/_announced_feeds.html")
def announced_feeds(title: str, calendar: str = "", **words: Any) -> dict[str, Any]:
    """The feeds of one page for its head: `calendar`, an address, and updates that `words` ask for.

    Where nothing is asked for, the feeds of everything stand in the head already.
    """
    asked = {name: value for name, value in words.items() if value}
    query = f"?{urlencode(asked)}" if asked else ""
    return {"title": title, "calendar": calendar, "query": query}


@register.inclusion_tag("tracker/_announced_feeds.html")
def filtered_feeds(asked: CalendarFilter) -> dict[str, Any]:
    """The feeds of what a filtered page shows, for its head."""
    if not asked.words:
        return {}
    title = date_texts.text_list([str(name) for name in asked.names], _language())
    calendar = reverse("tracker:calendar-feed") + asked.query
    return {"title": title, "calendar": calendar, "query": asked.query}


@register.inclusion_tag("tracker/_date_basis.html")
def date_basis(key_date: KeyDate) -> dict[str, Any]:
    """The date and what it rests on; once only where the second says the first again."""
    when = date_texts.key_date_text(key_date, _language())
    provenance = date_texts.provenance(key_date, _language())
    return {
        "when": when,
        "provenance": provenance,
        "is_repeated": provenance.startswith(when),
    }


@register.inclusion_tag("tracker/_languages.html", takes_context=True)
def language_links(context: dict[str, Any]) -> dict[str, Any]:
    """Links to the same page in every language offered, the query kept."""
    return {"languages": _versions(context.get("request")), "current": _language()}


@register.inclusion_tag("tracker/_alternates.html", takes_context=True)
def alternate_links(context: dict[str, Any]) -> dict[str, Any]:
    """`canonical` and `hreflang` of the page; nothing for addresses without a language."""
    request: HttpRequest | None = context.get("request")
    if request is None or not _has_language(request.path):
        return {"languages": []}
    versions = _versions(request)
    return {
        "languages": versions,
        "site_url": settings.SITE_URL,
        "canonical": request.get_full_path(),
        "oembed": _embeddable(request),
        "locale": to_locale(_language()),
        "default": next(one for one in versions if one["code"] == settings.LANGUAGE_CODE),
    }


@register.inclusion_tag("tracker/_shared_picture.html")
def shared_picture(card: cards.Card | None = None) -> dict[str, Any]:
    """The picture that other sites show where the page is shared; without a card the site's."""
    return {"card": card or cards.of_site(), "site_url": settings.SITE_URL}


def _embeddable(request: HttpRequest) -> str:
    """The address by which oEmbed knows the page, "" for pages that cannot be embedded."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    known = name in ("home", "plan", "month", "year", "agenda", "timeline")
    return settings.SITE_URL + request.get_full_path() if known else ""


def _versions(request: HttpRequest | None) -> list[dict[str, str]]:
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "direction": direction(code),
            "path": _path_in(code, request),
        }
        for code, _name in settings.LANGUAGES
    ]


def _path_in(code: str, request: HttpRequest | None) -> str:
    if request is None or not _has_language(request.path):
        return f"/{code}/"
    query = request.META.get("QUERY_STRING", "")
    path = "/".join(["", code, *request.path.split("/")[2:]])
    return f"{path}?{query}" if query else path


def _has_language(path: str) -> bool:
    return path.split("/")[1] in dict(settings.LANGUAGES)


@register.simple_tag(takes_context=True)
def paper_line(context: dict[str, Any]) -> SafeString:
    """What a print says at its foot: where the page stands and on which day it was so."""
    request: HttpRequest | None = context.get("request")
    address = settings.SITE_URL + (request.get_full_path() if request else "")
    words = gettext("%(address)s, as of %(day)s") % {
        "address": f"\N{LEFT-TO-RIGHT ISOLATE}{address}\N{POP DIRECTIONAL ISOLATE}",
        "day": date_texts.day_text(timezone.localdate(), _language()),
    }
    return format_html('<p class="wrap on-paper">{}</p>', words)


@register.simple_tag(takes_context=True)
def repeat_block(context: Context, name: str) -> str:
    """The words of the page's block `name` once more, as the value of an attribute."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    rendered = block.nodelist.render(context) if block else ""
    return mark_safe(strip_tags(rendered).strip())  # noqa: S308 (escaped when it was rendered)


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """`data` as a block of JSON-LD, in which no text can end the block."""
    text = json.dumps(data, ensure_ascii=False).translate(_NO_MARKUP)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


_NO_MARKUP = {ord(one): f"\\u{ord(one):04X}" for one in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: Any) -> str:
    """The page's query with `changes`; None drops a parameter. Begins with `?`."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
