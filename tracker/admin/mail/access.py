"""Who may see and do what: dates are for every editor, addresses and buttons for operators."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]


def may_see_dates(request: HttpRequest) -> bool:
    return request.user.has_perm("tracker.view_occurrence")


def is_operator(request: HttpRequest) -> bool:
    """Who may change messages may hold them back, release them and try them again."""
    return request.user.has_perms(("tracker.view_message", "tracker.change_message"))


def for_editors(view: View) -> View:
    return _guarded(view, may_see_dates)


def for_operators(view: View) -> View:
    return _guarded(view, is_operator)


def _guarded(view: View, may: Callable[[HttpRequest], bool]) -> View:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(guarded)


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of the outbox in the frame of the admin."""
    request.current_app = admin.site.name
    whole = {**admin.site.each_context(request), **context}
    return render(request, f"admin/tracker/mail/{template}.html", whole)
