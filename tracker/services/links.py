"""Signed links into mails: whoever holds one may confirm, manage or leave; no account is needed.

A link carries the subscriber's key, so that replacing the key makes every earlier link void.
Links are built from `SITE_URL`, never from the request: mail is written without one.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from tracker.models import Subscriber, Subscription
from tracker.services.outbox import CONFIRMATION_LIFETIME

_CONFIRM = "tracker.subscriptions.confirm"
_MANAGE = "tracker.subscriptions.manage"


class LinkIsInvalid(Exception):
    """The link was never ours, or was damaged on its way."""


class LinkIsVoid(Exception):
    """The link was ours, but is too old, or what it was for is gone."""


def absolute(name: str, *, language: str, **parts: object) -> str:
    """The whole address of the page `name` of the public site in `language`."""
    with translation.override(language):
        return settings.SITE_URL + reverse(f"tracker:{name}", kwargs=parts)


def confirm_token(subscription: Subscription) -> str:
    return signing.dumps([subscription.pk, subscription.subscriber.key.hex], salt=_CONFIRM)


def manage_token(subscriber: Subscriber) -> str:
    """The token of the manage page and of leaving; does not expire."""
    return signing.Signer(salt=_MANAGE).sign(subscriber.key.hex)


def subscription_of(token: str) -> Subscription:
    """The subscription that a confirmation link is about. Raises `LinkIsInvalid`, `LinkIsVoid`."""
    try:
        pk, key = signing.loads(token, salt=_CONFIRM, max_age=CONFIRMATION_LIFETIME)
    except signing.SignatureExpired as error:
        raise LinkIsVoid from error
    except signing.BadSignature as error:
        raise LinkIsInvalid from error
    found = (
        Subscription.objects.select_related("subscriber")
        .filter(pk=pk, subscriber__key=UUID(hex=key))
        .exclude(state=Subscription.State.ENDED)
        .first()
    )
    if found is None:
        raise LinkIsVoid
    return found


def subscriber_of(token: str) -> Subscriber:
    """The subscriber whom a manage link belongs to. Raises `LinkIsInvalid`, `LinkIsVoid`."""
    try:
        key = signing.Signer(salt=_MANAGE).unsign(token)
    except signing.BadSignature as error:
        raise LinkIsInvalid from error
    found = Subscriber.objects.filter(key=UUID(hex=key)).first()
    if found is None:
        raise LinkIsVoid
    return found
