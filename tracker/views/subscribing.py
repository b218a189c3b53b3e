"""Asking for reminders, confirming, and asking for the link to them: pages that set no cookie.

What they answer says nothing of whether an address is known. A GET changes nothing.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.models import Plan
from tracker.services import limits, links, subscriptions
from tracker.services.mail_words import lead_times_text, target_text
from tracker.views.subscription_forms import LinkForm, SubscribeForm, language_choices
from tracker.views.subscriptions import anonymous, bad_link, see_other, to_manage
from tracker.views.time_zones import zone_name

REQUESTS_AN_HOUR = 20
"""Forms accepted from one network in an hour; offices and schools share one."""


@anonymous
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; what it answers says nothing of whether an address is known."""
    languages = request.headers.get("Accept-Language", "")
    if request.method != "POST":
        form = SubscribeForm(query=request.GET, accept_language=languages)
        return render(request, "tracker/subscriptions/subscribe.html", {"form": form})
    form = SubscribeForm(request.POST, query=request.GET, accept_language=languages)
    if not form.is_valid():
        context = {"form": form}
        return render(request, "tracker/subscriptions/subscribe.html", context, status=422)
    if not _is_allowed(request, "subscribe"):
        form.add_error(None, limits.TOO_MANY)
        context = {"form": form}
        return render(request, "tracker/subscriptions/subscribe.html", context, status=429)
    if not form.cleaned_data["website"]:
        subscriptions.ask(form.wanted(), now=timezone.now())
    return see_other(reverse("tracker:subscribe-sent"))


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "tracker/subscriptions/sent.html")


@anonymous
def find(request: HttpRequest) -> HttpResponse:
    """Asks for the manage link by mail; the answer is the same for every address."""
    if request.method != "POST":
        return render(request, "tracker/subscriptions/find.html", {"form": LinkForm()})
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render(request, "tracker/subscriptions/find.html", {"form": form}, status=422)
    if not _is_allowed(request, "find"):
        form.add_error(None, limits.TOO_MANY)
        return render(request, "tracker/subscriptions/find.html", {"form": form}, status=429)
    if not form.cleaned_data["website"]:
        subscriptions.ask_for_link(form.cleaned_data["email"], now=timezone.now())
    return see_other(reverse("tracker:find-sent"))


@never_cache
@require_safe
def find_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "tracker/subscriptions/find_sent.html")


def _is_allowed(request: HttpRequest, what: str) -> bool:
    """Whether the network that asks has not asked too often."""
    network = limits.network_of(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
    )
    return limits.allow(what, network, times=REQUESTS_AN_HOUR, seconds=3600)


@anonymous
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    try:
        subscription = links.subscription_of(token)
        if request.method == "POST":
            wants_status = "hears_status" in request.POST
            subscriptions.confirm(subscription, now=timezone.now(), hears_status=wants_status)
            return to_manage(subscription.subscriber, "confirmed")
    except links.LinkIsInvalid:
        return bad_link(request, 404)
    except (links.LinkIsVoid, subscriptions.SubscriptionHasEnded):
        return bad_link(request, 410)
    context = {
        "what": target_text(
            subscription,
            get_language() or subscription.language,
            with_plan=Plan.objects.are_several(),
        ),
        "lead_times": lead_times_text(subscription),
        "mail_language": dict(language_choices())[subscription.language],
        "subscriber": subscription.subscriber,
        "time_zone": zone_name(subscription.time_zone),
    }
    return render(request, "tracker/subscriptions/confirm.html", context)
