"""Calendar and news feeds, in the language of the address."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from tracker.models import Item, KeyDate, Occurrence, Plan, StatusUpdate
from tracker.models.occurrence import counts
from tracker.services.calendar_files import CONTENT_TYPE, LINKS, calendar_of


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every key date, from one year back to the horizon."""
    since = timezone.localdate() - relativedelta(years=1)
    occurrences = Occurrence.objects.filter(end__gte=since)
    return _file(occurrences, gettext("Commitments: key dates"), "calendar")


@require_safe
def plan_calendar(request: HttpRequest, plan: str) -> HttpResponse:
    """What counts for one plan, over its whole life."""
    found = get_object_or_404(Plan, slug=plan)
    occurrences = Occurrence.objects.filter(
        counts("", "key_date__links__"), key_date__links__commitment__item__plan=found
    )
    return _file(occurrences, str(found.local("title")), found.slug)


@require_safe
def item_calendar(request: HttpRequest, plan: str, position: int) -> HttpResponse:
    """What counts for one item."""
    item: Item = get_object_or_404(
        Item.objects.select_related("plan"), plan__slug=plan, position=position
    )
    occurrences = Occurrence.objects.filter(
        counts("", "key_date__links__"), key_date__links__commitment__item=item
    )
    return _file(occurrences, str(item), f"{item.plan.slug}-{item.position}")


@require_safe
def key_date_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Every occurrence of one key date."""
    key_date = get_object_or_404(KeyDate, slug=slug)
    return _file(key_date.occurrences.all(), str(key_date.local("name")), key_date.slug)


def _file(occurrences: QuerySet[Occurrence], name: str, filename: str) -> HttpResponse:
    rows = (
        occurrences.filter(precision__in=["day", "range"])
        .select_related("key_date")
        .prefetch_related(*LINKS)
        .distinct()
        .order_by("start", "pk")
    )
    content = calendar_of(
        rows, language=get_language() or "en", name=name, site_url=settings.SITE_URL
    )
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    return response


class UpdatesFeed(Feed):
    """The last fifty status updates, newest first."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return gettext("Commitments: status updates")

    subtitle = ""

    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('tracker:updates')}"

    def feed_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('tracker:updates-feed')}"

    def feed_guid(self) -> str:
        return self.feed_url()

    def author_name(self) -> str:
        return gettext("Commitment tracker")

    def items(self) -> QuerySet[StatusUpdate]:
        return (
            StatusUpdate.objects.standing()
            .select_related("commitment__item__plan", "occurrence")
            .order_by("-created_at", "-pk")[:50]
        )

    def item_title(self, item: StatusUpdate) -> str:
        return gettext("%(commitment)s: %(status)s") % {
            "commitment": item.commitment,
            "status": item.get_status_display(),
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
