"""How an editor is told what waits: everyone's own page, and a list for administrators."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from tracker.models import EditorSettings

from .base import ReadOnlyAdmin


class SettingsForm(forms.ModelForm):
    class Meta:
        model = EditorSettings
        fields = ("weekly_mail", "language")
        widgets = {
            "weekly_mail": UnfoldBooleanSwitchWidget(),
            "language": UnfoldAdminSelectWidget(),
        }
        help_texts = {
            "weekly_mail": _(
                "On Monday morning: dates that passed without a report, commitments gone quiet, "
                "translations missing for what will be mailed. Nothing when nothing waits."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [  # type: ignore[attr-defined]
            ("", _("The language of the site")),
            *list(language.choices)[1:],  # type: ignore[attr-defined]
        ]


@admin.register(EditorSettings)
class EditorSettingsAdmin(ReadOnlyAdmin):
    """Everybody changes the own settings; who may look at accounts sees those of all."""

    related = ("user",)
    list_display = ("user", "weekly_mail", "language")
    list_filter = ("weekly_mail", "language")
    search_fields = ("user__username", "user__email")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("auth.view_user")

    def get_urls(self) -> list[URLPattern]:
        mine = self.admin_site.admin_view(self.mine)
        return [path("mine/", mine, name="tracker_editorsettings_mine"), *super().get_urls()]

    def mine(self, request: HttpRequest) -> HttpResponse:
        """The settings of who is signed in; the row is made when something is saved."""
        user: Any = request.user
        known = EditorSettings.objects.filter(user=user).first()
        form = SettingsForm(request.POST or None, instance=known or EditorSettings(user=user))
        if form.is_valid():
            form.save()
            messages.success(request, _("Your settings are saved."))
            return HttpResponseRedirect(reverse("admin:tracker_editorsettings_mine"))
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": _("My settings"),
            "form": form,
            "address": user.email,
            "media": form.media,
        }
        return render(request, "admin/tracker/editor_settings.html", context)
