"""How status is decided and what was last recorded on each item; what the site does for access."""

from datetime import date

from django.conf import settings
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tracker.models import Evidence, Item, Status
from tracker.views.paging import page_by_keys

PER_PAGE = 20
TESTED = date(2026, 11, 23)
"""When the site was last looked through by keyboard, narrow, enlarged and with less motion."""
STANDING = Q(commitments__updates__retracted_at=None)
MEANINGS = {
    Status.NOT_DUE: _("The day is still ahead, and nothing has been reported."),
    Status.DATE_UNKNOWN: _("The plan gives no date, and none has become known."),
    Status.AWAITING: _("Nothing is known yet. That does not mean that nothing was done."),
    Status.REPORTED: _("A party to the plan says itself that it was done."),
    Status.CONFIRMED: _("A source that is independent of the parties says that it was done."),
    Status.CHANGED: _("It took place, but not as the plan says."),
    Status.POSTPONED: _("It was put off to another day."),
    Status.CANCELLED: _("It was called off."),
    Status.QUIET: _("The commitment goes on, and the last report on it is old."),
    Status.LAPSED: _("The plan has ended, and no report on it was found."),
    Status.CARRIED_OVER: _("A later plan goes on with it."),
    Status.SUPERSEDED: _("Another commitment has taken its place."),
    Status.MERGED: _("It is followed up together with another commitment."),
    Status.POSITION: _("A statement of position: there is nothing to report on."),
}
"""What each status says."""
_SHOWN = (
    "position",
    *(f"title_{code}" for code in settings.MODELTRANSLATION_LANGUAGES),
    "plan__slug",
    *(f"plan__title_{code}" for code in settings.MODELTRANSLATION_LANGUAGES),
)
"""What is said of an item beside its statements; the database groups them by all of this."""


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    to_check = Q(commitments__updates__evidence__review=Evidence.Review.TO_CHECK)
    rows = Item.objects.select_related("plan").annotate(
        last_recorded=Max("commitments__updates__created_at", filter=STANDING),
        last_as_of=Max("commitments__updates__as_of", filter=STANDING),
        statements=Count("commitments__updates", filter=STANDING, distinct=True),
        to_check=Count("commitments__updates__evidence", filter=STANDING & to_check, distinct=True),
    )
    page = page_by_keys(request, Item.objects.all(), rows.only(*_SHOWN), size=PER_PAGE)
    context = {
        "items": page.object_list,
        "page": page,
        "meanings": MEANINGS,
        "quiet_after": settings.TRACKER_QUIET_AFTER_DAYS,
        "grace": settings.TRACKER_GRACE_DAYS,
    }
    return render(request, "tracker/about/method.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"contact": settings.CONTACT_EMAIL, "tested": TESTED}
    return render(request, "tracker/about/accessibility.html", context)
