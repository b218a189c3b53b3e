"""The admin site itself: signing in with a second factor, the language of the screens, lockout."""

from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_otp import devices_for_user, user_has_device
from django_otp.forms import OTPAuthenticationFormMixin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.forms import AuthenticationForm
from unfold.sites import UnfoldAdminSite
from unfold.widgets import BASE_INPUT_CLASSES, UnfoldAdminSelectWidget


class LoginForm(OTPAuthenticationFormMixin, AuthenticationForm):
    """Name and password, and a code from those who have set up two-step verification.

    The code may be an authenticator's or a recovery code; which of the two is seen from its form.
    """

    otp_device = forms.CharField(
        label=_("Device"), required=False, widget=UnfoldAdminSelectWidget()
    )
    otp_token = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=16,
        help_text=_("Only where you have set up two-step verification."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "class": " ".join(BASE_INPUT_CLASSES),
                "dir": "ltr",
            }
        ),
    )

    otp_error_messages = {
        **OTPAuthenticationFormMixin.otp_error_messages,
        "token_required": _("Enter the code that your authenticator shows, or a recovery code."),
        "invalid_token": _("This code is not right, or it was used already."),
        "device_required": _("Choose the device whose code you entered."),
        "n_failed_attempts": ngettext_lazy(
            "After %(failure_count)d wrong code you have to wait a moment. Try again soon.",
            "After %(failure_count)d wrong codes you have to wait a moment. Try again soon.",
            "failure_count",
        ),
        "verification_not_allowed": _("Codes of this device are not accepted at the moment."),
    }

    def clean_otp_token(self) -> str:
        return "".join(self.cleaned_data["otp_token"].split()).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user = self.get_user()
        if user is None:
            return cleaned
        if user_has_device(user):
            self.clean_otp(user)
        elif settings.REQUIRE_2FA:
            raise ValidationError(
                _(
                    "This site asks for two-step verification, and your account has none yet. "
                    "An administrator can help you to set it up."
                ),
                code="second_factor_missing",
            )
        return cleaned

    @property
    def choose_device(self) -> bool:
        """Whether the user has to say which of several devices the code is from."""
        return len(self.fields["otp_device"].widget.choices) > 2

    def _chosen_device(self, user: Any) -> Any:
        chosen = super()._chosen_device(user)
        if chosen is not None:
            return chosen
        token = self.cleaned_data.get("otp_token") or ""
        model = TOTPDevice if token.isdigit() and len(token) < 8 else StaticDevice
        fitting = [
            device
            for device in devices_for_user(user, for_verify=True)
            if isinstance(device, model)
        ]
        return fitting[0] if len(fitting) == 1 else None

    @staticmethod
    def device_choices(user: Any) -> list[tuple[str, Any]]:
        """The blank choice and the authenticators; a recovery code needs no choice."""
        devices = [one for one in devices_for_user(user) if isinstance(one, TOTPDevice)]
        return [("", _("Select value")), *[(one.persistent_id, one.name) for one in devices]]


class Site(UnfoldAdminSite):
    """The theme's site with two-step verification.

    Who has set it up is let in with a code only; who has not, with the password, unless the
    setting `REQUIRE_2FA` says that everybody must.
    """

    login_form = LoginForm
    login_template = "admin/tracker/login.html"
    index_template = "admin/tracker/index.html"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        if request.user.is_verified():  # type: ignore[union-attr]
            return True
        known = getattr(request, "_second_factor_needed", None)
        if known is None:
            known = settings.REQUIRE_2FA or user_has_device(request.user)
            request._second_factor_needed = known  # type: ignore[attr-defined]
        return not known

    def extra_urls(self) -> list[URLPattern]:
        from tracker.admin.mail.urls import patterns  # needs the site's own models registered

        return [path("language/", set_language, name="set_language"), *patterns()]


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language of the admin in a cookie that is sent to the admin alone."""
    home = reverse("admin:index")
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(wanted if allowed else home)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=int(timedelta(days=365).total_seconds()),
            path=home,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """After too many failed attempts: how long to wait, on a page in style."""
    pause = get_cool_off(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Too many attempts"),
        "minutes": int(pause.total_seconds() // 60) if pause else None,
    }
    return render(
        request,
        "admin/tracker/locked_out.html",
        context,
        status=settings.AXES_HTTP_RESPONSE_CODE,
    )
