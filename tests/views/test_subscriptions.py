from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.builders import (
    make_commitment,
    make_item,
    make_key_date,
    make_occurrence,
    make_plan,
    make_theme,
    make_update,
)
from tests.subscribers import make_message, make_subscriber, make_subscription
from tracker.models import Message, Reminder, StatusNotice, Subscriber, Subscription
from tracker.services import delivery, links
from tracker.views.subscription_targets import flat
from tracker.views.time_zones import zone_choices

pytestmark = pytest.mark.django_db

FORM = {
    "email": "reader@example.org",
    "target": "everything",
    "lead_times": ["7", "1"],
    "language": "en",
    "time_zone": "Europe/Istanbul",
    "website": "",
}


def tables():
    """Every row of ours."""
    return {
        model.__name__: sorted(map(str, model.objects.values()))
        for model in apps.get_app_config("tracker").get_models()
    }


def post(client, **changes):
    return client.post("/en/subscribe/", FORM | changes)


def manage_url(subscriber, language="en"):
    return f"/{language}/subscriptions/{links.manage_token(subscriber)}/"


def days(subscription):
    return list(subscription.lead_times.order_by("days").values_list("days", flat=True))


def test_form_offers_what_there_is_and_keeps_no_cookie(client):
    item = make_item(title="Evening readings", plan=make_plan(title="Library plan"))
    item.themes.add(make_theme(name="Reading aloud"))
    day = make_key_date(name="Reading day", slug="reading-day")
    make_commitment(item=item, key_dates=[day])
    make_occurrence(day, start=timezone.localdate() + timedelta(days=9))

    response = client.get("/en/subscribe/")

    page = response.content.decode()
    offered = (
        "Every key date",
        "Library plan",
        f"Item {item.position}: Evening readings",
        "Reading aloud",
    )
    for words in offered:
        assert words in page
    assert '<option value="date:reading-day">Reading day</option>' in page
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_form_does_not_offer_what_is_over(client):
    for name, days in (("Over", -3), ("Coming", 3)):
        item = make_item(title=name, plan=make_plan(title=f"Plan {name}"))
        item.themes.add(make_theme(name=f"Theme {name}"))
        day = make_key_date(name=f"Day {name}")
        make_commitment(item=item, key_dates=[day])
        make_occurrence(day, start=timezone.localdate() + timedelta(days=days))

    page = client.get("/en/subscribe/").content.decode()

    assert page.count("Coming") == 5
    assert "Over" not in page


def test_form_asks_the_database_a_fixed_number_of_times(client, django_assert_num_queries):
    def grow():
        item = make_item(plan=make_plan())
        item.themes.add(make_theme())
        day = make_key_date()
        make_commitment(item=item, key_dates=[day])
        make_occurrence(day, start=timezone.localdate() + timedelta(days=9))

    grow()
    with CaptureQueriesContext(connection) as few:
        client.get("/en/subscribe/")
    for _ in range(4):
        grow()

    with django_assert_num_queries(len(few)):
        client.get("/en/subscribe/")


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("", "everything"),
        ("?plan=library", "plan:library"),
        ("?plan=library&item=8", "item:library:8"),
        ("?plan=library&commitment=8a", "commitment:library:8a"),
        ("?commitment=8a", "commitment:library:8a"),
        ("?date=reading-day", "date:reading-day"),
        ("?theme=reading", "theme:reading"),
        ("?plan=library&theme=reading&kind=dated", "theme:reading"),
        ("?plan=library&item=99", "plan:library"),
        ("?plan=nothing&item=8a&date=x&commitment=%00", "everything"),
        ("?item=" + "9" * 40, "everything"),
    ],
)
def test_link_prefills_what_the_reader_was_looking_at(client, query, chosen):
    item = make_item(plan=make_plan(slug="library"), position=8)
    make_commitment(item=item)
    make_key_date(slug="reading-day")
    make_theme(slug="reading")

    page = client.get(f"/en/subscribe/{query}").content.decode()

    assert f'<option value="{chosen}" selected>' in page


@pytest.mark.parametrize(
    ("language", "browser", "zone"),
    [
        ("tr", "", "Europe/Istanbul"),
        ("ru", "ru", "Europe/Moscow"),
        ("en", "", "UTC"),
        ("en", "nonsense;;q=x, \x00", "UTC"),
        ("es", "es-AR,es;q=0.9,en;q=0.8", "America/Argentina/Buenos_Aires"),
        ("es", "en-GB,es-419;q=0.5,es-MX;q=0.4", "America/Mexico_City"),
        ("ar", "ar-EG,en-US;q=0.7", "Africa/Cairo"),
        ("tr", "tr-TR,de-DE;q=0.5", "Europe/Istanbul"),
        ("ru", "ru-KZ", "Asia/Almaty"),
    ],
)
def test_language_and_zone_come_from_the_reader(client, language, browser, zone):
    headers = {"accept-language": browser} if browser else {}
    response = client.get(f"/{language}/subscribe/", headers=headers)
    page = response.content.decode()

    assert f'<option value="{language}" selected>' in page
    assert f'<option value="{zone}" selected>' in page
    # Where the zone is not known, its choice is not folded away.
    assert ('<details class="field" open>' in page) == (zone == "UTC")


def test_zones_are_named_in_the_language_of_the_page(client):
    assert ">إسطنبول<" in client.get("/ar/subscribe/").content.decode()
    assert ">Buenos Aires<" in client.get("/en/subscribe/").content.decode()


def test_wrong_form_says_what_is_wrong_and_keeps_what_was_right(client):
    response = post(client, email="nonsense", lead_times=[], time_zone="Europe/Madrid")

    page = response.content.decode()
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"email", "lead_times"}
    assert 'value="nonsense"' in page
    assert 'aria-describedby="id_email_error"' in page
    assert 'id="id_email_error"' in page
    assert '<option value="Europe/Madrid" selected>' in page
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"target": "plan:nothing"},
        {"target": "nonsense"},
        {"time_zone": "Atlantis/Capital"},
        {"language": "xx"},
        {"lead_times": ["8"]},
        {"email": "a\x00b@example.org"},
        {"email": "a\r\nBcc:b@example.org"},
    ],
)
def test_form_takes_only_what_it_offers(client, changes):
    assert post(client, **changes).status_code == 422
    assert not Subscriber.objects.exists()


def test_subscribing_leads_to_a_mail_and_from_there_to_an_active_subscription(client):
    item = make_item(plan=make_plan(slug="library"), position=8)

    response = post(client, target="item:library:8", language="tr")
    assert (response.status_code, response["Location"]) == (303, "/en/subscribe/sent/")
    assert client.get("/en/subscribe/sent/").status_code == 200

    delivery.drain(now=timezone.now())
    (link,) = [
        line for line in mail.outbox[0].body.splitlines() if "/tr/subscribe/confirm/" in line
    ]
    path = link.removeprefix("http://testserver")
    assert client.get(path).status_code == 200
    assert Subscription.objects.get().state == "pending"

    response = client.post(path)
    subscription = Subscription.objects.get()
    assert response.status_code == 303
    assert (subscription.state, subscription.item, days(subscription)) == ("active", item, [1, 7])
    assert Subscriber.objects.get().language == "tr"
    assert client.get(response["Location"]).context["done"] is not None


def test_answer_is_the_same_for_known_and_unknown_addresses(client):
    make_subscription(email="known@example.org")
    make_subscription(email="waiting@example.org", state="pending")
    make_subscription(email="left@example.org", state="ended")

    answers = [
        post(client, email=f"{name}@example.org")
        for name in ("known", "waiting", "left", "unknown", "unknown")
    ]

    assert len({(one.status_code, one["Location"], one.content) for one in answers}) == 1
    assert Message.objects.count() == 5


def test_answer_is_the_same_when_an_address_had_its_five_mails(client):
    answers = {post(client)["Location"] for _ in range(7)}

    assert answers == {"/en/subscribe/sent/"}
    assert Message.objects.count() == 5


def test_network_is_limited_and_what_was_typed_stays(client):
    for number in range(20):
        assert post(client, email=f"reader{number}@example.org").status_code == 303

    response = post(client, email="one.more@example.org")

    assert response.status_code == 429
    assert "Many requests came from your network" in response.content.decode()
    assert 'value="one.more@example.org"' in response.content.decode()
    assert Subscriber.objects.count() == 20


def test_page_answers_while_the_cache_is_away(client, monkeypatch):
    def fail(*_args, **_options):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", fail)

    assert post(client).status_code == 303


def test_who_fills_the_trap_gets_the_same_answer_and_nothing_else(client):
    response = post(client, website="https://example.org/")

    assert response["Location"] == "/en/subscribe/sent/"
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("method", ["get", "head"])
def test_get_changes_nothing(client, method):
    subscription = make_subscription(state="pending")
    active = make_subscription()
    make_message(active.subscriber)
    token = links.manage_token(active.subscriber)
    before = tables()

    for path in (
        "/en/subscribe/",
        "/en/subscribe/sent/",
        "/en/subscriptions/",
        "/en/subscriptions/sent/",
        f"/en/subscribe/confirm/{links.confirm_token(subscription)}/",
        f"/en/subscriptions/{token}/",
        f"/en/subscriptions/{token}/?action=erase",
        f"/en/subscriptions/{token}/leave/",
    ):
        response = getattr(client, method)(path)
        assert (response.status_code, dict(response.cookies)) == (200, {})

    assert tables() == before


@pytest.mark.parametrize(
    "path", ["subscribe/confirm/{}/", "subscriptions/{}/", "subscriptions/{}/leave/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_damaged_link_says_so(client, path, method):
    subscription = make_subscription(state="pending")
    token = links.manage_token(subscription.subscriber)
    if "confirm" in path:
        token = links.confirm_token(subscription)

    response = getattr(client, method)("/en/" + path.format(token[:-2]))

    assert response.status_code == 404
    assert "This link is not complete" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["subscribe/confirm/{}/", "subscriptions/{}/", "subscriptions/{}/leave/"]
)
def test_link_of_who_was_erased_is_gone(client, path):
    subscription = make_subscription(state="pending")
    token = links.manage_token(subscription.subscriber)
    if "confirm" in path:
        token = links.confirm_token(subscription)
    Subscriber.objects.update(key=uuid4())

    response = client.post("/en/" + path.format(token))

    assert response.status_code == 410
    assert "This link has run out" in response.content.decode()


def test_confirmation_page_says_what_is_confirmed(client):
    subscription = make_subscription(
        state="pending", plan=make_plan(title="Library plan"), language="tr", time_zone="Asia/Baku"
    )

    page = client.get(f"/en/subscribe/confirm/{links.confirm_token(subscription)}/")

    text = page.content.decode()
    for words in ("Library plan", "7 days before", "Türkçe", "<bdi>Baku</bdi>"):
        assert words in text


def test_confirming_twice_is_no_mistake_and_after_leaving_is_gone(client):
    subscription = make_subscription(state="pending")
    path = f"/en/subscribe/confirm/{links.confirm_token(subscription)}/"

    assert [client.post(path).status_code for _ in range(2)] == [303, 303]
    client.post(manage_url(subscription.subscriber), {"action": "end-all"})
    assert client.post(path).status_code == 410


def test_manage_page_shows_what_is_active(client):
    subscription = make_subscription(plan=make_plan(title="Library plan"), days=[7, 60])
    make_subscription(subscription.subscriber, plan=make_plan(title="Waiting"), state="pending")
    make_subscription(subscription.subscriber, plan=make_plan(title="Ended"), state="ended")

    page = client.get(manage_url(subscription.subscriber)).content.decode()

    assert "Library plan" in page
    assert "60 days before" in page
    assert "Waiting" not in page
    assert "Ended" not in page


def test_manage_changes_language_and_zone_and_answers_in_it(client):
    subscriber = make_subscription().subscriber

    response = client.post(
        manage_url(subscriber),
        {"action": "settings", "language": "ar", "time_zone": "Africa/Cairo"},
    )

    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.time_zone) == ("ar", "Africa/Cairo")
    assert response["Location"] == f"{manage_url(subscriber, 'ar')}?done=settings"


def test_manage_changes_rhythm_and_notices(client):
    subscriber = make_subscription().subscriber
    wanted = {"language": "en", "time_zone": "UTC", "rhythm": "weekly", "hears_status": "on"}

    client.post(manage_url(subscriber), {"action": "settings"} | wanted)

    subscriber.refresh_from_db()
    assert (subscriber.rhythm, subscriber.hears_status) == ("weekly", True)


def test_pausing_is_said_and_can_be_undone(client):
    subscriber = make_subscription().subscriber
    until = timezone.localdate() + timedelta(days=30)

    response = client.post(manage_url(subscriber), {"action": "pause", "until": until})
    page = client.get(response["Location"]).content.decode()
    subscriber.refresh_from_db()
    assert subscriber.paused_until == until
    assert "Paused: nothing is sent before" in page

    client.post(manage_url(subscriber), {"action": "resume"})
    subscriber.refresh_from_db()
    assert subscriber.paused_until is None
    assert "Paused" not in client.get(manage_url(subscriber)).content.decode()


@pytest.mark.parametrize("until", ["", "nonsense", "2020-01-01", "2999-01-01"])
def test_pause_wants_a_day_within_a_year(client, until):
    subscriber = make_subscription().subscriber

    response = client.post(manage_url(subscriber), {"action": "pause", "until": until})

    assert (response.status_code, "until" in response.context["pause_form"].errors) == (422, True)
    subscriber.refresh_from_db()
    assert subscriber.paused_until is None


def test_manage_adds_a_subscription_without_another_confirmation(client):
    subscriber = make_subscription().subscriber
    make_plan(slug="library")

    response = client.post(
        manage_url(subscriber),
        {"action": "add", "target": "plan:library", "lead_times": ["3"]},
    )

    added = subscriber.subscriptions.active().get(plan__slug="library")
    assert response["Location"] == f"{manage_url(subscriber)}?done=added"
    assert days(added) == [3]
    assert not Message.objects.exists()


def test_manage_refuses_to_add_what_there_is_not(client):
    subscriber = make_subscription().subscriber

    response = client.post(manage_url(subscriber), {"action": "add", "target": "plan:x"})

    assert response.status_code == 422
    assert set(response.context["add_form"].errors) == {"target", "lead_times"}


def test_manage_shows_what_was_sent_and_what_comes_next(client):
    subscriber = make_subscription(days=[7, 1]).subscriber
    past = make_occurrence(start=timezone.localdate() - timedelta(days=4), title="Told already")
    make_occurrence(start=timezone.localdate() + timedelta(days=30), title="To be told")
    message = make_message(subscriber, state="sent", sent_at=timezone.now())
    Reminder.objects.create(
        subscriber=subscriber,
        message=message,
        occurrence=past,
        occurrence_revision=0,
        days_before=7,
    )
    update = make_update(make_commitment(title="Lend books"), as_of=date(2026, 1, 2))
    StatusNotice.objects.create(subscriber=subscriber, message=message, update=update)

    response = client.get(manage_url(subscriber))

    page = response.content.decode()
    assert [len(one.occurrences) for one in response.context["coming"]] == [1, 1]
    assert page.index("What comes next") < page.rindex("To be told") < page.index("Told already")
    assert page.index("What was sent to you") < page.index("Lend books")


def test_manage_page_asks_the_database_a_fixed_number_of_times(client, django_assert_num_queries):
    subscriber = make_subscriber()

    def grow(number):
        day = make_key_date()
        commitment = make_commitment(key_dates=[day])
        theme = make_theme()
        commitment.item.themes.add(theme)
        occurrence = make_occurrence(day, start=timezone.localdate() + timedelta(days=9))
        for target in ({"commitment": commitment}, {"key_date": day}, {"theme": theme}):
            make_subscription(subscriber, **target)
        message = make_message(
            subscriber, number=number, state="sent", sent_at=timezone.now() - timedelta(days=number)
        )
        Reminder.objects.create(
            subscriber=subscriber,
            message=message,
            occurrence=occurrence,
            occurrence_revision=0,
            days_before=30,
        )
        update = make_update(commitment, as_of=date(2026, 1, 2))
        StatusNotice.objects.create(subscriber=subscriber, message=message, update=update)

    grow(1)
    with CaptureQueriesContext(connection) as few:
        client.get(manage_url(subscriber))
    for number in range(2, 6):
        grow(number)

    with django_assert_num_queries(len(few)):
        client.get(manage_url(subscriber))


def test_confirming_may_ask_for_changed_statuses(client):
    subscription = make_subscription(state="pending")
    path = f"/en/subscribe/confirm/{links.confirm_token(subscription)}/"

    client.post(path, {"hears_status": "on"})

    assert Subscriber.objects.get().hears_status


def test_link_is_asked_for_with_the_same_answer_for_every_address(client):
    make_subscription(email="known@example.org")
    make_subscription(email="waiting@example.org", state="pending")

    answers = [
        client.post("/en/subscriptions/", {"email": f"{name}@example.org"})
        for name in ("known", "known", "known", "known", "waiting", "unknown")
    ]

    assert len({(one.status_code, one["Location"], one.content) for one in answers}) == 1
    assert answers[0]["Location"] == "/en/subscriptions/sent/"
    assert list(Message.objects.values_list("purpose", flat=True)) == ["link"] * 3


def test_asking_for_the_link_is_limited_and_checked(client):
    assert client.post("/en/subscriptions/", {"email": "nonsense"}).status_code == 422
    trap = {"email": "known@example.org", "website": "x"}
    make_subscription(email="known@example.org")
    assert client.post("/en/subscriptions/", trap).status_code == 303
    assert not Message.objects.exists()

    answers = {
        client.post("/en/subscriptions/", {"email": f"a{number}@example.org"}).status_code
        for number in range(20)
    }
    assert answers == {303, 429}


def test_manage_keeps_a_zone_that_is_not_on_the_list(client):
    subscriber = make_subscriber(time_zone="Europe/Kiev")
    page = client.get(manage_url(subscriber)).content.decode()
    assert '<option value="Europe/Kiev" selected>' in page

    response = client.post(
        manage_url(subscriber),
        {"action": "settings", "language": "ru", "time_zone": "Europe/Kiev"},
    )

    assert response.status_code == 303


def test_manage_refuses_wrong_settings(client):
    subscriber = make_subscription().subscriber

    response = client.post(
        manage_url(subscriber), {"action": "settings", "language": "xx", "time_zone": "UTC"}
    )

    assert (response.status_code, list(response.context["settings_form"].errors)) == (
        422,
        ["language"],
    )


def test_manage_changes_the_days_of_one_subscription(client):
    subscription, other = make_subscription(days=[7]), make_subscription(days=[7])
    url, pk = manage_url(subscription.subscriber), subscription.pk

    response = client.post(
        url, {"action": "lead-times", "subscription": pk, f"s{pk}-lead_times": ["1", "30"]}
    )

    assert response["Location"] == f"{url}?done=lead-times"
    assert (days(subscription), days(other)) == ([1, 30], [7])


def test_manage_refuses_no_days_at_all(client):
    subscription = make_subscription(days=[7])

    response = client.post(
        manage_url(subscription.subscriber),
        {"action": "lead-times", "subscription": subscription.pk},
    )

    assert response.status_code == 422
    assert "Choose at least one." in response.content.decode()
    assert days(subscription) == [7]


def test_manage_ends_one_of_several(client):
    subscription = make_subscription()
    other = make_subscription(subscription.subscriber, plan=make_plan())

    client.post(
        manage_url(subscription.subscriber), {"action": "end", "subscription": subscription.pk}
    )

    assert list(Subscription.objects.active()) == [other]


@pytest.mark.parametrize("pk", ["other", "", "x", "9" * 30])
def test_manage_never_touches_what_belongs_to_others(client, pk):
    mine, other = make_subscription(), make_subscription()

    response = client.post(
        manage_url(mine.subscriber),
        {"action": "end", "subscription": other.pk if pk == "other" else pk},
    )

    assert response.status_code == 303
    assert Subscription.objects.active().count() == 2


def test_erasing_deletes_the_address_and_makes_the_link_void(client):
    subscription = make_subscription()
    make_message(subscription.subscriber)
    url = manage_url(subscription.subscriber)

    response = client.post(url, {"action": "erase"})

    assert "Your data is erased" in response.content.decode()
    assert not Subscriber.objects.exists()
    assert client.get(url).status_code == 410


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}])
def test_one_click_leaves_at_once_and_again(body):
    client = Client(enforce_csrf_checks=True)
    subscription = make_subscription()
    url = f"{manage_url(subscription.subscriber)}leave/"

    answers = [client.post(url, body) for _ in range(2)]

    assert [(one.status_code, dict(one.cookies)) for one in answers] == [(200, {}), (200, {})]
    assert Subscription.objects.get().state == "ended"


def test_leaving_by_the_page_asks_first(client):
    subscription = make_subscription()
    url = f"{manage_url(subscription.subscriber)}leave/"

    page = client.get(url).content.decode()
    assert '<form class="form" method="post">' in page
    assert Subscription.objects.get().state == "active"

    assert "You have left" in client.post(url).content.decode()


def test_token_never_fits_a_page_that_is_kept_in_the_cache(client):
    subscriber = make_subscription().subscriber

    response = client.get(manage_url(subscriber))

    assert "ETag" not in response
    assert "private" in response["Cache-Control"]


def test_links_in_mails_do_not_come_from_the_request(client):
    client.post("/en/subscribe/", FORM, headers={"host": "localhost"})

    delivery.drain(now=timezone.now() + timedelta(seconds=1))

    assert "localhost" not in mail.outbox[0].message().as_string()


def test_every_offered_zone_is_known():
    offered = {value for value, _label in flat(zone_choices())}

    assert offered <= available_timezones()
    assert len(offered) > 400


def test_zones_are_named_and_sorted_in_the_language_of_the_reader():
    with translation.override("tr"):
        europe = dict(zone_choices())["Avrupa"]
    with translation.override("ar"):
        arabic = dict(flat(zone_choices()))
    names = [name for _zone, name in europe]

    assert names.index("Helsinki") < names.index("İstanbul") < names.index("Kopenhag")
    assert (arabic["Europe/Kyiv"], arabic["Asia/Kolkata"]) == ("كييف", "كالكتا")
