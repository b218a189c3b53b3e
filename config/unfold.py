"""How the admin looks and what stands beside it; see django-unfold's settings."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Commitment tracker"),
    "SITE_HEADER": _("Commitment tracker"),
    "SITE_SYMBOL": "checklist",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"action": reverse_lazy("admin:set_language")},
    "DASHBOARD_CALLBACK": "tracker.admin.dashboard.to_do",
    "STYLES": [lambda request: static("tracker/admin.css")],
    "SCRIPTS": [lambda request: static("tracker/admin.js")],
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("tracker/icon.svg"),
        },
    ],
    "COLORS": {
        "primary": {
            "50": "#eef5fb",
            "100": "#d9e8f5",
            "200": "#b7d2ec",
            "300": "#a3cbee",
            "400": "#7db3e3",
            "500": "#5b9bd5",
            "600": "#245d96",
            "700": "#1f4c7a",
            "800": "#1d4165",
            "900": "#1c3755",
            "950": "#122339",
        },
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "tracker.admin.navigation.sidebar",
    },
    "ACCOUNT": {"navigation": "tracker.admin.navigation.account_links"},
}
