"""Subscribing, confirming, managing, leaving: anonymous pages that set no cookie.

The signed token in the address stands for the owner of an e-mail address, so there is nothing for
a forged request to abuse and no CSRF cookie to set. A GET changes nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tracker.models import Subscriber, Subscription
from tracker.services import limits, links, subscriptions
from tracker.services.mail_words import before_text, target_text
from tracker.views.subscription_forms import (
    LeadTimesForm,
    SettingsForm,
    SubscribeForm,
    language_choices,
    zone_name,
)

REQUESTS_AN_HOUR = 20
"""Forms accepted from one network in an hour; offices and schools share one."""

DONE = {
    "confirmed": _("Your subscription is confirmed."),
    "settings": _("Language and time zone are saved."),
    "lead-times": _("The days are saved."),
    "ended": _("The subscription has ended."),
    "all-ended": _("All your subscriptions have ended. Nothing more is sent to you."),
}

View = Callable[..., HttpResponse]


def anonymous(view: View) -> View:
    """A form of somebody without an account: read or sent, never kept, without a CSRF cookie."""
    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)))


def of_subscriber(view: View) -> View:
    """Give `view` the subscriber whom the token in the address stands for, or refuse the link."""

    @wraps(view)
    def with_subscriber(request: HttpRequest, token: str) -> HttpResponse:
        try:
            subscriber = links.subscriber_of(token)
        except links.LinkIsInvalid:
            return _bad_link(request, 404)
        except links.LinkIsVoid:
            return _bad_link(request, 410)
        return view(request, subscriber, token)

    return anonymous(with_subscriber)


@anonymous
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; what it answers says nothing of whether an address is known."""
    if request.method != "POST":
        form = SubscribeForm(query=request.GET)
        return render(request, "tracker/subscriptions/subscribe.html", {"form": form})
    form = SubscribeForm(request.POST, query=request.GET)
    if not form.is_valid():
        context = {"form": form}
        return render(request, "tracker/subscriptions/subscribe.html", context, status=422)
    network = limits.network_of(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
    )
    if not limits.allow("subscribe", network, times=REQUESTS_AN_HOUR, seconds=3600):
        return render(request, "tracker/subscriptions/too_many.html", status=429)
    if not form.cleaned_data["website"]:
        subscriptions.ask(form.wanted(), now=timezone.now())
    return _see_other(reverse("tracker:subscribe-sent"))


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "tracker/subscriptions/sent.html")


@anonymous
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    try:
        subscription = links.subscription_of(token)
        if request.method == "POST":
            subscriptions.confirm(subscription, now=timezone.now())
            return _to_manage(subscription.subscriber, "confirmed")
    except links.LinkIsInvalid:
        return _bad_link(request, 404)
    except (links.LinkIsVoid, subscriptions.SubscriptionHasEnded):
        return _bad_link(request, 410)
    context = {
        "what": target_text(subscription, get_language() or subscription.language),
        "lead_times": [before_text(one.days) for one in subscription.lead_times.order_by("days")],
        "mail_language": dict(language_choices())[subscription.language],
        "email": subscription.subscriber.email,
        "time_zone": zone_name(subscription.time_zone),
    }
    return render(request, "tracker/subscriptions/confirm.html", context)


@of_subscriber
def manage(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Everything that one address receives, and every way to change or stop it."""
    if request.method == "POST":
        return _change(request, subscriber, token)
    return _manage_page(request, subscriber, token)


def _manage_page(
    request: HttpRequest,
    subscriber: Subscriber,
    token: str,
    *,
    wrong: SettingsForm | LeadTimesForm | None = None,
) -> HttpResponse:
    """`wrong` is the form that could not be accepted, shown with its errors."""
    language = get_language() or subscriber.language
    active = (
        subscriber.subscriptions.active()
        .select_related("plan", "item", "commitment__item", "key_date")
        .prefetch_related("lead_times")
    )
    rows = []
    for subscription in active:
        form: Any = LeadTimesForm.of(subscription)
        if wrong is not None and wrong.prefix == form.prefix:
            form = wrong
        what = target_text(subscription, language)
        rows.append({"subscription": subscription, "what": what, "form": form})
    context = {
        "subscriber": subscriber,
        "rows": rows,
        "settings_form": wrong if isinstance(wrong, SettingsForm) else SettingsForm.of(subscriber),
        "done": DONE.get(request.GET.get("done", "")) if wrong is None else None,
        "leave_url": reverse("tracker:leave", kwargs={"token": token}),
    }
    status = 200 if wrong is None else 422
    return render(request, "tracker/subscriptions/manage.html", context, status=status)


def _change(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    action = request.POST.get("action", "")
    if action == "settings":
        form = SettingsForm.of(subscriber, request.POST)
        if not form.is_valid():
            return _manage_page(request, subscriber, token, wrong=form)
        subscriptions.change_settings(subscriber, **form.cleaned_data)
        with translation.override(subscriber.language):
            return _to_manage(subscriber, "settings")
    if action == "end-all":
        subscriptions.end_all(subscriber, now=timezone.now())
        return _to_manage(subscriber, "all-ended")
    if action == "erase":
        subscriptions.erase(subscriber)
        return render(request, "tracker/subscriptions/erased.html")
    return _change_one(request, subscriber, token, action)


def _change_one(
    request: HttpRequest, subscriber: Subscriber, token: str, action: str
) -> HttpResponse:
    """Change or end one subscription; one that is not there (any more) changes nothing."""
    pk = request.POST.get("subscription", "")
    subscription = _active(subscriber, pk)
    if subscription is None:
        return _see_other(reverse("tracker:manage", kwargs={"token": token}))
    if action == "end":
        subscriptions.end(subscription, now=timezone.now())
        return _to_manage(subscriber, "ended")
    form = LeadTimesForm.of(subscription, request.POST)
    if not form.is_valid():
        return _manage_page(request, subscriber, token, wrong=form)
    subscriptions.change_lead_times(subscription, form.cleaned_data["lead_times"])
    return _to_manage(subscriber, "lead-times")


def _active(subscriber: Subscriber, pk: str) -> Subscription | None:
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return subscriber.subscriptions.active().filter(pk=int(pk)).first()


@of_subscriber
def leave(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """End everything: by the button of the page, or by a mail program in one click (RFC 8058)."""
    has_left = request.method == "POST"
    if has_left:
        subscriptions.end_all(subscriber, now=timezone.now())
    context = {
        "subscriber": subscriber,
        "has_left": has_left,
        "manage_url": reverse("tracker:manage", kwargs={"token": token}),
    }
    return render(request, "tracker/subscriptions/leave.html", context)


def _bad_link(request: HttpRequest, status: int) -> HttpResponse:
    return render(
        request, "tracker/subscriptions/bad_link.html", {"is_old": status == 410}, status=status
    )


def _to_manage(subscriber: Subscriber, done: str) -> HttpResponse:
    address = reverse("tracker:manage", kwargs={"token": links.manage_token(subscriber)})
    return _see_other(f"{address}?done={done}")


def _see_other(address: str) -> HttpResponse:
    """After a POST the browser shall GET (RFC 9110, section 15.4.4)."""
    return HttpResponse(status=303, headers={"Location": address})
