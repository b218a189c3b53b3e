"""Calendar and news feeds, in the language of the address."""

from datetime import date
from itertools import chain, islice

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from tracker.models import Item, KeyDate, Occurrence, Organisation, Plan, StatusUpdate, Theme
from tracker.models.occurrence import counts
from tracker.services.calendar_files import CONTENT_TYPE, alarm_of, calendar_chunks
from tracker.services.calendar_filter import CalendarFilter
from tracker.services.date_texts import day_text, text_list
from tracker.services.unknown_words import Unknown, UnknownWords

ALARMS = ("1h", "12h", "1d", "7d", "2w", "…")
"""Examples for who asks for another."""

WHOLE_CHUNKS = 3
"""Up to four thousand events and the end of the file, which the next reader gets from memory."""


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Every key date that the filter asks for, from one year back to the horizon."""
    asked = CalendarFilter.exactly(request.GET)
    today = timezone.localdate()
    since = today - relativedelta(years=1)
    occurrences = asked.narrowed(Occurrence.objects.filter(end__gte=since), on=today)
    name = _named(gettext("Commitments: key dates"), asked)
    return _file(request, occurrences, name, "calendar")


@require_safe
def plan_calendar(request: HttpRequest, plan: str) -> HttpResponseBase:
    """What counts for one plan, over its whole life."""
    found = get_object_or_404(Plan, slug=plan)
    occurrences = Occurrence.objects.filter(
        counts("", "key_date__links__"), key_date__links__commitment__item__plan=found
    )
    return _file(request, occurrences, str(found.local("title")), found.slug)


@require_safe
def item_calendar(request: HttpRequest, plan: str, position: int) -> HttpResponseBase:
    """What counts for one item."""
    item: Item = get_object_or_404(
        Item.objects.select_related("plan"), plan__slug=plan, position=position
    )
    occurrences = Occurrence.objects.filter(
        counts("", "key_date__links__"), key_date__links__commitment__item=item
    )
    return _file(request, occurrences, str(item), f"{item.plan.slug}-{item.position}")


@require_safe
def key_date_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every occurrence of one key date."""
    key_date = get_object_or_404(KeyDate, slug=slug)
    return _file(request, key_date.occurrences.all(), str(key_date.local("name")), key_date.slug)


@require_safe
def theme_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What counts for the items of one theme, in every plan."""
    theme = get_object_or_404(Theme, slug=slug)
    occurrences = Occurrence.objects.filter(
        counts("", "key_date__links__"), key_date__links__commitment__item__themes=theme
    )
    return _file(request, occurrences, str(theme.local("name")), f"theme-{theme.slug}")


@require_safe
def organisation_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What counts for the items that name one organisation."""
    found = get_object_or_404(Organisation, slug=slug)
    occurrences = Occurrence.objects.filter(
        counts("", "key_date__links__"), key_date__links__commitment__item__organisations=found
    )
    return _file(request, occurrences, str(found.local("name")), f"organisation-{found.slug}")


@require_safe
def occurrence_calendar(request: HttpRequest, slug: str, nominal: date) -> HttpResponseBase:
    """One occurrence, known by the day that its rule or date gave."""
    found = get_object_or_404(
        Occurrence.objects.on_days().select_related("key_date"),
        key_date__slug=slug,
        nominal=nominal,
    )
    name = str(found.key_date.local("name"))
    occurrences = Occurrence.objects.filter(pk=found.pk)
    return _file(request, occurrences, name, f"{slug}-{nominal.isoformat()}")


def _file(
    request: HttpRequest, occurrences: QuerySet[Occurrence], name: str, filename: str
) -> HttpResponseBase:
    """The calendar of `occurrences`, none left out; a long one is sent as it is written."""
    asked = request.GET.get("alarm", "")
    alarm = alarm_of(asked)
    if asked and alarm is None:
        raise UnknownWords([Unknown.of("alarm", asked, ALARMS)])
    chunks = calendar_chunks(
        occurrences,
        language=get_language() or "en",
        name=name,
        site_url=settings.SITE_URL,
        alarm=alarm,
    )
    first = list(islice(chunks, WHOLE_CHUNKS))
    rest = next(chunks, None)
    response: HttpResponseBase
    if rest is None:
        response = HttpResponse(b"".join(first), content_type=CONTENT_TYPE)
    else:
        response = StreamingHttpResponse(chain(first, [rest], chunks), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    return response


class UpdatesFeed(Feed):
    """The last fifty status updates, newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> CalendarFilter:
        return CalendarFilter.exactly(request.GET)

    def title(self, asked: CalendarFilter) -> str:
        return _named(gettext("Commitments: status updates"), asked)

    subtitle = ""

    def link(self, asked: CalendarFilter) -> str:
        return f"{settings.SITE_URL}{reverse('tracker:updates')}{asked.query}"

    def feed_url(self, asked: CalendarFilter) -> str:
        return f"{settings.SITE_URL}{reverse('tracker:updates-feed')}{asked.query}"

    def feed_guid(self, asked: CalendarFilter) -> str:
        return self.feed_url(asked)

    def author_name(self) -> str:
        return gettext("Commitment tracker")

    def items(self, asked: CalendarFilter) -> QuerySet[StatusUpdate]:
        return (
            asked.updates(StatusUpdate.objects.standing())
            .select_related("commitment__item__plan", "occurrence")
            .order_by("-created_at", "-pk")[:50]
        )

    def item_title(self, item: StatusUpdate) -> str:
        """With the day for which it holds: what was long ago is often recorded late."""
        stated = gettext("%(status)s (as of %(day)s)") % {
            "status": item.get_status_display(),
            "day": day_text(item.as_of, get_language() or "en"),
        }
        return gettext("%(commitment)s: %(status)s") % {
            "commitment": item.commitment,
            "status": stated,
        }

    def item_description(self, item: StatusUpdate) -> str:
        """The note as HTML, which is what the feed declares; it was written as plain text."""
        note = item.local("note")
        text = str(note)
        if note.is_fallback:
            text = gettext("%(text)s (in %(language)s)") % {
                "text": note,
                "language": note.language_name,
            }
        return linebreaks(text, autoescape=True)

    def item_link(self, item: StatusUpdate) -> str:
        plan, position = item.commitment.item.plan.slug, item.commitment.item.position
        path = reverse("tracker:item", kwargs={"plan": plan, "position": position})
        return f"{settings.SITE_URL}{path}#{item.commitment.code}"

    def item_guid(self, item: StatusUpdate) -> str:
        return f"{settings.SITE_URL}/updates/{item.pk}"

    def item_pubdate(self, item: StatusUpdate):
        return item.created_at

    item_updateddate = item_pubdate


_updates = UpdatesFeed()


@require_safe
def updates(request: HttpRequest) -> HttpResponse:
    response = _updates(request)
    del response["Last-Modified"]
    return response


@require_safe
def updates_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON Feed 1.1 (https://jsonfeed.org)."""
    asked = CalendarFilter.exactly(request.GET)
    path = reverse("tracker:updates-json") + asked.query
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _updates.title(asked),
        "home_page_url": _updates.link(asked),
        "feed_url": settings.SITE_URL + path,
        "language": get_language(),
        "authors": [{"name": _updates.author_name()}],
        "items": [
            {
                "id": _updates.item_guid(update),
                "url": _updates.item_link(update),
                "title": _updates.item_title(update),
                "content_html": _updates.item_description(update),
                "date_published": update.created_at.isoformat(),
                "tags": [update.commitment.code, update.status],
                "_status": {"code": update.status, "as_of": update.as_of.isoformat()},
            }
            for update in _updates.items(asked)
        ],
    }
    return JsonResponse(
        content,
        content_type="application/feed+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _named(name: str, asked: CalendarFilter) -> str:
    """The feed's name, with what it was filtered by."""
    if not asked.names:
        return name
    words = text_list(asked.names, get_language() or "en")
    return gettext("%(calendar)s (%(filter)s)") % {"calendar": name, "filter": words}
