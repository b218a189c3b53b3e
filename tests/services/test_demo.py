import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group

from tests.builders import make_user
from tracker.services import demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def role() -> None:
    Group.objects.get_or_create(name="editor")


def test_demo_editor_may_enter_the_admin_with_the_password_told(
    settings: object, rf: object
) -> None:
    settings.DEBUG = True

    password = demo.create_editor()

    user = authenticate(rf.post("/admin/login/"), username="editor", password=password)
    assert user is not None
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert [group.name for group in user.groups.all()] == ["editor"]


def test_demo_editor_is_made_once(settings: object) -> None:
    settings.DEBUG = True
    first = demo.create_editor()

    assert first is not None
    assert demo.create_editor() is None
    assert get_user_model().objects.get().check_password(first)


def test_account_of_the_same_name_keeps_its_password(settings: object) -> None:
    settings.DEBUG = True
    make_user("editor", password="chosen by a person")

    assert demo.create_editor() is None
    assert get_user_model().objects.get().check_password("chosen by a person")


def test_nothing_is_made_where_debug_is_off(settings: object) -> None:
    settings.DEBUG = False

    with pytest.raises(demo.NotATryOut):
        demo.create_editor()

    assert not get_user_model().objects.exists()
