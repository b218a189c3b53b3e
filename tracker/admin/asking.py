"""A page that asks before something is done, with a form for the reason."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from unfold.admin import ModelAdmin


def ask(
    model_admin: ModelAdmin,
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str | Promise,
    subject: str,
    text: str | Promise,
    button: str | Promise,
    back: str,
) -> HttpResponse:
    """The page with `form`; `back` is where the editor goes without doing it."""
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "subtitle": subject,
        "text": text,
        "button": button,
        "back": back,
        "form": form,
        "media": form.media,
    }
    request.current_app = model_admin.admin_site.name
    return render(request, "admin/tracker/ask.html", context)
