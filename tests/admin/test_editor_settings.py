"""Everybody's own settings, and who follows what up."""

import pytest
from django.urls import reverse

from tests.builders import make_user
from tracker.models import EditorSettings

pytestmark = pytest.mark.django_db

MINE = "admin:tracker_editorsettings_mine"
LIST = "admin:tracker_editorsettings_changelist"


@pytest.mark.parametrize("role", ["editor", "translator", "administrator"])
def test_everybody_changes_the_own_settings(role, request):
    client = request.getfixturevalue(role)
    assert client.get(reverse(MINE)).status_code == 200
    assert not EditorSettings.objects.exists()

    client.post(reverse(MINE), {"language": "tr"})
    client.post(reverse(MINE), {"language": "es", "user": "1"})

    assert EditorSettings.objects.values_list("user", "weekly_mail", "language").get() == (
        client.user.pk,
        False,
        "es",
    )


def test_unknown_language_is_said(editor):
    answer = editor.post(reverse(MINE), {"language": "xx"})

    assert answer.status_code == 200
    assert not EditorSettings.objects.exists()


def test_list_of_all_is_for_who_sees_accounts(editor, administrator):
    EditorSettings.objects.create(user=editor.user)

    assert editor.get(reverse(LIST)).status_code == 403
    assert administrator.get(reverse(LIST)).status_code == 200


def test_commitment_is_given_to_an_editor_and_found_by_it(administrator, editor, content):
    outsider = make_user("reader")
    address = reverse("admin:tracker_commitment_change", args=[content.commitment.pk])

    choices = administrator.get(address).context["adminform"].form.fields["responsible"].queryset
    found = administrator.get(
        reverse("admin:tracker_commitment_changelist"),
        {"responsible__id__exact": editor.user.pk},
    )

    assert editor.user in choices
    assert outsider not in choices
    assert found.status_code == 200
