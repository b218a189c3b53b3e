"""Every kind of page that a reader can come to, on the shipped plan with something in each list.

`addresses(language)` makes what the pages show and says where they are. A new kind of page is to
be added here; `test_every_page.py` fails where one is missing.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import RequestFactory
from django.utils.translation import override

from tests.builders import (
    make_evidence,
    make_item,
    make_plan,
    make_update,
    make_wording,
)
from tests.subscribers import make_subscriber, make_subscription
from tracker.models import Commitment, Item, Kind, Organisation, Plan, Source, Status, Theme
from tracker.services import links, seeds
from tracker.views import errors

PLAN = "plans/imcwp-23/"

NO_PAGES = frozenset(
    {"manifest", "calendar", "this-year", "choose-comparison", "commitments-file", "dates-file"}
    | {"updates-file", "updates-feed", "updates-json", "calendar-feed", "plan-calendar"}
    | {"item-calendar", "key-date-calendar", "theme-calendar", "organisation-calendar"}
    | {"occurrence-calendar", "card", "plan-card", "item-card", "key-date-card"}
)
"""Names of addresses that answer with a file, a feed or another address."""


def addresses(language: str) -> list[str]:
    """The shipped plan is stored, with a second one, wordings, statements and a subscriber."""
    seeds.load(settings.TRACKER_SEEDS_DIR, today=date(2026, 11, 22))
    item = Item.objects.get(plan__slug="imcwp-23", position=8)
    for code, text in (("en", "From 4 to 5 May, in 12 towns."), ("ru", "С 4 по 6 мая, в городах.")):
        make_wording(item, language=code, text=text)
    _statements()
    other = make_plan(slug="libraries", title_ru="План библиотек")
    make_item(plan=other, title="Night readings", themes=[Theme.objects.first()])
    subscriber = make_subscriber(language=language)
    make_subscription(subscriber, plan=Plan.objects.get(slug="imcwp-23"))
    asked = make_subscription(make_subscriber(language=language), state="pending")
    manage = f"subscriptions/{links.manage_token(subscriber)}/"
    organisation, source = Organisation.objects.first(), Source.objects.first()
    theme = Theme.objects.filter(items__plan__slug="imcwp-23").first()
    assert organisation
    assert source
    assert theme
    paths = [
        "",
        "plans/",
        PLAN,
        f"{PLAN}charts/",
        f"{PLAN}whole/",
        f"{PLAN}compare/libraries/",
        f"{PLAN}items/8/",
        f"{PLAN}items/8/compare/?a=en&b=ru",
        "calendar/2026/11/",
        "calendar/2026/",
        "calendar/agenda/?from=2026-11",
        "calendar/timeline/",
        "dates/",
        "dates/victory-day/",
        "themes/",
        f"themes/{theme.slug}/",
        "meetings/",
        "meetings/imcwp-23/",
        "organisations/",
        f"organisations/{organisation.slug}/",
        "sources/",
        f"sources/{source.slug}/",
        "updates/",
        "updates/?page=2",
        "search/",
        "search/?q=cuba",
        "search/?q=xyzzy",
        "data/",
        "embed/",
        "embed/month/?month=2026-11",
        "embed/agenda/",
        "embed/counts/",
        "about/status/",
        "about/accessibility/",
        "report/?plan=imcwp-23&item=2",
        "report/thanks/",
        "subscribe/",
        "subscribe/sent/",
        "subscriptions/",
        "subscriptions/sent/",
        f"subscribe/confirm/{links.confirm_token(asked)}/",
        manage,
        f"{manage}leave/",
        "subscriptions/no-such-link/",
        "no-such-page/",
    ]
    return [*(f"/{language}/{path}" for path in paths), "/api/v1/docs"]


def _statements() -> None:
    """More than one page of updates, in turn of each status that every commitment may have."""
    for number, commitment in enumerate(Commitment.objects.exclude(kind=Kind.POSITION)[:24]):
        recorded = Status.CONFIRMED if number % 2 else Status.REPORTED
        make_evidence(make_update(commitment, status=recorded))


def _page(template: str, status: int, request: HttpRequest) -> HttpResponse:
    return render(request, template, status=status)


WITHOUT_ADDRESS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "400": partial(errors.bad_request, exception=None),
    "403": partial(errors.forbidden, exception=None),
    "500": errors.server_error,
    "erased": partial(_page, "tracker/subscriptions/erased.html", 200),
}
"""Pages that answer a mistake or a form: no address leads there."""


def without_address(language: str) -> dict[str, str]:
    """Those pages by an address that a test may give them."""
    pages = {}
    for name, answer in WITHOUT_ADDRESS.items():
        address = f"/{language}/{name}/"
        with override(language):
            pages[address] = answer(RequestFactory().get(address)).content.decode()
    return pages
