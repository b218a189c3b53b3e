"""Managing what one receives, and leaving: anonymous pages that set no cookie.

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
from django.views.decorators.http import require_http_methods

from tracker.domain.reminders import local_day
from tracker.models import Plan, Subscriber, Subscription
from tracker.services import coming, links, subscriptions
from tracker.services.mail_words import target_text
from tracker.views.subscription_forms import (
    AddForm,
    LeadTimesForm,
    PauseForm,
    SettingsForm,
)
from tracker.views.subscription_targets import find_target

DONE = {
    "confirmed": _("Your subscription is confirmed."),
    "settings": _("Your choices are saved."),
    "lead-times": _("The days are saved."),
    "added": _("The subscription is added."),
    "paused": _("Nothing is sent until then."),
    "resumed": _("Reminders go out again."),
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
            return bad_link(request, 404)
        except links.LinkIsVoid:
            return bad_link(request, 410)
        return view(request, subscriber, token)

    return anonymous(with_subscriber)


@of_subscriber
def manage(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Everything that one address receives, and every way to change or stop it."""
    if request.method == "POST":
        return _change(request, subscriber, token)
    return _manage_page(request, subscriber, token)


WrongForm = SettingsForm | LeadTimesForm | PauseForm | AddForm


def _manage_page(
    request: HttpRequest,
    subscriber: Subscriber,
    token: str,
    *,
    wrong: WrongForm | None = None,
) -> HttpResponse:
    """`wrong` is the form that could not be accepted, shown with its errors."""
    now = timezone.now()
    language = get_language() or subscriber.language
    active = (
        subscriber.subscriptions.active()
        .select_related("plan", "item__plan", "commitment__item__plan", "key_date", "theme")
        .prefetch_related("lead_times")
    )
    with_plan = Plan.objects.are_several()
    rows = []
    for subscription in active:
        form: Any = LeadTimesForm.of(subscription)
        if isinstance(wrong, LeadTimesForm) and wrong.prefix == form.prefix:
            form = wrong
        what = target_text(subscription, language, with_plan=with_plan)
        rows.append({"subscription": subscription, "what": what, "form": form})
    today = local_day(now, subscriber.time_zone)
    is_paused = subscriber.paused_until is not None and subscriber.paused_until > today
    context = {
        "subscriber": subscriber,
        "wrong": wrong,
        "rows": rows,
        "settings_form": wrong if isinstance(wrong, SettingsForm) else SettingsForm.of(subscriber),
        "pause_form": wrong if isinstance(wrong, PauseForm) else PauseForm(today=today),
        "add_form": wrong if isinstance(wrong, AddForm) else AddForm(),
        "paused_until": subscriber.paused_until if is_paused else None,
        "sent": coming.sent_to(subscriber),
        "coming": coming.coming_to(subscriber, now=now),
        "done": DONE.get(request.GET.get("done", "")) if wrong is None else None,
    }
    status = 200 if wrong is None else 422
    return render(request, "tracker/subscriptions/manage.html", context, status=status)


def _change(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    action = request.POST.get("action", "")
    change = CHANGES.get(action, _change_one)
    wrong_or_done = change(request, subscriber, action)
    if isinstance(wrong_or_done, HttpResponse):
        return wrong_or_done
    if isinstance(wrong_or_done, str):
        # The page goes on in the language of the mails where that was changed.
        language = subscriber.language if action == "settings" else get_language() or ""
        with translation.override(language):
            return to_manage(subscriber, wrong_or_done)
    return _manage_page(request, subscriber, token, wrong=wrong_or_done)


Outcome = str | HttpResponse | WrongForm
"""The word of what was done, a page of its own, or the form that could not be accepted."""


def _change_settings(request: HttpRequest, subscriber: Subscriber, _action: str) -> Outcome:
    form = SettingsForm.of(subscriber, request.POST)
    if not form.is_valid():
        return form
    subscriptions.change_settings(subscriber, form.preferences())
    return "settings"


def _pause(request: HttpRequest, subscriber: Subscriber, _action: str) -> Outcome:
    form = PauseForm(request.POST, today=local_day(timezone.now(), subscriber.time_zone))
    if not form.is_valid():
        return form
    subscriptions.pause(subscriber, until=form.cleaned_data["until"])
    return "paused"


def _resume(_request: HttpRequest, subscriber: Subscriber, _action: str) -> Outcome:
    subscriptions.pause(subscriber, until=None)
    return "resumed"


def _add(request: HttpRequest, subscriber: Subscriber, _action: str) -> Outcome:
    form = AddForm(request.POST)
    if not form.is_valid():
        return form
    target = find_target(form.cleaned_data["target"])
    subscriptions.add(subscriber, target, form.cleaned_data["lead_times"], now=timezone.now())
    return "added"


def _end_all(_request: HttpRequest, subscriber: Subscriber, _action: str) -> Outcome:
    subscriptions.end_all(subscriber, now=timezone.now())
    return "all-ended"


def _erase(request: HttpRequest, subscriber: Subscriber, _action: str) -> Outcome:
    subscriptions.erase(subscriber)
    return render(request, "tracker/subscriptions/erased.html")


def _change_one(request: HttpRequest, subscriber: Subscriber, action: str) -> Outcome:
    """Change or end one subscription; one that is not there (any more) changes nothing."""
    subscription = _active(subscriber, request.POST.get("subscription", ""))
    if subscription is None:
        return ""
    if action == "end":
        subscriptions.end(subscription, now=timezone.now())
        return "ended"
    form = LeadTimesForm.of(subscription, request.POST)
    if not form.is_valid():
        return form
    subscriptions.change_lead_times(subscription, form.cleaned_data["lead_times"])
    return "lead-times"


CHANGES: dict[str, Callable[[HttpRequest, Subscriber, str], Outcome]] = {
    "settings": _change_settings,
    "pause": _pause,
    "resume": _resume,
    "add": _add,
    "end-all": _end_all,
    "erase": _erase,
}


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


def bad_link(request: HttpRequest, status: int) -> HttpResponse:
    """404 for a link that is not whole, 410 for one that has run out."""
    return render(
        request, "tracker/subscriptions/bad_link.html", {"is_old": status == 410}, status=status
    )


def to_manage(subscriber: Subscriber, done: str) -> HttpResponse:
    """To the manage page, which says what was done."""
    address = reverse("tracker:manage", kwargs={"token": links.manage_token(subscriber)})
    return see_other(f"{address}?done={done}" if done else address)


def see_other(address: str) -> HttpResponse:
    """After a POST the browser shall GET (RFC 9110, section 15.4.4)."""
    return HttpResponse(status=303, headers={"Location": address})
