"""Accounts and their second factor. What only a superuser may do stays with superusers."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminSelect2MultipleWidget

from . import two_factor

for _model in (User, Group, TOTPDevice, StaticDevice, AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)

ROLES = {
    "editor": _("Editor"),
    "translator": _("Translator"),
    "administrator": _("Administrator"),
}
"""What the groups of migration 0003 are called on screens."""


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "email", "roles", "is_active", "is_staff", "second_factor")
    list_filter = ("is_active", "is_staff", "groups")
    autocomplete_fields = ("groups",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "groups", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return (
            super()
            .get_queryset(request)
            .prefetch_related("groups")
            .annotate(has_second_factor=Exists(devices))
        )

    @display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(str(ROLES.get(group.name, group.name)) for group in user.groups.all())

    @display(description=_("two-step verification"), boolean=True)
    def second_factor(self, user: Any) -> bool:
        return user.has_second_factor

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return names
        return (*names, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _not_above(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _not_above(request, obj) and super().has_delete_permission(request, obj)


def _not_above(request: HttpRequest, user: Any) -> bool:
    """Who is no superuser does not touch one."""
    return request.user.is_superuser or user is None or not user.is_superuser


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    list_display = ("name", "label")
    filter_horizontal = ()

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        widget = UnfoldAdminSelect2MultipleWidget()
        return super().formfield_for_manytomany(db_field, request, widget=widget, **kwargs)

    @display(description=_("role"))
    def label(self, group: Group) -> str:
        return str(ROLES.get(group.name, ""))

    def _only_superusers(self, request: HttpRequest, allowed: bool) -> bool:
        # Whoever changes a role's permissions could give any to themselves.
        return allowed and request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._only_superusers(request, super().has_add_permission(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._only_superusers(request, super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._only_superusers(request, super().has_delete_permission(request, obj))


class DeviceAdmin(ModelAdmin):
    """To see who has a second factor and to take away one that is lost; never its secret."""

    fields = ("user", "name", "confirmed", "created_at", "last_used_at")
    search_fields = ("user__username", "user__email")
    list_display = ("user", "name", "confirmed", "created_at", "last_used_at")
    list_filter = ("confirmed",)
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        owner = getattr(obj, "user", None)
        return _not_above(request, owner) and super().has_delete_permission(request, obj)


@admin.register(TOTPDevice)
class TOTPDeviceAdmin(DeviceAdmin):
    def get_urls(self) -> list[URLPattern]:
        own = self.admin_site.admin_view(two_factor.own_device)
        return [path("own/", own, name="two_factor"), *super().get_urls()]


@admin.register(StaticDevice)
class StaticDeviceAdmin(DeviceAdmin):
    pass


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ModelAdmin):
    """Failed attempts to sign in; deleting one lifts the lock it caused."""

    fields = (
        "username",
        "ip_address",
        "attempt_time",
        "failures_since_start",
        "user_agent",
        "path_info",
    )
    search_fields = ("username", "ip_address")
    list_display = ("username", "ip_address", "attempt_time", "failures_since_start")
    list_filter = ("attempt_time",)
    date_hierarchy = "attempt_time"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
