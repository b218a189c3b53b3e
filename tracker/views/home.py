from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)
from django.views.decorators.http import require_safe

from tracker.domain.spans import Month
from tracker.models import Occurrence, Plan, Status
from tracker.services.follow_up import DateRow, counts_of, date_rows, next_ahead
from tracker.views.agenda import AGENDA_MONTHS
from tracker.views.updates import standing_updates

PLANS_SHOWN = 3
DATES_SHOWN = 6
UPDATES_SHOWN = 5
UNREPORTED_SHOWN = 4
PAST_LOOKED_AT = 40


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """To the first page in the language that the browser asks for; no cookie is read or set."""
    response = redirect(f"/{asked_language(request.headers.get('Accept-Language', ''))}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def asked_language(header: str) -> str:
    """The first language offered that an Accept-Language header asks for, or the default."""
    for code, _quality in parse_accept_lang_header(header.lower()):
        if code == "*":
            break
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    plans = list(Plan.objects.select_related("ends_with", "meeting")[:PLANS_SHOWN])
    counting = Occurrence.objects.standing().counting()
    counts_by_plan = counts_of(plans, on=today)
    dates = date_rows(next_ahead(counting, on=today, most=DATES_SHOWN), on=today)
    context = {
        "plans": [(plan, counts_by_plan[plan.pk]) for plan in plans],
        "dates": dates,
        "has_open_plan": any(row.open_plans for row in dates),
        "unreported": _unreported(today),
        "unreported_since": Month.of(today - relativedelta(months=AGENDA_MONTHS - 1)),
        "updates": standing_updates()[:UPDATES_SHOWN],
    }
    return render(request, "tracker/home.html", context)


def _unreported(today: date) -> list[DateRow]:
    """The latest days that passed without a report that an editor knows of."""
    past = (
        Occurrence.objects.standing()
        .counting()
        .filter(start__lt=today, end__lt=today)
        .order_by("-start", "-pk")[:PAST_LOOKED_AT]
    )
    rows = date_rows(past, on=today)
    silent = [
        row for row in rows if row.counted and all(_is_silent(one.status) for one in row.counted)
    ]
    return silent[:UNREPORTED_SHOWN]


def _is_silent(status: str) -> bool:
    return status in (Status.AWAITING, Status.LAPSED)
