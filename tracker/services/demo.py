"""The editor's account of a try-out. Never made where DEBUG is off."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

NAME = "editor"


class NotATryOut(Exception):
    """A demo account was asked for on a site that is not being tried out."""


@transaction.atomic
def create_editor() -> str | None:
    """Make the account `editor` with the role of the same name; its random password.

    None where the account is there already: its password is not known to us. Raises `NotATryOut`
    without DEBUG.
    """
    if not settings.DEBUG:
        raise NotATryOut("Demo accounts are made only where DEBUG is on.")
    users = get_user_model().objects
    if users.filter(username=NAME).exists():
        return None
    password = secrets.token_urlsafe(12)
    user = users.create_user(username=NAME, password=password, is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    return password
