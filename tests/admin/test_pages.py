"""Every list, form and history opens for those whom it concerns, and for nobody else."""

from datetime import UTC, date, datetime

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.builders import make_user
from tracker.models import ImportRun, LeadTime, Message, Reminder, Subscriber, Subscription
from tracker.models.translated import Translated

EDITABLE = [model for model in admin.site._registry if issubclass(model, Translated)]
PRIVATE = [Subscriber, Subscription, Message, Reminder]
ACCOUNTS = ["auth_user", "auth_group", "otp_totp_totpdevice", "axes_accessattempt"]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def name_of(model) -> str:
    return model._meta.model_name


@pytest.mark.parametrize("model", EDITABLE, ids=name_of)
def test_pages_of_a_noun_open_for_an_administrator(administrator, content, model):
    obj = getattr(content, model._meta.model_name)
    pages = [
        address(model, "changelist"),
        address(model, "changelist") + "?q=reading",
        address(model, "changelist") + "?translations=stale-tr",
        address(model, "change", obj.pk),
        address(model, "history", obj.pk),
        address(model, "simple_history", obj.pk, obj.history.latest().history_id),
    ]
    if model._meta.model_name not in ("occurrence", "statusupdate"):
        pages.append(address(model, "add"))

    assert {page: administrator.get(page).status_code for page in pages} == dict.fromkeys(
        pages, 200
    )


@pytest.mark.parametrize("language", ["es", "ru", "tr", "ar"])
def test_form_of_an_item_opens_in_every_language(administrator, content, language):
    page = administrator.get(
        address(type(content.item), "change", content.item.pk),
        headers={"accept-language": language},
    )

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def test_list_of_imports_and_wordings_opens_read_only(editor, content):
    run = ImportRun.objects.create(
        plan=content.plan, filename="plan.txt", sha256="a" * 64, original=b"1. Read."
    )

    statuses = [
        editor.get(address(ImportRun, "change", run.pk)).status_code,
        editor.get(address(ImportRun, "add")).status_code,
        editor.get(address(type(content.wording), "changelist")).status_code,
        editor.get(address(type(content.wording), "add")).status_code,
        editor.post(
            address(type(content.wording), "change", content.wording.pk), {"text": "Other."}
        ).status_code,
        editor.post(address(type(content.wording), "delete", content.wording.pk)).status_code,
    ]

    assert statuses == [200, 403, 200, 403, 403, 403]


def make_message(occurrence) -> dict[type, object]:
    subscriber = Subscriber.objects.create(email="reader@example.org", language="en")
    subscription = Subscription.objects.create(
        subscriber=subscriber, language="en", state="active", confirmed_at=NOON
    )
    LeadTime.objects.create(subscription=subscription, days=7)
    message = Message.objects.create(
        subscriber=subscriber,
        slot=date(2026, 11, 22),
        send_at=NOON,
        expires_at=NOON,
        message_id="<1@example.org>",
    )
    reminder = Reminder.objects.create(
        subscriber=subscriber,
        occurrence=occurrence,
        occurrence_revision=0,
        days_before=7,
        message=message,
    )
    return dict(zip(PRIVATE, [subscriber, subscription, message, reminder], strict=True))


@pytest.mark.parametrize("model", PRIVATE, ids=name_of)
def test_subscribers_and_their_mail_are_seen_by_administrators_alone(
    administrator, editor, translator, content, model
):
    made = make_message(content.occurrence)
    pages = [
        address(model, "changelist"),
        address(model, "changelist") + "?q=reader",
        address(model, "change", made[model].pk),
    ]

    assert [administrator.get(page).status_code for page in pages] == [200, 200, 200]
    assert [editor.get(page).status_code for page in pages] == [403, 403, 403]
    assert [translator.get(page).status_code for page in pages] == [403, 403, 403]
    assert administrator.get(address(model, "add")).status_code == 403


@pytest.mark.parametrize("name", ACCOUNTS)
def test_accounts_are_seen_by_administrators_alone(administrator, editor, name):
    page = reverse(f"admin:{name}_changelist")

    assert [administrator.get(page).status_code, editor.get(page).status_code] == [200, 403]


def test_account_of_a_superuser_is_closed_to_an_administrator(administrator):
    above = make_user("owner", is_superuser=True, is_staff=True)
    password = reverse("admin:auth_user_password_change", args=[above.pk])
    change = reverse("admin:auth_user_change", args=[above.pk])

    assert administrator.post(password, {}).status_code == 403
    assert administrator.post(change, {"username": "taken"}).status_code == 403


def test_administrator_cannot_become_superuser(administrator):
    user = administrator.user
    page = reverse("admin:auth_user_change", args=[user.pk])
    assert administrator.get(page).status_code == 200

    administrator.post(
        page,
        {
            "username": user.username,
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "groups": [user.groups.get().pk],
            "date_joined_0": "2026-11-22",
            "date_joined_1": "12:00:00",
        },
    )

    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (True, False)


@pytest.mark.django_db
def test_admin_asks_a_stranger_to_sign_in():
    page = Client().get("/admin/tracker/item/")

    assert (page.status_code, page.url) == (302, "/admin/login/?next=/admin/tracker/item/")


def test_add_button_of_status_updates_leads_to_the_commitments(editor, content):
    page = editor.get(reverse("admin:tracker_statusupdate_add"))

    assert (page.status_code, page.url) == (302, "/admin/tracker/commitment/")


def test_sidebar_shows_each_role_only_where_it_may_go(editor, translator, administrator, content):
    def titles(client):
        groups = client.get("/admin/").context["sidebar_navigation"]
        return [str(group["title"]) for group in groups if group.get("title")]

    assert titles(editor) == ["Plan", "Calendar", "Sources and meetings"]
    assert titles(translator) == ["Plan", "Calendar", "Sources and meetings"]
    assert titles(administrator) == [
        "Plan",
        "Calendar",
        "Sources and meetings",
        "Reminders",
        "Accounts",
    ]
