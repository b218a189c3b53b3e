"""Where a user sets up two-step verification for the own account, and takes it away again."""

import base64
from binascii import unhexlify
from io import BytesIO
from typing import Any

import django_otp
import qrcode
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key, key_validator
from qrcode.image.svg import SvgPathImage
from unfold.widgets import UnfoldAdminTextInputWidget

RECOVERY_CODES = 10


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        widget=UnfoldAdminTextInputWidget(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        ),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class SetUpForm(CodeForm):
    """`key` is the secret that the page shows; it is stored once a code proves it was scanned."""

    key = forms.CharField(widget=forms.HiddenInput, validators=[key_validator])


def own_device(request: HttpRequest) -> HttpResponse:
    """Set up, or remove with a valid code, the second factor of the signed-in user."""
    device = TOTPDevice.objects.filter(user=request.user, confirmed=True).first()
    return _remove(request, device) if device else _set_up(request)


def _set_up(request: HttpRequest) -> HttpResponse:
    form = SetUpForm(request.POST or None)
    if form.is_valid():
        codes = _confirm(request, form.cleaned_data["key"], form.cleaned_data["code"])
        if codes:
            messages.success(request, _("Two-step verification is on."))
            return _page(request, codes=codes)
        form.add_error("code", _("This code is not right. Check the clock of your device."))
    key = request.POST.get("key", "")
    try:
        key_validator(key)
    except ValidationError:
        key = ""
    key = key or default_key()
    device = TOTPDevice(user=request.user, key=key)
    if not form.is_bound:
        form = SetUpForm(initial={"key": key})
    return _page(
        request,
        form=form,
        picture=_picture(device.config_url),
        secret=base64.b32encode(unhexlify(key)).decode(),
    )


def _confirm(request: HttpRequest, key: str, code: str) -> list[str]:
    """Store the device where `code` is right, and give its recovery codes; else nothing."""
    with transaction.atomic():
        device = TOTPDevice(user=request.user, name=str(_("Authenticator")), key=key)
        device.confirmed = False
        device.save()
        if not device.verify_token(code):
            device.delete()
            return []
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        StaticDevice.objects.filter(user=request.user).delete()
        static = StaticDevice.objects.create(user=request.user, name=str(_("Recovery codes")))
        codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=static, token=code) for code in codes)
    # Without this the running session would be asked for a code at the next click.
    django_otp.login(request, device)
    return codes


def _remove(request: HttpRequest, device: TOTPDevice) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if django_otp.verify_token(request.user, device.persistent_id, form.cleaned_data["code"]):
            with transaction.atomic():
                TOTPDevice.objects.filter(user=request.user).delete()
                StaticDevice.objects.filter(user=request.user).delete()
            messages.success(request, _("Two-step verification is off."))
            return HttpResponseRedirect(reverse("admin:two_factor"))
        form.add_error("code", _("This code is not right, or it was used already."))
    codes_left = StaticToken.objects.filter(device__user=request.user).count()
    return _page(request, form=form, device=device, codes_left=codes_left)


def _picture(text: str) -> str:
    """A QR code as the address of an inline image."""
    image, stream = qrcode.make(text, image_factory=SvgPathImage), BytesIO()
    image.save(stream)
    return f"data:image/svg+xml;base64,{base64.b64encode(stream.getvalue()).decode()}"


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    request.current_app = admin.site.name
    context |= {**admin.site.each_context(request), "title": _("Two-step verification")}
    return render(request, "admin/tracker/two_factor.html", context)
