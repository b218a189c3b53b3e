"""The admin's side bar, grouped by what people come for; a link shows where it leads somewhere."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from tracker import models

TITLES = {
    Group: _("Roles"),
    TOTPDevice: _("Two-step verification"),
    AccessAttempt: _("Failed sign-ins"),
}
"""What the words of other packages are called here."""

GROUPS: tuple[tuple[Any, tuple[tuple[type[Model], str], ...]], ...] = (
    (
        _("Plan"),
        (
            (models.Commitment, "task_alt"),
            (models.StatusUpdate, "campaign"),
            (models.Evidence, "fact_check"),
            (models.ReaderReport, "inbox"),
            (models.Item, "format_list_numbered"),
            (models.Plan, "description"),
            (models.ImportDraft, "upload_file"),
            (models.Theme, "sell"),
        ),
    ),
    (
        _("Calendar"),
        (
            (models.Occurrence, "calendar_month"),
            (models.KeyDate, "event_repeat"),
            (models.CommitmentDate, "link"),
            (models.DateStatement, "format_quote"),
        ),
    ),
    (
        _("Sources and meetings"),
        (
            (models.Source, "article"),
            (models.SourceText, "newsmode"),
            (models.SourceNote, "help"),
            (models.Divergence, "compare_arrows"),
            (models.Wording, "menu_book"),
            (models.LanguageVersion, "translate"),
            (models.ImportRun, "upload_file"),
            (models.Meeting, "groups"),
            (models.MeetingSeries, "format_list_bulleted"),
            (models.Organisation, "account_balance"),
            (models.Participation, "handshake"),
            (models.Figure, "123"),
        ),
    ),
    (
        _("Reminders"),
        (
            (models.Message, "mail"),
            (models.Attempt, "outgoing_mail"),
            (models.Bounce, "undo"),
            (models.Suppression, "unsubscribe"),
            (models.Reminder, "notifications"),
            (models.Subscriber, "person"),
            (models.Subscription, "bookmark"),
        ),
    ),
    (
        _("Accounts"),
        (
            (User, "manage_accounts"),
            (Group, "badge"),
            (TOTPDevice, "phonelink_lock"),
            (AccessAttempt, "lock_person"),
            (models.EditorSettings, "mark_email_unread"),
        ),
    ),
)


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of links as the theme wants them, without those that `request.user` may not follow."""
    groups = [
        {
            "title": title,
            "separator": True,
            "collapsible": True,
            "items": [_item(model, icon) for model, icon in links if _may_view(request, model)],
        }
        for title, links in GROUPS
    ]
    first = [{"title": _("To do"), "icon": "checklist", "link": reverse("admin:index")}]
    if request.user.has_perm("tracker.view_occurrence"):
        first += [
            {
                "title": _("Reminders: 14 days"),
                "icon": "schedule_send",
                "link": reverse("admin:mail_board"),
            },
            {
                "title": _("Preview of mails"),
                "icon": "preview",
                "link": reverse("admin:mail_preview"),
            },
        ]
    return [{"items": first}, *[group for group in groups if group["items"]]]


def _may_view(request: HttpRequest, model: type[Model]) -> bool:
    return admin.site.get_model_admin(model).has_view_or_change_permission(request)


def _item(model: type[Model], icon: str) -> dict[str, Any]:
    meta = model._meta
    return {
        "title": TITLES.get(model) or capfirst(str(meta.verbose_name_plural)),
        "icon": icon,
        "link": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
    }


def account_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu behind the user's name."""
    return [
        {"title": _("My settings"), "link": reverse("admin:tracker_editorsettings_mine")},
        {"title": _("Two-step verification"), "link": reverse("admin:two_factor")},
        {"title": _("Change password"), "link": reverse("admin:password_change")},
    ]
