"""Signing in: with a password, with a code, and not at all."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.builders import make_user

OWN = "/admin/otp_totp/totpdevice/own/"


def sign_in(client: Client, username: str = "ada", **answers: str):
    fields = {"username": username, "password": "password"} | answers
    return client.post("/admin/login/?next=/admin/tracker/item/", fields)


def code_of(key: str, *, ahead: int = 0) -> str:
    return f"{totp(bytes.fromhex(key), drift=ahead):06d}"


@pytest.fixture
def ada(db):
    return make_user("ada", groups=["editor"])


@pytest.fixture
def device(ada) -> TOTPDevice:
    return TOTPDevice.objects.create(user=ada, name="Phone", confirmed=True, tolerance=2)


def test_password_is_enough_for_who_has_no_second_factor(client, ada):
    answer = sign_in(client)

    assert (answer.status_code, answer.url) == (302, "/admin/tracker/item/")
    assert client.get("/admin/tracker/item/").status_code == 200


def test_who_has_a_device_is_asked_for_its_code(client, device):
    without = sign_in(client)
    wrong = sign_in(client, otp_token="000000")

    assert without.context["form"].non_field_errors() == [
        "Enter the code that your authenticator shows, or a recovery code."
    ]
    assert wrong.context["form"].non_field_errors() == [
        "This code is not right, or it was used already."
    ]
    assert client.get("/admin/").status_code == 302


def test_code_of_the_device_lets_in(client, device):
    answer = sign_in(client, otp_token=code_of(device.key))

    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_code_of_somebody_elses_device_does_not_let_in(client, device):
    other = TOTPDevice.objects.create(user=make_user("eve"), confirmed=True)

    answer = sign_in(client, otp_token=code_of(other.key), otp_device=other.persistent_id)

    assert answer.status_code == 200
    assert client.get("/admin/").status_code == 302


def test_session_without_a_code_ends_when_a_device_is_confirmed_elsewhere(client, ada):
    client.force_login(ada)
    before = client.get("/admin/").status_code
    TOTPDevice.objects.create(user=ada, confirmed=True)

    assert (before, client.get("/admin/").status_code) == (200, 302)


def test_device_that_was_never_confirmed_is_not_asked_for(client, ada):
    TOTPDevice.objects.create(user=ada, confirmed=False)

    assert sign_in(client).status_code == 302


def test_site_that_requires_a_second_factor_says_so_to_who_has_none(client, ada, settings):
    settings.REQUIRE_2FA = True

    answer = sign_in(client)

    [said] = answer.context["form"].non_field_errors()
    assert said.startswith("This site asks for two-step verification")
    client.force_login(ada)
    assert client.get("/admin/").status_code == 302


def test_user_sets_up_a_second_factor_and_keeps_the_session(client, ada):
    sign_in(client)
    page = client.get(OWN)
    key = page.context["form"].initial["key"]

    wrong = client.post(OWN, {"key": key, "code": "000000"})
    kept = client.post(OWN, {"key": key, "code": code_of(key)})

    assert page.context["picture"].startswith("data:image/svg+xml;base64,")
    assert list(wrong.context["form"].errors) == ["code"]
    assert TOTPDevice.objects.filter(user=ada, confirmed=True).count() == 1
    assert len(set(kept.context["codes"])) == 10
    assert client.get("/admin/").status_code == 200


def test_recovery_code_lets_in_once(client, ada):
    sign_in(client)
    key = client.get(OWN).context["form"].initial["key"]
    code = client.post(OWN, {"key": key, "code": code_of(key)}).context["codes"][0]
    client.logout()

    first = sign_in(client, otp_token=code.upper())
    client.logout()
    second = sign_in(client, otp_token=code)

    assert (first.status_code, second.status_code) == (302, 200)
    assert StaticToken.objects.filter(device__user=ada).count() == 9


def test_second_factor_is_removed_with_a_code_only(client, ada, device):
    sign_in(client, otp_token=code_of(device.key))

    client.post(OWN, {"code": "000000"})
    kept = TOTPDevice.objects.filter(user=ada).exists()
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client.post(OWN, {"code": code_of(device.key, ahead=1)})

    assert (kept, TOTPDevice.objects.filter(user=ada).exists()) == (True, False)


def test_account_that_is_no_staff_is_not_let_in(client, db):
    make_user("reader")

    assert sign_in(client, "reader").status_code == 200


def test_too_many_wrong_passwords_lock_with_a_page_that_says_how_long(client, ada):
    for _attempt in range(6):
        answer = sign_in(client, password="wrong")

    right = sign_in(client)

    assert (answer.status_code, right.status_code) == (403, 403)
    assert "Try again in 60 minutes" in right.content.decode()


def test_administrator_lifts_the_lock(client, ada):
    for _attempt in range(6):
        sign_in(client, password="wrong")
    administrator = Client()
    administrator.force_login(make_user(groups=["administrator"]))
    attempts = administrator.get(reverse("admin:axes_accessattempt_changelist")).context["cl"]
    [attempt] = attempts.result_list

    administrator.post(reverse("admin:axes_accessattempt_delete", args=[attempt.pk]), {"post": "1"})

    assert sign_in(client).status_code == 302


def test_language_of_the_admin_is_chosen_without_a_cookie_for_the_public_site(client, ada):
    client.force_login(ada)

    answer = client.post("/admin/language/", {"language": "tr", "next": "/admin/tracker/item/"})

    cookie = answer.cookies["django_language"]
    assert (answer.url, cookie.value, cookie["path"]) == ("/admin/tracker/item/", "tr", "/admin/")
    assert '<html lang="tr"' in client.get("/admin/").content.decode()


@pytest.mark.parametrize("answers", [{"language": "xx"}, {"language": "tr", "next": "//evil.org"}])
def test_language_choice_leads_nowhere_else(client, ada, answers):
    client.force_login(ada)

    assert client.post("/admin/language/", answers).url == "/admin/"


@pytest.mark.django_db
def test_roles_are_there_after_migration():
    editor, translator, administrator = (
        set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))
        for name in ("editor", "translator", "administrator")
    )

    assert {"add_statusupdate", "change_plan", "view_wording"} <= editor
    assert not {"delete_item", "view_subscriber", "view_message", "change_user"} & editor
    assert {name.split("_")[0] for name in translator} == {"change", "view"}
    assert {"view_subscriber", "change_user", "delete_totpdevice"} | editor <= administrator


@pytest.mark.django_db
def test_roles_go_and_come_back_with_their_migration():
    loader = MigrationLoader(connection)
    (operation,) = loader.disk_migrations["tracker", "0003_roles"].operations
    apps = loader.project_state(("tracker", "0003_roles")).apps

    operation.reverse_code(apps, connection.schema_editor())
    without = Group.objects.filter(name="editor").exists()
    operation.code(apps, connection.schema_editor())

    assert (without, Group.objects.get(name="editor").permissions.count() > 50) == (False, True)
