from uuid import uuid4

import pytest
from django.core import signing

from tests.subscribers import make_subscriber, make_subscription
from tracker.models import Subscriber, Subscription
from tracker.services import links

pytestmark = pytest.mark.django_db


def test_links_lead_to_what_they_were_made_for():
    subscription = make_subscription(state="pending")

    assert links.subscription_of(links.confirm_token(subscription)) == subscription
    assert links.subscriber_of(links.manage_token(subscription.subscriber)) == (
        subscription.subscriber
    )


def test_link_of_one_kind_is_none_of_the_other():
    subscription = make_subscription(state="pending")

    with pytest.raises(links.LinkIsInvalid):
        links.subscriber_of(links.confirm_token(subscription))
    with pytest.raises(links.LinkIsInvalid):
        links.subscription_of(links.manage_token(subscription.subscriber))


def test_confirmation_link_runs_out_after_seven_days(monkeypatch):
    subscription = make_subscription(state="pending")
    token = links.confirm_token(subscription)
    now = signing.time.time()

    monkeypatch.setattr(signing.time, "time", lambda: now + 7 * 86400 - 60)
    assert links.subscription_of(token) == subscription
    monkeypatch.setattr(signing.time, "time", lambda: now + 7 * 86400 + 60)
    with pytest.raises(links.LinkIsVoid):
        links.subscription_of(token)


def test_new_key_makes_earlier_links_void():
    subscription = make_subscription(state="pending")
    tokens = links.confirm_token(subscription), links.manage_token(subscription.subscriber)
    Subscriber.objects.update(key=uuid4())

    with pytest.raises(links.LinkIsVoid):
        links.subscription_of(tokens[0])
    with pytest.raises(links.LinkIsVoid):
        links.subscriber_of(tokens[1])


def test_link_of_what_has_ended_is_void():
    subscription = make_subscription(state="pending")
    token = links.confirm_token(subscription)
    Subscription.objects.update(state="ended", ended_at=subscription.created_at)

    with pytest.raises(links.LinkIsVoid):
        links.subscription_of(token)


def test_address_comes_from_the_settings_and_the_language(settings):
    settings.SITE_URL = "https://tracker.example.org"
    token = links.manage_token(make_subscriber())

    assert links.absolute("manage", language="ar", token=token) == (
        f"https://tracker.example.org/ar/subscriptions/{token}/"
    )
